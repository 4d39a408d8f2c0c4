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

if TYPE_CHECKING:
    import xarray as xr

STATE_OF_DEBT = dict(zip(DEBTS, ("owes, unable", "owes, unwilling", "judged in error"), strict=True))
"""Why a debt is not paid, and the state of livelihood that a kind of conduct arises from then."""


def wrongful_records(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run that the person did not earn, for 100,000 persons."""
    return PER * ratio(both(dataset["recorded"].sel(origin=list(WRONGFUL))), mean_persons(dataset))


def false_discovery_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of records filed over the run that are wrongful."""
    return ratio(both(dataset["recorded"].sel(origin=list(WRONGFUL))), both(dataset["recorded"]))


def records_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives records filed over the run (world, replicate, origin), for 100,000 persons."""
    return PER * ratio(dataset["recorded"].sum(["month", "kind"]), mean_persons(dataset))


def listings_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives entries on blacklists over the run (world, replicate, origin), for 100,000 persons."""
    return PER * ratio(of_blacklists(dataset["entries"]).sum(["month", "list"]), mean_persons(dataset))


def wrongly_listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on blacklists in the last month with no true record behind it, for 100,000 persons."""
    return stock(of_blacklists(last(dataset, "listed_by_origin")).sel(origin=list(WRONGFUL)), dataset)


def wrongly_listed_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those on blacklists in the last month with no true record behind it."""
    listed = of_blacklists(last(dataset, "listed_by_origin"))
    return ratio(both(listed.sel(origin=list(WRONGFUL))), both(listed))


def ever_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places that were ever wrongly on a blacklist, for 100,000 persons."""
    return flow(dataset, "first_wrongly_listed")


def months_wrongly_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months on blacklists with no true record behind them, mean over persons."""
    return person_mean(dataset, "months_wrongly_listed")


def months_until_off(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months that an entry on a blacklist with no true record behind it stands, mean over such entries.

    Months listed over entries; who is still listed at the end counts with the months so far. NaN with no entry.
    """
    stands = of_blacklists(dataset["listed_by_origin"]).sel(origin=list(WRONGFUL))
    return ratio(both(stands), both(of_blacklists(dataset["entries"]).sel(origin=list(WRONGFUL))))


def months_until_off_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months that an entry on a blacklist stands (world, replicate, origin), as ``months_until_off`` does."""
    stands = of_blacklists(dataset["listed_by_origin"]).sum(["month", "list"])
    return ratio(stands, of_blacklists(dataset["entries"]).sum(["month", "list"]))


def months_until_gone_by_origin(dataset: xr.Dataset) -> xr.DataArray:
    """Gives months that a record stands (world, replicate, origin), mean over records; NaN where none was filed."""
    return ratio(dataset["live_records"].sum("month"), dataset["recorded"].sum(["month", "kind"]))


def set_right_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of wrongful records gone that a correction or an appeal removed."""
    gone = dataset["removals"].sel(origin=list(WRONGFUL))
    return ratio(both(gone.sel(removal=["corrected", "appealed"])), both(gone))


def listed_unable(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed whose listing rests on a judgment that they cannot pay."""
    return listed_share_of_state(dataset, STATE_OF_DEBT["unable"])


def listed_unwilling(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed whose listing rests on a judgment that they could pay and do not."""
    return listed_share_of_state(dataset, STATE_OF_DEBT["unwilling"])


def listed_in_error(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the share of those listed whose listing rests on a judgment against somebody who owes nothing."""
    return listed_share_of_state(dataset, STATE_OF_DEBT["in error"])


def listed_share_of_state(dataset: xr.Dataset, state: str) -> xr.DataArray:
    """Gives the share of those on blacklists in the last month with a live record of a kind arising from a state.

    state: a label of the coordinate kind_state. A person with records of two kinds counts in both, so that
    shares of different states can add up to more than 1. NaN where the kinds' states were not recorded.
    """
    listed = both(of_blacklists(last(dataset, "listed")))
    if "kind_state" not in dataset.coords:
        return (listed * np.nan).rename("listed_by_kind")
    of_state = np.flatnonzero(dataset["kind_state"].values == state)
    return ratio(both(of_blacklists(last(dataset, "listed_by_kind")).isel(kind=of_state)), listed)


def filed_share_of_state(dataset: xr.Dataset, state: str) -> xr.DataArray:
    """Gives the share of the records of debts filed over the run that are of a kind arising from a state.

    state: a value of ``STATE_OF_DEBT``. NaN where none was filed, or the kinds' states were not recorded.
    """
    filed = dataset["recorded"].sum(["month", "origin"])
    if "kind_state" not in dataset.coords:
        return (filed.sum("kind") * np.nan).rename("recorded")
    states = dataset["kind_state"].values
    debts = filed.isel(kind=np.flatnonzero(np.isin(states, list(STATE_OF_DEBT.values()))))
    return ratio(both(filed.isel(kind=np.flatnonzero(states == state))), both(debts))
