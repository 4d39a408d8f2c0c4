"""Picture 2: who is listed, by group, one attribute at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np

from underheaven.measure import reach
from underheaven.measure.counted import Events
from underheaven.measure.counts import PER, ratio
from underheaven.measure.estimate import of_events
from underheaven.measure.groups import categories, of_category
from underheaven.measure.rare import counted_over
from underheaven.show.page.charts.bars import drawn, extent_of
from underheaven.show.page.charts.theme import COLOURS, LABEL, Size, Spec, chart, label, layer, names, quantity, written
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import Table, cells, table
from underheaven.show.words import say

NAME, HEADING = "groups", "Who is listed, by group"
DOT = {"filled": True, "size": 70, "color": COLOURS[0], "opacity": 1}


def rows(scene: Scene, world: str) -> list[dict[str, Any]]:
    """Gives rows attribute, category, found, values, events: persons ever listed per 100,000 of the category.

    For a regime that lists nobody: records filed per 100,000. Attributes with one category are left out.
    """
    dataset = scene.dataset.sel(world=world)
    listed = scene.lists_anybody(world)
    counted = dataset["first_listed"].sum("month") if listed else dataset["filed"].sum(["month", "origin"])
    persons = dataset["persons"].mean("month")
    found: list[dict[str, Any]] = []
    for place, its in enumerate(categories(scene.dataset)):
        for name in its if len(its) > 1 else ():
            part, whole = (of_category(array, place, name) for array in (counted, persons))
            values = (PER * ratio(part, whole)).values
            events = Events("count", whole.values.astype(np.float64), PER, round(float(part.sum())))
            found.append({"attribute": attribute(scene, place), "category": name, "values": values,
                          "found": of_events(values, events), "events": events.base})  # fmt: skip
    return [r for r in found if isfinite(r["found"].mean)]


def attribute(scene: Scene, place: int) -> str:
    """Gives the name of an attribute by its place in the group labels."""
    attributes = scene.society.model.people.attributes if scene.society else []
    reported = [a.name for a in attributes if a.report_as != "not reported"]
    return reported[place] if place < len(reported) else f"attribute {place + 1}"


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    if not any(r["found"].mean > 0 for r in found):
        why = "The society reports no groups." if not found else "Nobody is listed or recorded."
        return LeftOut(NAME, HEADING, why)
    listed = scene.lists_anybody(world)
    what = "first entries on a blacklist" if listed else "records filed"
    title = HEADING if listed else "Who is recorded, by group"
    least, most = (pick(found, key=lambda row: row["found"].mean) for pick in (min, max))
    alt = (
        f"Dots with intervals, {what} per 100,000 of each category. Most: {most['category']}, "
        f"{say(most['found'].mean)}. Fewest: {least['category']}, {say(least['found'].mean)}."
    )
    text = f"{what[:1].upper()}{what[1:]} over the run, per 100,000 of the mean size of the group. "
    text += "Bars: Monte Carlo intervals (95 %)."
    if scene.society and scene.society.model.people.ageing:
        entry = "of the first entry" if listed else "of the month of the record"
        text += f" A person who grows into the next group counts in the group {entry}."
    full = (_full_table(scene, world),) if listed else ()
    panel = Panel("", alt, lambda size: _spec(found, size))
    return Picture(NAME, title, text, (panel,), (_table(title, what, found), *full))


def _spec(found: Sequence[dict[str, Any]], size: Size) -> Spec:
    top = max(max(r["found"].mean, r["found"].high if isfinite(r["found"].high) else 0) for r in found)
    top *= 1.25 if size.narrow else 1.15
    extent = extent_of([r["category"] for r in found], size)
    attributes = list(dict.fromkeys(r["attribute"] for r in found))
    panels = []
    for name in attributes:
        mine = [drawn(r["category"], r["found"]) for r in found if r["attribute"] == name]
        panels.append(_panel(name, mine, top, extent, size, last=name == attributes[-1]))
    return chart({"vconcat": panels, "spacing": 12})


def _panel(name: str, rows: Sequence[Spec], top: float, extent: int, size: Size, last: bool) -> Spec:
    axis = {"grid": True, "domain": False, "ticks": False, "tickCount": 4, "labels": last, "format": ",~r"}
    y = names("label", extent)
    spans = [row for row in rows if row["high"] is not None]
    band = layer(
        "rule",
        spans,
        {"strokeWidth": 5, "color": "#9cc3dd"},
        x=quantity("low", top, axis=axis),
        x2={"field": "high"},
        y=y,
    )
    dot = layer("point", rows, DOT, x=quantity("mean", top, axis=axis), y=y)
    word = layer("text", rows, label(dx=9), x=quantity("end", top, axis=axis), y=y, text=written())
    title = {"text": name, "fontSize": LABEL, "offset": 4}
    return {"title": title, "width": size.inner, "height": {"step": 24}, "layer": [band, dot, word]}


def _table(title: str, what: str, found: Sequence[dict[str, Any]]) -> Table:
    body = [(r["attribute"], r["category"], *cells(r["found"])) for r in found]
    return table(
        f"{title}: {what} per 100,000 of the group", ("attribute", "group", "mean", "Monte Carlo interval"), body, 2
    )


def _full_table(scene: Scene, world: str) -> Table:
    """Every reporting group: on a blacklist at the end, and ever."""
    now, ever = (f(scene.dataset).sel(world=world) for f in (reach.listed_by_group, reach.ever_listed_by_group))
    persons = scene.dataset["persons"].sel(world=world)
    over = (persons.isel(month=-1), persons.mean("month"))
    body = []
    for group in (str(g) for g in scene.dataset["group"].values):
        both = [
            counted_over(array.sel(group=group).values, of.sel(group=group).values.astype(np.float64))
            for array, of in zip((now, ever), over, strict=True)
        ]
        body.append((group, *cells(both[0]), *cells(both[1])))
    heads = ("group", "on a blacklist at the end", "Monte Carlo interval", "ever on one", "Monte Carlo interval")
    return table("All reporting groups: persons per 100,000 of the group", heads, body)
