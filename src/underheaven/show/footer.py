"""The sentences under every result: what it rests on, what it is not, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from underheaven.measure.calendar import is_counted
from underheaven.measure.proportion import NOTE
from underheaven.record.digest import digest
from underheaven.show import about, base_rates, claimed, constants, ranges, repeats, views
from underheaven.show.words import counted, percent, say

if TYPE_CHECKING:
    import xarray as xr

CLAIM = (
    "This is what the documents imply for people who do not exist. It is the model's claim, not a finding about the "
    "world, no forecast, and no legal opinion."
)
INTERVALS = (
    "Under each number: its Monte Carlo interval (95 %), Monte Carlo error over replicates and nothing else. It is "
    "Student's t, cut at what is possible, and exact where fewer than 50 events are behind it. It says nothing of "
    "how far the assumptions are off: another one can move a number further than its interval."
)
NO_INTERVALS = "One replicate has no intervals: run at least two, with --replicates."
PAIRS = (
    "Speech chilled and acts deterred are shares of what the same people say and do in the other world; acts are those "
    "from opportunities, without defaults and non-payment. Nobody loses a job for being listed: where fewer hold a "
    "job, fewer lose one."
)
UNHELD = (
    "Published counts are left out, and no count is said of a real population: no source counts the persons of this "
    "society, so they stand for no real place."
)
PRICE = (
    "Detriment is the booked price of lost access; what work and credit really lose is the paired difference under "
    "Work and credit. The two are never added."
)


def footer(dataset: xr.Dataset, lines: Sequence[views.Line]) -> list[str]:
    """Gives the sentences under a result, one paragraph each; lines: those of its table."""
    return [
        *claimed.shown(dataset),
        *_assumptions(dataset),
        f"{INTERVALS if dataset.sizes['replicate'] > 1 else NO_INTERVALS} {PRICE}",
        *ranges.braces(dataset),
        *ranges.outside(dataset, [line.name for line in lines]),
        *([PAIRS] if about.against(dataset) else []),
        *constants.said_of_result(dataset),
        *repeats.sentences(dataset),
        *ranges.footnote(dataset, lines),
        *_unheld(dataset),
        f"Shares of detriment: {NOTE[0].lower()}{NOTE[1:]}",
        CLAIM,
        *base_rates.sentences(dataset),
        *_gain(dataset),
        _made(dataset),
        f"Digest: {dataset.attrs.get('digest') or digest(dataset)}",
    ]


def _assumptions(dataset: xr.Dataset) -> Iterator[str]:
    for note in about.documents(dataset):
        stylised = ", stylised" if note.stylised else ""
        yield f"{note.label} ({note.kind}{stylised}): {_rests(note)}."
        if note.unpriced:
            yield (
                f"{note.label} closes or adds to {', '.join(note.unpriced)}, to which the society gives no worth: no "
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
                f"Gain from paired lives, {world} against {about.against(dataset)} (variance of an unpaired difference "
                f"over that of the paired one): {', '.join(said)}."
            )


def _made(dataset: xr.Dataset) -> str:
    months, attrs = [str(m) for m in dataset["month"].values], dataset.attrs
    replicates = dataset.sizes["replicate"]
    span = (
        f"{counted(len(months), 'month')}, each regime's from its own first on,"
        if is_counted(dataset)
        else f"{counted(len(months), 'month')} from {months[0]} to {months[-1]}"
        if len(months) > 1
        else (f"the month {months[0]}")
    )
    return (
        f"{counted(dataset.sizes['person'], 'person')} a world (each {_each(dataset)}), "
        f"{counted(replicates, 'replicate')}, {span} after {attrs.get('burn_in_months', 0)} of burn-in, "
        f"seed {attrs.get('seed', 'unknown')}."
    )


def _each(dataset: xr.Dataset) -> str:
    scale = float(dataset.attrs.get("scale", 1.0))
    if not about.stands_for_a_place(dataset):
        return "of an imagined place, standing for nobody real"
    said = say(scale, 2)
    return f"stands for {said} real person{'s' * (said != '1')}"


def _unheld(dataset: xr.Dataset) -> Iterator[str]:
    """Yields why published counts that the documents hold do not stand beside simulated ones."""
    if not about.stands_for_a_place(dataset) and any(note.published for note in about.documents(dataset)):
        yield UNHELD
