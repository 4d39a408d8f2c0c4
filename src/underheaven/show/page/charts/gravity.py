"""Picture: what one record of each kind of conduct costs, the gravest kind first."""

from __future__ import annotations

from typing import Any

from underheaven.measure.proportion import NOTE, costs_by_kind
from underheaven.show.page.charts.bars import Bar, bars, extent_of
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, figure, table

NAME, HEADING = "gravity", "What one record costs, the gravest conduct first"


def rows(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows kind, gravity and found (an Interval), in months of income a record, the gravest first.

    Kinds that are on record in every replicate, good ones left out.
    """
    costs = costs_by_kind(scene.dataset).sel(world=world)
    found = [
        {"kind": str(kind), "gravity": float(costs["gravity"].sel(kind=kind)),
         "found": scene.over_replicates(costs.sel(kind=kind).expand_dims(world=[world]), world)}
        for kind in costs["kind"].values
        if bool(costs.sel(kind=kind).notnull().all())
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row["gravity"], row["kind"]))


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world) if "kind_gravity" in scene.dataset.coords else []
    if len(found) < 2 or not any(row["found"].mean > 0 for row in found):
        return LeftOut(NAME, HEADING, "Fewer than two kinds of conduct are on record, or no record costs anything.")
    alt = "Bars, the gravest first. " + "; ".join(f"{r['kind']} {figure(r['found'].mean)}" for r in found) + "."
    text = (
        "Months of income that one record costs on average over the run, of every origin. If punishment followed "
        "gravity, each bar would be no longer than the one above it. Lines across the bars: 95 % over replicates."
    )
    body = [(r["kind"], figure(r["gravity"]), *cells(r["found"])) for r in found]
    heads = ("kind of conduct", "gravity, months of income", "one record costs", "95 % interval")
    behind = table("Gravity, and what one record costs in months of income", heads, body)
    drawn = [Bar(r["kind"], r["found"]) for r in found]
    labels = [bar.label for bar in drawn]
    panel = Panel("", alt, lambda size: bars(drawn, size, extent_of(labels, size)))
    return Picture(NAME, HEADING, text, (panel,), (behind,), (f"Gravity is ordinal and the society's own. {NOTE}",))
