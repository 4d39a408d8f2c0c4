"""Picture: what one record of each kind of conduct costs, the gravest kind first."""

from __future__ import annotations

from math import isfinite
from typing import Any

from underheaven.measure.proportion import NOTE, costs_by_kind
from underheaven.show.page.charts.dots import Dot, dots
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, figure, table

NAME, HEADING = "gravity", "What one record costs, the gravest conduct first"
MOST = 10
"""Kinds that are drawn; all stand in the table behind."""


def rows(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows kind, gravity and found (an Interval), in months of income a record, the gravest first.

    Kinds that are on record in every replicate, good ones left out.
    """
    costs = costs_by_kind(scene.dataset).sel(world=world)
    found = [
        {"kind": str(kind), "gravity": float(costs["gravity"].sel(kind=kind)),
         "found": scene.over_replicates(costs.sel(kind=kind).expand_dims(world=[world]), world)}
        for kind in costs["kind"].values
        if bool(costs.sel(kind=kind).notnull().all()) and isfinite(costs["gravity"].sel(kind=kind))
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row["gravity"], row["kind"]))


def most(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gives the rows of the kinds of which a record costs most, in their order; all where they are few."""
    dearest = sorted(found, key=lambda row: -row["found"].mean)[:MOST]
    return [row for row in found if row in dearest]


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    if len(found) < 2 or not any(row["found"].mean > 0 for row in found):
        return LeftOut(NAME, HEADING, "Fewer than two kinds of conduct are recorded, or no record costs anything.")
    few = f" The {MOST} most costly of {len(found)} kinds; the table has all." if len(found) > MOST else ""
    text = (
        "Mean cost of one record over the run, in months of income, over records of every origin. If cost followed "
        f"gravity, no dot would lie to the right of one above it. Bars: Monte Carlo intervals (95 %).{few}"
    )
    body = [(r["kind"], figure(r["gravity"]), *cells(r["found"])) for r in found]
    heads = ("kind of conduct", "gravity, months of income", "one record costs", "Monte Carlo interval")
    behind = table("Gravity, and what one record costs in months of income", heads, body)
    drawn = [Dot(r["kind"], r["found"]) for r in most(found)]
    named = "; ".join(f"{dot.label} {figure(dot.found.mean)}" for dot in drawn)
    alt = f"Dots with intervals, the gravest kind first. {named}."
    panel = Panel("", alt, lambda size: dots(drawn, size))
    return Picture(
        NAME, HEADING, text, (panel,), (behind,), (f"Gravity is ordinal and assumed in the society's document. {NOTE}",)
    )
