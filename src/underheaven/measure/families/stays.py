"""First stays on a blacklist: how long they last and how they end, of those who entered under one law."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.codes import APPEALED, CORRECTED, STAY_ENDS
from underheaven.measure.groups import category_members
from underheaven.measure.inference.survival import SurvivalCurve, estimate_curve
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import count_persons, person_sums
from underheaven.record.schema import AMENDED_ATTR

if TYPE_CHECKING:
    import xarray as xr

HORIZONS = (12, 24, 60)
"""Months after entry of which shares are given."""
CORRECTING_ENDS = (1 + CORRECTED, 1 + APPEALED)
"""Ways out that say that a record was wrong."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class EntryCohort:
    """Stays that began from one observed month to another, both counted from 1."""

    first: int
    last: int


@dataclass(frozen=True)
class Stays:
    """First stays of one scenario and replicate, an array each over stays.

    See ``fields.person_values.SUMS``. place: whose.
    """

    slot: NDArray[np.int64]
    entry: NDArray[np.int64]
    months: NDArray[np.int64]
    end: NDArray[np.int64]
    wrongful: Mask

    def select(self, mask: Mask) -> Stays:
        """Gives some of them."""
        return Stays(*(getattr(self, name)[mask] for name in ("slot", "entry", "months", "end", "wrongful")))

    def of_cohort(self, cohort: EntryCohort) -> Stays:
        """Gives those of a cohort."""
        return self.select((self.entry >= cohort.first) & (self.entry <= cohort.last))


def read_stays(dataset: xr.Dataset, scenario: int, replicate: int) -> Stays:
    """Gives the first stays at all places of one scenario and replicate, whoever took a place over among them."""
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
    """Gives the stretches of a run between amendments of a scenario's regime, in order."""
    months = dataset.sizes["month"]
    changes = [m for m in json.loads(str(dataset.attrs.get(AMENDED_ATTR, "{}"))).get(scenario, []) if m < months]
    ends = [*changes, months]
    return [EntryCohort(before + 1, end) for before, end in zip([0, *changes], ends, strict=True)]


def longest_period(dataset: xr.Dataset, scenario: str) -> EntryCohort:
    """Gives the longest stretch of a run without an amendment, the first of equals: entries under one law."""
    return max(amendment_periods(dataset, scenario), key=lambda period: period.last - period.first)


def entry_years(dataset: xr.Dataset, scenario: str) -> list[EntryCohort]:
    """Gives calendar years of entry, cut where the regime is amended, so that no two laws are mixed."""
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
    """Gives the curve of a cohort's stays in each replicate; wrongful: of those wrongly listed at entry alone."""
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
    """Yields, by scenario and replicate, the stays that began under the main law."""
    stay_arrays = _stay_arrays(dataset)
    for w, scenario in enumerate(str(name) for name in dataset["scenario"].values):
        period = longest_period(dataset, scenario)
        for r in range(dataset.sizes["replicate"]):
            yield (w, r), _select_stays(stay_arrays, w, r).of_cohort(period)


def _iterate_curves(dataset: xr.Dataset, wrongful: bool) -> Iterator[tuple[tuple[int, int], SurvivalCurve]]:
    """Yields the curve of these stays, by scenario and replicate; wrongful: of those wrongly listed at entry alone."""
    for index, cohort_stays in _iterate_cohorts(dataset):
        yield index, _cohort_curve(dataset, cohort_stays, wrongful)


def _curve_statistic(dataset: xr.Dataset, of: Callable[[SurvivalCurve], float], wrongful: bool = False) -> xr.DataArray:
    found = count_persons(dataset) * np.nan
    for index, cohort_stays in _iterate_curves(dataset, wrongful):
        found.values[index] = of(cohort_stays)
    return found


@annotate_measure("Months until half have left the blacklists", "months")
def stay_median(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the months after which half of first stays on blacklists have ended, by Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment; a stay ends when a person is on no
    blacklist, dies or moves. NaN where fewer than half end as far as at least 10 stays could be followed.
    """
    return _curve_statistic(dataset, SurvivalCurve.median)


@annotate_measure("Months on blacklists within 24 of entry", "months")
def stay_mean_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the mean months of a first stay within the first 24 after entry, the restricted mean of Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _curve_statistic(dataset, lambda found: found.restricted_mean(24))


@annotate_measure("Months on blacklists within 60 of entry", "months")
def stay_mean_60(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the mean months of a first stay within the first 60 after entry, the restricted mean of Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _curve_statistic(dataset, lambda found: found.restricted_mean(60))


@annotate_measure("Still on a blacklist 24 months after entry", SHARE_UNIT)
def still_on_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that last longer than 24 months, by Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _curve_statistic(dataset, lambda found: found.survival_at(24))


@annotate_measure("Still on a blacklist 60 months after entry", SHARE_UNIT)
def still_on_60(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that last longer than 60 months, by Kaplan-Meier.

    Of those who entered within the longest stretch of the run without an amendment. NaN where fewer than 10 stays
    could be followed so long.
    """
    return _curve_statistic(dataset, lambda found: found.survival_at(60))


@annotate_measure("Months until half of the wrongly listed have left", "months")
def wrongful_stay_median(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the months after which half of first stays that began wrongly have ended, by Kaplan-Meier.

    Wrongly: with no true record behind any blacklist in the month of entry. Otherwise as ``stay_median``.
    """
    return _curve_statistic(dataset, SurvivalCurve.median, wrongful=True)


@annotate_measure("Months that the wrongly listed stay within 24 of entry", "months")
def wrongful_stay_mean_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the mean months of a first stay that began wrongly, within the first 24 after entry.

    Wrongly: with no true record behind any blacklist in the month of entry. Otherwise as ``stay_mean_24``.
    """
    return _curve_statistic(dataset, lambda found: found.restricted_mean(24), wrongful=True)


@annotate_measure("Share of the wrongly listed still on 24 months after entry", SHARE_UNIT)
def wrongful_still_on_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that began wrongly and last longer than 24 months, by Kaplan-Meier.

    Wrongly: with no true record behind any blacklist in the month of entry. Otherwise as ``still_on_24``.
    """
    return _curve_statistic(dataset, lambda found: found.survival_at(24), wrongful=True)


@annotate_measure("Share of the wrongly listed set right within 12 months", SHARE_UNIT)
def corrected_within_12(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that began wrongly and end within 12 months by a correction or an appeal.

    Cumulative incidence beside every other way out (Aalen-Johansen). Of those who entered within the longest stretch
    of the run without an amendment. NaN where fewer than 10 stays could be followed so long.
    """
    return _curve_statistic(dataset, lambda found: found.incidence_within(12, *CORRECTING_ENDS), wrongful=True)


@annotate_measure("Share of the wrongly listed set right within 24 months", SHARE_UNIT)
def corrected_within_24(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of first stays that began wrongly and end within 24 months by a correction or an appeal.

    Cumulative incidence beside every other way out (Aalen-Johansen). Of those who entered within the longest stretch
    of the run without an amendment. NaN where fewer than 10 stays could be followed so long.
    """
    return _curve_statistic(dataset, lambda found: found.incidence_within(24, *CORRECTING_ENDS), wrongful=True)


@annotate_measure("First stays, by way out", SHARE_UNIT)
def exit_shares(dataset: xr.Dataset, horizon: int, wrongful: bool = False) -> xr.DataArray:
    """Gives what has become of first stays so many months after entry (scenario, replicate, stay_end); adds up to 1.

    horizon: months. wrongful: of those that began wrongly alone. Of those who entered within the longest stretch of
    the run without an amendment.
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
    """Gives the share of `stays.still_on_24` among those of each category of persons: men, the old.

    Of adults present throughout the run: whose place was renewed is of another category now.
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
