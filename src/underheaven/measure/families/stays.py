"""First stays on a blacklist: how long they last and how they end, for entries under one version of the rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import APPEALED, CORRECTED, STAY_ENDS
from underheaven.measure.groups import category_members
from underheaven.measure.inference.survival import SurvivalCurve, estimate_curve
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import count_persons, person_sums
from underheaven.record.schema import AMENDED_ATTR

if TYPE_CHECKING:
    import xarray as xr

HORIZONS = (12, 24, 60)
"""Months after entry for which shares are reported."""
CORRECTING_ENDS = (1 + CORRECTED, 1 + APPEALED)
"""Ends of a stay by which a record is found to be wrong."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class EntryCohort:
    """Stays that began between two observed months, both included and counted from 1."""

    first: int
    last: int


@dataclass(frozen=True)
class Stays:
    """First stays of one scenario and replicate, one value per stay in each array.

    Attributes:
        slot: index of the slot.
        entry: observed month of entry, from 1.
        months: months of the stay so far.
        end: how it ended, as an index of `fields.STAY_ENDS`.
        wrongful: whether it began wrongly.
    """

    slot: NDArray[np.int64]
    entry: NDArray[np.int64]
    months: NDArray[np.int64]
    end: NDArray[np.int64]
    wrongful: Mask

    def select(self, mask: Mask) -> Stays:
        """Return the stays where a mask is true."""
        return Stays(*(getattr(self, name)[mask] for name in ("slot", "entry", "months", "end", "wrongful")))

    def of_cohort(self, cohort: EntryCohort) -> Stays:
        """Return the stays that began in a cohort."""
        return self.select((self.entry >= cohort.first) & (self.entry <= cohort.last))


def read_stays(dataset: xr.Dataset, scenario: int, replicate: int) -> Stays:
    """Return the first stay of every slot of one scenario and replicate, whoever occupied it.

    Args:
        dataset: a result.
        scenario: index of the scenario.
        replicate: index of the replicate.
    """
    return _select_stays(_stay_arrays(dataset), scenario, replicate)


def _stay_arrays(dataset: xr.Dataset) -> dict[str, NDArray[np.generic]]:
    return {name: person_sums(dataset, f"stay_{name}").values for name in ("entry", "months", "end", "wrongful")}


def _select_stays(found: Mapping[str, NDArray[np.generic]], scenario: int, replicate: int) -> Stays:
    slots = np.flatnonzero(found["entry"][scenario, replicate])
    entry, months, end = (
        found[name][scenario, replicate, slots].astype(np.int64) for name in ("entry", "months", "end")
    )
    return Stays(slots, entry, months, end, found["wrongful"][scenario, replicate, slots] > 0)


def amendment_periods(dataset: xr.Dataset, scenario: str) -> list[EntryCohort]:
    """Return the stretches of a run between amendments of a scenario's regime, in order.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    months = dataset.sizes["month"]
    changes = [m for m in json.loads(str(dataset.attrs.get(AMENDED_ATTR, "{}"))).get(scenario, []) if m < months]
    ends = [*changes, months]
    return [EntryCohort(before + 1, end) for before, end in zip([0, *changes], ends, strict=True)]


def longest_period(dataset: xr.Dataset, scenario: str) -> EntryCohort:
    """Return the longest stretch of a run without an amendment, the first of equals.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    return max(amendment_periods(dataset, scenario), key=lambda period: period.last - period.first)


def entry_years(dataset: xr.Dataset, scenario: str) -> list[EntryCohort]:
    """Return calendar years of entry, cut where the regime is amended, so that versions of the rules are not mixed.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    labels = [str(month)[:4] for month in dataset["month"].values]
    found = []
    for period in amendment_periods(dataset, scenario):
        first = period.first
        for month in range(period.first, period.last + 1):
            if month == period.last or labels[month] != labels[month - 1]:
                found.append(EntryCohort(first, month))
                first = month + 1
    return found


def survival_curves(
    dataset: xr.Dataset, scenario: str, cohort: EntryCohort, wrongful: bool = False
) -> list[SurvivalCurve]:
    """Return the survival curve of a cohort's stays in each replicate.

    Args:
        dataset: a result.
        scenario: name of the scenario.
        cohort: months of entry.
        wrongful: whether only stays that began wrongly are used.
    """
    index = [str(name) for name in dataset["scenario"].values].index(scenario)
    stay_arrays, found = _stay_arrays(dataset), []
    for replicate in range(dataset.sizes["replicate"]):
        cohort_stays = _select_stays(stay_arrays, index, replicate).of_cohort(cohort)
        found.append(_cohort_curve(dataset, cohort_stays, wrongful))
    return found


def _cohort_curve(dataset: xr.Dataset, cohort_stays: Stays, wrongful: bool = False) -> SurvivalCurve:
    cohort_stays = cohort_stays.select(cohort_stays.wrongful) if wrongful else cohort_stays
    return estimate_curve(cohort_stays.entry, cohort_stays.months, cohort_stays.end, dataset.sizes["month"])


def _iterate_cohorts(dataset: xr.Dataset) -> Iterator[tuple[tuple[int, int], Stays]]:
    """Yield, by scenario and replicate, the stays that began in the longest stretch without an amendment."""
    stay_arrays = _stay_arrays(dataset)
    for w, scenario in enumerate(str(name) for name in dataset["scenario"].values):
        period = longest_period(dataset, scenario)
        for r in range(dataset.sizes["replicate"]):
            yield (w, r), _select_stays(stay_arrays, w, r).of_cohort(period)


def _iterate_curves(dataset: xr.Dataset, wrongful: bool) -> Iterator[tuple[tuple[int, int], SurvivalCurve]]:
    """Yield the curve of these stays, by scenario and replicate; wrongful: only of those that began wrongly."""
    for index, cohort_stays in _iterate_cohorts(dataset):
        yield index, _cohort_curve(dataset, cohort_stays, wrongful)


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
    for (w, r), stays in _iterate_cohorts(dataset):
        slots = stays.slot
        present = (renewals[w, r].values[slots] == 0) & (minor[w, r].values[slots] == 0)
        groups = group[w, r].values[slots]
        for category, is_member in members.items():
            found[category].values[w, r] = _cohort_curve(
                dataset, stays.select(present & is_member[groups])
            ).survival_at(24)
    return found
