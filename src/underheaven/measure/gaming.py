"""Gaming: records bought off, good acts staged, and whether the score still says something of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.counts import flow
from underheaven.measure.said import CORRELATION, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("Records bought off", "records per 100,000")
def bought_off(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records over the run that were not filed because the person paid, for 100,000 persons."""
    return flow(dataset, "bought_off")


@measured("Good acts staged", "acts per 100,000")
def staged(dataset: xr.Dataset) -> xr.DataArray:
    """Gives good acts over the run that were not done and that a channel took for done, for 100,000 persons."""
    return flow(dataset, "staged")


@measured("Score and conviction, correlation", CORRELATION)
def score_and_conviction(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the correlation of score and conviction between persons, in the last month in which both were counted.

    Counted every twelfth month, where a regime has grades. NaN where it has none or where one of the two is the same
    for all.
    """
    counted = _counted(dataset) > 0
    latest = counted.sizes["month"] - 1 - counted.isel(month=slice(None, None, -1)).argmax("month")
    return score_and_conviction_by_month(dataset).isel(month=latest, drop=True)


@measured("Score and conviction, correlation over time", CORRELATION)
def score_and_conviction_by_month(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the correlation of ``score_and_conviction`` (world, replicate, month), NaN in months without a count."""
    moments = dataset["score_moments"].astype(np.float64)
    n, points, conviction, points_2, conviction_2, both = (moments.sel(moment=m, drop=True) for m in moments["moment"])
    spread = (n * points_2 - points**2) * (n * conviction_2 - conviction**2)
    return (n * both - points * conviction) / np.sqrt(spread.where(spread > 0))


def _counted(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["score_moments"].sel(moment="persons", drop=True)
