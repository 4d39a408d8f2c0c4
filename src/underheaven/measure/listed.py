"""Those ever listed, beside themselves: what the same persons live through in two worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields import MICRO
from underheaven.measure.counts import by_person
from underheaven.measure.said import measured

if TYPE_CHECKING:
    import xarray as xr


def of_listed(dataset: xr.Dataset, name: str, against: str) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives a per-person sum, mean over the places ever on a blacklist of a world: in that world, and in the other.

    Both (world, replicate); NaN where nobody is ever listed. The sum is over the whole run, months before the
    listing included: until a rule of the regime touches a person the two lives are the same.
    name: a sum of fields.py. against: name of the other world.
    """
    months, values = by_person(dataset, "months_listed"), by_person(dataset, name)
    other = values.sel(world=against).values
    here, there = (months.isel(person=0, drop=True).astype(float) for _ in range(2))
    for world, replicate in np.ndindex(here.shape):  # one life at a time: all of them at once may not fit
        listed = months.values[world, replicate] > 0
        n = int(listed.sum()) or np.nan
        here[world, replicate] = values.values[world, replicate][listed].sum(dtype=np.int64) / n
        there[world, replicate] = other[replicate][listed].sum(dtype=np.int64) / n
    return here, there


@measured("Those ever listed: more without work", "months a person listed")
def unemployed_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives months without work over the run that those ever listed have more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "months_unemployed", against)


@measured("Those ever listed: more under a judgment", "months a person listed")
def owing_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives months under a judgment owed over the run that those ever listed have more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "months_owing", against)


@measured("Those ever listed: more loans", "loans a person listed")
def loans_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives loans received over the run that those ever listed have more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "loans", against)


@measured("Those ever listed: more detriment", "months of income a person listed")
def detriment_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives detriment booked over the run that those ever listed bear more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "detriment", against) / MICRO


def _more(dataset: xr.Dataset, name: str, against: str) -> xr.DataArray:
    here, there = of_listed(dataset, name, against)
    return here - there
