"""Fairness: how unevenly listing, error and burden fall on groups, as it is and at equal conduct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.closed_cohort import MIN_PERSONS, PERSON_MEASURES, iterate_cohorts, nan_by_label
from underheaven.measure.groups import category_members
from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import count_persons

if TYPE_CHECKING:
    import xarray as xr

CONDUCT_BANDS = (1, 2, 3, 6)
"""Acts over the run from which a band begins: none, 1, 2, 3 to 5, 6 and more."""
N_STRATA = 2 * (len(CONDUCT_BANDS) + 1)
"""Bands of conduct: each with and without a judgment that is owed."""

RATIO_UNIT = "times"
N_FOLDS, FOLD_BLOCK = 5, 64
"""Two groups are chosen on all folds but one and measured on the one left out; a fold takes every fifth block of
neighbouring persons, so that a household hardly ever falls into two."""


@annotate_measure("Ever listed: most of a group over least", RATIO_UNIT)
def listing_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share ever listed of the group with most over that of the group with least.

    Of adults present throughout the run; groups of fewer than 1,000 of them are left out. The two groups are chosen
    on four fifths of the persons and measured on the fifth left out, five times over, so that chance alone gives 1.
    NaN where the least is 0, or there are not two groups.
    Source: sample splitting, Cox 1975.
    """
    return _extreme_ratio(extreme_groups(dataset, "ever_listed"))


@annotate_measure("Wrongful records: most of a group over least", RATIO_UNIT)
def error_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives wrongful records a person of the group with most over those of the group with least.

    Groups are chosen and measured as in `fairness.listing_ratio`, so that chance alone gives 1.
    NaN where the least is 0, or there are not two groups.
    """
    return _extreme_ratio(extreme_groups(dataset, "wrongful_records"))


@annotate_measure("Detriment: most of a group over least", RATIO_UNIT)
def burden_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment a person of the group that bears most over that of the group that bears least.

    Groups are chosen and measured as in `fairness.listing_ratio`, so that chance alone gives 1.
    NaN where the least is 0, or there are not two groups.
    """
    return _extreme_ratio(extreme_groups(dataset, "detriment"))


@annotate_measure("Months listed at equal conduct, group gap", "months a person")
def equal_conduct_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on a blacklist that the group with most has more than the group with least, at equal conduct.

    Equal conduct: `fairness.equal_conduct_gap`. The two groups are chosen on four fifths of the persons and measured on
    the fifth left out, five times over, so that chance alone gives 0, and now and then less.
    """
    return _widest_gap(dataset, "months_listed")


@annotate_measure("Months wrongly listed at equal conduct, group gap", "months a person")
def equal_conduct_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months wrongly on a blacklist that the group with most has more than that with least, at equal conduct.

    Equal conduct: `fairness.equal_conduct_gap`. Groups are chosen and measured as in `fairness.equal_conduct_listed`.
    """
    return _widest_gap(dataset, "months_wrongly_listed")


@annotate_measure("Detriment at equal conduct, group gap", "months of income a person")
def equal_conduct_detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment that the group with most bears more than the group with least, at equal conduct.

    Equal conduct: `fairness.equal_conduct_gap`. Groups are chosen and measured as in `fairness.equal_conduct_listed`.
    """
    return _widest_gap(dataset, "detriment")


@annotate_measure("At equal conduct, a group less all others", "the unit of the number")
def equal_conduct_gap(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives a number of persons of a group less that of all others, at equal conduct (scenario, replicate, group).

    Equal conduct: the same band of true acts over the run (0, 1, 2, 3 to 5, 6 and more), and under a judgment that is
    owed in some month, or in none. Direct standardisation: the differences of the bands, weighted by everybody's
    numbers in them; a band that holds only one of the two sides is left out. Of adults present throughout the run.
    name: in `OF_PERSONS`. NaN for a group that nobody can be compared with.
    """
    measure = PERSON_MEASURES[name]
    found = nan_by_label(dataset, "group")
    n = found.sizes["group"]
    for index, sums in iterate_cohorts(dataset, (measure.sum_name, "group", "acts", "months_under_judgment")):
        table = _sums_by_stratum(sums["group"], conduct_strata(sums), measure.transform(sums[measure.sum_name]), n)
        found.values[index] = [standardised_gap(*table, group) for group in range(n)]
    return found


def equal_conduct_gap_by_category(dataset: xr.Dataset, name: str) -> dict[str, xr.DataArray]:
    """Gives the gap of `equal_conduct_gap` for each category of persons: men, the old, a minority.

    Categories hold many more persons than groups, which are crossed of them. name: in `OF_PERSONS`.
    """
    measure, members_by_category = PERSON_MEASURES[name], category_members(dataset)
    found = {category: count_persons(dataset) * np.nan for category in members_by_category}
    for index, sums in iterate_cohorts(dataset, (measure.sum_name, "group", "acts", "months_under_judgment")):
        table = _sums_by_stratum(
            sums["group"], conduct_strata(sums), measure.transform(sums[measure.sum_name]), dataset.sizes["group"]
        )
        for category, is_member in members_by_category.items():
            count, total = (np.stack([part[is_member].sum(axis=0), part[~is_member].sum(axis=0)]) for part in table)
            found[category].values[index] = standardised_gap(count, total, 0)
    return found


def conduct_strata(sums: dict[str, NDArray[Any]]) -> NDArray[np.int64]:
    """Gives the band of conduct of each person: by true acts, and whether ever under a judgment that is owed."""
    return 2 * np.searchsorted(CONDUCT_BANDS, sums["acts"], side="right") + (sums["months_under_judgment"] > 0)


def standardised_gap(count: NDArray[np.float64], total: NDArray[np.float64], group: int) -> float:
    """Gives the mean of a group less that of all others, over bands of one size in both.

    count, total: persons and the sum of their number (group, band). NaN where no band holds both.
    Source: direct standardisation; Keiding & Clayton 2014, for its history.
    """
    other_counts, group_counts = count.sum(axis=0) - count[group], count[group]
    shared = (group_counts > 0) & (other_counts > 0)
    if not shared.any():
        return float("nan")
    group_means = total[group][shared] / group_counts[shared]
    other_means = (total.sum(axis=0) - total[group])[shared] / other_counts[shared]
    weight = count.sum(axis=0)[shared]
    return float((weight * (group_means - other_means)).sum() / weight.sum())


def _sums_by_stratum(
    groups: NDArray[Any], bands: NDArray[np.int64], values: NDArray[Any], n: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gives persons and the sum of their number (group, band)."""
    count, total = _sums_by_fold(groups, bands, values, n, N_STRATA)
    return count.sum(axis=0), total.sum(axis=0)


def _sums_by_fold(
    groups: NDArray[Any], bands: NDArray[np.int64], values: NDArray[Any], n: int, width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gives persons and the sum of their number (fold, group, band)."""
    folds = np.arange(len(groups)) // FOLD_BLOCK % N_FOLDS
    cells = (folds * n + groups.astype(np.int64)) * width + bands
    size = N_FOLDS * n * width
    count = np.bincount(cells, minlength=size).astype(np.float64)
    total = np.bincount(cells, values, minlength=size).astype(np.float64)
    return count.reshape(N_FOLDS, n, width), total.reshape(N_FOLDS, n, width)


@dataclass(frozen=True)
class ExtremeGroups:
    """The groups with most and with least, each measured where it was not chosen (scenario, replicate).

    most, least: the sum of a number over such persons. of_most, of_least: how many persons these are.
    """

    most: xr.DataArray
    of_most: xr.DataArray
    least: xr.DataArray
    of_least: xr.DataArray


def extreme_groups(dataset: xr.Dataset, name: str) -> ExtremeGroups:
    """Gives the sums of the groups where a number is largest and least, chosen on all folds of persons but one.

    Every fold is left out once, and what its persons of the two groups have is added up. Of adults present throughout
    the run of one replicate; groups of fewer than 1,000 of them are left out; NaN where two are not left.
    name: in `OF_PERSONS`.
    """
    measure = PERSON_MEASURES[name]
    extremes = [nan_by_label(dataset, "group").isel(group=0, drop=True) for _ in range(4)]
    n = dataset.sizes["group"]
    for index, sums in iterate_cohorts(dataset, (measure.sum_name, "group")):
        single_stratum = np.zeros(len(sums["group"]), np.int64)
        count, total = (
            array[:, :, 0]
            for array in _sums_by_fold(sums["group"], single_stratum, measure.transform(sums[measure.sum_name]), n, 1)
        )
        if (count.sum(axis=0) >= MIN_PERSONS).sum() > 1:
            for array, value in zip(extremes, _sum_extremes(count, total), strict=True):
                array.values[index] = value
    return ExtremeGroups(*extremes)


def _sum_extremes(count: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gives sum and persons of the largest, and of the least; count, total: (fold, group)."""
    enough = count.sum(axis=0) >= MIN_PERSONS
    found = np.zeros(4)
    for fold in range(N_FOLDS):
        others, sums = count.sum(axis=0) - count[fold], total.sum(axis=0) - total[fold]
        means = np.divide(sums, others, out=np.full(len(sums), np.nan), where=enough & (others > 0))
        if np.isnan(means).all():
            continue
        most, least = int(np.nanargmax(means)), int(np.nanargmin(means))
        found += total[fold, most], count[fold, most], total[fold, least], count[fold, least]
    return found


def _extreme_ratio(extremes: ExtremeGroups) -> xr.DataArray:
    """Gives how many times the least the most is, a person; NaN where nobody of the least has any."""
    least = extremes.least / extremes.of_least.where(extremes.of_least > 0)
    return extremes.most / extremes.of_most.where(extremes.of_most > 0) / least.where(least > 0)


def _widest_gap(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives how far two groups part at equal conduct, chosen by the gap of each to all others on the other folds.

    The mean over folds; NaN where there are not two groups that can be compared.
    """
    measure, found, n = (
        PERSON_MEASURES[name],
        nan_by_label(dataset, "group").isel(group=0, drop=True),
        dataset.sizes["group"],
    )
    for index, sums in iterate_cohorts(dataset, (measure.sum_name, "group", "acts", "months_under_judgment")):
        count, total = _sums_by_fold(
            sums["group"], conduct_strata(sums), measure.transform(sums[measure.sum_name]), n, N_STRATA
        )
        gaps = [_held_out_gap(count, total, fold) for fold in range(N_FOLDS)]
        known = [gap for gap in gaps if not np.isnan(gap)]
        found.values[index] = np.mean(known) if known else np.nan
    return found


def _held_out_gap(count: NDArray[np.float64], total: NDArray[np.float64], fold: int) -> float:
    """Gives the gap, in one fold, of the two groups that part most in the others; count, total: (fold, group, band)."""
    others, sums = count.sum(axis=0) - count[fold], total.sum(axis=0) - total[fold]
    enough = np.flatnonzero(count.sum(axis=(0, 2)) >= MIN_PERSONS)
    gaps = np.array([standardised_gap(others, sums, int(group)) for group in enough])
    if len(enough) < 2 or np.isnan(gaps).any():
        return float("nan")
    most, least = (int(enough[n]) for n in (gaps.argmax(), gaps.argmin()))
    return standardised_gap(count[fold], total[fold], most) - standardised_gap(count[fold], total[fold], least)
