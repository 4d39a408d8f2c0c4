"""Booked and realised losses: the price of closed access to work and credit, and what the same persons really lose.

Detriment is booked where a use would have occurred: in a month of job search, or at a loan request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields.codes import CONTEXTS
from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import MICROS_PER_MONTH, count_persons, run_total, safe_ratio, sum_by_replicate

if TYPE_CHECKING:
    import xarray as xr

PRICE_COORDINATE, USE_COORDINATE = "effect_price", "effect_use"
SIMULATED_USE = "as lived"
UNIT = "months of income per person"


@annotate_measure("Work: detriment booked", UNIT)
def work_booked(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked in the context of work over the run, divided by the number of persons."""
    return _booked_per_person(dataset, "work")


@annotate_measure("Work: loss realised", UNIT)
def work_realised(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return months without work over the run in excess of the baseline, at their price, per person.

    The price is the cost of a month without work that the society states. Where work is used "as lived", detriment
    booked in work exceeds this loss by about the unemployment rate, because a person who finds a job may lose it again.
    NaN where the society gives work no value.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    months_unemployed = safe_ratio(run_total(dataset, "unemployed"), count_persons(dataset))
    return (months_unemployed - months_unemployed.sel(scenario=baseline, drop=True)) * _price_of_denial(dataset, "work")


@annotate_measure("Credit: detriment booked", UNIT)
def credit_booked(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked in the context of credit over the run, divided by the number of persons."""
    return _booked_per_person(dataset, "credit")


@annotate_measure("Credit: loss realised", UNIT)
def credit_realised(dataset: xr.Dataset) -> xr.DataArray:
    """Return loan requests that the regime refused over the run, at their price, per person.

    The price is the cost of one refused request that the society states. NaN where credit is not used "as lived".
    """
    refused = safe_ratio(sum_by_replicate(dataset["loans_refused"].sel(refusal="by law")), count_persons(dataset))
    return refused * (_price_of_denial(dataset, "credit") if _use_is_simulated(dataset, "credit") else np.nan)


def _booked_per_person(dataset: xr.Dataset, context: str) -> xr.DataArray:
    return safe_ratio(
        sum_by_replicate(dataset["detriment"].sel(effect=context)) / MICROS_PER_MONTH, count_persons(dataset)
    )


def _price_of_denial(dataset: xr.Dataset, context: str) -> float | xr.DataArray:
    """Return what one denied use costs: one number, or one a replicate where it is assumed and moved."""
    if PRICE_COORDINATE not in dataset.coords:
        return float("nan")
    prices = dataset[PRICE_COORDINATE].isel(effect=CONTEXTS.index(context), drop=True)
    values = np.array([float(text) if text else np.nan for text in np.atleast_1d(prices.values)])
    return float(values[0]) if prices.ndim == 0 else prices.copy(data=values)


def _use_is_simulated(dataset: xr.Dataset, context: str) -> bool:
    """Return whether uses of a context are lived: all samples of one document agree on that."""
    if USE_COORDINATE not in dataset.coords:
        return False
    return bool((dataset[USE_COORDINATE].isel(effect=CONTEXTS.index(context)) == SIMULATED_USE).all())
