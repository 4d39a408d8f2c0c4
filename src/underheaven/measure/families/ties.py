"""Ties: who joins where people are asked, which ties are severed, and what persons lose because of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    MICROS_PER_MONTH,
    PER_100K,
    last_month,
    mean_persons,
    run_total,
    safe_ratio,
    sum_by_month,
    sum_by_replicate,
)

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Share of those asked who joined", SHARE_UNIT)
def joined_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of persons asked by the regime who have joined, in the last month; NaN where nobody is asked."""
    joined, out = (sum_by_replicate(last_month(dataset, name)) for name in ("joined", "stayed_out"))
    return safe_ratio(joined, joined + out)


@annotate_measure("Share of those asked who joined, by group", SHARE_UNIT)
def joined_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of persons asked by the regime who have joined, in the last month, by group.

    Returns:
        scenario, replicate, group.
    """
    joined, out = (last_month(dataset, name) for name in ("joined", "stayed_out"))
    return safe_ratio(joined, joined + out)


@annotate_measure("Severed ties per month", "ties per 100,000 persons")
def severed_ties(dataset: xr.Dataset) -> xr.DataArray:
    """Return severed ties to persons on a blacklist, mean over months, per 100,000 persons.

    A tie is severed for one month at a time, so it can be counted in several months.
    """
    return PER_100K * safe_ratio(run_total(dataset, "severed_ties"), run_total(dataset, "persons"))


@annotate_measure("Records filed for the acts of others", "records per 100,000 persons")
def inherited_records(dataset: xr.Dataset) -> xr.DataArray:
    """Return records filed over the run because of household members or acquaintances, per 100,000 persons."""
    return PER_100K * safe_ratio(sum_by_replicate(dataset["recorded"].sel(origin="inherited")), mean_persons(dataset))


@annotate_measure("Share of detriment due to scores of acquaintances", SHARE_UNIT)
def detriment_share_of_ties(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of detriment booked over the run that is due to the scores of acquaintances.

    No record of the person's own causes this detriment.
    """
    return safe_ratio(
        sum_by_replicate(dataset["detriment"].sel(cause="none:ties")), sum_by_replicate(dataset["detriment"])
    )


@annotate_measure("Cost of staying out", "months of income per person who stays out")
def cost_of_staying_out(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked over the run for staying out, per person who was asked and stays out.

    The number of persons who stay out is its mean over the months in which anybody does. NaN where nobody ever stays
    out.
    """
    persons = sum_by_month(dataset["stayed_out"])
    out = safe_ratio(persons.sum("month"), (persons > 0).sum("month"))
    return safe_ratio(sum_by_replicate(dataset["detriment"].sel(cause="none:outside")), out) / MICROS_PER_MONTH
