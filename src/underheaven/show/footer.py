"""The sentences under every result: what it rests on, what it is not, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.calendar import is_counted
from underheaven.measure.kept import Column
from underheaven.measure.proportion import NOTE
from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.record.digest import digest
from underheaven.record.provenance import hooks_of
from underheaven.show import about, base_rates, claimed, constants, full, ranges, repeats, unable, views
from underheaven.show.unshipped import unshipped
from underheaven.show.words import counted, percent, say

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
PAIRS = (
    "Speech chilled and acts deterred are shares of what the same people say and do in the baseline. Acts arise from "
    "opportunities; defaults and non-payment are not counted. In this model a listing never costs anyone a job: where "
    "fewer people hold a job, fewer lose one."
)
UNHELD = (
    "Published counts are left out and no count is scaled to a real population, because the persons of this society "
    "represent no real place."
)
PRICE = (
    "Detriment is the booked price of lost access. The simulated loss of work and credit is the paired difference "
    "under Work and credit. The two are never added."
)


def footer(dataset: xr.Dataset, lines: Sequence[views.Line]) -> list[str]:
    """Gives the sentences under a result, one paragraph each; lines: those of its table."""
    return [
        *claimed.shown(dataset),
        *_assumptions(dataset),
        f"{INTERVALS if dataset.sizes['replicate'] > 1 else NO_INTERVALS} {PRICE}",
        *ranges.braces(dataset),
        *ranges.outside(dataset, _columns(lines)),
        *ranges.missing(
            dataset,
            [(c.world, line.name, c.level.mean) for line in lines for c in line.cells if isfinite(c.level.mean)],
        ),
        *([PAIRS] if about.against(dataset) else []),
        *constants.said_of_result(dataset),
        *repeats.sentences(dataset),
        *unable.footnote(dataset, lines),
        *_unheld(dataset),
        *full.sentences(dataset),
        f"Shares of detriment: {NOTE[0].lower()}{NOTE[1:]}",
        *_hooks(dataset),
        CLAIM,
        *base_rates.sentences(dataset),
        *_gain(dataset),
        _made(dataset),
        f"Digest: {dataset.attrs.get('digest') or digest(dataset)}",
    ]


def _hooks(dataset: xr.Dataset) -> Iterator[str]:
    """Yield which mechanisms of the result's author are no part of the program."""
    named = [f"{hook.name} after {hook.after} (SHA-256 {hook.digest[:12]})" for hook in hooks_of(dataset.attrs)]
    if named:
        yield (
            f"This result was made with code of its author that is no part of Underheaven, in every scenario: "
            f"{'; '.join(named)}. Its attribute hooks holds the source."
        )


def _columns(lines: Sequence[views.Line]) -> list[tuple[Column, float]]:
    """Return the columns that a table prints, with the means that stand there."""
    found: list[tuple[Column, float]] = []
    for line in lines:
        for cell in line.cells:
            if not line.paired:
                found.append(((cell.world, line.name, LEVEL), cell.level.mean))
            found.append(((cell.world, line.name, DIFFERENCE), cell.difference.mean))
    return [(column, mean) for column, mean in found if isfinite(mean)]


def _assumptions(dataset: xr.Dataset) -> Iterator[str]:
    for note in about.documents(dataset):
        stylised = ", stylised" if note.stylised else ""
        yield f"{note.label} ({note.kind}{stylised}): {_rests(note)}."
        if note.unpriced:
            yield (
                f"{note.label} closes or adds to {', '.join(note.unpriced)}, to which the society assigns no value: no "
                "detriment or reward is booked there."
            )


def _rests(note: about.DocumentNote) -> str:
    if not note.numbers:
        return "it states no numbers"
    if note.numbers == 1:
        return f"its one number {'is assumed' if note.assumed else 'has no source' if note.unsourced else 'is sourced'}"
    said = [
        f"{note.assumed} of its {note.numbers} numbers {_verb(note.assumed, 'is', 'are')} assumed "
        f"({percent(note.assumed_share)})"
        if note.assumed or not note.unsourced
        else "",
        f"{note.unsourced} of its {note.numbers} numbers {_verb(note.unsourced, 'has', 'have')} no source"
        if note.unsourced
        else "",
    ]
    return ", and ".join(filter(None, said))


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _gain(dataset: xr.Dataset) -> Iterator[str]:
    for world, gains in views.pairing(dataset).items():
        said = [
            f"{name.replace('_', ' ')} "
            + (f"{say(gain, 2)} times" if gain != float("inf") else "wholly (no difference)")
            for name, gain in gains.items()
        ]
        if said:
            yield (
                f"Variance reduction by pairing, {world} against {about.against(dataset)} (variance of an unpaired "
                f"difference over that of the paired one): {', '.join(said)}."
            )


def _made(dataset: xr.Dataset) -> str:
    months, attrs = [str(m) for m in dataset["month"].values], dataset.attrs
    replicates = dataset.sizes["replicate"]
    span = (
        f"{counted(len(months), 'month')}, counted from each regime's own first month,"
        if is_counted(dataset)
        else f"{counted(len(months), 'month')}, the first under the rules of {months[0]},"
    )
    return (
        f"{counted(dataset.sizes['person'], 'synthetic person')} per scenario ({_scaled(dataset)}), "
        f"{counted(replicates, 'replicate')}, {span} after {attrs.get('burn_in_months', 0)} of burn-in, "
        f"seed {attrs.get('seed', 'unknown')}."
    )


def _scaled(dataset: xr.Dataset) -> str:
    scale = float(dataset.attrs.get("scale", 1.0))
    if not about.stands_for_a_place(dataset):
        return "of an imagined place; nobody real is represented"
    if unshipped(dataset):
        return "nobody real is represented, because a document did not ship with this package"
    return f"scaling factor {say(scale, 2)}, used only beside a published count of the same quantity and month"


def _unheld(dataset: xr.Dataset) -> Iterator[str]:
    """Yields why published counts that the documents hold do not stand beside simulated ones."""
    if not about.stands_for_a_place(dataset) and any(note.published for note in about.documents(dataset)):
        yield UNHELD
