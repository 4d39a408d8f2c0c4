"""Selections that all measures share: last month, all months, blacklists, persons, ratios."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import MICRO, ORIGINS
from underheaven.record.schema import PERSON

if TYPE_CHECKING:
    import xarray as xr

PER = 100_000
"""Stocks and flows are given for this many persons."""

MONTHS_OF_INCOME = float(MICRO)
WRONGFUL = tuple(origin for origin in ORIGINS if origin != "true")


def both(array: xr.DataArray) -> xr.DataArray:
    """Sums over every dimension but world and replicate."""
    return array.sum([d for d in array.dims if d not in ("world", "replicate")])


def monthly(array: xr.DataArray) -> xr.DataArray:
    """Sums over every dimension but world, replicate and month."""
    return array.sum([d for d in array.dims if d not in ("world", "replicate", "month")])


def total(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Sums a tally over its months and labels: a flow over the whole run."""
    return both(dataset[name])


def last(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives a tally in the last month recorded, with its labels."""
    return dataset[name].isel(month=-1)


def of_blacklists(array: xr.DataArray) -> xr.DataArray:
    """Keeps the blacklists of an array with a list dimension; a list whose colour is not said is one."""
    if "list_colour" not in array.coords:
        return array
    return array.isel({"list": np.flatnonzero(~np.isin(array["list_colour"].values, ("red", "grey")))})


def persons(dataset: xr.Dataset) -> xr.DataArray:
    """Counts persons in the last month (world, replicate)."""
    return both(last(dataset, "persons"))


def mean_persons(dataset: xr.Dataset) -> xr.DataArray:
    """Counts persons in a month, mean over the months (world, replicate)."""
    return total(dataset, "persons") / max(dataset.sizes["month"], 1)


def ratio(part: xr.DataArray, whole: xr.DataArray) -> xr.DataArray:
    """Divides, and gives NaN where the whole is not above zero."""
    return part / whole.copy(data=np.where(whole.values > 0, whole.values, np.nan))


def flow(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives a tally summed over months and labels, for PER persons."""
    return PER * ratio(total(dataset, name), mean_persons(dataset))


def stock(array: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons of the last month for PER persons."""
    return PER * ratio(both(array), persons(dataset))


def by_person(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives a per-person sum as recorded (world, replicate, person), in its narrow type.

    A copy of all of it as float64 would be the largest thing in memory: widen one life at a time.
    """
    return dataset[PERSON + name].transpose("world", "replicate", "person")


def person_mean(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives the mean over persons of a per-person sum (world, replicate)."""
    return dataset[PERSON + name].mean("person")


def each(array: xr.DataArray, dims: tuple[str, ...], function: Callable[[NDArray[Any]], float]) -> xr.DataArray:
    """Applies a function of an array over ``dims`` to every world and replicate (world, replicate)."""
    ordered = array.transpose("world", "replicate", *dims)
    values = [[function(cells) for cells in replicates] for replicates in ordered.values]
    return both(ordered).copy(data=np.array(values, np.float64).reshape(ordered.shape[:2]))
