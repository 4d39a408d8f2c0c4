"""The same tables for a machine: flat rows of plain values, null where a number is not defined."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure.interval import Interval
from underheaven.show import ranges, views

if TYPE_CHECKING:
    import xarray as xr

OF = {"listed": "Of those listed for a debt", "filed": "Of the records of debts filed"}


def rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for every measure and world, then one for every published count; all have the same keys."""
    lines = views.comparison(dataset)
    measured: list[dict[str, Any]] = [
        {
            "section": line.section, "name": line.name, "title": line.title, "unit": line.unit, "world": cell.world,
            **numbers("", cell.level), **numbers("difference", cell.difference), "real": cell.real,
            "published": None, "as_of": None, "note": cell.level.note,
        }
        for line in lines
        for cell in line.cells
    ]  # fmt: skip
    printed = [
        {
            "section": "Published counts", "name": row.measure, "title": row.quantity, "unit": row.unit,
            "world": world, **numbers("", row.simulated or views.UNDEFINED),
            **numbers("difference", views.UNDEFINED), "real": None, "published": row.published,
            "as_of": row.as_of, "note": row.note,
        }
        for world, beside in views.published(dataset)
        for row in beside
    ]  # fmt: skip
    ranged = [
        {
            "section": ranges.SECTION, "name": f"range_over_assumptions:{row['of']}:{row['debt']}",
            "title": f"{OF[row['of']]}, {ranges.WHO[row['debt']]}, over the assumptions", "unit": "share",
            "world": row["world"], "mean": None, "low": row["low"], "high": row["high"],
            **numbers("difference", views.UNDEFINED), "real": None, "published": None, "as_of": None,
            "note": f"lowest with {ranges.end(row, 'lowest')}; highest with {ranges.end(row, 'highest')}; "
            f"{row['assumptions']} assumptions one at a time among {row['persons']} persons, whose "
            f"noise the ends carry; there the documents as they stand give {_stated(row)}",
        }
        for row in ranges.ranges_of(dataset)
    ]  # fmt: skip
    unranged = not ranged and ranges.has_split(lines)
    for row in measured if unranged else []:
        if row["section"] == ranges.SECTION and row["mean"] is not None:
            row["note"] = " ".join(filter(None, (row["note"], "without its range over the assumptions")))
    return ranged + measured + printed


def _stated(row: dict[str, Any]) -> str:
    return "no share" if row["stated"] is None else f"{row['stated']:.3g}"


def numbers(name: str, interval: Interval) -> dict[str, float | None]:
    """Gives mean and ends of an interval under a name; null where one is not defined."""
    keys = (name, f"{name}_low", f"{name}_high") if name else ("mean", "low", "high")
    values = (interval.mean, interval.low, interval.high)
    return {key: value if isfinite(value) else None for key, value in zip(keys, values, strict=True)}
