"""Error: records and listings that are wrong, by origin, and who stands on a court's list."""

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
"""Why a debt is not paid, and the state of livelihood that a kind of conduct arises from then."""

OWED_DEBTS = ("unable", "unwilling")
WRONGLY_JUDGED = DEBT_STATES["in error"]
CORRECTING_REMOVALS = ("corrected", "appealed")
"""Ways out that set a wrongful record right."""


@annotate_measure("Wrongful records filed", "records per 100,000")
def wrongful_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run that the person did not earn, for 100,000 persons."""
    return PER_100K * safe_ratio(
        sum_by_replicate(dataset["recorded"].sel(origin=list(WRONGFUL_ORIGINS))), mean_persons(dataset)
    )


@annotate_measure("Share of records that are wrongful", SHARE_UNIT)
def false_discovery_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of records filed over the run that are wrongful."""
    return safe_ratio(
        sum_by_replicate(dataset["recorded"].sel(origin=list(WRONGFUL_ORIGINS))), sum_by_replicate(dataset["recorded"])
    )


@annotate_measure("Records filed, by origin", "records per 100,000")
def records_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run (scenario, replicate, origin), for 100,000 persons."""
    return PER_100K * safe_ratio(dataset["recorded"].sum(["month", "kind"]), mean_persons(dataset))


@annotate_measure("Entries on blacklists, by origin", "entries per 100,000")
def listings_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives entries on blacklists over the run (scenario, replicate, origin), for 100,000 persons."""
    return PER_100K * safe_ratio(select_blacklists(dataset["entries"]).sum(["month", "list"]), mean_persons(dataset))


@annotate_measure("Wrongly on a blacklist now")
def wrongly_listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on blacklists in the last month with no true record behind any of them, for 100,000 persons."""
    return stock_per_100k(last_month(dataset, "wrongly_blacklisted"), dataset)


@annotate_measure("Share of the listed who are listed wrongly", SHARE_UNIT)
def wrongly_listed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those on blacklists in the last month with no true record behind any of them."""
    return safe_ratio(
        sum_by_replicate(last_month(dataset, "wrongly_blacklisted")),
        sum_by_replicate(last_month(dataset, "blacklisted")),
    )


@annotate_measure("Ever wrongly on a blacklist")
def ever_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places that were ever wrongly on a blacklist, for 100,000 persons."""
    return flow_per_100k(dataset, "first_wrongly_listed")


@annotate_measure("Months wrongly on a blacklist", "months a person")
def months_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on blacklists with no true record behind them, mean over persons."""
    return person_mean(dataset, "months_wrongly_listed")


@annotate_measure("Months of wrongful entries on blacklists", "months a person")
def wrongful_list_months(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months that entries on blacklists with no true record behind them stand, mean over persons.

    Who stands wrongly on two counts twice, and being rightly on another one hides no wrongful entry.
    """
    stands = select_blacklists(dataset["listed_by_origin"]).sel(origin=list(WRONGFUL_ORIGINS))
    return safe_ratio(sum_by_replicate(stands), mean_persons(dataset))


@annotate_measure("Months on file so far, by origin", "months a record")
def months_on_file_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months that a record has stood so far (scenario, replicate, origin), mean over records filed.

    Records that still stand when the run is over would stand longer. NaN where none was filed.
    """
    return safe_ratio(dataset["live_records"].sum("month"), dataset["recorded"].sum(["month", "kind"]))


ERROR_KINDS = ("invented", "judged", *WRONGFUL_ORIGINS[1:])
"""Errors that make a record wrongful: no act and no judgment, a judgment in error, and the other origins."""


@annotate_measure("Wrongful records, by error", "records")
def wrongful_by_error(dataset: xr.Dataset) -> xr.DataArray:
    """Counts wrongful records filed over the run, by the error that made them (scenario, replicate, error).

    A judgment against somebody who owes nothing is the court's error; the record of it is filed as it should be.
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


@annotate_measure("Share of ended wrongful records that were set right", SHARE_UNIT)
def corrected_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of wrongful records gone that a correction or an appeal removed."""
    gone = dataset["removals"].sel(origin=list(WRONGFUL_ORIGINS))
    return safe_ratio(sum_by_replicate(gone.sel(removal=list(CORRECTING_REMOVALS))), sum_by_replicate(gone))


@annotate_measure("Of those listed for a debt, unable to pay", SHARE_UNIT)
def listed_unable(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed for a debt whose listing rests on a true record that they cannot pay.

    Of blacklists in the last month, by the debt's state when it was recorded. Who has a true record of both kinds
    counts as unable and as unwilling. NaN where no listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "unable")


@annotate_measure("Of those listed for a debt, unwilling", SHARE_UNIT)
def listed_unwilling(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed for a debt whose listing rests on a true record that they will not pay.

    Of blacklists in the last month, by the debt's state when it was recorded. Who has a true record of both kinds
    counts as unable and as unwilling. NaN where no listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "unwilling")


@annotate_measure("Of those listed for a debt, owing nothing", SHARE_UNIT)
def listed_in_error(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed for a debt with no true record of one: judged in error, invented, mistaken.

    Of blacklists in the last month. NaN where no listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "in error")


@annotate_measure("Of those listed for a debt", SHARE_UNIT)
def listed_share_of_debt(dataset: xr.Dataset, debt: str) -> xr.DataArray:
    """Gives the share of those on blacklists for a debt in the last month whose listing rests on one truly owed.

    debt: a label of ``DEBTS``; in error is everybody else. Unable and unwilling can add up to more than the rest
    leaves, for who has a true record of both. NaN where no listing rests on a record of a judgment debt.
    """
    for_debt = sum_by_replicate(select_blacklists(last_month(dataset, "listed_for_debt")))
    return safe_ratio(
        sum_by_replicate(select_blacklists(last_month(dataset, "listed_by_debt")).sel(debt=debt)), for_debt
    )


@annotate_measure("Of the records of debts filed", SHARE_UNIT)
def filed_share_of_debt(dataset: xr.Dataset, debt: str) -> xr.DataArray:
    """Gives the share of the records of debts filed over the run that truly say so; in error is all the others.

    debt: a label of ``DEBTS``. NaN where none was filed, or the kinds' states were not recorded.
    """
    filed = dataset["recorded"].sum("month")
    if "kind_state" not in dataset.coords:
        return sum_by_replicate(filed) * np.nan
    states = dataset["kind_state"].values
    debts = sum_by_replicate(filed.isel(kind=np.flatnonzero(np.isin(states, list(DEBT_STATES.values())))))
    wanted = [DEBT_STATES[d] for d in (OWED_DEBTS if debt == "in error" else (debt,))]
    true = sum_by_replicate(filed.isel(kind=np.flatnonzero(np.isin(states, wanted))).sel(origin="true"))
    return safe_ratio(debts - true if debt == "in error" else true, debts)
