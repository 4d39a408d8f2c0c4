"""Livelihood: jobs, credit that is refused, judgments and whether they are performed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    PER_100K,
    flow_per_100k,
    last_month,
    mean_persons,
    person_mean,
    safe_ratio,
    stock_per_100k,
    sum_by_replicate,
)

if TYPE_CHECKING:
    import xarray as xr

OWED_DEBTS = ["unable", "unwilling"]
"""Debts that are owed: performing a judgment in error is setting it aside, and is not compliance."""


@annotate_measure("Jobs lost", "jobs per 100,000")
def jobs_lost(dataset: xr.Dataset) -> xr.DataArray:
    """Gives jobs lost over the run, for 100,000 persons."""
    return flow_per_100k(dataset, "jobs_lost")


@annotate_measure("Jobs denied", "jobs per 100,000")
def jobs_denied(dataset: xr.Dataset) -> xr.DataArray:
    """Gives jobs over the run that full access would have found and standing closed, for 100,000 persons."""
    return flow_per_100k(dataset, "jobs_denied")


@annotate_measure("Of the workforce, unemployed now", SHARE_UNIT)
def unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of the workforce without a job in the last month."""
    return safe_ratio(
        sum_by_replicate(last_month(dataset, "unemployed")), sum_by_replicate(last_month(dataset, "workforce"))
    )


@annotate_measure("Of the workforce, unemployed now, by group", SHARE_UNIT)
def unemployed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of a group's workforce without a job in the last month (scenario, replicate, group)."""
    return safe_ratio(last_month(dataset, "unemployed"), last_month(dataset, "workforce"))


@annotate_measure("Months unemployed", "months a person")
def months_unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months in the workforce without a job, mean over persons."""
    return person_mean(dataset, "months_unemployed")


@annotate_measure("Under an unpaid judgment now")
def under_unpaid_judgment(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons under a judgment that they owe in the last month, for 100,000 persons."""
    stages = last_month(dataset, "solvency").sel(solvency_stage=["owes, unable", "owes, unwilling"])
    return stock_per_100k(stages, dataset)


@annotate_measure("Loans asked for", "loans per 100,000")
def loans_asked(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests for a loan over the run, for 100,000 persons."""
    return flow_per_100k(dataset, "loans_asked")


@annotate_measure("Loans refused by the regime", "loans per 100,000")
def refused_by_regime(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests for a loan over the run that the regime refused, for 100,000 persons."""
    return _refused(dataset, "by law")


@annotate_measure("Loans refused by the lender", "loans per 100,000")
def refused_by_lender(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests for a loan over the run that the lender refused, for 100,000 persons."""
    return _refused(dataset, "by lender")


@annotate_measure("Loans refused to good borrowers", "loans per 100,000")
def good_borrowers_refused(dataset: xr.Dataset) -> xr.DataArray:
    """Gives requests refused, by law or lender, to those who would not choose default, for 100,000 persons."""
    return _refused(dataset, "good borrower")


@annotate_measure("Judgments performed", "judgments per 100,000")
def judgments_performed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives judgments performed over the run by debtors who owed, for 100,000 persons."""
    return PER_100K * safe_ratio(sum_by_replicate(dataset["performed"].sel(debt=OWED_DEBTS)), mean_persons(dataset))


@annotate_measure("Judgments performed for each entered", "per judgment entered")
def performed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives judgments performed over the run for each one entered, of debts that are owed.

    Above 1 where a backlog from before the run is worked off.
    """
    return safe_ratio(
        sum_by_replicate(dataset["performed"].sel(debt=OWED_DEBTS)),
        sum_by_replicate(dataset["judgments"].sel(debt=OWED_DEBTS)),
    )


def _refused(dataset: xr.Dataset, refusal: str) -> xr.DataArray:
    return PER_100K * safe_ratio(sum_by_replicate(dataset["loans_refused"].sel(refusal=refusal)), mean_persons(dataset))
