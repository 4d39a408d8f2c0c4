"""First stays on a blacklist: how long they last and how they end, of those who entered under one law."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import APPEALED, CORRECTED, STAY_ENDS
from underheaven.measure.counts import by_person, persons
from underheaven.measure.groups import members
from underheaven.measure.said import SHARE, measured
from underheaven.measure.survival import Curve, curve
from underheaven.record.schema import AMENDED

if TYPE_CHECKING:
    import xarray as xr

HORIZONS = (12, 24, 60)
"""Months after entry of which shares are given."""
SET_RIGHT = (1 + CORRECTED, 1 + APPEALED)
"""Ways out that say that a record was wrong."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Cohort:
    """Stays that began from one observed month to another, both counted from 1."""

    first: int
    last: int


@dataclass(frozen=True)
class Stays:
    """First stays of one world and replicate, an array each over stays; see ``fields.SUMS``. place: whose they are."""

    place: NDArray[np.int64]
    entry: NDArray[np.int64]
    months: NDArray[np.int64]
    end: NDArray[np.int64]
    wrongful: Mask

    def only(self, mask: Mask) -> Stays:
        """Gives some of them."""
        return Stays(*(getattr(self, name)[mask] for name in ("place", "entry", "months", "end", "wrongful")))

    def within(self, cohort: Cohort) -> Stays:
        """Gives those of a cohort."""
        return self.only((self.entry >= cohort.first) & (self.entry <= cohort.last))


def stays_of(dataset: xr.Dataset, world: int, replicate: int) -> Stays:
    """Gives the first stays at all places of one world and replicate, whoever took a place over among them."""
    return _stays(_by_person(dataset), world, replicate)


def _by_person(dataset: xr.Dataset) -> dict[str, NDArray[np.generic]]:
    return {name: by_person(dataset, f"stay_{name}").values for name in ("entry", "months", "end", "wrongful")}


def _stays(found: Mapping[str, NDArray[np.generic]], world: int, replicate: int) -> Stays:
    place = np.flatnonzero(found["entry"][world, replicate])
    entry, months, end = (found[name][world, replicate, place].astype(np.int64) for name in ("entry", "months", "end"))
    return Stays(place, entry, months, end, found["wrongful"][world, replicate, place] > 0)


def laws(dataset: xr.Dataset, world: str) -> list[Cohort]:
    """Gives the stretches of a run between amendments of a world's regime, in order."""
    months = dataset.sizes["month"]
    changes = [m for m in json.loads(str(dataset.attrs.get(AMENDED, "{}"))).get(world, []) if m < months]
    ends = [*changes, months]
    return [Cohort(before + 1, end) for before, end in zip([0, *changes], ends, strict=True)]


def main_law(dataset: xr.Dataset, world: str) -> Cohort:
    """Gives the longest stretch of a run without an amendment, the first of equals: entries under one law."""
    return max(laws(dataset, world), key=lambda law: law.last - law.first)


def years(dataset: xr.Dataset, world: str) -> list[Cohort]:
    """Gives calendar years of entry, cut where the regime is amended, so that no two laws are mixed."""
    labels = [str(month)[:4] for month in dataset["month"].values]
    found = []
    for law in laws(dataset, world):
        first = law.first
        for month in range(law.first, law.last + 1):
            if month == law.last or labels[month] != labels[month - 1]:
                found.append(Cohort(first, month))
                first = month + 1
    return found


def curves(dataset: xr.Dataset, world: str, cohort: Cohort, wrongful: bool = False) -> list[Curve]:
    """Gives the curve of a cohort's stays in each replicate; wrongful: of those wrongly listed at entry alone."""
    place = [str(name) for name in dataset["world"].values].index(world)
    people, found = _by_person(dataset), []
    for replicate in range(dataset.sizes["replicate"]):
        mine = _stays(people, place, replicate).within(cohort)
        found.append(_curve(dataset, mine, wrongful))
    return found


def _curve(dataset: xr.Dataset, mine: Stays, wrongful: bool = False) -> Curve:
    mine = mine.only(mine.wrongful) if wrongful else mine
    return curve(mine.entry, mine.months, mine.end, dataset.sizes["month"])


def _each(dataset: xr.Dataset) -> Iterator[tuple[tuple[int, int], Stays]]:
    """Yields, by world and replicate, the stays that began under the main law."""
    people = _by_person(dataset)
    for w, world in enumerate(str(name) for name in dataset["world"].values):
        law = main_law(dataset, world)
        for r in range(dataset.sizes["replicate"]):
            yield (w, r), _stays(people, w, r).within(law)


def _curves(dataset: xr.Dataset, wrongful: bool) -> Iterator[tuple[tuple[int, int], Curve]]:
    """Yields the curve of these stays, by world and replicate; wrongful: of those wrongly listed at entry alone."""
    for place, mine in _each(dataset):
        yield place, _curve(dataset, mine, wrongful)


def _number(dataset: xr.Dataset, of: Callable[[Curve], float], wrongful: bool = False) -> xr.DataArray:
    found = persons(dataset) * np.nan
    for place, mine in _curves(dataset, wrongful):
        found.values[place] = of(mine)
    return found


@measured("Months until half have left the blacklists", "months")
def stay_median(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the months after which half of first stays on blacklists have ended, by Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment; a stay ends when a person is on no
    blacklist, dies or moves. NaN where fewer than half end as far as at least 10 stays could be followed.
    """
    return _number(dataset, Curve.median)


@measured("Months on blacklists within 24 of entry", "months")
def stay_mean_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the mean months of a first stay within the first 24 after entry, the restricted mean of Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _number(dataset, lambda found: found.mean(24))


@measured("Months on blacklists within 60 of entry", "months")
def stay_mean_60(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the mean months of a first stay within the first 60 after entry, the restricted mean of Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _number(dataset, lambda found: found.mean(60))


@measured("Still on a blacklist 24 months after entry", SHARE)
def still_on_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that last longer than 24 months, by Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _number(dataset, lambda found: found.after(24))


@measured("Still on a blacklist 60 months after entry", SHARE)
def still_on_60(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that last longer than 60 months, by Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _number(dataset, lambda found: found.after(60))


@measured("Months until half of the wrongly listed have left", "months")
def wrongful_stay_median(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the months after which half of first stays that began wrongly have ended, by Kaplan-Meier.

    Wrongly: with no true record behind any blacklist in the month of entry. Otherwise as ``stay_median``.
    """
    return _number(dataset, Curve.median, wrongful=True)


@measured("Months that the wrongly listed stay within 24 of entry", "months")
def wrongful_stay_mean_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the mean months of a first stay that began wrongly, within the first 24 after entry.

    Wrongly: with no true record behind any blacklist in the month of entry. Otherwise as ``stay_mean_24``.
    """
    return _number(dataset, lambda found: found.mean(24), wrongful=True)


@measured("Share of the wrongly listed still on 24 months after entry", SHARE)
def wrongful_still_on_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that began wrongly and last longer than 24 months, by Kaplan-Meier.

    Wrongly: with no true record behind any blacklist in the month of entry. Otherwise as ``still_on_24``.
    """
    return _number(dataset, lambda found: found.after(24), wrongful=True)


@measured("Share of the wrongly listed set right within 12 months", SHARE)
def set_right_within_12(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that began wrongly and end within 12 months by a correction or an appeal.

    Cumulative incidence beside every other way out (Aalen-Johansen). Of those who entered within the longest stretch
    of the run without an amendment. NaN where fewer than 10 stays could be followed so long.
    """
    return _number(dataset, lambda found: found.ended(12, *SET_RIGHT), wrongful=True)


@measured("Share of the wrongly listed set right within 24 months", SHARE)
def set_right_within_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that began wrongly and end within 24 months by a correction or an appeal.

    Cumulative incidence beside every other way out (Aalen-Johansen). Of those who entered within the longest stretch
    of the run without an amendment. NaN where fewer than 10 stays could be followed so long.
    """
    return _number(dataset, lambda found: found.ended(24, *SET_RIGHT), wrongful=True)


@measured("First stays, by way out", SHARE)
def ways_out(dataset: xr.Dataset, horizon: int, wrongful: bool = False) -> xr.DataArray:
    """Gives what has become of first stays so many months after entry (world, replicate, stay_end); adds up to 1.

    horizon: months. wrongful: of those that began wrongly alone. Of those who entered within the longest stretch of
    the run without an amendment.
    """
    import xarray

    like = persons(dataset)
    shares = np.full((*like.shape, len(STAY_ENDS)), np.nan)
    for place, found in _curves(dataset, wrongful):
        ended = [found.ended(horizon, end) for end in range(1, len(STAY_ENDS))]
        shares[place] = [found.after(horizon), *ended]
    coords = {"world": dataset["world"].values, "replicate": dataset["replicate"].values, "stay_end": list(STAY_ENDS)}
    return xarray.DataArray(shares, coords, ("world", "replicate", "stay_end"))


def still_on_24_in(dataset: xr.Dataset) -> dict[str, xr.DataArray]:
    """Gives the share of `stays.still_on_24` among those of each category of persons: men, the old.

    Of adults present throughout the run: whose place was renewed is of another category now.
    """
    its = members(dataset)
    found = {category: persons(dataset) * np.nan for category in its}
    group, renewals, minor = (by_person(dataset, name) for name in ("group", "renewals", "minor"))
    for (w, r), stays in _each(dataset):
        there = stays.place
        lived = (renewals[w, r].values[there] == 0) & (minor[w, r].values[there] == 0)
        label = group[w, r].values[there]
        for category, mine in its.items():
            found[category].values[w, r] = _curve(dataset, stays.only(lived & mine[label])).after(24)
    return found
