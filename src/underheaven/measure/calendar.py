"""The calendar month of each month of a result, by scenario, and the months before a regime takes effect.

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
    """Return consecutive months from an ISO month on.

    Args:
        first: ISO month, such as 2013-10.
        count: number of months, 0 or more.
    """
    start = _month_number(first)
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, start + count)]


def _month_number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:]) - 1


def has_relative_months(dataset: xr.Dataset) -> bool:
    """Return whether the months of a result are counted from each regime's own first month."""
    return _month_number(str(dataset["month"].values[0])) < _month_number(FIRST_CALENDAR_MONTH)


def scenario_months(dataset: xr.Dataset, scenario: str) -> list[str]:
    """Return the calendar months of a scenario, or those of the result where it has none of its own.

    Args:
        dataset: a result.
        scenario: name of the scenario.

    Returns:
        ISO months, one for each month of the result.
    """
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
    """Return the number of months of the run before the first of the result, where a result was cut."""
    shown = str(dataset["month"].values[0])
    began = FIRST_COUNTED_MONTH if has_relative_months(dataset) else _first_month(dataset, scenario) or shown
    return max(_month_number(shown) - _month_number(began), 0)


def with_own_calendar(dataset: xr.Dataset, scenario: str) -> xr.Dataset:
    """Return the result with the calendar months of one of its scenarios.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    return dataset.assign_coords(month=scenario_months(dataset, scenario)) if has_relative_months(dataset) else dataset


def months_waited(dataset: xr.Dataset, scenario: str) -> int:
    """Return the number of months of the result before the regime of a scenario takes effect.

    Args:
        dataset: a result.
        scenario: name of the scenario.

    Returns:
        From 0 to the number of months, which means never.
    """
    waits = int(json.loads(str(dataset.attrs.get(WAITING_MONTHS, "{}"))).get(scenario, 0))
    return min(max(waits - months_skipped(dataset, scenario), 0), int(dataset.sizes["month"]))


def regime_has_begun(dataset: xr.Dataset, scenario: str) -> bool:
    """Return whether the regime of a scenario takes effect within the months of the result.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    return months_waited(dataset, scenario) < int(dataset.sizes["month"])


def amendment_months(dataset: xr.Dataset, scenario: str) -> list[str]:
    """Return the calendar months in which the regime of a scenario is amended after the first month observed.

    Args:
        dataset: a result.
        scenario: name of the scenario.

    Returns:
        ISO months. A result that was cut holds only those after its first month and up to its last.
    """
    months, skipped = scenario_months(dataset, scenario), months_skipped(dataset, scenario)
    changes = (int(m) - skipped for m in json.loads(str(dataset.attrs.get(AMENDMENT_MONTHS, "{}"))).get(scenario, []))
    return [months[m] for m in changes if 0 < m < len(months)]
