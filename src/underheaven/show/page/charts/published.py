"""Picture 7: simulated counts beside published ones."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.measure.calendar import in_own_calendar, months_of
from underheaven.measure.published import Beside, counted_among
from underheaven.measure.series import SHARES, series
from underheaven.show import about, views
from underheaven.show.page.charts.lines import Row, monthly
from underheaven.show.page.charts.lists import bands
from underheaven.show.page.charts.theme import (
    COLOURS,
    INK,
    Size,
    Spec,
    chart,
    layer,
    month_number,
    month_x,
    nice,
    quantity,
)
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import Table, cells, figure, table
from underheaven.show.unshipped import unshipped
from underheaven.show.words import say

NAME, HEADING = "published", "Simulated and published counts"
NO_COUNTS = "Its document states no published counts."
WITHHELD = "A document did not ship with this package, so no published count is set beside its numbers."
IMAGINED = "The persons of its society represent no real place, so no published count applies."
DIAMOND = {
    "shape": "diamond",
    "filled": True,
    "fill": "white",
    "stroke": INK,
    "strokeWidth": 1.75,
    "size": 80,
    "opacity": 1,
}


def points(scene: Scene, world: str) -> list[Beside]:
    """Gives the published counts of a world's document, each with the simulated one of its month."""
    return next((rows for name, rows in views.published(scene.dataset) if name == world), [])


def rows(scene: Scene, world: str, measure: str) -> list[Row]:
    """Gives the simulated series of a measure, month by month, in real persons or as a share."""
    share = measure.partition(":")[0] in SHARES
    scale = 1.0 if share else float(scene.dataset.attrs.get("scale", 1.0))
    dataset = in_own_calendar(scene.dataset, world)
    counts, over = series(dataset, measure).sel(world=world), counted_among(dataset, measure).sel(world=world)
    return monthly(measure, counts * scale, over, None if share else scale)


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = points(scene, world)
    if not any(p.covered for p in found):
        if not about.stands_for_a_place(scene.dataset):
            return LeftOut(NAME, HEADING, IMAGINED)
        why = "None of its published counts falls within the months simulated." if found else NO_COUNTS
        if unshipped(scene.dataset) and any(n.published for n in about.documents(scene.dataset) if n.label == world):
            why = WITHHELD
        return LeftOut(NAME, HEADING, why)
    groups: dict[str, list[Beside]] = {}
    for point in found:
        groups.setdefault(point.measure, []).append(point)
    lines = {m: _until(its, rows(scene, world, m)) for m, its in groups.items() if any(p.covered for p in its)}
    months = months_of(scene.dataset, world)
    panels = tuple(_panel(months, groups[measure], its) for measure, its in lines.items())
    note = (
        "This does not validate the documents. Their assumptions may have been chosen with these counts in view: "
        "agreement shows that some set of assumptions reproduces the counts, and other sets may do so as well. Where a "
        "diamond lies off the line, the base case does not reproduce the published count."
    )
    note = f"{views.inside(found)} {note}".strip()
    text = f"Lines: simulated, scaled to the real population. Diamonds: published. m: million. {bands(scene)}"
    return Picture(NAME, HEADING, text, panels, (_table(found),), (note,), halves=True)


def _until(its: Sequence[Beside], found: Sequence[Row]) -> list[Row]:
    """Keeps the months up to the last published count: none later is held against anything."""
    last = max(point.as_of for point in its)
    return [row for row in found if str(row["month"]) <= last]


def _panel(months: Sequence[str], its: Sequence[Beside], found: Sequence[Row]) -> Panel:
    last = next(point for point in reversed(its) if point.covered)
    simulated = _amount(last.simulated.mean, last.unit) if last.simulated else "none"
    alt = (
        f"A line with diamonds. In {last.as_of}: published {_amount(last.published, last.unit)}, simulated {simulated}."
    )
    heading = its[0].quantity if its[0].unit == "share" else f"{its[0].quantity} ({its[0].unit})"
    return Panel(f"{heading[:1].upper()}{heading[1:]}", alt, lambda size: _spec(months, its, found, size))


def _spec(months: Sequence[str], its: Sequence[Beside], found: Sequence[Row], size: Size) -> Spec:
    share = its[0].unit == "share"
    at = [r | {"at": month_number(r["month"])} for r in found if r["mean"] is not None]
    dots = [{"at": month_number(p.as_of), "mean": p.published} for p in its if p.covered]
    top = nice(max([*(max(r["high"] or 0, r["mean"]) for r in at[12:] or at), *(d["mean"] for d in dots)]))
    top = min(top, 1.0) if share else top
    millions = "datum.value >= 1e6 ? format(datum.value / 1e6, ',~r') + ' m' : format(datum.value, ',~r')"
    words = "format(100 * datum.value, '.0f') + ' %'" if share else millions
    x = month_x(months, narrow=True)
    y = quantity("mean", top, axis={"tickCount": 4, "labelExpr": words, "minExtent": 42, "maxExtent": 42})
    y["scale"]["clamp"] = True  # the first months of a share are wild: their band is cut at the top
    banded = [r for r in at if r["high"] is not None]
    band = {"opacity": 0.18, "color": COLOURS[0], "clip": True}
    layers = [
        layer("area", banded, band, x=x, y=y | {"field": "low"}, y2={"field": "high"}),
        layer("line", at, {"strokeWidth": 2, "color": COLOURS[0], "clip": True}, x=x, y=y),
        layer("point", dots, DIAMOND, x=x, y=y),
    ]
    return chart({"width": size.inner, "height": 150, "layer": layers if banded else layers[1:]})


def _table(found: Sequence[Beside]) -> Table:
    body = []
    for p in found:
        share = p.unit == "share"
        simulated = cells(p.simulated, share) if p.simulated else (figure(None), p.note)
        body.append((p.quantity, p.as_of, figure(p.published, share), *simulated, "" if share else p.unit))
    heads = ("quantity", "as of", "published", "simulated", "Monte Carlo interval", "unit")
    return table(HEADING, heads, body, 2)


def _amount(value: float, unit: str) -> str:
    return figure(value, share=True) if unit == "share" else f"{say(value)} {unit}"
