"""Livelihood: jobs, loans refused, and judgments and whether they are performed."""

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
"""Debts that are owed. A judgment in error is set aside, which is not compliance."""


@annotate_measure("Jobs lost", "jobs per 100,000 persons")
def jobs_lost(dataset: xr.Dataset) -> xr.DataArray:
    """Return jobs lost over the run, per 100,000 persons."""
    return flow_per_100k(dataset, "jobs_lost")


@annotate_measure("Jobs denied", "jobs per 100,000 persons")
def jobs_denied(dataset: xr.Dataset) -> xr.DataArray:
    """Return jobs that persons did not find over the run because of their status, per 100,000 persons.

    With full access they would have found them in that month.
    """
    return flow_per_100k(dataset, "jobs_denied")


@annotate_measure("Unemployment rate at the end", SHARE_UNIT)
def unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons in the workforce without a job in the last month, as a share of the workforce."""
    return safe_ratio(
        sum_by_replicate(last_month(dataset, "unemployed")), sum_by_replicate(last_month(dataset, "workforce"))
    )


@annotate_measure("Unemployment rate at the end, by group", SHARE_UNIT)
def unemployed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons of a group in the workforce without a job in the last month, as a share of its workforce.

    Returns:
        scenario, replicate, group.
    """
    return safe_ratio(last_month(dataset, "unemployed"), last_month(dataset, "workforce"))


@annotate_measure("Months unemployed", "months per person")
def months_unemployed(dataset: xr.Dataset) -> xr.DataArray:
    """Return months in the workforce without a job over the run, mean over slots."""
    return person_mean(dataset, "months_unemployed")


@annotate_measure("Owing a judgment at the end")
def under_unpaid_judgment(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons who owe an unpaid court judgment in the last month, per 100,000 persons.

    Judgments entered in error are not counted.
    """
    stages = last_month(dataset, "solvency").sel(solvency_stage=["owes, unable", "owes, unwilling"])
    return stock_per_100k(stages, dataset)


@annotate_measure("Loan requests", "requests per 100,000 persons")
def loans_asked(dataset: xr.Dataset) -> xr.DataArray:
    """Return loan requests over the run, per 100,000 persons."""
    return flow_per_100k(dataset, "loans_asked")


@annotate_measure("Loans refused by the regime", "requests per 100,000 persons")
def refused_by_regime(dataset: xr.Dataset) -> xr.DataArray:
    """Return loan requests over the run that a rule of the regime refused, per 100,000 persons."""
    return _refused(dataset, "by law")


@annotate_measure("Loans refused by the lender", "requests per 100,000 persons")
def refused_by_lender(dataset: xr.Dataset) -> xr.DataArray:
    """Return loan requests over the run that the lender refused, per 100,000 persons."""
    return _refused(dataset, "by lender")


@annotate_measure("Loans refused to good borrowers", "requests per 100,000 persons")
def good_borrowers_refused(dataset: xr.Dataset) -> xr.DataArray:
    """Return loan requests refused over the run to persons who would not choose to default, per 100,000 persons.

    Refusals by the regime and by the lender are both counted.
    """
    return _refused(dataset, "good borrower")


@annotate_measure("Judgments performed", "judgments per 100,000 persons")
def judgments_performed(dataset: xr.Dataset) -> xr.DataArray:
    """Return judgments performed over the run by debtors who owed the debt, per 100,000 persons.

    Judgments entered in error are not counted.
    """
    return PER_100K * safe_ratio(sum_by_replicate(dataset["performed"].sel(debt=OWED_DEBTS)), mean_persons(dataset))


@annotate_measure("Judgments performed per judgment entered", "per judgment entered")
def performed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return judgments performed over the run, divided by judgments entered over the run.

    Judgments entered in error are not counted. The ratio exceeds 1 where a backlog from before the run is worked off.
    """
    return safe_ratio(
        sum_by_replicate(dataset["performed"].sel(debt=OWED_DEBTS)),
        sum_by_replicate(dataset["judgments"].sel(debt=OWED_DEBTS)),
    )


def _refused(dataset: xr.Dataset, refusal: str) -> xr.DataArray:
    return PER_100K * safe_ratio(sum_by_replicate(dataset["loans_refused"].sel(refusal=refusal)), mean_persons(dataset))
