"""Booked beside realised: what closed doors to work and credit are priced at, and what the same people really lose.

A booking is made where a use would have happened: in a month of search for a job, at a request for a loan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields import CONTEXTS
from underheaven.measure.counts import MONTHS_OF_INCOME, both, persons, ratio, total
from underheaven.measure.said import measured

if TYPE_CHECKING:
    import xarray as xr

PRICES, USES = "effect_price", "effect_use"
LIVED = "as lived"
UNIT = "months of income a person"


@measured("Work: detriment booked", UNIT)
def work_booked(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the detriment booked in work over the run, mean over persons."""
    return _booked(dataset, "work")


@measured("Work: loss realised", UNIT)
def work_realised(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Gives the months without work beyond those of the same people in the baseline, at their price, mean over persons.

    The price is what the society says that a month without work costs. Where uses are lived, detriment booked in work
    exceeds it by about the unemployment rate: who finds a job may lose it again. NaN where the society gives work no
    worth.
    against: name of the baseline.
    """
    idle = ratio(total(dataset, "unemployed"), persons(dataset))
    return (idle - idle.sel(world=against, drop=True)) * _price(dataset, "work")


@measured("Credit: detriment booked", UNIT)
def credit_booked(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the detriment booked in credit over the run, mean over persons."""
    return _booked(dataset, "credit")


@measured("Credit: loss realised", UNIT)
def credit_realised(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests for a loan that the regime refused, at their price, mean over persons.

    The price is what the society says that one refused request costs. NaN where credit is not used as lived.
    """
    refused = ratio(both(dataset["loans_refused"].sel(refusal="by law")), persons(dataset))
    return refused * (_price(dataset, "credit") if _is_lived(dataset, "credit") else np.nan)


def _booked(dataset: xr.Dataset, context: str) -> xr.DataArray:
    return ratio(both(dataset["detriment"].sel(effect=context)) / MONTHS_OF_INCOME, persons(dataset))


def _price(dataset: xr.Dataset, context: str) -> float | xr.DataArray:
    """Return what one denied use costs: one number, or one a replicate where it is assumed and moved."""
    if PRICES not in dataset.coords:
        return float("nan")
    said = dataset[PRICES].isel(effect=CONTEXTS.index(context), drop=True)
    values = np.array([float(text) if text else np.nan for text in np.atleast_1d(said.values)])
    return float(values[0]) if said.ndim == 0 else said.copy(data=values)


def _is_lived(dataset: xr.Dataset, context: str) -> bool:
    """Return whether uses of a context are lived: all samples of one document agree on that."""
    if USES not in dataset.coords:
        return False
    return bool((dataset[USES].isel(effect=CONTEXTS.index(context)) == LIVED).all())
