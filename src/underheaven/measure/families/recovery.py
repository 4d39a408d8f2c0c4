"""Recovery: who leaves the lists, who returns, and what remains after a listing.

`measure.families.stays` measures how long it takes to leave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.closed_cohort import CohortSums, cohort_sums, iterate_cohorts
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import count_persons, safe_ratio, select_blacklists, sum_by_replicate

if TYPE_CHECKING:
    import xarray as xr

Mask = NDArray[np.bool_]
EXIT_SUMS = ("months_listed", "times_listed", "blacklisted")
"""Recorded values of persons that show how they left the lists."""


@annotate_measure("Monthly probability of leaving a blacklist", SHARE_UNIT)
def exit_hazard(dataset: xr.Dataset) -> xr.DataArray:
    """Return exits from blacklists in the following month, divided by persons on them, over the run.

    Lists are counted separately. A person who dies or moves away counts as still listed. NaN where nobody is listed.
    """
    at_risk = select_blacklists(dataset["listed"]).isel(month=slice(None, -1))
    return safe_ratio(
        sum_by_replicate(select_blacklists(dataset["exits"]).isel(month=slice(1, None))), sum_by_replicate(at_risk)
    )


@annotate_measure("Share of the ever-listed who were listed again", SHARE_UNIT)
def relisted_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of persons ever on a blacklist who left all blacklists and were listed again.

    The persons are adults present throughout the run. NaN where none of them was listed.
    """
    return _share_of_listed(dataset, lambda s: s["times_listed"] > 1)


@annotate_measure("Share of the ever-listed who are listed at the end", SHARE_UNIT)
def still_listed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of persons ever on a blacklist who are on one in the last month.

    The persons are adults present throughout the run. NaN where none of them was listed.
    """
    return _share_of_listed(dataset, lambda s: s["blacklisted"] > 0)


@annotate_measure("Excess share out of work after listing", SHARE_UNIT)
def out_of_work_after(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return the excess share out of work, relative to the baseline, of persons who left the blacklists.

    It is the share in the workforce without a job at the end, less that of the same persons in the baseline. The
    persons are adults present throughout the run who were on a blacklist and are on none in the last month. NaN where
    there are none.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    names = ("months_listed", "blacklisted", "out_of_work")
    baseline_index = [str(scenario) for scenario in dataset["scenario"].values].index(baseline)
    found = count_persons(dataset) * np.nan
    for (w, r), scenario_sums in iterate_cohorts(dataset, names):
        baseline_sums = cohort_sums(dataset, names, baseline_index, r)
        off_list = (scenario_sums["months_listed"] > 0) & (scenario_sums["blacklisted"] == 0)
        if off_list.any() and _same_persons(scenario_sums, baseline_sums):
            seeking, baseline_seeking = (
                int(s["out_of_work"][off_list].sum(dtype=np.int64)) for s in (scenario_sums, baseline_sums)
            )
            found.values[w, r] = (seeking - baseline_seeking) / off_list.sum()
    return found


def _same_persons(scenario_sums: CohortSums, baseline_sums: CohortSums) -> bool:
    """Return whether the same slots were never renewed in both scenarios, as they are with common random numbers."""
    return len(scenario_sums["renewals"]) == len(baseline_sums["renewals"])


def _share_of_listed(dataset: xr.Dataset, part: Callable[[CohortSums], Mask]) -> xr.DataArray:
    """Return the share of ever-listed adults present throughout the run for whom `part` holds."""
    found = count_persons(dataset) * np.nan
    for index, sums in iterate_cohorts(dataset, EXIT_SUMS):
        whole = sums["months_listed"] > 0
        if whole.any():
            found.values[index] = (whole & part(sums)).sum() / whole.sum()
    return found
