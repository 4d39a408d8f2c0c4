"""Picture 5: flows on and off the list, how earned records end, and how many of those listed could have paid."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure import error
from underheaven.measure.counts import PER, of_blacklists, ratio
from underheaven.measure.interval import interval
from underheaven.show import ranges
from underheaven.show.page.charts.bars import Bar, Panel, stacked
from underheaven.show.page.charts.theme import COLOURS, INK, LABEL, MUTED, RULE, SMALL, Size, Spec, chart, nice
from underheaven.show.page.charts.wrongful import WAYS
from underheaven.show.page.picture import LeftOut, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import Table, cells, figure, table
from underheaven.show.words import percent, say

if TYPE_CHECKING:
    import xarray as xr

NAME = "flows"
ON, OFF = "on", "off"
SPLIT = {"unable": "cannot pay", "unwilling": "will not pay", "in error": "owe nothing"}


def rows(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows period, months, way (on, off), found, in persons (without lists: records) per 100,000 and year."""
    dataset, length = scene.dataset, step(len(scene.months))
    persons = dataset["persons"].sum("group").sel(world=world)
    ways = {ON: _on(scene, world), OFF: _off(scene, world)}
    found = []
    for start in range(0, len(scene.months), length):
        part = slice(start, start + length)
        n = len(scene.months[part])
        for way, counted in ways.items():
            a_year = PER * 12 / n * ratio(counted.isel(month=part).sum("month"), persons.isel(month=part).mean("month"))
            found.append({
                "period": period(scene.months[start], length), "months": n, "way": way,
                "found": interval(a_year.values),
            })  # fmt: skip
    return found


def ends(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows label, found: the share of earned records gone by each way out."""
    gone = scene.dataset["removals"].sel(world=world, origin="true").sum("month")
    whole = gone.sum("removal")
    return [
        {"label": said, "found": interval(ratio(gone.sel(removal=way), whole).values)}
        for way, said in WAYS.items()
        if float(gone.sel(removal=way).sum()) > 0
    ]


def split(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows label, found, low, high: of those listed at the end; low, high over the assumptions, or None."""
    over = {
        row["debt"]: row for row in ranges.ranges_of(scene.dataset) if row["world"] == world and row["of"] == "listed"
    }
    found = []
    for debt, said in SPLIT.items():
        share = error.listed_share_of_state(scene.dataset, error.STATE_OF_DEBT[debt]).sel(world=world)
        row = over.get(debt)
        found.append({
            "label": said, "found": interval(share.values), "low": row["low"] if row else None,
            "high": row["high"] if row else None,
        })  # fmt: skip
    return found if any(isfinite(r["found"].mean) and r["found"].mean > 0 for r in found) else []


def step(months: int) -> int:
    """Gives how many months one bar covers."""
    return 12 if months >= 36 else 3 if months >= 9 else 1


def period(first: str, length: int) -> str:
    """Names a period by its first month: 2014, 2013/14, or the month itself."""
    year, _, month = first.partition("-")
    if length < 12:
        return first
    return year if month == "01" else f"{year}/{(int(year) + 1) % 100:02d}"


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found, out, shares = rows(scene, world), ends(scene, world), split(scene, world)
    listed = scene.lists_anybody(world)
    what = "persons" if listed else "records"
    title = "On and off the list" if listed else "Records filed and gone"
    if not any(r["found"].mean > 0 for r in found):
        return LeftOut(NAME, title, "Nobody comes on a list, and no record is filed.")
    title += ", unable and unwilling" if shares else ""
    alt = _alt(found, out, shares, what)
    text = (
        f"{what[:1].upper()}{what[1:]} per 100,000 and year, in periods of {step(len(scene.months))} months."
        + (" Below, how earned records ended" if out else "")
        + (", and how many of those listed at the end could not have paid." if shares else "." if out else "")
    )
    return Picture(
        NAME, title, text, alt, lambda size: _spec(found, out, shares, what, size), tuple(_tables(found, out, shares, what)),
        tuple(_notes(scene, world, shares)),
    )  # fmt: skip


def _spec(found: Any, out: Any, shares: Any, what: str, size: Size) -> Spec:
    parts = [_bars(found, what, size)]
    if out:
        heading = "How earned records ended: share of those gone"
        panel = Panel(heading, tuple(Bar(r["label"], r["found"]) for r in out), share=True)
        parts.append(stacked([panel], size))
    if shares:
        parts.append(_split(shares, size))
    return chart({"vconcat": parts, "spacing": 24})


def _bars(found: Sequence[dict[str, Any]], what: str, size: Size) -> Spec:
    signs = {ON: 1, OFF: -1}
    values = [
        {"period": r["period"], "way": r["way"], "mean": signs[r["way"]] * r["found"].mean,
         "low": _end(signs[r["way"]], r["found"].low), "high": _end(signs[r["way"]], r["found"].high)}
        for r in found
    ]  # fmt: skip
    top = nice(max(max(abs(v["mean"]), abs(v["high"] or 0)) for v in values))
    periods = list(dict.fromkeys(r["period"] for r in found))
    every = -(-len(periods) // (5 if size.narrow else 10))
    x = {"field": "period", "type": "ordinal", "sort": None, "title": None, "scale": {"paddingInner": 0.25},
         "axis": {"values": periods[::every], "labelAngle": 0, "orient": "bottom", "domain": False, "ticks": False}}  # fmt: skip
    y = {"field": "mean", "type": "quantitative", "title": None, "scale": {"domain": [-top, top], "nice": False},
         "axis": {"labelExpr": "format(abs(datum.value), ',~r')", "tickCount": 5, "minExtent": 40}}  # fmt: skip
    colour = {"field": "way", "type": "nominal", "legend": None,
              "scale": {"domain": [ON, OFF], "range": [COLOURS[0], "#b9b9b9"]}}  # fmt: skip
    names = {ON: f"{'coming on' if what == 'persons' else 'filed'}", OFF: "going off" if what == "persons" else "gone"}
    words = [{"period": periods[0], "at": sign * top * 0.98, "text": names[way]} for way, sign in signs.items()]
    return {
        "width": size.inner, "height": 240, "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"x": x, "y": y, "color": colour}},
            {"transform": [{"filter": "isValid(datum.high)"}], "mark": {"type": "rule", "color": INK, "strokeWidth": 1.25},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"data": {"values": [{}]}, "mark": {"type": "rule", "color": MUTED}, "encoding": {"y": {"datum": 0}}},
            *({"data": {"values": [w]},
               "mark": {"type": "text", "align": "left", "baseline": base, "fontSize": LABEL, "fontWeight": "bold"},
               "encoding": {"x": {"value": 4}, "y": {**y, "field": "at"}, "text": {"field": "text"}}}
              for w, base in zip(words, ("top", "bottom"), strict=True)),
        ],
    }  # fmt: skip


def _split(shares: Sequence[dict[str, Any]], size: Size) -> Spec:
    values = [
        {"label": r["label"], "mean": r["found"].mean, "low": r["low"], "high": r["high"],
         "inner_low": _end(1, r["found"].low), "inner_high": _end(1, r["found"].high), "text": percent(r["found"].mean)}
        for r in shares
    ]  # fmt: skip
    x = {"type": "quantitative", "scale": {"domain": [0, 1], "nice": False}, "title": None,
         "axis": {"format": ".0%", "grid": True, "gridColor": RULE, "domain": False, "ticks": False,
                  "values": [0, 0.25, 0.5, 0.75, 1], "labelFontSize": SMALL}}  # fmt: skip
    y = {"field": "label", "type": "nominal", "sort": None, "title": None,
         "axis": {"minExtent": 96, "labelFontSize": LABEL, "labelColor": INK}}  # fmt: skip
    ranged = any(r["low"] is not None for r in shares)
    heading = "Of those listed at the end: grey, over the assumptions" if ranged else "Of those listed at the end"
    return {
        "title": {"text": heading, "fontSize": LABEL, "offset": 4},
        "width": size.inner, "height": {"step": 34}, "data": {"values": values},
        "layer": [
            {"transform": [{"filter": "isValid(datum.high)"}], "mark": {"type": "bar", "height": 16, "color": "#cfcfcf"},
             "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y}},
            {"transform": [{"filter": "isValid(datum.inner_high)"}],
             "mark": {"type": "rule", "strokeWidth": 4, "color": COLOURS[0]},
             "encoding": {"x": {**x, "field": "inner_low"}, "x2": {"field": "inner_high"}, "y": y}},
            {"mark": {"type": "point", "filled": True, "size": 60, "color": COLOURS[0], "opacity": 1},
             "encoding": {"x": {**x, "field": "mean"}, "y": y}},
            {"mark": {"type": "text", "align": "left", "dx": 10, "fontSize": LABEL, "color": INK},
             "encoding": {"x": {**x, "field": "mean"}, "y": y, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def _notes(scene: Scene, world: str, shares: Sequence[dict[str, Any]]) -> list[str]:
    if not shares:
        return []
    said = [row for row in ranges.ranges_of(scene.dataset) if row["world"] == world]
    if not said:
        return [ranges.NOT_RUN.replace("below is a point", "shown is a point")]
    return [
        f"The split hangs on assumptions: read the grey bars. Each of {said[0]['assumptions']} assumed numbers was "
        f"taken to both ends of its range, one at a time, among {said[0]['persons']:,} persons; the dots are the "
        "documents as they stand, the blue bars 95 % over replicates."
    ]


def _tables(found: Any, out: Any, shares: Any, what: str) -> list[Table]:
    names = {ON: "coming on" if what == "persons" else "filed", OFF: "going off" if what == "persons" else "gone"}
    body = [(r["period"], str(r["months"]), names[r["way"]], *cells(r["found"])) for r in found]
    heads = ("period", "months", "way", "mean", "95 % interval")
    tables = [table(f"Flows: {what} per 100,000 and year", heads, body, 3)]
    if out:
        tables.append(table("How earned records ended: share of those gone", ("way out", "mean", "95 % interval"),
                            [(r["label"], *cells(r["found"], share=True)) for r in out]))  # fmt: skip
    if shares:
        body = [
            (r["label"], *cells(r["found"], share=True),
             f"{figure(r['low'], True)} to {figure(r['high'], True)}" if r["low"] is not None else figure(None))
            for r in shares
        ]  # fmt: skip
        heads = ("of those listed at the end", "mean", "95 % interval", "over the assumptions")
        tables.append(table("Unable and unwilling: shares of those listed", heads, body))
    return tables


def _alt(found: Any, out: Any, shares: Any, what: str) -> str:
    first, last = ([r for r in found if r["period"] == found[i]["period"]] for i in (0, -1))
    said = [
        f"Bars up for {what} coming on and down for {what} going off, per 100,000 and year. In {part[0]['period']}: "
        + ", ".join(f"{r['way']} {say(r['found'].mean)}" for r in part)
        for part in (first, last)
    ]
    if out:
        said.append("Earned records ended: " + ", ".join(f"{r['label']} {percent(r['found'].mean)}" for r in out))
    if shares:
        said.append("Of those listed: " + ", ".join(
            f"{percent(r['found'].mean)} {r['label']}"
            + (f" (over the assumptions {percent(r['low'])} to {percent(r['high'])})" if r["low"] is not None else "")
            for r in shares
        ))  # fmt: skip
    return f"{'. '.join(said)}."


def _on(scene: Scene, world: str) -> xr.DataArray:
    if scene.lists_anybody(world):
        return of_blacklists(scene.dataset["entries"]).sel(world=world).sum(["list", "origin"])
    return scene.dataset["recorded"].sel(world=world).sum(["kind", "origin"])


def _off(scene: Scene, world: str) -> xr.DataArray:
    """Who leaves a list by death or moving is no exit in the tallies, and goes off all the same."""
    if scene.lists_anybody(world):
        gone = scene.dataset["exits"] + scene.dataset["renewed_off"]
        return of_blacklists(gone).sel(world=world).sum("list")
    return scene.dataset["removals"].sel(world=world).sum(["removal", "origin"])


def _end(sign: int, value: float) -> float | None:
    return sign * max(value, 0.0) if isfinite(value) else None
