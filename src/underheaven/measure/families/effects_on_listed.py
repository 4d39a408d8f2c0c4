"""Those ever listed, beside themselves: what the same persons live through in two scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields.scales import MICRO
from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import person_sums

if TYPE_CHECKING:
    import xarray as xr


def means_of_listed(dataset: xr.Dataset, name: str, baseline: str) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives a per-person sum, mean over the places ever on a blacklist: in that scenario, and in the baseline.

    Both (scenario, replicate); NaN where nobody is ever listed. The sum is over the whole run, months before the
    listing included: until a rule of the regime touches a person the two lives are the same.
    name: one of `fields.person_values.SUMS`. baseline: name of the baseline.
    """
    months, values = person_sums(dataset, "months_listed"), person_sums(dataset, name)
    baseline_values = values.sel(scenario=baseline).values
    scenario_mean, baseline_mean = (months.isel(person=0, drop=True).astype(float) for _ in range(2))
    for scenario, replicate in np.ndindex(scenario_mean.shape):  # one life at a time: all of them at once may not fit
        listed = months.values[scenario, replicate] > 0
        n = int(listed.sum()) or np.nan
        scenario_mean[scenario, replicate] = values.values[scenario, replicate][listed].sum(dtype=np.int64) / n
        baseline_mean[scenario, replicate] = baseline_values[replicate][listed].sum(dtype=np.int64) / n
    return scenario_mean, baseline_mean


@annotate_measure("Those ever listed: more without work", "months a person listed")
def unemployed_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives months without work over the run that those ever listed have more than in the baseline.

    baseline: name of the baseline.
    """
    return _excess_of_listed(dataset, "months_unemployed", baseline)


@annotate_measure("Those ever listed: more under a judgment", "months a person listed")
def under_judgment_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives months under a judgment owed over the run that those ever listed have more than in the baseline.

    baseline: name of the baseline.
    """
    return _excess_of_listed(dataset, "months_under_judgment", baseline)


@annotate_measure("Those ever listed: more loans", "loans a person listed")
def loans_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives loans received over the run that those ever listed have more than in the baseline.

    baseline: name of the baseline.
    """
    return _excess_of_listed(dataset, "loans", baseline)


@annotate_measure("Those ever listed: more detriment", "months of income a person listed")
def detriment_of_listed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives detriment booked over the run that those ever listed bear more than in the baseline.

    baseline: name of the baseline.
    """
    return _excess_of_listed(dataset, "detriment", baseline) / MICRO


def _excess_of_listed(dataset: xr.Dataset, name: str, baseline: str) -> xr.DataArray:
    scenario_mean, baseline_mean = means_of_listed(dataset, name, baseline)
    return scenario_mean - baseline_mean
