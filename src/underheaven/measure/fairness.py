"""Fairness: how unevenly listing, error and burden fall on groups, as it is and at equal conduct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.counts import persons
from underheaven.measure.groups import members
from underheaven.measure.said import measured
from underheaven.measure.whole_run import FEW, OF_PERSONS, empty, runs

if TYPE_CHECKING:
    import xarray as xr

BANDS = (1, 2, 3, 6)
"""Acts over the run from which a band begins: none, 1, 2, 3 to 5, 6 and more."""
WIDTH = 2 * (len(BANDS) + 1)
"""Bands of conduct: each with and without a judgment that is owed."""

TIMES = "times"
FOLDS, BLOCK = 5, 64
"""Two groups are chosen on all folds but one and measured on the one left out; a fold takes every fifth block of
neighbouring persons, so that a household hardly ever falls into two."""


@measured("Ever listed: most of a group over least", TIMES)
def listing_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share ever listed of the group with most over that of the group with least.

    Of adults present throughout the run; groups of fewer than 1,000 of them are left out. The two groups are chosen
    on four fifths of the persons and measured on the fifth left out, five times over, so that chance alone gives 1.
    NaN where the least is 0, or there are not two groups.
    Source: sample splitting, Cox 1975.
    """
    return _times(ends(dataset, "ever_listed"))


@measured("Wrongful records: most of a group over least", TIMES)
def error_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives wrongful records a person of the group with most over those of the group with least.

    Groups are chosen and measured as in `fairness.listing_ratio`, so that chance alone gives 1.
    NaN where the least is 0, or there are not two groups.
    """
    return _times(ends(dataset, "wrongful_records"))


@measured("Detriment: most of a group over least", TIMES)
def burden_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment a person of the group that bears most over that of the group that bears least.

    Groups are chosen and measured as in `fairness.listing_ratio`, so that chance alone gives 1.
    NaN where the least is 0, or there are not two groups.
    """
    return _times(ends(dataset, "detriment"))


@measured("Months listed at equal conduct, group gap", "months a person")
def equal_conduct_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on a blacklist that the group with most has more than the group with least, at equal conduct.

    Equal conduct: `fairness.equal_conduct_gap`. The two groups are chosen on four fifths of the persons and measured on
    the fifth left out, five times over, so that chance alone gives 0, and now and then less.
    """
    return _widest(dataset, "months_listed")


@measured("Months wrongly listed at equal conduct, group gap", "months a person")
def equal_conduct_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months wrongly on a blacklist that the group with most has more than that with least, at equal conduct.

    Equal conduct: `fairness.equal_conduct_gap`. Groups are chosen and measured as in `fairness.equal_conduct_listed`.
    """
    return _widest(dataset, "months_wrongly_listed")


@measured("Detriment at equal conduct, group gap", "months of income a person")
def equal_conduct_detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment that the group with most bears more than the group with least, at equal conduct.

    Equal conduct: `fairness.equal_conduct_gap`. Groups are chosen and measured as in `fairness.equal_conduct_listed`.
    """
    return _widest(dataset, "detriment")


@measured("At equal conduct, a group less all others", "the unit of the number")
def equal_conduct_gap(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives a number of persons of a group less that of all others, at equal conduct (world, replicate, group).

    Equal conduct: the same band of true acts over the run (0, 1, 2, 3 to 5, 6 and more), and under a judgment that is
    owed in some month, or in none. Direct standardisation: the differences of the bands, weighted by everybody's
    numbers in them; a band that holds only one of the two sides is left out. Of adults present throughout the run.
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
    """Gives persons and the sum of their number (group, band)."""
    count, total = _by_fold(groups, bands, values, n, WIDTH)
    return count.sum(axis=0), total.sum(axis=0)


def _by_fold(
    groups: NDArray[Any], bands: NDArray[np.int64], values: NDArray[Any], n: int, width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gives persons and the sum of their number (fold, group, band)."""
    folds = np.arange(len(groups)) // BLOCK % FOLDS
    cells = (folds * n + groups.astype(np.int64)) * width + bands
    size = FOLDS * n * width
    count = np.bincount(cells, minlength=size).astype(np.float64)
    total = np.bincount(cells, values, minlength=size).astype(np.float64)
    return count.reshape(FOLDS, n, width), total.reshape(FOLDS, n, width)


@dataclass(frozen=True)
class Ends:
    """The groups with most and with least, each measured where it was not chosen (world, replicate).

    most, least: the sum of a number over such persons. of_most, of_least: how many persons these are.
    """

    most: xr.DataArray
    of_most: xr.DataArray
    least: xr.DataArray
    of_least: xr.DataArray


def ends(dataset: xr.Dataset, name: str) -> Ends:
    """Gives the sums of the groups where a number is largest and least, chosen on all folds of persons but one.

    Every fold is left out once, and what its persons of the two groups have is added up. Of adults present throughout
    the run of one replicate; groups of fewer than 1,000 of them are left out; NaN where two are not left.
    name: in `OF_PERSONS`.
    """
    one = OF_PERSONS[name]
    found = [empty(dataset, "group").isel(group=0, drop=True) for _ in range(4)]
    n = dataset.sizes["group"]
    for place, sums in runs(dataset, (one.reads, "group")):
        nothing = np.zeros(len(sums["group"]), np.int64)
        count, total = (array[:, :, 0] for array in _by_fold(sums["group"], nothing, one.value(sums[one.reads]), n, 1))
        if (count.sum(axis=0) >= FEW).sum() > 1:
            for array, value in zip(found, _ends_of(count, total), strict=True):
                array.values[place] = value
    return Ends(*found)


def _ends_of(count: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gives sum and persons of the largest, and of the least; count, total: (fold, group)."""
    enough = count.sum(axis=0) >= FEW
    found = np.zeros(4)
    for fold in range(FOLDS):
        others, sums = count.sum(axis=0) - count[fold], total.sum(axis=0) - total[fold]
        means = np.divide(sums, others, out=np.full(len(sums), np.nan), where=enough & (others > 0))
        if np.isnan(means).all():
            continue
        most, least = int(np.nanargmax(means)), int(np.nanargmin(means))
        found += total[fold, most], count[fold, most], total[fold, least], count[fold, least]
    return found


def _times(found: Ends) -> xr.DataArray:
    """Gives how many times the least the most is, a person; NaN where nobody of the least has any."""
    least = found.least / found.of_least.where(found.of_least > 0)
    return found.most / found.of_most.where(found.of_most > 0) / least.where(least > 0)


def _widest(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives how far two groups part at equal conduct, chosen by the gap of each to all others on the other folds.

    The mean over folds; NaN where there are not two groups that can be compared.
    """
    one, found, n = OF_PERSONS[name], empty(dataset, "group").isel(group=0, drop=True), dataset.sizes["group"]
    for place, sums in runs(dataset, (one.reads, "group", "acts", "months_owing")):
        count, total = _by_fold(sums["group"], strata(sums), one.value(sums[one.reads]), n, WIDTH)
        gaps = [_gap_left_out(count, total, fold) for fold in range(FOLDS)]
        known = [gap for gap in gaps if not np.isnan(gap)]
        found.values[place] = np.mean(known) if known else np.nan
    return found


def _gap_left_out(count: NDArray[np.float64], total: NDArray[np.float64], fold: int) -> float:
    """Gives the gap, in one fold, of the two groups that part most in the others; count, total: (fold, group, band)."""
    others, sums = count.sum(axis=0) - count[fold], total.sum(axis=0) - total[fold]
    enough = np.flatnonzero(count.sum(axis=(0, 2)) >= FEW)
    gaps = np.array([standardised(others, sums, int(group)) for group in enough])
    if len(enough) < 2 or np.isnan(gaps).any():
        return float("nan")
    most, least = (int(enough[n]) for n in (gaps.argmax(), gaps.argmin()))
    return standardised(count[fold], total[fold], most) - standardised(count[fold], total[fold], least)
