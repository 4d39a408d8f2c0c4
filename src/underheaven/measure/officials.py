"""Officials: what a score says of records, once some are favoured, quotas are filled, and looks go where they went."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import FAVOUR_MOMENTS, GROUNDS, WAYS
from underheaven.measure.counts import PER, both, each, mean_persons, ratio
from underheaven.measure.said import CORRELATION, SHARE, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("Score and score without favour, correlation", CORRELATION)
def merit_correlation(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the correlation over adults of the score with the score less favour, in the last month.

    1: nobody's favour matters. NaN where officials favour nobody, or either score is the same for everybody.
    """
    return each(dataset["favour_moments"].isel(month=-1), ("favour_moment",), correlation)


@measured("Score and score without favour, correlation, month by month", CORRELATION)
def merit_by_month(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the correlation of ``merit_correlation`` in every month (world, replicate, month)."""
    moments = dataset["favour_moments"].transpose("world", "replicate", "month", "favour_moment")
    found = np.apply_along_axis(correlation, -1, moments.values)
    return moments.isel(favour_moment=0, drop=True).copy(data=found)


def correlation(moments: NDArray[np.int64]) -> float:
    """Gives the correlation of two scores from whole sums; NaN where one of them does not vary.

    moments: shape (6,), in the order of ``fields.FAVOUR_MOMENTS``. Reckoned in whole numbers, so that nothing is lost
    where the scores are large and differ little.
    """
    n, x, y, xx, yy, xy = (int(m) for m in moments[: len(FAVOUR_MOMENTS)])
    of_x, of_y = n * xx - x * x, n * yy - y * y
    return (n * xy - x * y) / math.sqrt(of_x) / math.sqrt(of_y) if of_x > 0 and of_y > 0 else math.nan


@measured("Share of the best grade held by favour alone", SHARE)
def best_grade_by_favour(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those in the best grade whom only favour put there, in the last month.

    NaN where officials favour nobody, or nobody is in the best grade.
    """
    best = dataset["best_grade"].isel(month=-1)
    return ratio(both(best.isel(ground=GROUNDS.index("favour"))), both(best))


@measured("Records made for a quota", "records per 100,000")
def quota_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run to make up a quota, for 100,000 persons; NaN where there are none."""
    return _where_any(dataset, "made_for_quota")


@measured("Of records made for a quota, undeserved", SHARE)
def quota_undeserved(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of records made for a quota of persons who had not done the act; NaN where there are none."""
    made = dataset["made_for_quota"]
    return ratio(both(made.sel(origin="discretion")), both(made))


@measured("Suppressed records of favoured persons", "records per 100,000")
def suppressed_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives adverse records of persons in favour never filed, for 100,000 persons; NaN where there are none."""
    return _where_any(dataset, "suppressed")


@measured("Share of recorded acts discovered by looking", SHARE)
def discovered_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of acts recorded that nobody reported: officials found them, looking where they looked before.

    NaN where attention does not follow records.
    """
    recorded = dataset["recorded_by_way"]
    return ratio(both(recorded.isel(way=WAYS.index("discovered"))), both(recorded))


def _where_any(dataset: xr.Dataset, name: str) -> xr.DataArray:
    counted = both(dataset[name])
    return PER * ratio(counted.where(counted > 0), mean_persons(dataset))
