"""Ties: who joins where people are asked, ties that are set aside, and what is lost for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.counts import MONTHS_OF_INCOME, PER, both, last, mean_persons, monthly, ratio, total
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("Of those asked, joined", SHARE)
def joined_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those whom the regime asks that have agreed, in the last month; NaN where nobody is asked."""
    joined, out = (both(last(dataset, name)) for name in ("joined", "stayed_out"))
    return ratio(joined, joined + out)


@measured("Of those asked, joined, by group", SHARE)
def joined_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those asked that have agreed, in the last month (world, replicate, group)."""
    joined, out = (last(dataset, name) for name in ("joined", "stayed_out"))
    return ratio(joined, joined + out)


@measured("Ties set aside in a month", "ties per 100,000")
def ties_set_aside(dataset: xr.Dataset) -> xr.DataArray:
    """Gives ties to somebody on a blacklist that are set aside in a month, mean over months, for 100,000 persons."""
    return PER * ratio(total(dataset, "set_aside"), total(dataset, "persons"))


@measured("Records for what others did", "records per 100,000")
def inherited_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run that came from a household or along ties, for 100,000 persons."""
    return PER * ratio(both(dataset["recorded"].sel(origin="inherited")), mean_persons(dataset))


@measured("Share of losses due to the scores of ties", SHARE)
def lost_for_ties(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of detriment booked over the run that the scores of ties bear and no record of one's own."""
    return ratio(both(dataset["detriment"].sel(cause="none:ties")), both(dataset["detriment"]))


@measured("What staying out costs", "months of income a person who stays out")
def lost_outside(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment booked over the run to staying out, for each of those who were asked and stay out.

    Those are the mean over the months in which anybody stays out: months before anybody was asked take nothing off it.
    NaN where nobody ever stays out.
    """
    persons = monthly(dataset["stayed_out"])
    out = ratio(persons.sum("month"), (persons > 0).sum("month"))
    return ratio(both(dataset["detriment"].sel(cause="none:outside")), out) / MONTHS_OF_INCOME
