"""Ties: who joins where people are asked, ties that are set aside, and what is lost for others."""

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


@annotate_measure("Of those asked, joined", SHARE_UNIT)
def joined_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those whom the regime asks that have agreed, in the last month; NaN where nobody is asked."""
    joined, out = (sum_by_replicate(last_month(dataset, name)) for name in ("joined", "stayed_out"))
    return safe_ratio(joined, joined + out)


@annotate_measure("Of those asked, joined, by group", SHARE_UNIT)
def joined_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those asked that have agreed, in the last month (scenario, replicate, group)."""
    joined, out = (last_month(dataset, name) for name in ("joined", "stayed_out"))
    return safe_ratio(joined, joined + out)


@annotate_measure("Ties set aside in a month", "ties per 100,000")
def severed_ties(dataset: xr.Dataset) -> xr.DataArray:
    """Gives ties to somebody on a blacklist that are set aside in a month, mean over months, for 100,000 persons."""
    return PER_100K * safe_ratio(run_total(dataset, "severed_ties"), run_total(dataset, "persons"))


@annotate_measure("Records for what others did", "records per 100,000")
def inherited_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run that came from a household or along ties, for 100,000 persons."""
    return PER_100K * safe_ratio(sum_by_replicate(dataset["recorded"].sel(origin="inherited")), mean_persons(dataset))


@annotate_measure("Share of losses due to the scores of ties", SHARE_UNIT)
def detriment_share_of_ties(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of detriment booked over the run that the scores of ties bear and no record of one's own."""
    return safe_ratio(
        sum_by_replicate(dataset["detriment"].sel(cause="none:ties")), sum_by_replicate(dataset["detriment"])
    )


@annotate_measure("What staying out costs", "months of income a person who stays out")
def cost_of_staying_out(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment booked over the run to staying out, for each of those who were asked and stay out.

    Those are the mean over the months in which anybody stays out: months before anybody was asked take nothing off it.
    NaN where nobody ever stays out.
    """
    persons = sum_by_month(dataset["stayed_out"])
    out = safe_ratio(persons.sum("month"), (persons > 0).sum("month"))
    return safe_ratio(sum_by_replicate(dataset["detriment"].sel(cause="none:outside")), out) / MICROS_PER_MONTH
