"""Fairness: how unevenly listing, error and burden fall on groups, as it is and at equal conduct."""

from __future__ import annotations

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
    return _most_over_least(dataset, "ever_listed")


@measured("Wrongful records: most of a group over least", TIMES)
def error_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives wrongful records a person of the group with most over those of the group with least.

    Of grown persons who lived the whole run; groups of fewer than 1,000 of them are left out. Which two groups is
    decided on all replicates together. NaN where the least is 0, or there are not two groups.
    """
    return _most_over_least(dataset, "wrongful_records")


@measured("Detriment: most of a group over least", TIMES)
def burden_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment a person of the group that bears most over that of the group that bears least.

    Of grown persons who lived the whole run; groups of fewer than 1,000 of them are left out. Which two groups is
    decided on all replicates together. NaN where the least is 0, or there are not two groups.
    """
    return _most_over_least(dataset, "detriment")


@measured("Months listed at equal conduct, group gap", "months a person")
def equal_conduct_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on a blacklist that one group has more than another at equal conduct, where they part most.

    Equal conduct: `fairness.equal_conduct_gap`. Which two groups is decided on all replicates together.
    """
    return _widest(dataset, "months_listed")


@measured("Months wrongly listed at equal conduct, group gap", "months a person")
def equal_conduct_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months wrongly on a blacklist that one group has more than another at equal conduct, where they part most.

    Equal conduct: `fairness.equal_conduct_gap`. Which two groups is decided on all replicates together.
    """
    return _widest(dataset, "months_wrongly_listed")


@measured("Detriment at equal conduct, group gap", "months of income a person")
def equal_conduct_detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment that one group bears more than another at equal conduct, where they part most.

    Equal conduct: `fairness.equal_conduct_gap`. Which two groups is decided on all replicates together.
    """
    return _widest(dataset, "detriment")


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


def _comparable(dataset: xr.Dataset) -> NDArray[np.bool_]:
    """Tells the groups that hold enough persons."""
    enough: NDArray[np.bool_] = persons_by(dataset, "group").min(["world", "replicate"]).values >= FEW
    return enough


def _most_over_least(dataset: xr.Dataset, name: str) -> xr.DataArray:
    most, least = _ends(dataset, mean_by(dataset, name, "group"))
    return most / least.where(least > 0)


def _widest(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives how far those two groups part that part most, from the gap of each to all others."""
    most, least = _ends(dataset, equal_conduct_gap(dataset, name))
    return most - least


def _ends(dataset: xr.Dataset, by_group: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives the values (world, replicate) of the groups with most and least over all replicates of a world."""
    nothing = persons(dataset) * np.nan
    groups = np.flatnonzero(_comparable(dataset))
    if len(groups) < 2:
        return nothing, nothing
    kept = by_group.isel(group=groups).transpose("world", "replicate", "group")
    mean = kept.mean("replicate").values
    most, least = nothing.copy(), nothing.copy()
    for w in range(kept.sizes["world"]):
        if not np.isnan(mean[w]).any():
            most[w], least[w] = kept.values[w, :, mean[w].argmax()], kept.values[w, :, mean[w].argmin()]
    return most, least
