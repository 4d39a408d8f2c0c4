"""Livelihood: jobs, credit that is refused, judgments and whether they are performed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.counts import PER, both, flow, last, mean_persons, person_mean, ratio, stock
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr

OWED = ["unable", "unwilling"]
"""Debts that are owed: performing a judgment in error is setting it aside, and is not compliance."""


@measured("Jobs lost", "jobs per 100,000")
def jobs_lost(dataset: xr.Dataset) -> xr.DataArray:
    """Gives jobs lost over the run, for 100,000 persons."""
    return flow(dataset, "jobs_lost")


@measured("Jobs denied", "jobs per 100,000")
def jobs_denied(dataset: xr.Dataset) -> xr.DataArray:
    """Gives jobs over the run that full access would have found and standing closed, for 100,000 persons."""
    return flow(dataset, "jobs_denied")


@measured("Of the workforce, unemployed now", SHARE)
def unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of the workforce without a job in the last month."""
    return ratio(both(last(dataset, "unemployed")), both(last(dataset, "workforce")))


@measured("Of the workforce, unemployed now, by group", SHARE)
def unemployed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of a group's workforce without a job in the last month (world, replicate, group)."""
    return ratio(last(dataset, "unemployed"), last(dataset, "workforce"))


@measured("Months unemployed", "months a person")
def months_unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months in the workforce without a job, mean over persons."""
    return person_mean(dataset, "months_unemployed")


@measured("Under an unpaid judgment now")
def owing(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons under a judgment that they owe in the last month, for 100,000 persons."""
    stages = last(dataset, "solvency").sel(solvency_stage=["owes, unable", "owes, unwilling"])
    return stock(stages, dataset)


@measured("Loans asked for", "loans per 100,000")
def loans_asked(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests for a loan over the run, for 100,000 persons."""
    return flow(dataset, "loans_asked")


@measured("Loans refused by the regime", "loans per 100,000")
def refused_by_law(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests for a loan over the run that the regime refused, for 100,000 persons."""
    return _refused(dataset, "by law")


@measured("Loans refused by the lender", "loans per 100,000")
def refused_by_lender(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests for a loan over the run that the lender refused, for 100,000 persons."""
    return _refused(dataset, "by lender")


@measured("Loans refused to good borrowers", "loans per 100,000")
def refused_good(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests refused, by law or lender, to those who would not choose default, for 100,000 persons."""
    return _refused(dataset, "good borrower")


@measured("Judgments performed", "judgments per 100,000")
def judgments_performed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives judgments performed over the run by debtors who owed, for 100,000 persons."""
    return PER * ratio(both(dataset["performed"].sel(debt=OWED)), mean_persons(dataset))


@measured("Judgments performed for each entered", "per judgment entered")
def performed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives judgments performed over the run for each one entered, of debts that are owed.

    Above 1 where a backlog from before the run is worked off.
    """
    return ratio(both(dataset["performed"].sel(debt=OWED)), both(dataset["judgments"].sel(debt=OWED)))


def _refused(dataset: xr.Dataset, refusal: str) -> xr.DataArray:
    return PER * ratio(both(dataset["loans_refused"].sel(refusal=refusal)), mean_persons(dataset))
