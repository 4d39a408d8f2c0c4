"""Errors: wrongful records and listings, by origin, and whom the list of a court contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields.codes import DEBTS
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    PER_100K,
    WRONGFUL_ORIGINS,
    flow_per_100k,
    last_month,
    mean_persons,
    person_mean,
    safe_ratio,
    select_blacklists,
    stock_per_100k,
    sum_by_replicate,
)

if TYPE_CHECKING:
    import xarray as xr

DEBT_STATES = dict(zip(DEBTS, ("owes, unable", "owes, unwilling", "judged in error"), strict=True))
"""The state of livelihood that a kind of conduct arises from, by the reason why a debt is not paid."""

OWED_DEBTS = ("unable", "unwilling")
WRONGLY_JUDGED = DEBT_STATES["in error"]
CORRECTING_REMOVALS = ("corrected", "appealed")
"""Removal reasons that correct a wrongful record."""


@annotate_measure("Wrongful records filed", "records per 100,000 persons")
def wrongful_records(dataset: xr.Dataset) -> xr.DataArray:
    """Return records filed over the run that no act of the person justifies, per 100,000 persons.

    These are the records of every origin but *true*: false, mistaken, discretion and inherited.
    """
    return PER_100K * safe_ratio(
        sum_by_replicate(dataset["recorded"].sel(origin=list(WRONGFUL_ORIGINS))), mean_persons(dataset)
    )


@annotate_measure("Share of records that are wrongful", SHARE_UNIT)
def false_discovery_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of records filed over the run that are wrongful: of any origin but *true*."""
    return safe_ratio(
        sum_by_replicate(dataset["recorded"].sel(origin=list(WRONGFUL_ORIGINS))), sum_by_replicate(dataset["recorded"])
    )


@annotate_measure("Records filed, by origin", "records per 100,000 persons")
def records_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Return records filed over the run, by origin, per 100,000 persons.

    Returns:
        scenario, replicate, origin.
    """
    return PER_100K * safe_ratio(dataset["recorded"].sum(["month", "kind"]), mean_persons(dataset))


@annotate_measure("Entries on blacklists, by origin", "entries per 100,000 persons")
def listings_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Return entries on blacklists over the run, by origin, per 100,000 persons.

    Returns:
        scenario, replicate, origin.
    """
    return PER_100K * safe_ratio(select_blacklists(dataset["entries"]).sum(["month", "list"]), mean_persons(dataset))


@annotate_measure("Wrongly listed at the end")
def wrongly_listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons on blacklists in the last month with no true record behind any, per 100,000 persons.

    Each person is counted once, and not at all if a true record is behind any of the lists.
    """
    return stock_per_100k(last_month(dataset, "wrongly_blacklisted"), dataset)


@annotate_measure("Share of the listed who are listed wrongly", SHARE_UNIT)
def wrongly_listed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of persons on blacklists in the last month with no true record behind any of their lists."""
    return safe_ratio(
        sum_by_replicate(last_month(dataset, "wrongly_blacklisted")),
        sum_by_replicate(last_month(dataset, "blacklisted")),
    )


@annotate_measure("Ever wrongly on a blacklist")
def ever_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return slots wrongly on a blacklist in at least one month of the run, per 100,000 persons.

    Wrongly means with no true record behind any blacklist that the person is on. A slot is a position that successive
    persons occupy; it is counted once.
    """
    return flow_per_100k(dataset, "first_wrongly_listed")


@annotate_measure("Months wrongly on a blacklist", "months per person")
def months_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return months on blacklists with no true record behind any of them, mean over slots."""
    return person_mean(dataset, "months_wrongly_listed")


@annotate_measure("Months of wrongful entries on blacklists", "months per person")
def wrongful_list_months(dataset: xr.Dataset) -> xr.DataArray:
    """Return person-months on blacklists with no true record behind the listing, divided by the number of persons.

    Lists are counted separately: a person wrongly on two lists counts twice, and a rightful listing on one list does
    not hide a wrongful one on another.
    """
    listings = select_blacklists(dataset["listed_by_origin"]).sel(origin=list(WRONGFUL_ORIGINS))
    return safe_ratio(sum_by_replicate(listings), mean_persons(dataset))


@annotate_measure("Months on file so far, by origin", "months per record")
def months_on_file_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Return months on file so far per record filed over the run, by origin.

    Records that are still live in the last month would remain longer. NaN where no record was filed.

    Returns:
        scenario, replicate, origin.
    """
    return safe_ratio(dataset["live_records"].sum("month"), dataset["recorded"].sum(["month", "kind"]))


ERROR_KINDS = ("invented", "judged", *WRONGFUL_ORIGINS[1:])
"""Errors that make a record wrongful: neither act nor judgment, a judgment in error, and the other origins."""


@annotate_measure("Wrongful records, by error", "records")
def wrongful_by_error(dataset: xr.Dataset) -> xr.DataArray:
    """Return the number of wrongful records filed over the run, by the error that made them.

    A judgment against a person who owes nothing is an error of the court; its record is filed as it should be.

    Returns:
        scenario, replicate, error.
    """
    import xarray

    filed = dataset["recorded"].sum("month")
    judged = (dataset["kind_state"] == WRONGLY_JUDGED).values
    false = filed.sel(origin=WRONGFUL_ORIGINS[0])
    parts = [false.isel(kind=~judged).sum("kind"), false.isel(kind=judged).sum("kind")]
    parts += [filed.sel(origin=origin).sum("kind") for origin in WRONGFUL_ORIGINS[1:]]
    names = [part.drop_vars("origin", errors="ignore") for part in parts]
    return xarray.concat(names, xarray.DataArray(list(ERROR_KINDS), dims="error", name="error")).transpose(
        "scenario", "replicate", "error"
    )


@annotate_measure("Share of ended wrongful records that were corrected", SHARE_UNIT)
def corrected_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of wrongful records ended over the run that a correction or an appeal removed.

    The other wrongful records ended in some other way, such as expiry of their term.
    """
    gone = dataset["removals"].sel(origin=list(WRONGFUL_ORIGINS))
    return safe_ratio(sum_by_replicate(gone.sel(removal=list(CORRECTING_REMOVALS))), sum_by_replicate(gone))


@annotate_measure("Share of those listed for a debt who are unable to pay", SHARE_UNIT)
def listed_unable(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of listings for a judgment debt that rest on a true record of a debtor unable to pay.

    Listings are those on blacklists in the last month, counted list by list. The debtor's ability is that at the time
    of the record. A listing with true records of both kinds counts as unable and as unwilling. NaN where no listing
    rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "unable")


@annotate_measure("Share of those listed for a debt who are unwilling", SHARE_UNIT)
def listed_unwilling(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of listings for a judgment debt that rest on a true record of a debtor unwilling to pay.

    Listings are those on blacklists in the last month, counted list by list. The debtor's willingness is that at the
    time of the record. A listing with true records of both kinds counts as unable and as unwilling. NaN where no
    listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "unwilling")


@annotate_measure("Share of those listed for a debt who owe nothing", SHARE_UNIT)
def listed_in_error(dataset: xr.Dataset) -> xr.DataArray:
    """Return the share of listings for a judgment debt with no true record of a debt owed behind them.

    The judgment was an error, or every record is wrongful. Listings are those on blacklists in the last month, counted
    list by list. NaN where no listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "in error")


@annotate_measure("Share of those listed for a debt", SHARE_UNIT)
def listed_share_of_debt(dataset: xr.Dataset, debt: str) -> xr.DataArray:
    """Return the share of listings for a judgment debt that rest on a true record of one kind of debt.

    Listings are those on blacklists in the last month, counted list by list. A listing can rest on true records of both
    kinds, so the shares of unable, unwilling and in error can exceed 1 together. NaN where no listing rests on a record
    of a judgment debt.

    Args:
        dataset: a result.
        debt: a label of `fields.DEBTS`; *in error* is every listing with neither of the other two.

    Returns:
        scenario, replicate.
    """
    for_debt = sum_by_replicate(select_blacklists(last_month(dataset, "listed_for_debt")))
    return safe_ratio(
        sum_by_replicate(select_blacklists(last_month(dataset, "listed_by_debt")).sel(debt=debt)), for_debt
    )


@annotate_measure("Share of debt records filed", SHARE_UNIT)
def filed_share_of_debt(dataset: xr.Dataset, debt: str) -> xr.DataArray:
    """Return the share of debt records filed over the run that truly report one kind of debt.

    NaN where no debt record was filed, or where the result does not hold the states of kinds.

    Args:
        dataset: a result.
        debt: a label of `fields.DEBTS`; *in error* is every debt record that truly reports neither of the other two.

    Returns:
        scenario, replicate.
    """
    filed = dataset["recorded"].sum("month")
    if "kind_state" not in dataset.coords:
        return sum_by_replicate(filed) * np.nan
    states = dataset["kind_state"].values
    debts = sum_by_replicate(filed.isel(kind=np.flatnonzero(np.isin(states, list(DEBT_STATES.values())))))
    wanted = [DEBT_STATES[d] for d in (OWED_DEBTS if debt == "in error" else (debt,))]
    true = sum_by_replicate(filed.isel(kind=np.flatnonzero(np.isin(states, wanted))).sel(origin="true"))
    return safe_ratio(debts - true if debt == "in error" else true, debts)
