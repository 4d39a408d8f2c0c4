"""The same tables for a machine: flat rows of plain values, null where a number is not defined."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.arithmetic import usual
from underheaven.given import checked
from underheaven.given import dataset as given_dataset
from underheaven.measure.interval import Interval
from underheaven.measure.kept import Column, kept_of
from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.show import constants, ranges, unable, views
from underheaven.show.unshipped import sentence

if TYPE_CHECKING:
    import xarray as xr

RANGED = {
    **{name: ("listed", debt) for debt, name in unable.SPLIT.items()},
    **{f"filed_share_of_debt:{debt}": ("filed", debt) for debt in ranges.WHO},
}
"""Shares of debts that have a row of their own: what they are of, and the debt."""

ENDS = (
    "assumptions_low", "assumptions_high", "difference_assumptions_low", "difference_assumptions_high", "luck_low",
    "luck_high", "assumptions_median", "difference_assumptions_median",
)  # fmt: skip
NOT_ASSUMED: dict[str, Any] = dict.fromkeys((*ENDS, "moved_by", "sign"))
NAN = float("nan")

OF = {"listed": "Of those listed for a debt", "filed": "Of the records of debts filed"}


@checked(dataset=given_dataset)
@usual
def rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for every measure and world, then one for every published count; all have the same keys."""
    lines = views.comparison(dataset)
    measured: list[dict[str, Any]] = [
        {
            "section": line.section, "name": line.name, "title": line.title, "unit": line.unit, "world": cell.world,
            **numbers("", cell.level), **numbers("difference", cell.difference), "real": cell.real,
            "published": None, "as_of": None, "events": cell.level.events, "note": cell.level.note,
            **assumed(dataset, cell.world, line.name),
        }
        for line in lines
        for cell in line.cells
    ]  # fmt: skip
    printed = [
        {
            "section": "Published counts", "name": row.measure, "title": row.quantity, "unit": row.unit,
            "world": world, **numbers("", row.simulated or views.UNDEFINED),
            **numbers("difference", views.UNDEFINED), "real": None, "published": row.published,
            "as_of": row.as_of, "events": None, "note": row.note, **NOT_ASSUMED,
        }
        for world, beside in views.published(dataset)
        for row in beside
    ]  # fmt: skip
    ranged = [_ranged(dataset, column) for column in ranges.over_assumptions(dataset) if column[1] in RANGED]
    unranged = not ranged and unable.has_split(lines)
    for row in measured if unranged else []:
        if row["section"] == unable.SECTION and row["mean"] is not None:
            row["note"] = " ".join(filter(None, (row["note"], "without its parameter range")))
    mark = sentence(dataset) or None
    return [row | {"mark": mark} for row in ranged + measured + _constants(dataset) + printed]


def _constants(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives rows of what the documents alone say of a month of each standing; none has an interval."""
    rows_ = []
    for world, one in constants.of_result(dataset):
        low, high = one.outside
        named = (
            (f"price_of_a_month:{one.name}", f"Expected price of a month: {one.name}", "months of income", one.price),
            (f"least_outside:{one.name}", f"Share {constants.ELSEWHERE}, at least: {one.name}", "share", low),
            (f"most_outside:{one.name}", f"Share {constants.ELSEWHERE}, at most: {one.name}", "share", high),
        )
        rows_ += [
            {
                "section": "Properties of the documents", "name": name, "title": title, "unit": unit, "world": world,
                "mean": or_none(value), "low": None, "high": None, **numbers("difference", views.UNDEFINED),
                "real": None, "published": None, "as_of": one.since, "events": None, "note": constants.PROPERTY,
                **NOT_ASSUMED,
            }
            for name, title, unit, value in named
        ]  # fmt: skip
    return rows_


def assumed(dataset: xr.Dataset, world: str, name: str) -> dict[str, Any]:
    """Return what a row says of a measure over the parameter samples; all of it None where that was not run."""
    every = ranges.over_assumptions(dataset)
    step = every.get((world, name, DIFFERENCE))
    spans = [ranges.range_of(dataset, world, name, of) or (NAN, NAN) for of in (LEVEL, DIFFERENCE)]
    medians = [ranges.median_of(dataset, world, name, of) for of in (LEVEL, DIFFERENCE)]
    row = every.get((world, name, LEVEL)) or step
    if row is None:
        return NOT_ASSUMED
    ends = dict(zip(ENDS, (*spans[0], *spans[1], row.luck_low, row.luck_high, *medians), strict=True))
    return {
        **{key: or_none(value) for key, value in ends.items()},
        "moved_by": "; ".join(m.number.path for m in row.movers) or None,
        "sign": "turns" if step is not None and step.flips else None,
    }  # fmt: skip


def _ranged(dataset: xr.Dataset, column: Column) -> dict[str, Any]:
    """Gives the row of the parameter range of a share of debts; what it is of stands in its name."""
    world, name, _ = column
    of, debt = RANGED[name]
    low, high = ranges.range_of(dataset, world, name) or (None, None)
    row, kept = ranges.over_assumptions(dataset)[column], kept_of(dataset.attrs)
    return {
        "section": unable.SECTION, "name": f"range_over_assumptions:{of}:{debt}",
        "title": f"{OF[of]}, {ranges.WHO[debt]}, parameter range", "unit": "share", "world": world, "mean": None,
        "low": low, "high": high, **numbers("difference", views.UNDEFINED), "real": None, "published": None,
        "as_of": None, "events": None,
        "note": f"central 90 % of {ranges.tried(kept) if kept else 'the samples'}; {ranges.moved_by(row, 'share')}",
        **assumed(dataset, world, name),
    }  # fmt: skip


def numbers(name: str, interval: Interval) -> dict[str, float | None]:
    """Gives mean and ends of an interval under a name; null where one is not defined."""
    keys = (name, f"{name}_low", f"{name}_high") if name else ("mean", "low", "high")
    values = (interval.mean, interval.low, interval.high)
    return {key: or_none(value) for key, value in zip(keys, values, strict=True)}


def or_none(value: float) -> float | None:
    """Gives a number, or None where it is not defined."""
    return value if isfinite(value) else None
