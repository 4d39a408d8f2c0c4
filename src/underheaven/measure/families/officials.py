"""Officials: favour, quotas, and detection that follows earlier records, and what a score then still says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.codes import FAVOUR_MOMENTS, GRADE_GROUNDS, RECORDING_WAYS
from underheaven.measure.metadata import CORRELATION_UNIT, SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import PER_100K, apply_by_replicate, mean_persons, safe_ratio, sum_by_replicate

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Correlation of scores with and without favour", CORRELATION_UNIT)
def merit_correlation(dataset: xr.Dataset) -> xr.DataArray:
    """Return the correlation over adults of the score with the score less favour, in the last month.

    It is 1 where favour changes nothing. NaN where officials favour nobody, or where either score is the same for all.
    """
    return apply_by_replicate(dataset["favour_moments"].isel(month=-1), ("favour_moment",), moments_correlation)


@annotate_measure("Correlation of scores with and without favour, by month", CORRELATION_UNIT)
def merit_by_month(dataset: xr.Dataset) -> xr.DataArray:
    """Return the correlation of `merit_correlation` in every month.

    Returns:
        scenario, replicate, month.
    """
    moments = dataset["favour_moments"].transpose("scenario", "replicate", "month", "favour_moment")
    found = np.apply_along_axis(moments_correlation, -1, moments.values)
    return moments.isel(favour_moment=0, drop=True).copy(data=found)


def moments_correlation(moments: NDArray[np.int64]) -> float:
    """Return the correlation of two scores from integer sums; NaN where one of them does not vary.

    Integer arithmetic keeps it exact where the scores are large and differ little.

    Args:
        moments: shape (6,), in the order of `fields.FAVOUR_MOMENTS`.

    Returns:
        -1 to 1, or NaN.
    """
    n, x, y, xx, yy, xy = (int(m) for m in moments[: len(FAVOUR_MOMENTS)])
    of_x, of_y = n * xx - x * x, n * yy - y * y
    return (n * xy - x * y) / math.sqrt(of_x) / math.sqrt(of_y) if of_x > 0 and of_y > 0 else math.nan


@annotate_measure("Share of the best grade due to favour alone", SHARE_UNIT)
def best_grade_by_favour(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of persons in the best grade who are there by favour alone, in the last month.

    NaN where officials favour nobody, or where nobody is in the best grade.
    """
    best = dataset["best_grade"].isel(month=-1)
    return safe_ratio(sum_by_replicate(best.isel(ground=GRADE_GROUNDS.index("favour"))), sum_by_replicate(best))


@annotate_measure("Records filed to meet a quota", "records per 100,000 persons")
def quota_records(dataset: xr.Dataset) -> xr.DataArray:
    """Return records filed over the run to meet a quota, per 100,000 persons; NaN where there are none."""
    return _per_100k_where_any(dataset, "made_for_quota")


@annotate_measure("Share of quota records that are wrongful", SHARE_UNIT)
def quota_undeserved(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of records filed over the run to meet a quota that concern a person who had not done the act.

    NaN where there are none.
    """
    made = dataset["made_for_quota"]
    return safe_ratio(sum_by_replicate(made.sel(origin="discretion")), sum_by_replicate(made))


@annotate_measure("Suppressed records of favoured persons", "records per 100,000 persons")
def suppressed_records(dataset: xr.Dataset) -> xr.DataArray:
    """Return adverse records of favoured persons that were never filed over the run, per 100,000 persons.

    NaN where there are none.
    """
    return _per_100k_where_any(dataset, "suppressed")


@annotate_measure("Share of recorded acts discovered by officials", SHARE_UNIT)
def discovered_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of recorded acts over the run that officials discovered; the others were reported.

    Officials look where earlier records were filed. NaN where attention does not follow records.
    """
    recorded = dataset["recorded_by_discovery"]
    return safe_ratio(
        sum_by_replicate(recorded.isel(way=RECORDING_WAYS.index("discovered"))), sum_by_replicate(recorded)
    )


def _per_100k_where_any(dataset: xr.Dataset, name: str) -> xr.DataArray:
    counted = sum_by_replicate(dataset[name])
    return PER_100K * safe_ratio(counted.where(counted > 0), mean_persons(dataset))
