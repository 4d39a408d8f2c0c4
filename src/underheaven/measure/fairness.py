"""Fairness: how unevenly listing, error and burden fall on groups, as it is and at equal conduct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.counts import persons
from underheaven.measure.groups import members
from underheaven.measure.said import measured
from underheaven.measure.whole_run import FEW, OF_PERSONS, empty, mean_by, persons_by, runs

if TYPE_CHECKING:
    import xarray as xr

BANDS = (1, 2, 3, 6)
"""Acts over the run from which a band begins: none, 1, 2, 3 to 5, 6 and more."""

TIMES = "times"


@measured("Ever listed: most of a group over least", TIMES)
def listing_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share ever listed of the group where it is largest over that of the group where it is least.

    Of grown persons who lived the whole run; groups of fewer than 1,000 of them are left out. Which two groups is
    decided on all replicates together. NaN where the least is 0, or there are not two groups.
    """
    return _most_over_least(dataset, "ever_listed", _together)


@measured("Wrongful records: most of a group over least", TIMES)
def error_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives wrongful records a person of the group with most over those of the group with least.

    Of grown persons who lived the whole run; groups of fewer than 1,000 of them are left out. Which two groups is
    decided on all replicates together. NaN where the least is 0, or there are not two groups.
    """
    return _most_over_least(dataset, "wrongful_records", _together)


@measured("Detriment: most of a group over least", TIMES)
def burden_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment a person of the group that bears most over that of the group that bears least.

    Of grown persons who lived the whole run; groups of fewer than 1,000 of them are left out. Which two groups is
    decided on all replicates together. NaN where the least is 0, or there are not two groups.
    """
    return _most_over_least(dataset, "detriment", _together)


@measured("Months listed at equal conduct, group gap", "months a person")
def equal_conduct_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on a blacklist that one group has more than another at equal conduct, where they part most.

    Equal conduct: `fairness.equal_conduct_gap`. Which two groups is decided on all replicates together.
    """
    return _widest(dataset, "months_listed", _together)


@measured("Months wrongly listed at equal conduct, group gap", "months a person")
def equal_conduct_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months wrongly on a blacklist that one group has more than another at equal conduct, where they part most.

    Equal conduct: `fairness.equal_conduct_gap`. Which two groups is decided on all replicates together.
    """
    return _widest(dataset, "months_wrongly_listed", _together)


@measured("Detriment at equal conduct, group gap", "months of income a person")
def equal_conduct_detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment that one group bears more than another at equal conduct, where they part most.

    Equal conduct: `fairness.equal_conduct_gap`. Which two groups is decided on all replicates together.
    """
    return _widest(dataset, "detriment", _together)


@measured("At equal conduct, a group less all others", "the unit of the number")
def equal_conduct_gap(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives a number of persons of a group less that of all others, at equal conduct (world, replicate, group).

    Equal conduct: the same band of true acts over the run (0, 1, 2, 3 to 5, 6 and more), and under a judgment that is
    owed in some month, or in none. Direct standardisation: the differences of the bands, weighted by everybody's
    numbers in them; a band that holds only one of the two sides is left out. Of grown persons who lived the whole run.
    name: in `OF_PERSONS`. NaN for a group that nobody can be compared with.
    """
    one = OF_PERSONS[name]
    found = empty(dataset, "group")
    n = found.sizes["group"]
    for place, sums in runs(dataset, (one.reads, "group", "acts", "months_owing")):
        table = _table(sums["group"], strata(sums), one.value(sums[one.reads]), n)
        found.values[place] = [standardised(*table, group) for group in range(n)]
    return found


def equal_conduct_gap_in(dataset: xr.Dataset, name: str) -> dict[str, xr.DataArray]:
    """Gives the gap of `equal_conduct_gap` for each category of persons: men, the old, a minority.

    Categories hold many more persons than groups, which are crossed of them. name: in `OF_PERSONS`.
    """
    one, its = OF_PERSONS[name], members(dataset)
    found = {category: persons(dataset) * np.nan for category in its}
    for place, sums in runs(dataset, (one.reads, "group", "acts", "months_owing")):
        table = _table(sums["group"], strata(sums), one.value(sums[one.reads]), dataset.sizes["group"])
        for category, mine in its.items():
            count, total = (np.stack([part[mine].sum(axis=0), part[~mine].sum(axis=0)]) for part in table)
            found[category].values[place] = standardised(count, total, 0)
    return found


def strata(sums: dict[str, NDArray[Any]]) -> NDArray[np.int64]:
    """Gives the band of conduct of each person: by true acts, and whether ever under a judgment that is owed."""
    return 2 * np.searchsorted(BANDS, sums["acts"], side="right") + (sums["months_owing"] > 0)


def standardised(count: NDArray[np.float64], total: NDArray[np.float64], group: int) -> float:
    """Gives the mean of a group less that of all others, over bands of one size in both.

    count, total: persons and the sum of their number (group, band). NaN where no band holds both.
    Source: direct standardisation; Keiding & Clayton 2014, for its history.
    """
    others, mine = count.sum(axis=0) - count[group], count[group]
    shared = (mine > 0) & (others > 0)
    if not shared.any():
        return float("nan")
    here = total[group][shared] / mine[shared]
    there = (total.sum(axis=0) - total[group])[shared] / others[shared]
    weight = count.sum(axis=0)[shared]
    return float((weight * (here - there)).sum() / weight.sum())


def _table(
    groups: NDArray[Any], bands: NDArray[np.int64], values: NDArray[Any], n: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    width = 2 * (len(BANDS) + 1)
    cells = groups.astype(np.int64) * width + bands
    count = np.bincount(cells, minlength=n * width)[: n * width]
    total = np.bincount(cells, values, minlength=n * width)[: n * width].astype(np.float64)
    return count.reshape(n, width).astype(np.float64), total.reshape(n, width)


Ends = Callable[["xr.Dataset", "xr.DataArray"], "tuple[xr.DataArray, xr.DataArray]"]
"""Gives the values (world, replicate) of the groups with most and least, of numbers (world, replicate, group)."""


def _most_over_least(dataset: xr.Dataset, name: str, ends: Ends) -> xr.DataArray:
    most, least = ends(dataset, mean_by(dataset, name, "group"))
    return most / least.where(least > 0)


def _widest(dataset: xr.Dataset, name: str, ends: Ends) -> xr.DataArray:
    """Gives how far those two groups part that part most, from the gap of each to all others."""
    most, least = ends(dataset, equal_conduct_gap(dataset, name))
    return most - least


def _together(dataset: xr.Dataset, by_group: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives the values of the groups with most and least over all replicates of a world."""
    return _ends(by_group, persons_by(dataset, "group").min(["world", "replicate"]), by_group.mean("replicate"))


def _alone(dataset: xr.Dataset, by_group: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives the values of the groups with most and least in each replicate, as if there were no other."""
    return _ends(by_group, persons_by(dataset, "group").min("world"), by_group)


def _ends(by_group: xr.DataArray, size: xr.DataArray, by: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives the values (world, replicate) of the groups that have most and least; NaN where two are not comparable.

    size: persons, by which groups are comparable. by: what has most and least. Each for every replicate, or for all.
    """
    kept = by_group.transpose("world", "replicate", "group")
    enough = np.broadcast_to(size.values >= FEW, kept.shape)
    if "replicate" not in by.dims:
        by = by.expand_dims(replicate=kept["replicate"])
    decides = by.transpose("world", "replicate", "group").values
    most, least = (np.full(kept.shape[:2], np.nan) for _ in range(2))
    for place in np.ndindex(most.shape):
        groups = np.flatnonzero(enough[place])
        said = decides[place][groups]
        if len(groups) > 1 and not np.isnan(said).any():
            most[place], least[place] = (kept.values[place][groups[n]] for n in (said.argmax(), said.argmin()))
    nothing = kept.isel(group=0, drop=True)
    return nothing.copy(data=most), nothing.copy(data=least)


ALONE: Mapping[str, Callable[[xr.Dataset], xr.DataArray]] = {
    "listing_ratio": partial(_most_over_least, name="ever_listed", ends=_alone),
    "error_ratio": partial(_most_over_least, name="wrongful_records", ends=_alone),
    "burden_ratio": partial(_most_over_least, name="detriment", ends=_alone),
    "equal_conduct_listed": partial(_widest, name="months_listed", ends=_alone),
    "equal_conduct_wrongly_listed": partial(_widest, name="months_wrongly_listed", ends=_alone),
    "equal_conduct_detriment": partial(_widest, name="detriment", ends=_alone),
}
"""What the measures of these names give of replicates that are each a life by itself: which two groups, too."""
