"""Those ever listed, beside themselves: what the same persons live through in two worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.fields import MICRO
from underheaven.measure.counts import person_sum, ratio

if TYPE_CHECKING:
    import xarray as xr


def of_listed(dataset: xr.Dataset, name: str, against: str) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives a per-person sum, mean over the places ever on a blacklist of a world: in that world, and in the other.

    Both (world, replicate); NaN where nobody is ever listed. The sum is over the whole run, months before the
    listing included: until a rule of the regime touches a person the two lives are the same.
    name: a sum of fields.py. against: name of the other world.
    """
    listed = dataset["person_months_listed"] > 0
    values = person_sum(dataset, name)
    n = listed.sum("person")
    here = values.where(listed, 0).sum("person")
    there = values.sel(world=against, drop=True).where(listed, 0).sum("person")
    return ratio(here, n), ratio(there, n)


def unemployed_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives months without work over the run that those ever listed have more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "months_unemployed", against)


def owing_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives months under a judgment owed over the run that those ever listed have more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "months_owing", against)


def loans_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives loans received over the run that those ever listed have more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "loans", against)


def detriment_of_listed(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives detriment booked over the run that those ever listed bear more than in the other world.

    against: name of the other world.
    """
    return _more(dataset, "detriment", against) / MICRO


def _more(dataset: xr.Dataset, name: str, against: str) -> xr.DataArray:
    here, there = of_listed(dataset, name, against)
    return here - there
