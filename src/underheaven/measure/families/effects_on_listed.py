"""Effects on the ever-listed: what the same persons experience in a scenario and in the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields.scales import MICRO
from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import person_sums

if TYPE_CHECKING:
    import xarray as xr


def means_of_listed(dataset: xr.Dataset, name: str, baseline: str) -> tuple[xr.DataArray, xr.DataArray]:
    """Return the mean of a per-person sum over slots ever on a blacklist, in each scenario and in the baseline.

    The sum covers the whole run, including the months before the listing: until a rule of the regime affects a person,
    the two trajectories are the same.

    Args:
        dataset: a result.
        name: a per-person sum of `fields.SUMS`.
        baseline: name of the baseline scenario.

    Returns:
        Two arrays (scenario, replicate); NaN where nobody is ever listed. The second holds the mean in the baseline
            over the slots listed in each scenario.
    """
    months, values = person_sums(dataset, "months_listed"), person_sums(dataset, name)
    baseline_values = values.sel(scenario=baseline).values
    scenario_mean, baseline_mean = (months.isel(person=0, drop=True).astype(float) for _ in range(2))
    for scenario, replicate in np.ndindex(scenario_mean.shape):  # one run at a time: all of them may not fit in memory
        listed = months.values[scenario, replicate] > 0
        n = int(listed.sum()) or np.nan
        scenario_mean[scenario, replicate] = values.values[scenario, replicate][listed].sum(dtype=np.int64) / n
        baseline_mean[scenario, replicate] = baseline_values[replicate][listed].sum(dtype=np.int64) / n
    return scenario_mean, baseline_mean


@annotate_measure("Excess months unemployed among the ever-listed", "months per person ever listed")
def unemployed_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return months unemployed over the run less those in the baseline, mean over slots ever on a blacklist.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _excess_of_listed(dataset, "months_unemployed", baseline)


@annotate_measure("Excess months owing a judgment among the ever-listed", "months per person ever listed")
def under_judgment_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return months owing a judgment over the run less those in the baseline, mean over slots ever on a blacklist.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _excess_of_listed(dataset, "months_under_judgment", baseline)


@annotate_measure("Excess loans among the ever-listed", "loans per person ever listed")
def loans_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return loans received over the run less those in the baseline, mean over slots ever on a blacklist.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _excess_of_listed(dataset, "loans", baseline)


@annotate_measure("Excess detriment among the ever-listed", "months of income per person ever listed")
def detriment_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return detriment booked over the run less that in the baseline, mean over slots ever on a blacklist.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _excess_of_listed(dataset, "detriment", baseline) / MICRO


def _excess_of_listed(dataset: xr.Dataset, name: str, baseline: str) -> xr.DataArray:
    scenario_mean, baseline_mean = means_of_listed(dataset, name, baseline)
    return scenario_mean - baseline_mean
