"""Picture 4: detriment from cause to effect, as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from underheaven.measure import burden
from underheaven.measure.counts import PER, persons, ratio
from underheaven.measure.interval import interval
from underheaven.show.page.charts.theme import INK, LABEL, Size, Spec, chart, layer, names, written
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, table
from underheaven.show.words import percent, say

NAME, HEADING = "detriment", "What is lost, from cause to effect"
UNIT = "months of income per 100,000 persons"
CAUSES = {"none:ties": "a tie's record", "none:official": "an official", "none:outside": "staying out"}
LIGHTS = ("#ffffff", "#dbe9f3", "#b3d0e6", "#7fb2d5", "#4a90c2", "#1f6ca6", "#0b4778")
DARK_FROM = 0.75
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
        return LeftOut(NAME, HEADING, "Nobody loses access to anything.")
    whole = sum(r["found"].mean for r in found)
    most = max(found, key=lambda r: r["found"].mean)
    alt = (
        f"Matrix of {UNIT}. The largest loss is in {most['effect']} because of {_behind(most['cause'])}: "
        f"{say(most['found'].mean)}, {percent(most['found'].mean / whole)} of all."
    )
    text = (
        f"{UNIT[:1].upper()}{UNIT[1:]}, booked over the run. Rows: the part of life in which access is lost. Columns: "
        "the part of life of the conduct behind the record, or the cause where there is no record. Framed: loss and "
        "cause in the same part of life."
    )
    body = [(r["effect"], r["cause"], *cells(r["found"])) for r in found]
    behind = table(f"Detriment: {UNIT}", ("lost in", "because of records of", "mean", "Monte Carlo interval"), body, 2)
    return Picture(NAME, HEADING, text, (Panel("", alt, lambda size: _spec(found, size)),), (behind,))


def _behind(cause: str) -> str:
    return cause if cause in CAUSES.values() else f"records of {cause}"


def _spec(found: Sequence[dict[str, Any]], size: Size) -> Spec:
    most = max(r["found"].mean for r in found)
    causes = list(dict.fromkeys(r["cause"] for r in found))
    tight = size.narrow and len(causes) > 2
    digits = 2 if tight else 3
    values = [
        {key: r[key] for key in ("cause", "effect", "same")}
        | {"share": r["found"].mean / most, "text": say(r["found"].mean, digits)}
        for r in found
    ]
    axis = {
        "orient": "top", "labelAngle": -40 if tight else 0, "domain": False, "ticks": False, "labelFontSize": LABEL,
        "labelColor": INK, "titleAnchor": "start",
    }  # fmt: skip
    title = "because of records of"
    x = {
        "field": "cause",
        "type": "nominal",
        "sort": None,
        "title": title,
        "scale": {"paddingInner": 0.03},
        "axis": axis,
    }
    y = names("effect", 104) | {"scale": {"paddingInner": 0.06}}
    shade = {"domain": [0, 1], "range": list(LIGHTS), "interpolate": "rgb"}
    colour = {"field": "share", "type": "quantitative", "legend": None, "scale": shade}
    ink = {"condition": {"test": f"datum.share > {DARK_FROM}", "value": "#ffffff"}, "value": INK}
    cell = layer("rect", values, {"stroke": "#c8c8c8", "strokeWidth": 0.75}, x=x, y=y, color=colour)
    framed = [v for v in values if v["same"]]
    frame = layer("rect", framed, {"filled": False, "stroke": INK, "strokeWidth": 2}, x=x, y=y)
    word = layer("text", values, {"fontSize": LABEL}, x=x, y=y, text=written(), color=ink)
    layers = [cell, *([frame] if framed else []), word]
    return chart({"width": min(size.inner, 300 * len(causes)), "height": {"step": 30}, "layer": layers})
