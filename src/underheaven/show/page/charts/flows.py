"""Picture 5: flows on and off the list, how earned records end, and how many of those listed could have paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure import error
from underheaven.measure.counts import PER, of_blacklists, ratio
from underheaven.measure.estimate import estimate
from underheaven.measure.kept import kept_of
from underheaven.measure.rare import counted_over, shared
from underheaven.show import ranges, unable
from underheaven.show.page.charts.bars import Bar, bars, extent_of
from underheaven.show.page.charts.groups import DOT
from underheaven.show.page.charts.theme import (
    COLOURS,
    INK,
    Size,
    Spec,
    chart,
    label,
    layer,
    names,
    nice,
    quantity,
    written,
)  # fmt: skip
from underheaven.show.page.charts.wrongful import WAYS
from underheaven.show.page.picture import LeftOut, Panel, Picture
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
        years = persons.isel(month=part).mean("month") * n / 12
        for way, counted in ways.items():
            a_year = PER * ratio(counted.isel(month=part).sum("month"), years)
            found.append({
                "period": period(start, length), "months": n, "way": way,
                "found": counted_over(a_year.values, years.values),
            })  # fmt: skip
    return found


def ends(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows label, found: the share of earned records gone by each way out.

    Replicates in which none is gone say nothing about how they end, and are left out.
    """
    gone = scene.dataset["removals"].sel(world=world, origin="true").sum("month")
    gone = gone[gone.sum("removal").values > 0]
    whole = gone.sum("removal")
    return [
        {"label": said, "found": shared(gone.sel(removal=way).values, whole.values)}
        for way, said in WAYS.items()
        if float(gone.sel(removal=way).sum()) > 0
    ]


def split(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows label, found, low, high, open: of those listed at the end; low, high of the parameter range, or None.

    open: whether the range leaves the share open, so that it is said roughly and without its interval.
    """
    found: list[dict[str, Any]] = []
    for debt, said in SPLIT.items():
        share = error.listed_share_of_debt(scene.dataset, debt)
        row = ranges.range_of(scene.dataset, world, unable.SPLIT[debt])
        found.append({
            "label": said, "found": estimate(scene.dataset, unable.SPLIT[debt], share, world),
            "low": row[0] if row else None,
            "high": row[1] if row else None,
            "open": ranges.is_open(scene.dataset, world, unable.SPLIT[debt]),
        })  # fmt: skip
    return found if any(isfinite(r["found"].mean) and r["found"].mean > 0 for r in found) else []


def step(months: int) -> int:
    """Gives how many months one bar covers."""
    return 12 if months >= 36 else 3 if months >= 9 else 1


def period(start: int, length: int) -> str:
    """Names a period by its place in the run, from 0: a simulated count with a date reads as a count of that year."""
    if length == 12:
        return f"year {start // 12 + 1}"
    return f"month {start + 1}" if length == 1 else f"months {start + 1} to {start + length}"


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found, out, shares = rows(scene, world), ends(scene, world), split(scene, world)
    listed = scene.lists_anybody(world)
    what = "persons" if listed else "records"
    title = "On and off the list" if listed else "Records filed and gone"
    if not any(r["found"].mean > 0 for r in found):
        return LeftOut(NAME, title, "Nobody is put on a list, and no record is filed.")
    title += ", unable and unwilling" if shares else ""
    panels = [Panel(_heading(what), _alt(found), lambda size: _bars(found, size, *_words(what)))]
    if out:
        alt = f"Bars. {'; '.join(r['label'] + ' ' + percent(r['found'].mean) for r in out)}."
        rows_out = [Bar(r["label"], r["found"]) for r in out]
        labels = [r["label"] for r in out]
        heading = "How earned records ended: share of ended records"
        panels.append(Panel(heading, alt, lambda size: bars(rows_out, size, extent_of(labels, size), share=True)))
    if shares:
        heading = "Of those listed for a debt at the end"
        heading += ": dots, the base case; grey, the parameter range" if _ranged(shares) else ""
        panels.append(Panel(heading, _alt_split(shares), lambda size: _split(shares, size)))
    text = f"Periods of {step(len(scene.months))} months. Lines across the bars: Monte Carlo intervals (95 %)."
    tables, notes = tuple(_tables(found, out, shares, what)), tuple(_notes(scene, shares))
    return Picture(NAME, title, text, tuple(panels), tables, notes)


def _heading(what: str) -> str:
    return f"{what[:1].upper()}{what[1:]} per 100,000 people and year"


def _words(what: str) -> tuple[str, str]:
    return ("coming on", "going off") if what == "persons" else ("filed", "gone")


def _bars(found: Sequence[dict[str, Any]], size: Size, on: str, off: str) -> Spec:
    signs = {ON: 1, OFF: -1}
    values = []
    for r in found:
        sign, its = signs[r["way"]], r["found"]
        ends = {"low": _end(sign, its.low), "high": _end(sign, its.high)}
        values.append({"period": r["period"], "way": r["way"], "mean": sign * its.mean, **ends})
    top = nice(max(max(abs(v["mean"]), abs(v["high"] or 0)) for v in values))
    periods = list(dict.fromkeys(r["period"] for r in found))
    every = -(-len(periods) // (5 if size.narrow else 10))
    x_axis = {"values": periods[::every], "labelAngle": 0, "domain": False, "ticks": False, "labelPadding": 8}
    x = {
        "field": "period",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": x_axis,
        "scale": {"paddingInner": 0.25},
    }
    y = quantity("mean", top, -top, {"labelExpr": "format(abs(datum.value), ',~r')", "tickCount": 5})
    shades = {"domain": [ON, OFF], "range": [COLOURS[0], "#b9b9b9"]}
    colour = {"field": "way", "type": "nominal", "legend": None, "scale": shades}
    spans = [v for v in values if v["high"] is not None]
    layers = [
        layer("bar", values, {}, x=x, y=y, color=colour),
        layer("rule", spans, {"color": INK}, x=x, y=y | {"field": "low"}, y2={"field": "high"}),
        layer("rule", [{}], {"color": INK}, y={"datum": 0}),
    ]
    for word, at, baseline in ((on, top, "top"), (off, -top, "bottom")):
        style = label(dx=0, baseline=baseline, fontWeight="bold")
        layers.append(
            layer("text", [{"at": at, "text": word}], style, x={"value": 4}, y=y | {"field": "at"}, text=written())
        )
    return chart({"width": size.inner, "height": 240, "layer": layers})


def _split(shares: Sequence[dict[str, Any]], size: Size) -> Spec:
    values = []
    for r in shares:
        low, high = (None if r["open"] else _end(1, end) for end in (r["found"].low, r["found"].high))
        end = max(r["found"].mean, high or 0, r["high"] or 0)
        more = {"inner_low": low, "inner_high": high, "end": end, "text": _said(r)}
        values.append({"label": r["label"], "mean": r["found"].mean, "low": r["low"], "high": r["high"], **more})
    axis = {
        "labelExpr": "format(100 * datum.value, '.0f') + ' %'", "grid": True, "domain": False, "ticks": False,
        "values": [0, 0.5, 1] if size.narrow else [0, 0.25, 0.5, 0.75, 1],
    }  # fmt: skip
    top = 1.2 if size.narrow else 1.1
    if any(r["open"] for r in shares):
        top += 0.25 if size.narrow else 0.1  # for "about" ahead of the number
    y = names("label", 100)
    grey, blue = {"height": 16, "color": "#cfcfcf"}, {"strokeWidth": 4, "color": COLOURS[0]}
    wide = [v for v in values if v["high"] is not None]
    inner = [v for v in values if v["inner_high"] is not None]
    layers = [
        layer("bar", wide, grey, x=quantity("low", top, axis=axis), x2={"field": "high"}, y=y),
        layer("rule", inner, blue, x=quantity("inner_low", top, axis=axis), x2={"field": "inner_high"}, y=y),
        layer("point", values, DOT, x=quantity("mean", top, axis=axis), y=y),
        layer("text", values, label(), x=quantity("end", top, axis=axis), y=y, text=written()),
    ]
    return chart({"width": size.inner, "height": {"step": 32}, "layer": layers})


def _ranged(shares: Sequence[dict[str, Any]]) -> bool:
    return any(r["low"] is not None for r in shares)


def _notes(scene: Scene, shares: Sequence[dict[str, Any]]) -> list[str]:
    if not shares:
        return []
    kept = kept_of(scene.dataset.attrs)
    if kept is None or not _ranged(shares):
        return [unable.without(scene.dataset, "what is shown")]
    return [
        f"The split depends on assumptions: read the grey bars, the central 90 % of {ranges.tried(kept)}. "
        + (unable.ROUGH if any(r["open"] for r in shares) else "The blue bars are Monte Carlo intervals (95 %).")
    ]


def _tables(found: Any, out: Any, shares: Any, what: str) -> Iterator[Table]:
    names_of = dict(zip((ON, OFF), _words(what), strict=True))
    body = [(r["period"], str(r["months"]), names_of[r["way"]], *cells(r["found"])) for r in found]
    of_flows = ("period", "months", "way", "mean", "Monte Carlo interval")
    yield table(f"Flows: {what} per 100,000 and year", of_flows, body, 3)
    if out:
        ways = [(r["label"], *cells(r["found"], share=True)) for r in out]
        yield table(
            "How earned records ended: share of ended records", ("way out", "mean", "Monte Carlo interval"), ways
        )
    if shares:
        parts = [(r["label"], *_cells(r), _over(r)) for r in shares]
        heads = ("of those listed at the end", "mean", "Monte Carlo interval", "parameter range")
        yield table("Unable and unwilling: shares of those listed", heads, parts)


def _said(row: dict[str, Any]) -> str:
    return f"about {say(100 * row['found'].mean, 2)} %" if row["open"] else percent(row["found"].mean)


def _cells(row: dict[str, Any]) -> tuple[str, str]:
    return (_said(row), figure(None)) if row["open"] else cells(row["found"], share=True)


def _over(row: dict[str, Any]) -> str:
    return figure(None) if row["low"] is None else f"{figure(row['low'], True)} to {figure(row['high'], True)}"


def _alt(found: Any) -> str:
    said = []
    for place in (0, -1):
        part = [r for r in found if r["period"] == found[place]["period"]]
        said.append(f"In {part[0]['period']}: " + ", ".join(f"{r['way']} {say(r['found'].mean)}" for r in part))
    return f"Bars up for coming on and down for going off. {'. '.join(said)}."


def _alt_split(shares: Any) -> str:
    said = [
        f"{r['label']} {_said(r)}"
        + (f", parameter range {percent(r['low'])} to {percent(r['high'])}" if r["low"] is not None else "")
        for r in shares
    ]
    return f"Dots on ranges. {'; '.join(said)}."


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
