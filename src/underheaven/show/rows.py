"""The same tables for a machine: flat rows of plain values, null where a number is not defined."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure.interval import Interval
from underheaven.show import views

if TYPE_CHECKING:
    import xarray as xr


def rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for every measure and world, then one for every published count; all have the same keys."""
    measured = [
        {
            "section": line.section, "name": line.name, "title": line.title, "unit": line.unit, "world": cell.world,
            **_numbers("", cell.level), **_numbers("difference", cell.difference), "real": cell.real,
            "published": None, "as_of": None, "note": cell.level.note,
        }
        for line in views.comparison(dataset)
        for cell in line.cells
    ]  # fmt: skip
    printed = [
        {
            "section": "Published counts", "name": row.measure, "title": row.quantity, "unit": row.unit,
            "world": world, **_numbers("", row.simulated or views.UNDEFINED),
            **_numbers("difference", views.UNDEFINED), "real": None, "published": row.published,
            "as_of": row.as_of, "note": row.note,
        }
        for world, beside in views.published(dataset)
        for row in beside
    ]  # fmt: skip
    ranged = [
        {
            "section": "Unable and unwilling", "name": f"range_over_assumptions:{r['debt']}",
            "title": f"Of those listed, {r['debt']}, over the assumptions", "unit": "share", "world": r["world"],
            "mean": None, "low": r["low"], "high": r["high"], **_numbers("difference", views.UNDEFINED), "real": None,
            "published": None, "as_of": None,
            "note": f"lowest with {_end(r['lowest'])}, highest with {_end(r['highest'])}",
        }
        for r in views.split_ranges(dataset)
    ]  # fmt: skip
    return measured + ranged + printed


def _end(variant: dict[str, Any]) -> str:
    return f"{variant['path']} = {variant['value']:g}" if variant["path"] else "the documents as they stand"


def _numbers(name: str, interval: Interval) -> dict[str, float | None]:
    keys = (name, f"{name}_low", f"{name}_high") if name else ("mean", "low", "high")
    values = (interval.mean, interval.low, interval.high)
    return {key: value if isfinite(value) else None for key, value in zip(keys, values, strict=True)}
