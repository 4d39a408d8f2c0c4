"""Counts month by month, in synthetic persons: what published figures and pictures stand beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from underheaven.errors import RequestError
from underheaven.labels import SERIES, SERIES_OF
from underheaven.measure.counts import monthly, of_blacklists, ratio
from underheaven.measure.livelihood import OWED
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr


@measured("On blacklists", "synthetic persons")
def listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Gives persons on any blacklist (world, replicate, month); who is on two counts once."""
    return monthly(dataset["blacklisted"])


@measured("Entries on blacklists since the first month", "entries")
def cumulative_entries(dataset: xr.Dataset) -> xr.DataArray:
    """Gives entries on blacklists since the first month (world, replicate, month)."""
    return monthly(of_blacklists(dataset["entries"])).cumsum("month")


@measured("Ever on a blacklist since the first month", "synthetic persons")
def ever_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives places ever on a blacklist since the first month (world, replicate, month)."""
    return monthly(dataset["first_listed"]).cumsum("month")


@measured("Judgments performed since the first month", "judgments")
def cumulative_performed(dataset: xr.Dataset) -> xr.DataArray:
    """Gives judgments performed by debtors who owed since the first month (world, replicate, month)."""
    return monthly(dataset["performed"].sel(debt=OWED)).cumsum("month")


@measured("Attempts denied since the first month", "attempts")
def cumulative_denied(dataset: xr.Dataset, habit: str) -> xr.DataArray:
    """Gives attempts at one habit denied since the first month (world, replicate, month)."""
    known = [str(label) for label in dataset["denial"].values]
    if habit not in known:
        raise _unknown("habit", habit, known)
    return monthly(dataset["denied"].sel(denial=habit)).cumsum("month")


@measured("True records gone since the first month", "records")
def cumulative_removed(dataset: xr.Dataset, way: str) -> xr.DataArray:
    """Gives true records gone by one way out since the first month, such as performed (world, replicate, month)."""
    known = [str(label) for label in dataset["removal"].values]
    if way not in known:
        raise _unknown("way out", way, known)
    return monthly(dataset["removals"].sel(removal=way, origin="true")).cumsum("month")


@measured("Of those on blacklists, of a category", SHARE)
def share_of_listed(dataset: xr.Dataset, category: str) -> xr.DataArray:
    """Gives the share of those on blacklists who are of a category, such as men (world, replicate, month).

    category: one part of the group labels, which are categories joined by commas. NaN while nobody is listed.
    """
    groups = [str(label).split(", ") for label in dataset["group"].values]
    members = np.array([category in parts for parts in groups], bool)
    if not members.any():
        raise _unknown("category", category, list(dict.fromkeys(part for parts in groups for part in parts)))
    listed = of_blacklists(dataset["listed"])
    return ratio(monthly(listed.isel(group=np.flatnonzero(members))), monthly(listed))


PLAIN: dict[str, Callable[[xr.Dataset], xr.DataArray]] = {
    "listed_now": listed_now,
    "cumulative_entries": cumulative_entries,
    "ever_listed": ever_listed,
    "cumulative_performed": cumulative_performed,
}
OF_LABEL: dict[str, Callable[[xr.Dataset, str], xr.DataArray]] = {
    "cumulative_denied": cumulative_denied,
    "cumulative_removed": cumulative_removed,
    "share_of_listed": share_of_listed,
}
SHARES = frozenset({"share_of_listed"})
"""Series that are shares, which no number of persons scales."""

NAMES = (*SERIES, *(f"{name}:{label}" for name, label in SERIES_OF.items()))


def series(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Gives the series of a name such as ``listed_now`` or ``cumulative_denied:flights``.

    Errors: RequestError where there is no series or no label of that name.
    """
    family, colon, label = name.partition(":")
    if not colon and family in PLAIN:
        return PLAIN[family](dataset)
    if colon and family in OF_LABEL:
        return OF_LABEL[family](dataset, label.strip())
    raise _unknown("measure", name, list(NAMES))


def _unknown(what: str, name: str, known: list[str]) -> RequestError:
    return RequestError(f"{what} {name!r}: the result has no series of it. Write one of: {', '.join(known) or 'none'}.")
