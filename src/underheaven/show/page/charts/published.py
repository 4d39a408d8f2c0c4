"""Picture 7: simulated counts beside published ones."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.measure.published import Beside
from underheaven.measure.series import SHARES, series
from underheaven.show import views
from underheaven.show.page.charts.lines import Row, monthly
from underheaven.show.page.charts.theme import (
    COLOURS,
    INK,
    LABEL,
    Size,
    Spec,
    chart,
    month_number,
    month_x,
    nice,
    wrap,
)  # fmt: skip
from underheaven.show.page.picture import LeftOut, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import Table, cells, figure, table
from underheaven.show.words import say

NAME, HEADING = "published", "Simulated counts beside published ones"


def points(scene: Scene, world: str) -> list[Beside]:
    """Gives the published counts of a world's document, each with the simulated one of its month."""
    return next((rows for name, rows in views.published(scene.dataset) if name == world), [])


def rows(scene: Scene, world: str, measure: str) -> list[Row]:
    """Gives the simulated series of a measure, month by month, in real persons or as a share."""
    share = measure.partition(":")[0] in SHARES
    scale = 1.0 if share else float(scene.dataset.attrs.get("scale", 1.0))
    return monthly(measure, series(scene.dataset, measure).sel(world=world) * scale)


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = points(scene, world)
    if not any(p.covered for p in found):
        why = (
            "None of its published counts falls within the months run."
            if found
            else "Its document holds no published counts."
        )
        return LeftOut(NAME, HEADING, why)
    groups: dict[str, list[Beside]] = {}
    for point in found:
        groups.setdefault(point.measure, []).append(point)
    lines = {measure: rows(scene, world, measure) for measure, its in groups.items() if any(p.covered for p in its)}
    kept = {measure: groups[measure] for measure in lines}
    alt = "Lines of simulated counts with published counts as diamonds. " + " ".join(
        f"{p.quantity}, {p.as_of}: published {_amount(p.published, p.unit)}, "
        f"simulated {_amount(p.simulated.mean, p.unit) if p.simulated else 'none'}."
        for p in (next(q for q in reversed(its) if q.covered) for its in kept.values())
    )
    note = (
        "This is no test of the documents. Some of their assumptions were chosen with these counts in view: agreement "
        "shows that the assumptions can be had together, and other sets of them agree as well. Where the diamonds lie "
        "off the line, the documents as they stand do not give the published count."
    )
    return Picture(
        NAME, HEADING, "Lines: simulated, scaled to the real population, with 95 % bands over replicates. Diamonds: published.",
        alt, lambda size: _spec(scene, kept, lines, size), (_table(found),), (note,),
    )  # fmt: skip


def _spec(scene: Scene, groups: dict[str, list[Beside]], lines: dict[str, list[Row]], size: Size) -> Spec:
    panels = [_panel(scene, its, lines[measure], size) for measure, its in groups.items()]
    columns = 1 if size.narrow else 2
    return chart({"concat": panels, "columns": columns, "spacing": {"row": 24, "column": 34}})


def _panel(scene: Scene, its: Sequence[Beside], found: Sequence[Row], size: Size) -> Spec:
    share = its[0].unit == "share"
    at = [r | {"at": month_number(r["month"])} for r in found if r["mean"] is not None]
    dots = [{"at": month_number(p.as_of), "mean": p.published} for p in its if p.covered]
    top = nice(max([r["high"] or r["mean"] for r in at[12:] or at] + [d["mean"] for d in dots]))
    top = min(top, 1.0) if share else top
    x = month_x(scene.months, narrow=True)
    label = "format(datum.value, '.0%')" if share else (
        "datum.value >= 1e6 ? format(datum.value / 1e6, ',~r') + ' m' : format(datum.value, ',~r')"
    )  # fmt: skip
    y = {"field": "mean", "type": "quantitative", "title": None, "scale": {"domain": [0, top], "nice": False, "clamp": True},
         "axis": {"tickCount": 4, "labelExpr": label, "minExtent": 42, "maxExtent": 42}}  # fmt: skip
    unit = "" if share else f", {its[0].unit}"
    return {
        "title": {"text": wrap(f"{its[0].quantity}{unit}", 36), "fontSize": LABEL, "offset": 8},
        "width": size.inner if size.narrow else size.inner // 2, "height": 150,
        "layer": [
            {"data": {"values": [r for r in at if r["high"] is not None]},
             "mark": {"type": "area", "opacity": 0.18, "color": COLOURS[0], "clip": True},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"data": {"values": at}, "mark": {"type": "line", "strokeWidth": 2, "color": COLOURS[0], "clip": True},
             "encoding": {"x": x, "y": y}},
            {"data": {"values": dots},
             "mark": {"type": "point", "shape": "diamond", "filled": True, "fill": "white", "stroke": INK,
                      "strokeWidth": 1.75, "size": 80, "opacity": 1},
             "encoding": {"x": x, "y": y}},
        ],
    }  # fmt: skip


def _table(found: Sequence[Beside]) -> Table:
    body = []
    for p in found:
        share = p.unit == "share"
        simulated = cells(p.simulated, share) if p.simulated else (figure(None), p.note)
        body.append((p.quantity, p.as_of, figure(p.published, share), *simulated, "" if share else p.unit))
    heads = ("quantity", "as of", "published", "simulated", "95 % interval", "unit")
    return table(HEADING, heads, body, 2)


def _amount(value: float, unit: str) -> str:
    return figure(value, share=True) if unit == "share" else f"{say(value)} {unit}"
