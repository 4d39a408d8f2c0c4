"""Gaming: records bought off, good acts staged, and whether the score still says something of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.metadata import CORRELATION_UNIT, annotate_measure
from underheaven.measure.reductions import flow_per_100k

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Records bought off", "records per 100,000")
def bribed_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records over the run that were not filed because the person paid, for 100,000 persons."""
    return flow_per_100k(dataset, "bribed_records")


@annotate_measure("Good acts staged", "acts per 100,000")
def faked_acts(dataset: xr.Dataset) -> xr.DataArray:
    """Gives good acts over the run that were not done and that a channel took for done, for 100,000 persons."""
    return flow_per_100k(dataset, "faked_acts")


@annotate_measure("Score and conviction, correlation", CORRELATION_UNIT)
def score_and_conviction(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the correlation of score and conviction between persons, in the last month in which both were counted.

    Counted every twelfth month, where a regime has grades. NaN where it has none or where one of the two is the same
    for all.
    """
    has_count = _persons_scored(dataset) > 0
    latest = has_count.sizes["month"] - 1 - has_count.isel(month=slice(None, None, -1)).argmax("month")
    return score_and_conviction_by_month(dataset).isel(month=latest, drop=True)


@annotate_measure("Score and conviction, correlation over time", CORRELATION_UNIT)
def score_and_conviction_by_month(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the correlation of ``score_and_conviction`` (scenario, replicate, month), NaN in months without a count."""
    moments = dataset["score_moments"].astype(np.float64)
    n, score, conviction, score_squared, conviction_squared, product = (
        moments.sel(moment=m, drop=True) for m in moments["moment"]
    )
    spread = (n * score_squared - score**2) * (n * conviction_squared - conviction**2)
    return (n * product - score * conviction) / np.sqrt(spread.where(spread > 0))


def _persons_scored(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["score_moments"].sel(moment="persons", drop=True)
