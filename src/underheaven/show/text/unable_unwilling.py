"""The split of those listed for a debt into unable and unwilling, with its range or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.measure.measure_values import FILED_DEBT_SHARES, LEVEL
from underheaven.show.formatting import format_amount, format_range
from underheaven.show.text.influence_sentences import most_influential_sentence
from underheaven.show.text.measure_titles import DEBTOR_PHRASES
from underheaven.show.text.parameter_ranges import measure_sensitivities, parameter_range, range_is_open
from underheaven.show.text.range_sentences import samples_phrase

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.show.text.table_lines import Line

SECTION = "Unable and unwilling"
NOT_REQUESTED = "which was not requested (leave out --no-ranges; in Python, ranges=True)"
NO_RANGES_STATED = "although it was requested: the documents state no ranges of assumed numbers"
ALL_UNDEFINED = "although it was requested: the shares were undefined in every parameter sample"
BASE_CASE_CAVEAT = "is the base case{}, and other assumptions can move it much further."
INTERVAL_ONLY = " with its Monte Carlo interval only"
BELOW_BASE_CASE = "Below: the base case."
BELOW_WITH_INTERVAL = "Below: the base case, with its Monte Carlo interval, which says nothing of the parameters."
ROUNDED_NOTE = "A share whose parameter range is 60 points wide or more is rounded and has no interval."
OTHERS_NOTE = "The others have their Monte Carlo interval, which says nothing of the parameters."
DEBT_SPLIT_MEASURES = {"unable": "listed_unable", "unwilling": "listed_unwilling", "in error": "listed_in_error"}
"""The measure of each share of those listed for a debt."""


def has_debt_split(lines: Sequence[Line], scenarios: Sequence[str] | None = None) -> bool:
    """Return whether any of the scenarios (all, if None) of a table has listed debtors to split."""
    cells = (cell for line in lines if line.section == SECTION for cell in line.cells)
    return any(isfinite(cell.level.mean) for cell in cells if scenarios is None or cell.scenario in scenarios)


def has_split_ranges(dataset: xr.Dataset, scenarios: Sequence[str]) -> bool:
    """Return whether the split of any of these scenarios has a parameter range."""
    every = measure_sensitivities(dataset)
    names = [*DEBT_SPLIT_MEASURES.values(), *FILED_DEBT_SHARES]
    return any((scenario, name, LEVEL) in every for scenario in scenarios for name in names)


def missing_range_note(dataset: xr.Dataset, point: str = "below") -> str:
    """State that the split has no parameter range, and why; point: where the shares without a range are."""
    why, interval = NOT_REQUESTED, INTERVAL_ONLY if dataset.sizes["replicate"] > 1 else ""
    if dataset.attrs.get("samples_asked"):
        why = ALL_UNDEFINED if read_sample_results(dataset.attrs) else NO_RANGES_STATED
    return f"The split is shown without its parameter range, {why}: {point} {BASE_CASE_CAVEAT.format(interval)}"


def debt_split_sentences(dataset: xr.Dataset, lines: Sequence[Line], scenarios: Sequence[str]) -> list[str]:
    """Return the lines above the split in a table: its ranges, or the reason why it has none."""
    sample_results = read_sample_results(dataset.attrs)
    if sample_results is None or not has_split_ranges(dataset, scenarios):
        return [missing_range_note(dataset)] if has_debt_split(lines, scenarios) else []
    wording = [f"Parameter ranges (central 90 % of {samples_phrase(sample_results)}):"]
    with_ranges = [scenario for scenario in scenarios if has_split_ranges(dataset, [scenario])]
    for scenario in with_ranges:
        wording += [f"{scenario}:"] if len(with_ranges) > 1 else []
        wording += _scenario_ranges(dataset, scenario)
    return [*wording, _below_note(dataset, lines, scenarios)] if has_debt_split(lines, scenarios) else wording


def _below_note(dataset: xr.Dataset, lines: Sequence[Line], scenarios: Sequence[str]) -> str:
    """State what the numbers below the ranges are: which are rounded, and whether any has a Monte Carlo interval."""
    shown = [(cell, line.name) for line in lines if line.section == SECTION for cell in line.cells]
    defined_cells = [(cell, name) for cell, name in shown if cell.scenario in scenarios and isfinite(cell.level.mean)]
    rough = [range_is_open(dataset, cell.scenario, name) for cell, name in defined_cells]
    bounded = [
        isfinite(cell.level.low) for (cell, _), is_rough in zip(defined_cells, rough, strict=True) if not is_rough
    ]
    wording = [BELOW_BASE_CASE, *([ROUNDED_NOTE] if any(rough) else []), *([OTHERS_NOTE] if any(bounded) else [])]
    return " ".join(wording) if any(rough) else BELOW_WITH_INTERVAL if any(bounded) else BELOW_BASE_CASE


def debt_split_footnote(dataset: xr.Dataset, lines: Sequence[Line]) -> Iterator[str]:
    """Yield the sentence about the ranges that belongs under a result with a split."""
    if has_split_ranges(dataset, [str(scenario) for scenario in dataset["scenario"].values]):
        yield (
            "Unable and unwilling: read the range, not the base case. The ranges come from separate runs in which all "
            "assumptions vary. They are not part of the digest, and a changed document makes them stale."
        )
    elif has_debt_split(lines):
        wording = missing_range_note(dataset, "above")
        yield f"Unable and unwilling: {wording[0].lower()}{wording[1:]}"


def _scenario_ranges(dataset: xr.Dataset, scenario: str) -> Iterator[str]:
    """Yield the ranges of a scenario: of those listed, followed by those filed, or of those filed alone."""
    every = measure_sensitivities(dataset)
    for debt, debtor in DEBTOR_PHRASES.items():
        names = {
            DEBT_SPLIT_MEASURES[debt]: "of those listed for a debt at the end",
            f"filed_share_of_debt:{debt}": "of the records of debts filed over the run",
        }
        with_ranges = {
            name: parameter_range(dataset, scenario, name) for name in names if (scenario, name, LEVEL) in every
        }
        spans = [
            f"{format_range(*span, 'share')} {names[name]} (median "
            f"{format_amount(every[scenario, name, LEVEL].median, 'share', 2)})"
            for name, span in with_ranges.items()
            if span is not None
        ]
        if spans:
            first = every[scenario, next(iter(with_ranges)), LEVEL]
            yield f"- {debtor}: {', '.join(spans)};"
            yield (
                f"  all samples {format_range(first.minimum, first.maximum, 'share')}; over seeds alone "
                f"{format_range(first.seeds_low, first.seeds_high, 'share')}."
            )
            if first.base_case_is_outside:
                base_case = format_amount(first.base_case_median, "share", 2)
                yield f"  The base case, {base_case} at that size, lies outside."
            yield f"  {most_influential_sentence(first, 'share')}"
