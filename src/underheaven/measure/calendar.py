"""Which calendar month each month of a result is for each of its worlds, and which of them are without a regime.

Worlds can be observed each from the first month of its own regime. The months of the result are then counted, as years
and months since that month: 0001-01 is the first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

FIRST_MONTHS = "first_months"
"""The attribute that holds, by world and as JSON, the calendar month of the first month; empty where none is known."""
WAITS = "waits"
"""The attribute that holds, by world and as JSON, how many of the months pass before the regime takes effect."""
AMENDED = "amended"
"""The attribute that holds, by world and as JSON, the months from 0 in which the regime is amended."""
COUNTED = "0001-01"
"""The first month where months are counted from each regime's own."""


def months_from(first: str, count: int) -> list[str]:
    """Return so many months from an ISO month on."""
    start = 12 * int(first[:4]) + int(first[5:]) - 1
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, start + count)]


def is_counted(dataset: xr.Dataset) -> bool:
    """Return whether months are counted from each regime's own first month."""
    return str(dataset["month"].values[0]) == COUNTED


def months_of(dataset: xr.Dataset, world: str) -> list[str]:
    """Return the calendar months of a world; the months of the result where it has none of its own."""
    months = [str(month) for month in dataset["month"].values]
    first = json.loads(str(dataset.attrs.get(FIRST_MONTHS, "{}"))).get(world, "")
    return months_from(first, len(months)) if first and is_counted(dataset) else months


def in_own_calendar(dataset: xr.Dataset, world: str) -> xr.Dataset:
    """Return the result with the calendar months of one of its worlds."""
    return dataset.assign_coords(month=months_of(dataset, world)) if is_counted(dataset) else dataset


def months_waited(dataset: xr.Dataset, world: str) -> int:
    """Return how many of the months pass before the regime of a world takes effect; all where it never does."""
    waits = int(json.loads(str(dataset.attrs.get(WAITS, "{}"))).get(world, 0))
    return min(waits, int(dataset.sizes["month"]))


def has_begun(dataset: xr.Dataset, world: str) -> bool:
    """Return whether the regime of a world takes effect within the months of the result."""
    return months_waited(dataset, world) < int(dataset.sizes["month"])


def amended_in(dataset: xr.Dataset, world: str) -> list[str]:
    """Return the calendar months in which the regime of a world is amended after the first month observed.

    A result that was cut to fewer months says nothing of later ones.
    """
    months = months_of(dataset, world)
    changes = (int(m) for m in json.loads(str(dataset.attrs.get(AMENDED, "{}"))).get(world, []))
    return [months[m] for m in changes if m < len(months)]
