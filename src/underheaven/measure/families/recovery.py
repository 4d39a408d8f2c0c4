"""Recovery: who gets off the lists, who comes back, and what is left when it is over.

`measure.families.stays` says how long it takes to get off.
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
"""What is read of persons to say how they left the lists."""


@annotate_measure("Chance a month to get off a blacklist", SHARE_UNIT)
def exit_hazard(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those on a blacklist in a month who are off it in the next, over the run.

    Counted list by list; who dies or moves away counts as still on it. NaN where nobody is listed.
    """
    at_risk = select_blacklists(dataset["listed"]).isel(month=slice(None, -1))
    return safe_ratio(
        sum_by_replicate(select_blacklists(dataset["exits"]).isel(month=slice(1, None))), sum_by_replicate(at_risk)
    )


@annotate_measure("Of those ever listed, listed again", SHARE_UNIT)
def relisted_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those ever on a blacklist who came off all blacklists and back on one.

    Of adults present throughout the run; NaN where none of them was listed.
    """
    return _share_of_listed(dataset, lambda s: s["times_listed"] > 1)


@annotate_measure("Of those ever listed, listed at the end", SHARE_UNIT)
def still_listed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those ever on a blacklist who are on one in the last month.

    Of adults present throughout the run; NaN where none of them was listed.
    """
    return _share_of_listed(dataset, lambda s: s["blacklisted"] > 0)


@annotate_measure("Those off the lists: more without work", SHARE_UNIT)
def out_of_work_after(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives the share without work at the end, of those once listed and then on no list, less their share elsewhere.

    What is left when the listing is over: 0 where the same persons stand as they do in the baseline. Of persons
    present throughout the run; NaN where none of them came off a list.
    baseline: name of the baseline.
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
    """Tells whether the same places were never renewed in both scenarios, as they are where draws are shared."""
    return len(scenario_sums["renewals"]) == len(baseline_sums["renewals"])


def _share_of_listed(dataset: xr.Dataset, part: Callable[[CohortSums], Mask]) -> xr.DataArray:
    """Gives the share of adults present throughout the run and ever listed who are ``part`` too."""
    found = count_persons(dataset) * np.nan
    for index, sums in iterate_cohorts(dataset, EXIT_SUMS):
        whole = sums["months_listed"] > 0
        if whole.any():
            found.values[index] = (whole & part(sums)).sum() / whole.sum()
    return found
