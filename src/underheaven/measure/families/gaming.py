"""Gaming: bribed records, faked acts, and whether the score still reflects a person's conviction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.metadata import CORRELATION_UNIT, annotate_measure
from underheaven.measure.reductions import flow_per_100k

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Records avoided by bribery", "records per 100,000 persons")
def bribed_records(dataset: xr.Dataset) -> xr.DataArray:
    """Return records not filed over the run because the person paid, per 100,000 persons."""
    return flow_per_100k(dataset, "bribed_records")


@annotate_measure("Prosocial acts faked", "acts per 100,000 persons")
def faked_acts(dataset: xr.Dataset) -> xr.DataArray:
    """Return prosocial acts over the run that were not done but taken for done by a channel, per 100,000 persons."""
    return flow_per_100k(dataset, "faked_acts")


@annotate_measure("Correlation of score and conviction", CORRELATION_UNIT)
def score_and_conviction(dataset: xr.Dataset) -> xr.DataArray:
    """Return the correlation of score and conviction over persons, in the last month in which both were recorded.

    They are recorded every twelfth month where a regime has grades, for persons whom it can record. NaN where it has
    none, or where score or conviction is the same for all.
    """
    has_count = _persons_scored(dataset) > 0
    latest = has_count.sizes["month"] - 1 - has_count.isel(month=slice(None, None, -1)).argmax("month")
    return score_and_conviction_by_month(dataset).isel(month=latest, drop=True)


@annotate_measure("Correlation of score and conviction, by month", CORRELATION_UNIT)
def score_and_conviction_by_month(dataset: xr.Dataset) -> xr.DataArray:
    """Return the correlation of `score_and_conviction` in each month; NaN in months without a record of both.

    Returns:
        scenario, replicate, month.
    """
    moments = dataset["score_moments"].astype(np.float64)
    n, score, conviction, score_squared, conviction_squared, product = (
        moments.sel(moment=m, drop=True) for m in moments["moment"]
    )
    spread = (n * score_squared - score**2) * (n * conviction_squared - conviction**2)
    return (n * product - score * conviction) / np.sqrt(spread.where(spread > 0))


def _persons_scored(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["score_moments"].sel(moment="persons", drop=True)
