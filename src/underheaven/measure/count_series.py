"""Counts month by month, in synthetic persons, for comparison with published figures and for charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from underheaven.errors import RequestError
from underheaven.labels import PLAIN_SERIES, SERIES_BY_LABEL
from underheaven.measure.families.livelihood import OWED_DEBTS
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import safe_ratio, select_blacklists, sum_by_month

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("On blacklists", "synthetic persons")
def listed_now(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons on any blacklist, each counted once.

    Returns:
        scenario, replicate, month.
    """
    return sum_by_month(dataset["blacklisted"])


@annotate_measure("Entries on blacklists since the first month", "entries")
def cumulative_entries(dataset: xr.Dataset) -> xr.DataArray:
    """Return entries on blacklists since the first month.

    Returns:
        scenario, replicate, month.
    """
    return sum_by_month(select_blacklists(dataset["entries"])).cumsum("month")


@annotate_measure("Ever on a blacklist since the first month", "synthetic persons")
def ever_listed(dataset: xr.Dataset) -> xr.DataArray:
    """Return slots ever on a blacklist since the first month.

    Returns:
        scenario, replicate, month.
    """
    return sum_by_month(dataset["first_listed"]).cumsum("month")


@annotate_measure("Judgments performed since the first month", "judgments")
def cumulative_performed(dataset: xr.Dataset) -> xr.DataArray:
    """Return judgments performed since the first month by debtors who owed the debt.

    Returns:
        scenario, replicate, month.
    """
    return sum_by_month(dataset["performed"].sel(debt=OWED_DEBTS)).cumsum("month")


@annotate_measure("Attempts denied since the first month", "attempts")
def cumulative_denied(dataset: xr.Dataset, habit: str) -> xr.DataArray:
    """Return attempts of one habit denied since the first month.

    Args:
        dataset: a result.
        habit: label of a habit, such as flights.

    Returns:
        scenario, replicate, month.

    Raises:
        RequestError: The result has no such habit.
    """
    known = [str(label) for label in dataset["denial"].values]
    if habit not in known:
        raise _unknown_series("habit", habit, known)
    return sum_by_month(dataset["denied"].sel(denial=habit)).cumsum("month")


@annotate_measure("True records ended since the first month", "records")
def cumulative_removed(dataset: xr.Dataset, way: str) -> xr.DataArray:
    """Return true records ended in one way, such as performed, since the first month.

    Args:
        dataset: a result.
        way: label of a removal reason.

    Returns:
        scenario, replicate, month.

    Raises:
        RequestError: The result has no such removal reason.
    """
    known = [str(label) for label in dataset["removal"].values]
    if way not in known:
        raise _unknown_series("way out", way, known)
    return sum_by_month(dataset["removals"].sel(removal=way, origin="true")).cumsum("month")


@annotate_measure("Share of the listed who belong to a category", SHARE_UNIT)
def share_of_listed(dataset: xr.Dataset, category: str) -> xr.DataArray:
    """Return the share of blacklist listings whose person is of a category, such as men.

    Lists are counted separately. NaN while nobody is listed.

    Args:
        dataset: a result.
        category: one part of the group labels, which are categories joined by commas.

    Returns:
        scenario, replicate, month.

    Raises:
        RequestError: The result has no such category.
    """
    groups = [str(label).split(", ") for label in dataset["group"].values]
    members = np.array([category in parts for parts in groups], bool)
    if not members.any():
        raise _unknown_series("category", category, list(dict.fromkeys(part for parts in groups for part in parts)))
    listed = select_blacklists(dataset["listed"])
    return safe_ratio(sum_by_month(listed.isel(group=np.flatnonzero(members))), sum_by_month(listed))


UNLABELLED_SERIES: dict[str, Callable[[xr.Dataset], xr.DataArray]] = {
    "listed_now": listed_now,
    "cumulative_entries": cumulative_entries,
    "ever_listed": ever_listed,
    "cumulative_performed": cumulative_performed,
}
LABELLED_SERIES: dict[str, Callable[[xr.Dataset, str], xr.DataArray]] = {
    "cumulative_denied": cumulative_denied,
    "cumulative_removed": cumulative_removed,
    "share_of_listed": share_of_listed,
}
SHARE_SERIES = frozenset({"share_of_listed"})
"""Series that are shares, which are not scaled to the real population."""

SERIES_NAMES = (*PLAIN_SERIES, *(f"{name}:{label}" for name, label in SERIES_BY_LABEL.items()))


def read_series(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return the series of a name such as `listed_now` or `cumulative_denied:flights`.

    Args:
        dataset: a result.
        name: a name of `SERIES_NAMES`, with a label after the colon where it has one.

    Returns:
        scenario, replicate, month.

    Raises:
        RequestError: There is no such series, or the result has no such label.
    """
    family, colon, label = name.partition(":")
    if not colon and family in UNLABELLED_SERIES:
        return UNLABELLED_SERIES[family](dataset)
    if colon and family in LABELLED_SERIES:
        return LABELLED_SERIES[family](dataset, label.strip())
    raise _unknown_series("measure", name, list(SERIES_NAMES))


def _unknown_series(what: str, name: str, known: list[str]) -> RequestError:
    return RequestError(f"{what} {name!r}: the result has no series of it. Write one of: {', '.join(known) or 'none'}.")
