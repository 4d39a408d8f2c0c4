"""Fairness: how unevenly listing, errors and burden fall on groups, overall and at equal conduct."""

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
"""Smallest number of acts over the run in each band after the first: 0, 1, 2, 3 to 5, 6 and more."""
N_STRATA = 2 * (len(CONDUCT_BANDS) + 1)
"""Strata of conduct: each band with and without a judgment owed."""

RATIO_UNIT = "ratio"
N_FOLDS, FOLD_BLOCK = 5, 64
"""Two groups are chosen on all folds but one and measured on that one. A fold takes every fifth block of neighbouring
slots, so that few households are split between folds."""


@annotate_measure("Ever listed: highest group over lowest", RATIO_UNIT)
def listing_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share ever listed of the group with the highest share, divided by that of the lowest.

    The persons are adults present throughout the run; groups with fewer than 1,000 of them are left out. The two groups
    are chosen on four fifths of the persons and compared on the remaining fifth, in five rounds. Chance alone then
    gives 1. NaN where the lowest share is 0, or where fewer than two groups remain.
    """
    return _extreme_ratio(extreme_groups(dataset, "ever_listed"))


@annotate_measure("Wrongful records: highest group over lowest", RATIO_UNIT)
def error_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Return wrongful records per person of the group with the most, divided by those of the group with the fewest.

    The persons are adults present throughout the run; groups with fewer than 1,000 of them are left out. The two groups
    are chosen on four fifths of the persons and compared on the remaining fifth, in five rounds. Chance alone then
    gives 1. NaN where the lowest number is 0, or where fewer than two groups remain.
    """
    return _extreme_ratio(extreme_groups(dataset, "wrongful_records"))


@annotate_measure("Detriment: highest group over lowest", RATIO_UNIT)
def burden_ratio(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment per person of the group that bears the most, divided by that of the group that bears the least.

    The persons are adults present throughout the run; groups with fewer than 1,000 of them are left out. The two groups
    are chosen on four fifths of the persons and compared on the remaining fifth, in five rounds. Chance alone then
    gives 1. NaN where the lowest number is 0, or where fewer than two groups remain.
    """
    return _extreme_ratio(extreme_groups(dataset, "detriment"))


@annotate_measure("Group gap in months listed at equal conduct", "months per person")
def equal_conduct_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return months on a blacklist of the group with the most less those with the fewest, at equal conduct.

    Persons are compared within strata of true acts over the run (0, 1, 2, 3 to 5, 6 and more) and of whether they ever
    owed a judgment. The two groups are chosen on four fifths of the persons and compared on the remaining fifth, in
    five rounds. Chance alone then gives 0 on average. Groups with fewer than 1,000 adults present throughout the run
    are left out.
    """
    return _widest_gap(dataset, "months_listed")


@annotate_measure("Group gap in months wrongly listed at equal conduct", "months per person")
def equal_conduct_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return months wrongly on a blacklist of the group with the most less those with the fewest, at equal conduct.

    Persons are compared within strata of true acts over the run (0, 1, 2, 3 to 5, 6 and more) and of whether they ever
    owed a judgment. The two groups are chosen on four fifths of the persons and compared on the remaining fifth, in
    five rounds. Chance alone then gives 0 on average. Groups with fewer than 1,000 adults present throughout the run
    are left out.
    """
    return _widest_gap(dataset, "months_wrongly_listed")


@annotate_measure("Group gap in detriment at equal conduct", "months of income per person")
def equal_conduct_detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment of the group that bears the most less that of the group that bears the least, at equal conduct.

    Persons are compared within strata of true acts over the run (0, 1, 2, 3 to 5, 6 and more) and of whether they ever
    owed a judgment. The two groups are chosen on four fifths of the persons and compared on the remaining fifth, in
    five rounds. Chance alone then gives 0 on average. Groups with fewer than 1,000 adults present throughout the run
    are left out.
    """
    return _widest_gap(dataset, "detriment")


@annotate_measure("Group less all others, at equal conduct", "the unit of the number")
def equal_conduct_gap(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return the mean of a number over persons of a group less that over all others, at equal conduct.

    Equal conduct means the same stratum of true acts over the run (0, 1, 2, 3 to 5, 6 and more) and of whether the
    person owed a judgment in some month. Differences within strata are weighted by all persons in the stratum (direct
    standardisation). A stratum that holds only one of the two sides is left out. The persons are adults present
    throughout the run.

    Args:
        dataset: a result.
        name: a number of persons in `closed_cohort.PERSON_MEASURES`.

    Returns:
        scenario, replicate, group; NaN for a group without anybody to compare.
    """
    measure = PERSON_MEASURES[name]
    found = nan_by_label(dataset, "group")
    n = found.sizes["group"]
    for index, sums in iterate_cohorts(dataset, (measure.sum_name, "group", "acts", "months_under_judgment")):
        table = _sums_by_stratum(sums["group"], conduct_strata(sums), measure.transform(sums[measure.sum_name]), n)
        found.values[index] = [standardised_gap(*table, group) for group in range(n)]
    return found


def equal_conduct_gap_by_category(dataset: xr.Dataset, name: str) -> dict[str, xr.DataArray]:
    """Return the gap of `equal_conduct_gap` for each category of persons, such as men.

    A category holds many more persons than a group, which crosses categories.

    Args:
        dataset: a result.
        name: a number of persons in `closed_cohort.PERSON_MEASURES`.

    Returns:
        Arrays (scenario, replicate) by category.
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
    """Return the stratum of conduct of each person: by true acts, and by whether they ever owed a judgment.

    Args:
        sums: per-person sums; `acts` and `months_under_judgment` are read (person,).

    Returns:
        Whole numbers from 0 to `N_STRATA` - 1 (person,).
    """
    return 2 * np.searchsorted(CONDUCT_BANDS, sums["acts"], side="right") + (sums["months_under_judgment"] > 0)


def standardised_gap(count: NDArray[np.float64], total: NDArray[np.float64], group: int) -> float:
    """Return the mean of a group less that of all others, standardised to strata of one size in both.

    Args:
        count: persons (group, stratum).
        total: the sum of their number (group, stratum).
        group: index of the group.

    Returns:
        The difference, or NaN where no stratum holds both sides.

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
    """Return persons and the sum of their number (group, stratum)."""
    count, total = _sums_by_fold(groups, bands, values, n, N_STRATA)
    return count.sum(axis=0), total.sum(axis=0)


def _sums_by_fold(
    groups: NDArray[Any], bands: NDArray[np.int64], values: NDArray[Any], n: int, width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return persons and the sum of their number (fold, group, stratum)."""
    folds = np.arange(len(groups)) // FOLD_BLOCK % N_FOLDS
    cells = (folds * n + groups.astype(np.int64)) * width + bands
    size = N_FOLDS * n * width
    count = np.bincount(cells, minlength=size).astype(np.float64)
    total = np.bincount(cells, values, minlength=size).astype(np.float64)
    return count.reshape(N_FOLDS, n, width), total.reshape(N_FOLDS, n, width)


@dataclass(frozen=True)
class ExtremeGroups:
    """The groups with the most and the least, each measured on persons that did not decide the choice.

    Attributes:
        most: the sum of a number over the persons of the group with the most (scenario, replicate).
        of_most: how many persons these are (scenario, replicate).
        least: the sum over the persons of the group with the least (scenario, replicate).
        of_least: how many persons these are (scenario, replicate).
    """

    most: xr.DataArray
    of_most: xr.DataArray
    least: xr.DataArray
    of_least: xr.DataArray


def extreme_groups(dataset: xr.Dataset, name: str) -> ExtremeGroups:
    """Return the sums of the groups where a number is largest and smallest, by sample splitting.

    The groups are chosen on all folds of persons but one and measured on that fold; the sums over folds are returned.
    The persons are adults present throughout the run; groups with fewer than 1,000 of them are left out.

    Args:
        dataset: a result.
        name: a number of persons in `closed_cohort.PERSON_MEASURES`.

    Returns:
        The sums; NaN where fewer than two groups remain.

    Source: sample splitting, Cox 1975.
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
    """Return sum and persons of the group with the most, and of that with the least; count, total: (fold, group)."""
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
    """Return the number per person of the group with the most over that of the group with the least.

    NaN where the latter is 0.
    """
    least = extremes.least / extremes.of_least.where(extremes.of_least > 0)
    return extremes.most / extremes.of_most.where(extremes.of_most > 0) / least.where(least > 0)


def _widest_gap(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return the gap between the two groups furthest apart at equal conduct, chosen on the other folds.

    The mean over folds; NaN where two groups cannot be compared.
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
    """Return the gap, in one fold, of the two groups furthest apart in the other folds.

    Args:
        count: of events, shape (fold, group, stratum).
        total: of persons, shape (fold, group, stratum).
        fold: the one measured.
    """
    others, sums = count.sum(axis=0) - count[fold], total.sum(axis=0) - total[fold]
    enough = np.flatnonzero(count.sum(axis=(0, 2)) >= MIN_PERSONS)
    gaps = np.array([standardised_gap(others, sums, int(group)) for group in enough])
    if len(enough) < 2 or np.isnan(gaps).any():
        return float("nan")
    most, least = (int(enough[n]) for n in (gaps.argmax(), gaps.argmin()))
    return standardised_gap(count[fold], total[fold], most) - standardised_gap(count[fold], total[fold], least)
