"""The sentences under every result: its assumptions, its limits, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.calendar import has_relative_months
from underheaven.measure.families.proportionality import LEGAL_NOTE
from underheaven.measure.inference.sample_results import Column
from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.record.digest import digest
from underheaven.record.provenance import hooks_of
from underheaven.show import result_metadata
from underheaven.show.explain import status_cost
from underheaven.show.formatting import format_count, format_number, format_percent
from underheaven.show.text import (
    base_rates,
    expected_pattern,
    range_sentences,
    redundant_measures,
    saturated_sums,
    table_lines,
    unable_unwilling,
)
from underheaven.show.text.unshipped_documents import unshipped_names

if TYPE_CHECKING:
    import xarray as xr

CLAIM = (
    "This is what the documents imply for people who do not exist. Every number holds in this model only: it is not a "
    "finding about the world, not a forecast, and not a legal opinion."
)
INTERVALS = (
    "Under each number: its Monte Carlo interval (95 %), which measures simulation error over replicates and nothing "
    "else. It uses Student's t, is cut off at impossible values, and is exact below 50 events. It says nothing about "
    "the world or about wrong assumptions, which can move a number much further."
)
NO_INTERVALS = "A single replicate gives no intervals: run at least two, with --replicates."
PAIRED_NOTE = (
    "Speech chilled and acts deterred are shares of what the same people say and do in the baseline. Acts arise from "
    "opportunities; defaults and non-payment are not counted. In this model a listing never costs anyone a job: where "
    "fewer people hold a job, fewer lose one."
)
NOT_REAL_PLACE = (
    "Published counts are left out and no count is scaled to a real population, because the persons of this society "
    "represent no real place."
)
DETRIMENT_NOTE = (
    "Detriment is the booked price of lost access. The simulated loss of work and credit is the paired difference "
    "under Work and credit. The two are never added."
)


def footer_sentences(dataset: xr.Dataset, lines: Sequence[table_lines.Line]) -> list[str]:
    """Return the sentences under a result, one paragraph each; lines: those of its table."""
    return [
        *expected_pattern.verdict_sentences(dataset),
        *_assumption_sentences(dataset),
        f"{INTERVALS if dataset.sizes['replicate'] > 1 else NO_INTERVALS} {DETRIMENT_NOTE}",
        *range_sentences.braces_sentence(dataset),
        *range_sentences.outside_range_sentence(dataset, _printed_columns(lines)),
        *range_sentences.missing_range_sentence(
            dataset,
            [(c.scenario, line.name, c.level.mean) for line in lines for c in line.cells if isfinite(c.level.mean)],
        ),
        *([PAIRED_NOTE] if result_metadata.baseline_of(dataset) else []),
        *status_cost.result_cost_sentences(dataset),
        *redundant_measures.redundancy_sentences(dataset),
        *unable_unwilling.debt_split_footnote(dataset, lines),
        *_withheld_published(dataset),
        *saturated_sums.saturation_sentences(dataset),
        f"Shares of detriment: {LEGAL_NOTE[0].lower()}{LEGAL_NOTE[1:]}",
        *_hooks(dataset),
        CLAIM,
        *base_rates.base_rate_sentences(dataset),
        *_pairing_sentences(dataset),
        _settings_sentence(dataset),
        f"Digest: {dataset.attrs.get('digest') or digest(dataset)}",
    ]


def _hooks(dataset: xr.Dataset) -> Iterator[str]:
    """Yield a sentence on hooks: mechanisms that the author of the result added to the program."""
    named = [f"{hook.name} after {hook.after} (SHA-256 {hook.digest[:12]})" for hook in hooks_of(dataset.attrs)]
    if named:
        yield (
            f"This result was made with code of its author that is no part of Underheaven, in every scenario: "
            f"{'; '.join(named)}. Its attribute hooks holds the source."
        )


def _printed_columns(lines: Sequence[table_lines.Line]) -> list[tuple[Column, float]]:
    """Return the columns that a table prints, with their means."""
    found: list[tuple[Column, float]] = []
    for line in lines:
        for cell in line.cells:
            if not line.paired:
                found.append(((cell.scenario, line.name, LEVEL), cell.level.mean))
            found.append(((cell.scenario, line.name, DIFFERENCE), cell.difference.mean))
    return [(column, mean) for column, mean in found if isfinite(mean)]


def _assumption_sentences(dataset: xr.Dataset) -> Iterator[str]:
    for note in result_metadata.document_notes(dataset):
        stylised = ", stylised" if note.stylised else ""
        yield f"{note.label} ({note.kind}{stylised}): {_assumed_phrase(note)}."
        if note.unpriced:
            yield (
                f"{note.label} closes or adds to {', '.join(note.unpriced)}, to which the society assigns no value: no "
                "detriment or reward is booked there."
            )


def _assumed_phrase(note: result_metadata.DocumentNote) -> str:
    if not note.numbers:
        return "it states no numbers"
    if note.numbers == 1:
        return f"its one number {'is assumed' if note.assumed else 'has no source' if note.unsourced else 'is sourced'}"
    wording = [
        f"{note.assumed} of its {note.numbers} numbers {_agree_verb(note.assumed, 'is', 'are')} assumed "
        f"({format_percent(note.assumed_share)})"
        if note.assumed or not note.unsourced
        else "",
        f"{note.unsourced} of its {note.numbers} numbers {_agree_verb(note.unsourced, 'has', 'have')} no source"
        if note.unsourced
        else "",
    ]
    return ", and ".join(filter(None, wording))


def _agree_verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural


def _pairing_sentences(dataset: xr.Dataset) -> Iterator[str]:
    for scenario, gains in table_lines.pairing_gains(dataset).items():
        wording = [
            f"{name.replace('_', ' ')} "
            + (f"{format_number(gain, 2)} times" if gain != float("inf") else "wholly (no difference)")
            for name, gain in gains.items()
        ]
        if wording:
            yield (
                f"Variance reduction by pairing, {scenario} against {result_metadata.baseline_of(dataset)} (variance "
                f"of an unpaired difference over that of the paired one): {', '.join(wording)}."
            )


def _settings_sentence(dataset: xr.Dataset) -> str:
    months, attrs = [str(m) for m in dataset["month"].values], dataset.attrs
    replicates = dataset.sizes["replicate"]
    span = (
        f"{format_count(len(months), 'month')}, counted from each regime's own first month,"
        if has_relative_months(dataset)
        else f"{format_count(len(months), 'month')}, the first under the rules of {months[0]},"
    )
    return (
        f"{format_count(dataset.sizes['person'], 'synthetic person')} per scenario ({_scale_phrase(dataset)}), "
        f"{format_count(replicates, 'replicate')}, {span} after {attrs.get('burn_in_months', 0)} of burn-in, "
        f"seed {attrs.get('seed', 'unknown')}."
    )


def _scale_phrase(dataset: xr.Dataset) -> str:
    scale = float(dataset.attrs.get("scale", 1.0))
    if not result_metadata.represents_real_place(dataset):
        return "of an imagined place; nobody real is represented"
    if unshipped_names(dataset):
        return "nobody real is represented, because a document did not ship with this package"
    return (
        f"scaling factor {format_number(scale, 2)}, used only next to a published count of the same quantity and month"
    )


def _withheld_published(dataset: xr.Dataset) -> Iterator[str]:
    """Yield the reason why published counts are not compared with simulated ones."""
    if not result_metadata.represents_real_place(dataset) and any(
        note.published for note in result_metadata.document_notes(dataset)
    ):
        yield NOT_REAL_PLACE
