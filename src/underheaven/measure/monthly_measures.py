"""Measures of every month, in addition to those of the whole run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from underheaven.fields.scales import BELIEF_ONE
from underheaven.measure.families import gaming, officials
from underheaven.measure.metadata import PERSONS_UNIT, SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import MICROS_PER_MONTH, PER_100K, safe_ratio, select_blacklists, sum_by_month

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("On a blacklist", PERSONS_UNIT)
def blacklisted(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons on any blacklist in each month, per 100,000 persons.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["blacklisted"], dataset)


@annotate_measure("Wrongly on a blacklist", PERSONS_UNIT)
def wrongly_blacklisted(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons on blacklists with no true record behind any, in each month, per 100,000 persons.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["wrongly_blacklisted"], dataset)


@annotate_measure("Entries on blacklists", "entries per 100,000 persons per month")
def entries(dataset: xr.Dataset) -> xr.DataArray:
    """Return entries on blacklists in each month, per 100,000 persons.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(select_blacklists(dataset["entries"]), dataset)


@annotate_measure("Records filed", "records per 100,000 persons per month")
def records_filed(dataset: xr.Dataset) -> xr.DataArray:
    """Return records filed in each month, per 100,000 persons.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["recorded"], dataset)


@annotate_measure("Detriment booked", "months of income per person per month")
def detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked in each month, in months of income per person.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["detriment"], dataset) / (PER_100K * MICROS_PER_MONTH)


@annotate_measure("Attempts denied", "attempts per 100,000 persons per month")
def denials(dataset: xr.Dataset) -> xr.DataArray:
    """Return attempts denied in each month, all habits together, per 100,000 persons.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["denied"], dataset)


@annotate_measure("Unemployment rate", SHARE_UNIT)
def unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons in the workforce without a job in each month, as a share of the workforce.

    Returns:
        scenario, replicate, month.
    """
    return safe_ratio(sum_by_month(dataset["unemployed"]), sum_by_month(dataset["workforce"]))


@annotate_measure("Speaking in public", SHARE_UNIT)
def speaking(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of persons who spoke in public in each month.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["speaking"], dataset) / PER_100K


@annotate_measure("Perceived legitimacy of the regime", SHARE_UNIT)
def legitimacy(dataset: xr.Dataset) -> xr.DataArray:
    """Return how rightful the regime seems to a person in each month, from 0 to 1, mean over persons.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["legitimacy"], dataset) / (PER_100K * BELIEF_ONE)


@annotate_measure("Loans made", "loans per 100,000 persons per month")
def loans_made(dataset: xr.Dataset) -> xr.DataArray:
    """Return loans made in each month, per 100,000 persons.

    Returns:
        scenario, replicate, month.
    """
    return _monthly_per_100k(dataset["loans_made"], dataset)


MONTHLY_MEASURES: dict[str, Callable[[xr.Dataset], xr.DataArray]] = {
    function.__name__: function
    for function in (
        blacklisted,
        wrongly_blacklisted,
        entries,
        records_filed,
        detriment,
        denials,
        unemployed,
        speaking,
        legitimacy,
        loans_made,
        gaming.score_and_conviction_by_month,
        officials.merit_by_month,
    )
}
"""Measures of every month by name, in the order of a table; each returns (scenario, replicate, month)."""


def _monthly_per_100k(array: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    return PER_100K * safe_ratio(sum_by_month(array), sum_by_month(dataset["persons"]))
