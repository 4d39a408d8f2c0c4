"""Reach: how many are recorded and listed, for how long, and what they are denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.counts import (
    PER,
    both,
    flow,
    last,
    mean_persons,
    of_blacklists,
    person_mean,
    persons,
    ratio,
    stock,
    total,
)  # fmt: skip
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("On a blacklist now")
def listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on any blacklist in the last month, for 100,000 persons; who is on two counts once."""
    return stock(last(dataset, "blacklisted"), dataset)


@measured("Ever on a blacklist")
def ever_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places that were on any blacklist in any month of the run, for 100,000 persons."""
    return flow(dataset, "first_listed")


@measured("Entries on blacklists", "entries per 100,000")
def entries(dataset: xr.Dataset) -> xr.DataArray:
    """Gives entries on blacklists over the run, for 100,000 persons; who comes back counts again."""
    return PER * ratio(both(of_blacklists(dataset["entries"])), mean_persons(dataset))


@measured("Months on a blacklist", "months a person")
def months_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on any blacklist, mean over persons."""
    return person_mean(dataset, "months_listed")


@measured("Live records per person", "records a person")
def records_a_head(dataset: xr.Dataset) -> xr.DataArray:
    """Gives live records in the last month, mean over persons."""
    return ratio(both(last(dataset, "live_records")), persons(dataset))


@measured("Records filed", "records per 100,000")
def records_filed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run, for 100,000 persons."""
    return flow(dataset, "recorded")


@measured("Attempts denied", "attempts per 100,000")
def denials(dataset: xr.Dataset) -> xr.DataArray:
    """Gives attempts denied over the run, of all habits, for 100,000 persons."""
    return flow(dataset, "denied")


@measured("Attempts denied, by habit", "attempts per 100,000")
def denials_by_kind(dataset: xr.Dataset) -> xr.DataArray:
    """Gives attempts denied over the run by habit (world, replicate, denial), for 100,000 persons."""
    return PER * ratio(dataset["denied"].sum(["month", "group"]), mean_persons(dataset))


@measured("On a blacklist now, by group")
def listed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on any blacklist in the last month (world, replicate, group), for 100,000 of the group."""
    return PER * ratio(last(dataset, "blacklisted"), last(dataset, "persons"))


@measured("Ever on a blacklist, by group")
def ever_listed_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places ever on a blacklist (world, replicate, group), for 100,000 of the group.

    Who grows from one group into another counts in the group of the first entry.
    """
    return PER * ratio(dataset["first_listed"].sum("month"), dataset["persons"].mean("month"))


@measured("Of those listed, by region", SHARE)
def listed_share_by_region(dataset: xr.Dataset) -> xr.DataArray:
    """Gives each region's share of those on blacklists in the last month (world, replicate, region)."""
    listed = of_blacklists(last(dataset, "listed_by_region")).sum("list")
    return ratio(listed, listed.sum("region"))


@measured("Exits from blacklists for each entry", "per entry")
def exits(dataset: xr.Dataset) -> xr.DataArray:
    """Gives exits from blacklists as a share of entries over the run."""
    return ratio(both(of_blacklists(dataset["exits"])), both(of_blacklists(dataset["entries"])))


@measured("Records lost to full dossiers", SHARE)
def records_lost(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of records that were lost because a dossier was full."""
    return ratio(total(dataset, "overflow"), total(dataset, "recorded"))
