"""Reach: how many are recorded and listed, for how long, and what they are denied."""

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


@annotate_measure("On a blacklist now")
def listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on any blacklist in the last month, for 100,000 persons; who is on two counts once."""
    return stock_per_100k(last_month(dataset, "blacklisted"), dataset)


@annotate_measure("Ever on a blacklist")
def ever_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places that were on any blacklist in any month of the run, for 100,000 persons."""
    return flow_per_100k(dataset, "first_listed")


@annotate_measure("Entries on blacklists", "entries per 100,000")
def entries(dataset: xr.Dataset) -> xr.DataArray:
    """Gives entries on blacklists over the run, for 100,000 persons; who comes back counts again."""
    return PER_100K * safe_ratio(sum_by_replicate(select_blacklists(dataset["entries"])), mean_persons(dataset))


@annotate_measure("Months on a blacklist", "months a person")
def months_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on any blacklist, mean over persons."""
    return person_mean(dataset, "months_listed")


@annotate_measure("Live records per person", "records a person")
def live_records_per_person(dataset: xr.Dataset) -> xr.DataArray:
    """Gives live records in the last month, mean over persons."""
    return safe_ratio(sum_by_replicate(last_month(dataset, "live_records")), count_persons(dataset))


@annotate_measure("Records filed", "records per 100,000")
def records_filed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run, for 100,000 persons."""
    return flow_per_100k(dataset, "recorded")


@annotate_measure("Attempts denied", "attempts per 100,000")
def denials(dataset: xr.Dataset) -> xr.DataArray:
    """Gives attempts denied over the run, of all habits, for 100,000 persons."""
    return flow_per_100k(dataset, "denied")


@annotate_measure("Attempts denied, by habit", "attempts per 100,000")
def denials_by_kind(dataset: xr.Dataset) -> xr.DataArray:
    """Gives attempts denied over the run by habit (scenario, replicate, denial), for 100,000 persons."""
    return PER_100K * safe_ratio(dataset["denied"].sum(["month", "group"]), mean_persons(dataset))


@annotate_measure("On a blacklist now, by group")
def listed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on any blacklist in the last month (scenario, replicate, group), for 100,000 of the group."""
    return PER_100K * safe_ratio(last_month(dataset, "blacklisted"), last_month(dataset, "persons"))


@annotate_measure("Ever on a blacklist, by group")
def ever_listed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places ever on a blacklist (scenario, replicate, group), for 100,000 of the group.

    Who grows from one group into another counts in the group of the first entry.
    """
    return PER_100K * safe_ratio(dataset["first_listed"].sum("month"), dataset["persons"].mean("month"))


@annotate_measure("Of those listed, by region", SHARE_UNIT)
def listed_share_by_region(dataset: xr.Dataset) -> xr.DataArray:
    """Gives each region's share of those on blacklists in the last month (scenario, replicate, region)."""
    listed = select_blacklists(last_month(dataset, "listed_by_region")).sum("list")
    return safe_ratio(listed, listed.sum("region"))


@annotate_measure("Exits from blacklists for each entry", "per entry")
def exits(dataset: xr.Dataset) -> xr.DataArray:
    """Gives exits from blacklists as a share of entries over the run."""
    return safe_ratio(
        sum_by_replicate(select_blacklists(dataset["exits"])), sum_by_replicate(select_blacklists(dataset["entries"]))
    )


@annotate_measure("Records lost to full dossiers", SHARE_UNIT)
def records_lost(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of records that were lost because a dossier was full."""
    return safe_ratio(run_total(dataset, "overflow"), run_total(dataset, "recorded"))
