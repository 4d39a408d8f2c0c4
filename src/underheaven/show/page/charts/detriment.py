"""Picture 4: detriment from cause to effect, as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from underheaven.measure import burden
from underheaven.measure.counts import PER, persons, ratio
from underheaven.measure.interval import interval
from underheaven.show.page.charts.theme import INK, LABEL, MUTED, SMALL, Size, Spec, chart, wrap
from underheaven.show.page.picture import LeftOut, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, table
from underheaven.show.words import percent, say

NAME, HEADING = "detriment", "What is lost, from cause to effect"
UNIT = "months of income per 100,000 persons"
CAUSES = {"none:ties": "a tie's record", "none:official": "an official"}
LIGHTS = ("#ffffff", "#dbe9f3", "#b3d0e6", "#7fb2d5", "#4a90c2", "#1f6ca6", "#0b4778")
DARK_FROM = 0.55
"""Share of the darkest cell from which numbers are written in white."""


def rows(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows cause, effect, found (an Interval), same (one context), for causes and effects with any loss."""
    matrix = (PER * ratio(burden.detriment_matrix(scene.dataset), persons(scene.dataset))).sel(world=world)
    whole = matrix.sum("replicate")
    causes = [str(c) for c in matrix["cause"].values if float(whole.sel(cause=c).sum()) > 0]
    effects = [str(e) for e in matrix["effect"].values if float(whole.sel(effect=e).sum()) > 0]
    return [
        {"cause": CAUSES.get(c, c), "effect": e, "same": c == e,
         "found": interval(matrix.sel(cause=c, effect=e).values)}
        for e in effects for c in causes
    ]  # fmt: skip


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    if not found:
        return LeftOut(NAME, HEADING, "Nobody loses anything: no access is closed to anybody.")
    whole = sum(r["found"].mean for r in found)
    most = max(found, key=lambda r: r["found"].mean)
    alt = (
        f"Matrix of {UNIT}. The largest loss is in {most['effect']} because of records of {most['cause']}: "
        f"{say(most['found'].mean)}, {percent(most['found'].mean / whole)} of all."
    )
    text = (
        f"{UNIT[:1].upper()}{UNIT[1:]}, booked over the run. Rows: the part of life in which access is lost. Columns: "
        "the part of life of the conduct behind the record. A frame marks losses in the same part of life as their cause."
    )
    body = [(r["effect"], r["cause"], *cells(r["found"])) for r in found]
    behind = table(f"Detriment: {UNIT}", ("lost in", "because of records of", "mean", "95 % interval"), body, 2)
    return Picture(NAME, HEADING, text, alt, lambda size: _spec(found, size), (behind,))


def _spec(found: Sequence[dict[str, Any]], size: Size) -> Spec:
    top = max(r["found"].mean for r in found)
    causes = list(dict.fromkeys(r["cause"] for r in found))
    effects = list(dict.fromkeys(r["effect"] for r in found))
    few = len(causes) < 3
    letters = 30 if few else max(8, size.inner // len(causes) // 8)
    values = [
        {"cause": wrap(r["cause"], letters)[0] if few else r["cause"], "effect": r["effect"], "mean": r["found"].mean,
         "share": r["found"].mean / top, "text": say(r["found"].mean, 2 if size.narrow and not few else 3),
         "same": r["same"]}
        for r in found
    ]  # fmt: skip
    x = {"field": "cause", "type": "nominal", "sort": None, "title": "because of records of",
         "scale": {"paddingInner": 0.03},
         "axis": {"orient": "top", "labelAngle": 0 if few or not size.narrow else -40, "domain": False, "ticks": False,
                  "labelFontSize": LABEL if few else SMALL, "labelColor": INK, "titleColor": MUTED,
                  "titleAnchor": "start"}}  # fmt: skip
    y = {"field": "effect", "type": "nominal", "sort": effects, "title": None, "scale": {"paddingInner": 0.06},
         "axis": {"labelFontSize": LABEL, "labelColor": INK, "minExtent": 96}}  # fmt: skip
    colour = {"field": "share", "type": "quantitative", "legend": None,
              "scale": {"domain": [0, 1], "range": list(LIGHTS), "interpolate": "rgb"}}  # fmt: skip
    white = {"condition": {"test": f"datum.share > {DARK_FROM}", "value": "#ffffff"}, "value": INK}
    return chart({
        "width": min(size.inner, 300 * len(causes)), "height": {"step": 30}, "data": {"values": values},
        "layer": [
            {"mark": {"type": "rect", "stroke": "#c8c8c8", "strokeWidth": 0.75}, "encoding": {"x": x, "y": y, "color": colour}},
            {"transform": [{"filter": "datum.same"}],
             "mark": {"type": "rect", "filled": False, "stroke": INK, "strokeWidth": 2}, "encoding": {"x": x, "y": y}},
            {"mark": {"type": "text", "fontSize": LABEL}, "encoding": {"x": x, "y": y, "text": {"field": "text"}, "color": white}},
        ],
    })  # fmt: skip
