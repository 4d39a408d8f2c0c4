"""The sentences under every result: what it rests on, what it is not, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from underheaven.measure.proportion import NOTE
from underheaven.record.digest import digest
from underheaven.show import about, ranges, views
from underheaven.show.words import percent, say

if TYPE_CHECKING:
    import xarray as xr

CLAIM = (
    "This is what the documents imply for people who do not exist. It is the model's claim, not a finding about the "
    "world, no forecast, and no legal opinion."
)
INTERVALS = (
    "Under each number: its 95 % interval over replicates. It holds the luck of the draw alone; another assumption "
    "can move a number further than its interval."
)
NO_INTERVALS = "One replicate has no intervals: run at least two, with --replicates."
PRICE = (
    "Detriment is the booked price of lost access; what work and credit really lose is the paired difference under "
    "Work and credit. The two are never added."
)


def footer(dataset: xr.Dataset, lines: Sequence[views.Line]) -> list[str]:
    """Gives the sentences under a result, one paragraph each; lines: those of its table."""
    return [
        *_assumptions(dataset),
        f"{INTERVALS if dataset.sizes['replicate'] > 1 else NO_INTERVALS} {PRICE}",
        *ranges.footnote(dataset, lines),
        f"Shares of detriment: {NOTE[0].lower()}{NOTE[1:]}",
        CLAIM,
        *_gain(dataset),
        _made(dataset),
        f"Digest: {dataset.attrs.get('digest') or digest(dataset)}",
    ]


def _assumptions(dataset: xr.Dataset) -> Iterator[str]:
    for note in about.documents(dataset):
        stylised = ", stylised" if note.stylised else ""
        rests = (
            f"{note.assumed} of its {note.numbers} numbers are assumed ({percent(note.assumed_share)})"
            if note.numbers
            else "it states no numbers"
        )
        yield f"{note.label} ({note.kind}{stylised}): {rests}."
        if note.unpriced:
            yield (
                f"{note.label} closes or adds to {', '.join(note.unpriced)}, to which the society gives no worth: no "
                "detriment or reward is booked there."
            )


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
    each = f"stands for {say(float(attrs['scale']), 2)} real ones" if "scale" in attrs else "is synthetic"
    return (
        f"{dataset.sizes['person']:,} persons a world (each {each}), {replicates} replicate{'s' * (replicates > 1)}, "
        f"{len(months)} months from {months[0]} to {months[-1]} after {attrs.get('burn_in_months', 0)} of burn-in, "
        f"seed {attrs.get('seed', 'unknown')}."
    )
