"""Reductions and selections that measures share: last month, whole run, blacklists, persons, ratios."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.codes import ORIGINS
from underheaven.fields.scales import MICRO
from underheaven.record.schema import PERSON_PREFIX

if TYPE_CHECKING:
    import xarray as xr

PER_100K = 100_000
"""Stocks and flows are stated per this many persons."""

MICROS_PER_MONTH = float(MICRO)
WRONGFUL_ORIGINS = tuple(origin for origin in ORIGINS if origin != "true")


def sum_by_replicate(array: xr.DataArray) -> xr.DataArray:
    """Return the sum of an array over every dimension but scenario and replicate."""
    return array.sum([d for d in array.dims if d not in ("scenario", "replicate")])


def sum_by_month(array: xr.DataArray) -> xr.DataArray:
    """Return the sum of an array over every dimension but scenario, replicate and month."""
    return array.sum([d for d in array.dims if d not in ("scenario", "replicate", "month")])


def run_total(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return the sum of a tally over its months and labels (scenario, replicate)."""
    return sum_by_replicate(dataset[name])


def last_month(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return a tally in the last month recorded, with its labels."""
    return dataset[name].isel(month=-1)


def select_blacklists(array: xr.DataArray) -> xr.DataArray:
    """Return the blacklists of an array with a list dimension; a list without a colour is one."""
    if "list_colour" not in array.coords:
        return array
    return array.isel({"list": np.flatnonzero(~np.isin(array["list_colour"].values, ("red", "grey")))})


def count_persons(dataset: xr.Dataset) -> xr.DataArray:
    """Return the number of persons in the last month (scenario, replicate)."""
    return sum_by_replicate(last_month(dataset, "persons"))


def mean_persons(dataset: xr.Dataset) -> xr.DataArray:
    """Return the number of persons, mean over months (scenario, replicate)."""
    return run_total(dataset, "persons") / max(dataset.sizes["month"], 1)


def safe_ratio(part: xr.DataArray, whole: xr.DataArray) -> xr.DataArray:
    """Return a part divided by its whole, NaN where the whole is not above 0."""
    return part / whole.copy(data=np.where(whole.values > 0, whole.values, np.nan))


def flow_per_100k(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return a tally summed over months and labels, per 100,000 persons (mean over months)."""
    return PER_100K * safe_ratio(run_total(dataset, name), mean_persons(dataset))


def stock_per_100k(array: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return persons of the last month, per 100,000 persons."""
    return PER_100K * safe_ratio(sum_by_replicate(array), count_persons(dataset))


def person_sums(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return a per-person sum as recorded, in its narrow type.

    A copy of all of it as float64 would be the largest array in memory: convert one run at a time.

    Args:
        dataset: a result.
        name: a name in `fields.PERSON_FIELDS`.

    Returns:
        scenario, replicate, person.
    """
    return dataset[PERSON_PREFIX + name].transpose("scenario", "replicate", "person")


def person_mean(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return the mean of a per-person sum over slots (scenario, replicate)."""
    return dataset[PERSON_PREFIX + name].mean("person")


def apply_by_replicate(
    array: xr.DataArray, dims: tuple[str, ...], function: Callable[[NDArray[Any]], float]
) -> xr.DataArray:
    """Return a function of an array over `dims`, for every scenario and replicate.

    Args:
        array: with the dimensions scenario, replicate and `dims`.
        dims: dimensions that the function reduces.
        function: of the values over `dims`.

    Returns:
        scenario, replicate.
    """
    ordered = array.transpose("scenario", "replicate", *dims)
    values = [[function(cells) for cells in replicates] for replicates in ordered.values]
    return sum_by_replicate(ordered).copy(data=np.array(values, np.float64).reshape(ordered.shape[:2]))
