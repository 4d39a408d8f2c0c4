"""Error: records and listings that are wrong, by origin, and who stands on a court's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields import DEBTS
from underheaven.measure.counts import (
    PER,
    WRONGFUL,
    both,
    flow,
    last,
    mean_persons,
    of_blacklists,
    person_mean,
    ratio,
    stock,
)  # fmt: skip
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr

STATE_OF_DEBT = dict(zip(DEBTS, ("owes, unable", "owes, unwilling", "judged in error"), strict=True))
"""Why a debt is not paid, and the state of livelihood that a kind of conduct arises from then."""

OWED = ("unable", "unwilling")
JUDGED = STATE_OF_DEBT["in error"]
SET_RIGHT = ("corrected", "appealed")
"""Ways out that set a wrongful record right."""


@measured("Wrongful records filed", "records per 100,000")
def wrongful_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run that the person did not earn, for 100,000 persons."""
    return PER * ratio(both(dataset["recorded"].sel(origin=list(WRONGFUL))), mean_persons(dataset))


@measured("Share of records that are wrongful", SHARE)
def false_discovery_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of records filed over the run that are wrongful."""
    return ratio(both(dataset["recorded"].sel(origin=list(WRONGFUL))), both(dataset["recorded"]))


@measured("Records filed, by origin", "records per 100,000")
def records_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run (world, replicate, origin), for 100,000 persons."""
    return PER * ratio(dataset["recorded"].sum(["month", "kind"]), mean_persons(dataset))


@measured("Entries on blacklists, by origin", "entries per 100,000")
def listings_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives entries on blacklists over the run (world, replicate, origin), for 100,000 persons."""
    return PER * ratio(of_blacklists(dataset["entries"]).sum(["month", "list"]), mean_persons(dataset))


@measured("Wrongly on a blacklist now")
def wrongly_listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on blacklists in the last month with no true record behind any of them, for 100,000 persons."""
    return stock(last(dataset, "wrongly_blacklisted"), dataset)


@measured("Share of the listed who are listed wrongly", SHARE)
def wrongly_listed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those on blacklists in the last month with no true record behind any of them."""
    return ratio(both(last(dataset, "wrongly_blacklisted")), both(last(dataset, "blacklisted")))


@measured("Ever wrongly on a blacklist")
def ever_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places that were ever wrongly on a blacklist, for 100,000 persons."""
    return flow(dataset, "first_wrongly_listed")


@measured("Months wrongly on a blacklist", "months a person")
def months_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on blacklists with no true record behind them, mean over persons."""
    return person_mean(dataset, "months_wrongly_listed")


@measured("Months of wrongful entries on blacklists", "months a person")
def wrongful_list_months(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months that entries on blacklists with no true record behind them stand, mean over persons.

    Who stands wrongly on two counts twice, and being rightly on another one hides no wrongful entry.
    """
    stands = of_blacklists(dataset["listed_by_origin"]).sel(origin=list(WRONGFUL))
    return ratio(both(stands), mean_persons(dataset))


@measured("Months on file so far, by origin", "months a record")
def months_on_file_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months that a record has stood so far (world, replicate, origin), mean over records filed.

    Records that still stand when the run is over would stand longer. NaN where none was filed.
    """
    return ratio(dataset["live_records"].sum("month"), dataset["recorded"].sum(["month", "kind"]))


ERRORS = ("invented", "judged", *WRONGFUL[1:])
"""Errors that make a record wrongful: no act and no judgment, a judgment in error, and the other origins."""


@measured("Wrongful records, by error", "records")
def wrongful_by_error(dataset: xr.Dataset) -> xr.DataArray:
    """Counts wrongful records filed over the run, by the error that made them (world, replicate, error).

    A judgment against somebody who owes nothing is the court's error; the record of it is filed as it should be.
    """
    import xarray

    filed = dataset["recorded"].sum("month")
    judged = (dataset["kind_state"] == JUDGED).values
    false = filed.sel(origin=WRONGFUL[0])
    parts = [false.isel(kind=~judged).sum("kind"), false.isel(kind=judged).sum("kind")]
    parts += [filed.sel(origin=origin).sum("kind") for origin in WRONGFUL[1:]]
    names = [part.drop_vars("origin", errors="ignore") for part in parts]
    return xarray.concat(names, xarray.DataArray(list(ERRORS), dims="error", name="error")).transpose(
        "world", "replicate", "error"
    )


@measured("Share of ended wrongful records that were set right", SHARE)
def set_right_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of wrongful records gone that a correction or an appeal removed."""
    gone = dataset["removals"].sel(origin=list(WRONGFUL))
    return ratio(both(gone.sel(removal=list(SET_RIGHT))), both(gone))


@measured("Of those listed for a debt, unable to pay", SHARE)
def listed_unable(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed for a debt whose listing rests on a true record that they cannot pay.

    Of blacklists in the last month, by the debt's state when it was recorded. Who has a true record of both kinds
    counts as unable and as unwilling. NaN where no listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "unable")


@measured("Of those listed for a debt, unwilling", SHARE)
def listed_unwilling(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed for a debt whose listing rests on a true record that they will not pay.

    Of blacklists in the last month, by the debt's state when it was recorded. Who has a true record of both kinds
    counts as unable and as unwilling. NaN where no listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "unwilling")


@measured("Of those listed for a debt, owing nothing", SHARE)
def listed_in_error(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed for a debt with no true record of one: judged in error, invented, mistaken.

    Of blacklists in the last month. NaN where no listing rests on a record of a judgment debt.
    """
    return listed_share_of_debt(dataset, "in error")


@measured("Of those listed for a debt", SHARE)
def listed_share_of_debt(dataset: xr.Dataset, debt: str) -> xr.DataArray:
    """Gives the share of those on blacklists for a debt in the last month whose listing rests on one truly owed.

    debt: a label of ``DEBTS``; in error is everybody else. Unable and unwilling can add up to more than the rest
    leaves, for who has a true record of both. NaN where no listing rests on a record of a judgment debt.
    """
    for_debt = both(of_blacklists(last(dataset, "listed_for_debt")))
    return ratio(both(of_blacklists(last(dataset, "listed_by_debt")).sel(debt=debt)), for_debt)


@measured("Of the records of debts filed", SHARE)
def filed_share_of_debt(dataset: xr.Dataset, debt: str) -> xr.DataArray:
    """Gives the share of the records of debts filed over the run that truly say so; in error is all the others.

    debt: a label of ``DEBTS``. NaN where none was filed, or the kinds' states were not recorded.
    """
    filed = dataset["recorded"].sum("month")
    if "kind_state" not in dataset.coords:
        return both(filed) * np.nan
    states = dataset["kind_state"].values
    debts = both(filed.isel(kind=np.flatnonzero(np.isin(states, list(STATE_OF_DEBT.values())))))
    wanted = [STATE_OF_DEBT[d] for d in (OWED if debt == "in error" else (debt,))]
    true = both(filed.isel(kind=np.flatnonzero(np.isin(states, wanted))).sel(origin="true"))
    return ratio(debts - true if debt == "in error" else true, debts)
