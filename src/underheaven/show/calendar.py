"""Sentences on which months of a result a regime is in force, and how the months of several regimes are set beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.measure.calendar import DATED, amended_in, has_begun, is_counted, months_of, months_waited
from underheaven.show import about
from underheaven.show.words import counted, listing, spoken

if TYPE_CHECKING:
    import xarray as xr


def banners(dataset: xr.Dataset) -> list[str]:
    """Return what a reader must know of the months before any number: whose they are, and what is in force in them.

    Empty where every regime is in force from the first month to the last as it stands in the first.
    """
    return [*_counted(dataset), *_waiting(dataset), *_amended(dataset)]


def _counted(dataset: xr.Dataset) -> Iterator[str]:
    if not is_counted(dataset):
        return
    dated = [(w, months_of(dataset, w)) for w in _regimes(dataset)]
    begins = listing([f"{spoken(months[0])} for {w}" for w, months in dated if months[0] >= DATED])
    number = int(str(dataset["month"].values[0])[:4]) * 12 + int(str(dataset["month"].values[0])[5:]) - 12
    yield (
        "Each regime is observed from its own first month, and months are counted from there: month "
        f"{number} is {begins}. "
        "--align calendar observes all of them in the same calendar months."
    )


def _waiting(dataset: xr.Dataset) -> Iterator[str]:
    total = dataset.sizes["month"]
    for world in _regimes(dataset):
        waits, months = months_waited(dataset, world), months_of(dataset, world)
        if not has_begun(dataset, world):
            yield (
                f"{world} has not begun: it takes effect after the {counted(total, 'month')} shown, and until then it "
                "changes nothing."
            )
        elif waits > 0:
            yield (
                f"{world} is not in force in the first {waits:,} of the {counted(total, 'month')} shown: it begins in "
                f"{spoken(months[waits])}. Totals and means include the months without it."
            )


def _amended(dataset: xr.Dataset) -> Iterator[str]:
    for world in _regimes(dataset):
        changes = amended_in(dataset, world)
        if changes:
            yield (
                f"{world} is amended within the months shown, in {listing(list(map(spoken, changes)))}: numbers over "
                "all months mix more than one version of it."
            )


def _regimes(dataset: xr.Dataset) -> list[str]:
    """Return the worlds whose regime has a date or is compared, the other one last; ``none`` has no calendar."""
    return [world for world in about.worlds(dataset) if world != "none"]
