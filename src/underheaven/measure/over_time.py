"""Over time: measures of every month, beside those of the whole run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from underheaven.fields import BELIEF_ONE
from underheaven.measure import gaming, officials
from underheaven.measure.counts import MONTHS_OF_INCOME, PER, monthly, of_blacklists, ratio
from underheaven.measure.said import PERSONS, SHARE, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("On a blacklist", PERSONS)
def blacklisted(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on any blacklist in each month, for 100,000 persons."""
    return _per(dataset["blacklisted"], dataset)


@measured("Wrongly on a blacklist", PERSONS)
def wrongly_blacklisted(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on blacklists with no true record behind any, in each month, for 100,000 persons."""
    return _per(dataset["wrongly_blacklisted"], dataset)


@measured("Entries on blacklists", "entries per 100,000 a month")
def entries(dataset: xr.Dataset) -> xr.DataArray:
    """Gives entries on blacklists in each month, for 100,000 persons."""
    return _per(of_blacklists(dataset["entries"]), dataset)


@measured("Records filed", "records per 100,000 a month")
def records_filed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed in each month, for 100,000 persons."""
    return _per(dataset["recorded"], dataset)


@measured("Detriment booked", "months of income a person a month")
def detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment booked in each month, in months of income a person."""
    return _per(dataset["detriment"], dataset) / (PER * MONTHS_OF_INCOME)


@measured("Attempts denied", "attempts per 100,000 a month")
def denials(dataset: xr.Dataset) -> xr.DataArray:
    """Gives attempts denied in each month, of all habits, for 100,000 persons."""
    return _per(dataset["denied"], dataset)


@measured("Of the workforce, unemployed", SHARE)
def unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of the workforce without a job in each month."""
    return ratio(monthly(dataset["unemployed"]), monthly(dataset["workforce"]))


@measured("Speaking in public", SHARE)
def speaking(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of persons who spoke in public in each month."""
    return _per(dataset["speaking"], dataset) / PER


@measured("Legitimacy of the regime, as felt", SHARE)
def legitimacy(dataset: xr.Dataset) -> xr.DataArray:
    """Gives how rightful the regime seems in each month, mean over persons."""
    return _per(dataset["legitimacy"], dataset) / (PER * BELIEF_ONE)


@measured("Loans made", "loans per 100,000 a month")
def loans_made(dataset: xr.Dataset) -> xr.DataArray:
    """Gives loans made in each month, for 100,000 persons."""
    return _per(dataset["loans_made"], dataset)


OVER_TIME: dict[str, Callable[[xr.Dataset], xr.DataArray]] = {
    function.__name__: function
    for function in (
        blacklisted, wrongly_blacklisted, entries, records_filed, detriment, denials, unemployed, speaking, legitimacy,
        loans_made, gaming.score_and_conviction_by_month, officials.merit_by_month,
    )
}  # fmt: skip
"""Measures of every month by name, in the order of a table; each gives (world, replicate, month)."""


def _per(array: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    return PER * ratio(monthly(array), monthly(dataset["persons"]))
