"""Reach: how many persons are recorded and listed, for how long, and what they are denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    PER_100K,
    count_persons,
    flow_per_100k,
    last_month,
    mean_persons,
    person_mean,
    run_total,
    safe_ratio,
    select_blacklists,
    stock_per_100k,
    sum_by_replicate,
)

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("On a blacklist at the end")
def listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons on any blacklist in the last month, per 100,000 persons.

    Each person is counted once, on however many blacklists.
    """
    return stock_per_100k(last_month(dataset, "blacklisted"), dataset)


@annotate_measure("Ever on a blacklist")
def ever_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return slots on any blacklist in at least one month of the run, per 100,000 persons.

    A slot is a position that successive persons occupy; it is counted once, in the month of its first listing.
    """
    return flow_per_100k(dataset, "first_listed")


@annotate_measure("Entries on blacklists", "entries per 100,000 persons")
def entries(dataset: xr.Dataset) -> xr.DataArray:
    """Return entries on blacklists over the run, per 100,000 persons.

    A person who enters a second list, or returns to the same one, is counted again.
    """
    return PER_100K * safe_ratio(sum_by_replicate(select_blacklists(dataset["entries"])), mean_persons(dataset))


@annotate_measure("Months on a blacklist", "months per person")
def months_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return months on any blacklist over the run, mean over slots."""
    return person_mean(dataset, "months_listed")


@annotate_measure("Live records per person", "records per person")
def live_records_per_person(dataset: xr.Dataset) -> xr.DataArray:
    """Return live records in the last month, divided by the number of persons."""
    return safe_ratio(sum_by_replicate(last_month(dataset, "live_records")), count_persons(dataset))


@annotate_measure("Records filed", "records per 100,000 persons")
def records_filed(dataset: xr.Dataset) -> xr.DataArray:
    """Return records filed over the run, per 100,000 persons."""
    return flow_per_100k(dataset, "recorded")


@annotate_measure("Attempts denied", "attempts per 100,000 persons")
def denials(dataset: xr.Dataset) -> xr.DataArray:
    """Return attempts denied over the run, all habits together, per 100,000 persons."""
    return flow_per_100k(dataset, "denied")


@annotate_measure("Attempts denied, by habit", "attempts per 100,000 persons")
def denials_by_kind(dataset: xr.Dataset) -> xr.DataArray:
    """Return attempts denied over the run, by habit, per 100,000 persons.

    Returns:
        scenario, replicate, denial.
    """
    return PER_100K * safe_ratio(dataset["denied"].sum(["month", "group"]), mean_persons(dataset))


@annotate_measure("On a blacklist at the end, by group")
def listed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons on any blacklist in the last month, per 100,000 persons of the group.

    Returns:
        scenario, replicate, group.
    """
    return PER_100K * safe_ratio(last_month(dataset, "blacklisted"), last_month(dataset, "persons"))


@annotate_measure("Ever on a blacklist, by group")
def ever_listed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Return slots ever on a blacklist, per 100,000 persons of the group (mean over months).

    A slot is counted in the group that its occupant belonged to in the month of the first listing.

    Returns:
        scenario, replicate, group.
    """
    return PER_100K * safe_ratio(dataset["first_listed"].sum("month"), dataset["persons"].mean("month"))


@annotate_measure("Share of listings, by region", SHARE_UNIT)
def listed_share_by_region(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of all blacklist listings in the last month that belong to each region.

    Lists are counted separately: a person on two blacklists has two listings.

    Returns:
        scenario, replicate, region.
    """
    listed = select_blacklists(last_month(dataset, "listed_by_region")).sum("list")
    return safe_ratio(listed, listed.sum("region"))


@annotate_measure("Exits from blacklists per entry", "per entry")
def exits(dataset: xr.Dataset) -> xr.DataArray:
    """Return exits from blacklists over the run, divided by entries over the run."""
    return safe_ratio(
        sum_by_replicate(select_blacklists(dataset["exits"])), sum_by_replicate(select_blacklists(dataset["entries"]))
    )


@annotate_measure("Share of records lost to full dossiers", SHARE_UNIT)
def records_lost(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of records filed over the run that were lost because a dossier was full.

    A full dossier loses either the new record or one that the new record displaces.
    """
    return safe_ratio(run_total(dataset, "overflow"), run_total(dataset, "recorded"))
