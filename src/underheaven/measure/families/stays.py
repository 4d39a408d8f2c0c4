"""First stays on a blacklist: how long they last and how they end, for entries under one version of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields.codes import APPEALED, CORRECTED, STAY_ENDS
from underheaven.measure.families.stay_cohorts import cohort_curve, iterate_entry_cohorts
from underheaven.measure.groups import category_members
from underheaven.measure.inference.survival import SurvivalCurve
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import count_persons, person_sums

if TYPE_CHECKING:
    import xarray as xr

HORIZONS = (12, 24, 60)
"""Months after entry for which shares are reported."""
CORRECTING_ENDS = (1 + CORRECTED, 1 + APPEALED)
"""Ends of a stay by which a record is found to be wrong."""


def _iterate_curves(dataset: xr.Dataset, wrongful: bool) -> Iterator[tuple[tuple[int, int], SurvivalCurve]]:
    """Yield the curve of these stays, by scenario and replicate; wrongful: only of those that began wrongly."""
    for index, cohort_stays in iterate_entry_cohorts(dataset):
        yield index, cohort_curve(dataset, cohort_stays, wrongful)


def _curve_statistic(dataset: xr.Dataset, of: Callable[[SurvivalCurve], float], wrongful: bool = False) -> xr.DataArray:
    found = count_persons(dataset) * np.nan
    for index, cohort_stays in _iterate_curves(dataset, wrongful):
        found.values[index] = of(cohort_stays)
    return found


@annotate_measure("Months until half have left the blacklists", "months")
def stay_median(dataset: xr.Dataset) -> xr.DataArray:
    """Return the months after which half of first stays on blacklists have ended (Kaplan-Meier).

    The persons are those who entered within the longest stretch of the run without an amendment. A stay ends when the
    person is on no blacklist, dies or moves away. NaN where fewer than half have ended by the last month to which at
    least 10 stays could be followed.
    """
    return _curve_statistic(dataset, SurvivalCurve.median)


@annotate_measure("Months listed in the 24 months after entry", "months")
def stay_mean_24(dataset: xr.Dataset) -> xr.DataArray:
    """Return the mean months of a first stay within 24 months of entry (restricted mean of Kaplan-Meier).

    The persons are those who entered within the longest stretch of the run without an amendment. NaN where fewer than
    10 stays could be followed that long.
    """
    return _curve_statistic(dataset, lambda found: found.restricted_mean(24))


@annotate_measure("Months listed in the 60 months after entry", "months")
def stay_mean_60(dataset: xr.Dataset) -> xr.DataArray:
    """Return the mean months of a first stay within 60 months of entry (restricted mean of Kaplan-Meier).

    The persons are those who entered within the longest stretch of the run without an amendment. NaN where fewer than
    10 stays could be followed that long.
    """
    return _curve_statistic(dataset, lambda found: found.restricted_mean(60))


@annotate_measure("Still on a blacklist 24 months after entry", SHARE_UNIT)
def still_on_24(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of first stays that last longer than 24 months (Kaplan-Meier).

    The persons are those who entered within the longest stretch of the run without an amendment. NaN where fewer than
    10 stays could be followed that long.
    """
    return _curve_statistic(dataset, lambda found: found.survival_at(24))


@annotate_measure("Still on a blacklist 60 months after entry", SHARE_UNIT)
def still_on_60(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of first stays that last longer than 60 months (Kaplan-Meier).

    The persons are those who entered within the longest stretch of the run without an amendment. NaN where fewer than
    10 stays could be followed that long.
    """
    return _curve_statistic(dataset, lambda found: found.survival_at(60))


@annotate_measure("Months until half of the wrongly listed have left", "months")
def wrongful_stay_median(dataset: xr.Dataset) -> xr.DataArray:
    """Return the months after which half of first stays that began wrongly have ended (Kaplan-Meier).

    Wrongly means with no true record behind any blacklist in the month of entry. The persons are those who entered
    within the longest stretch of the run without an amendment. A stay ends when the person is on no blacklist, dies or
    moves away. NaN where fewer than half have ended by the last month to which at least 10 stays could be followed.
    """
    return _curve_statistic(dataset, SurvivalCurve.median, wrongful=True)


@annotate_measure("Months that the wrongly listed stay in the 24 months after entry", "months")
def wrongful_stay_mean_24(dataset: xr.Dataset) -> xr.DataArray:
    """Return the mean months, within 24 months of entry, of a first stay that began wrongly (restricted mean).

    Wrongly means with no true record behind any blacklist in the month of entry. The estimator is the restricted mean
    of Kaplan-Meier. The persons are those who entered within the longest stretch of the run without an amendment. NaN
    where fewer than 10 stays could be followed that long.
    """
    return _curve_statistic(dataset, lambda found: found.restricted_mean(24), wrongful=True)


@annotate_measure("Share of the wrongly listed still listed 24 months after entry", SHARE_UNIT)
def wrongful_still_on_24(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of first stays longer than 24 months among those that began wrongly (Kaplan-Meier).

    Wrongly means with no true record behind any blacklist in the month of entry. The persons are those who entered
    within the longest stretch of the run without an amendment. NaN where fewer than 10 stays could be followed that
    long.
    """
    return _curve_statistic(dataset, lambda found: found.survival_at(24), wrongful=True)


@annotate_measure("Share of the wrongly listed corrected within 12 months", SHARE_UNIT)
def corrected_within_12(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of first stays that began wrongly and end within 12 months by a correction or an appeal.

    It is the cumulative incidence with every other end as a competing risk (Aalen-Johansen). Wrongly means with no true
    record behind any blacklist in the month of entry. The persons are those who entered within the longest stretch of
    the run without an amendment. NaN where fewer than 10 stays could be followed that long.
    """
    return _curve_statistic(dataset, lambda found: found.incidence_within(12, *CORRECTING_ENDS), wrongful=True)


@annotate_measure("Share of the wrongly listed corrected within 24 months", SHARE_UNIT)
def corrected_within_24(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of first stays that began wrongly and end within 24 months by a correction or an appeal.

    It is the cumulative incidence with every other end as a competing risk (Aalen-Johansen). Wrongly means with no true
    record behind any blacklist in the month of entry. The persons are those who entered within the longest stretch of
    the run without an amendment. NaN where fewer than 10 stays could be followed that long.
    """
    return _curve_statistic(dataset, lambda found: found.incidence_within(24, *CORRECTING_ENDS), wrongful=True)


@annotate_measure("First stays, by end", SHARE_UNIT)
def exit_shares(dataset: xr.Dataset, horizon: int, wrongful: bool = False) -> xr.DataArray:
    """Return the shares of first stays by their state a number of months after entry; they add up to 1.

    The persons are those who entered within the longest stretch of the run without an amendment.

    Args:
        dataset: a result.
        horizon: months after entry.
        wrongful: whether only stays that began wrongly are used.

    Returns:
        scenario, replicate, stay_end.
    """
    import xarray

    template = count_persons(dataset)
    shares = np.full((*template.shape, len(STAY_ENDS)), np.nan)
    for index, found in _iterate_curves(dataset, wrongful):
        ended = [found.incidence_within(horizon, end) for end in range(1, len(STAY_ENDS))]
        shares[index] = [found.survival_at(horizon), *ended]
    coords = {
        "scenario": dataset["scenario"].values,
        "replicate": dataset["replicate"].values,
        "stay_end": list(STAY_ENDS),
    }
    return xarray.DataArray(shares, coords, ("scenario", "replicate", "stay_end"))


def still_on_24_by_category(dataset: xr.Dataset) -> dict[str, xr.DataArray]:
    """Return the share of `still_on_24` for each category of persons, such as men.

    The persons are adults present throughout the run, because a renewed slot belongs to another category now.

    Args:
        dataset: a result.

    Returns:
        Arrays (scenario, replicate) by category.
    """
    members = category_members(dataset)
    found = {category: count_persons(dataset) * np.nan for category in members}
    group, renewals, minor = (person_sums(dataset, name) for name in ("group", "renewals", "minor"))
    for (w, r), stays in iterate_entry_cohorts(dataset):
        slots = stays.slot
        present = (renewals[w, r].values[slots] == 0) & (minor[w, r].values[slots] == 0)
        groups = group[w, r].values[slots]
        for category, is_member in members.items():
            found[category].values[w, r] = cohort_curve(dataset, stays.select(present & is_member[groups])).survival_at(
                24
            )
    return found
