"""The calendar month of each month of a result, by scenario, and the months without a regime.

Each scenario can be observed from the first month of its own regime. The months of the result are then counted as years
and months since that month: 0001-01 is the first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

FIRST_MONTHS = "first_months"
"""Attribute with the calendar month of the first month, by scenario as JSON; empty where it is unknown."""
WAITING_MONTHS = "waits"
"""Attribute with the number of months before the regime takes effect, by scenario as JSON."""
AMENDMENT_MONTHS = "amended"
"""Attribute with the months, from 0, in which the regime is amended, by scenario as JSON."""
FIRST_COUNTED_MONTH = "0001-01"
"""The first month where months are counted from each regime's own."""
FIRST_CALENDAR_MONTH = "1000-01"
"""Months from here on are calendar months, and earlier ones are counted."""


def months_from(first: str, count: int) -> list[str]:
    """Return so many months from an ISO month on."""
    start = _month_number(first)
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, start + count)]


def _month_number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:]) - 1


def has_relative_months(dataset: xr.Dataset) -> bool:
    """Return whether months are counted from each regime's own first month."""
    return _month_number(str(dataset["month"].values[0])) < _month_number(FIRST_CALENDAR_MONTH)


def scenario_months(dataset: xr.Dataset, scenario: str) -> list[str]:
    """Return the calendar months of a scenario; the months of the result where it has none of its own."""
    months = [str(month) for month in dataset["month"].values]
    first = _first_month(dataset, scenario)
    if not first or not has_relative_months(dataset):
        return months
    skipped = months_skipped(dataset, scenario)
    return months_from(first, skipped + len(months))[skipped:]


def _first_month(dataset: xr.Dataset, scenario: str) -> str:
    """Return the calendar month in which the observation of a scenario began, or an empty text."""
    return str(json.loads(str(dataset.attrs.get(FIRST_MONTHS, "{}"))).get(scenario, ""))


def months_skipped(dataset: xr.Dataset, scenario: str) -> int:
    """Return how many months of the run lie before the first one of the result, where it was cut."""
    shown = str(dataset["month"].values[0])
    began = FIRST_COUNTED_MONTH if has_relative_months(dataset) else _first_month(dataset, scenario) or shown
    return max(_month_number(shown) - _month_number(began), 0)


def with_own_calendar(dataset: xr.Dataset, scenario: str) -> xr.Dataset:
    """Return the result with the calendar months of one of its scenarios."""
    return dataset.assign_coords(month=scenario_months(dataset, scenario)) if has_relative_months(dataset) else dataset


def months_waited(dataset: xr.Dataset, scenario: str) -> int:
    """Return how many of the months pass before the regime of a scenario takes effect; all where it never does."""
    waits = int(json.loads(str(dataset.attrs.get(WAITING_MONTHS, "{}"))).get(scenario, 0))
    return min(max(waits - months_skipped(dataset, scenario), 0), int(dataset.sizes["month"]))


def regime_has_begun(dataset: xr.Dataset, scenario: str) -> bool:
    """Return whether the regime of a scenario takes effect within the months of the result."""
    return months_waited(dataset, scenario) < int(dataset.sizes["month"])


def amendment_months(dataset: xr.Dataset, scenario: str) -> list[str]:
    """Return the calendar months in which the regime of a scenario is amended after the first month observed.

    A result that was cut to fewer months says nothing of later ones, nor of those until its first.
    """
    months, skipped = scenario_months(dataset, scenario), months_skipped(dataset, scenario)
    changes = (int(m) - skipped for m in json.loads(str(dataset.attrs.get(AMENDMENT_MONTHS, "{}"))).get(scenario, []))
    return [months[m] for m in changes if 0 < m < len(months)]
