"""Picture 8: one person who does not exist, in every world, as a timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from underheaven.record.life import Life, LifeMonth, Lives
from underheaven.show.page.charts.theme import (
    COLOURS,
    Size,
    Spec,
    chart,
    layer,
    month_axis,
    month_number,
    names,
    quantity,
)  # fmt: skip
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.tables import NOTHING, Table, table
from underheaven.show.words import say

Row = dict[str, Any]
NAME, HEADING = "life", "One synthetic person in both scenarios"
SPANS: tuple[tuple[str, str, Callable[[LifeMonth], bool]], ...] = (
    ("without work", "#8a8a8a", lambda m: m.employed is False),
    ("running loan", "#9cc3dd", lambda m: m.solvency == "borrowing"),
    ("in arrears, sued", "#e0a458", lambda m: m.solvency in ("in arrears", "judgment pending")),
    ("owes a judgment", "#a34700", lambda m: m.solvency.startswith("owes") or m.solvency == "judged in error"),
    ("has a record", "#b9b9b9", lambda m: bool(m.records)),
    ("on a list", "#1a1a1a", lambda m: bool(m.lists)),
)
"""Lanes that last: what they are called, their colour, and the months that are in them."""
MARKS: tuple[tuple[str, str, Callable[[LifeMonth], int]], ...] = (
    ("loan received", "triangle-up", lambda m: m.loans),
    ("ticket denied", "cross", lambda m: m.denials),
    ("speaks in public", "circle", lambda m: int(m.speaking)),
    ("replaced by a newcomer", "diamond", lambda m: int(m.renewed)),
)
"""Lanes of single events: what they are called, their sign, and how many a month."""


def spans(lives: Lives) -> list[Row]:
    """Gives rows world, lane, first, last (months, included) for every unbroken stretch of a lane."""
    found = []
    for life in lives.lives:
        for lane, _, is_in in SPANS:
            for first, last in _stretches(life.months, is_in):
                found.append({"world": life.world, "lane": lane, "first": first, "last": last})
    return found


def marks(lives: Lives) -> list[Row]:
    """Gives rows world, lane, month, count for every month with an event."""
    return [
        {"world": life.world, "lane": lane, "month": month.month, "count": count(month)}
        for life in lives.lives
        for lane, _, count in MARKS
        for month in life.months
        if count(month)
    ]


def picture(lives: Lives | None, worlds: Mapping[str, str]) -> Picture | LeftOut:
    """Gives the picture of one person's lives in these worlds; worlds: their headings by name."""
    kept = None if lives is None else replace(lives, lives=tuple(x for x in lives.lives if x.world in worlds))
    if kept is None or not kept.lives or not kept.lives[0].months:
        return LeftOut(NAME, HEADING, "No single person was followed for this page.")
    title = {1: "One synthetic person in one scenario", 2: HEADING}.get(
        len(kept.lives), "One synthetic person in every scenario"
    )
    text = (
        f"One synthetic person of the group {kept.who}, in {kept.region}. Why this one: {kept.chosen}. One person is "
        "an example and says nothing about how often such things happen."
    )
    bars, dots = spans(kept), marks(kept)
    used = {r["lane"] for r in (*bars, *dots)}
    lanes = [name for name, *_ in (*SPANS, *MARKS) if name in used] or [SPANS[0][0]]
    panels = tuple(_panel(life, worlds[life.world], bars, dots, lanes) for life in kept.lives)
    return Picture(NAME, title, text, panels, (_table(kept),))


def _panel(life: Life, heading: str, bars: list[Row], dots: list[Row], lanes: Sequence[str]) -> Panel:
    mine, events = ([r for r in rows if r["world"] == life.world] for rows in (bars, dots))
    return Panel(heading, _told(life), lambda size: _spec(life, mine, events, lanes, size))


def _spec(life: Life, bars: list[Row], dots: list[Row], lanes: Sequence[str], size: Size) -> Spec:
    months = [m.month for m in life.months]
    axis = {**month_axis(months, size.narrow), "grid": True, "domain": False, "ticks": False}
    x = quantity("at", month_number(months[-1]) + 1, month_number(months[0]), axis)
    y = names("lane", 150) | {"scale": {"domain": list(lanes)}}
    drawn = [{"lane": r["lane"], "at": month_number(r["first"]), "end": month_number(r["last"]) + 1} for r in bars]
    events = [{"lane": r["lane"], "at": month_number(r["month"]) + 0.5} for r in dots]
    shades = {"domain": [n for n, *_ in SPANS], "range": [c for _, c, _ in SPANS]}
    signs = {"domain": [n for n, *_ in MARKS], "range": [s for _, s, _ in MARKS]}
    colour = {"field": "lane", "type": "nominal", "legend": None, "scale": shades}
    shape = {"field": "lane", "type": "nominal", "legend": None, "scale": signs}
    point = {"filled": True, "size": 42, "color": COLOURS[0], "opacity": 1}
    layers = [
        layer("bar", drawn, {"height": 12}, x=x, x2={"field": "end"}, y=y, color=colour),
        layer("point", events, point, x=x, y=y, shape=shape),
    ]
    return chart({"width": size.inner, "height": 22 * len(lanes), "layer": layers})


def _stretches(months: Sequence[LifeMonth], is_in: Callable[[LifeMonth], bool]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    before = False
    for month in months:
        now = is_in(month)
        if now:
            found.append((found.pop()[0] if before else month.month, month.month))
        before = now
    return found


def _table(lives: Lives) -> Table:
    """What lasted and what happened, in the order of months."""
    body = [(r["world"], r["first"], r["last"], r["lane"]) for r in spans(lives)]
    body += [(r["world"], r["month"], NOTHING, r["lane"] + _times(r["count"])) for r in marks(lives)]
    order = [life.world for life in lives.lives]
    body.sort(key=lambda row: (order.index(row[0]), row[1], row[3]))
    at = {NOTHING: NOTHING} | {m.month: str(place + 1) for place, m in enumerate(lives.lives[0].months)}
    numbered = [(world, at[first], at[last], what) for world, first, last, what in body]
    return table("What lasted and what happened, by month of the run", ("world", "from", "to", "what"), numbered, 1)


def _told(life: Life) -> str:
    counts = {lane: sum(map(is_in, life.months)) for lane, _, is_in in SPANS}
    lasted = ", ".join(f"{lane} {n} months" for lane, n in counts.items() if n)
    lost = sum(m.detriment for m in life.months)
    return f"Under {life.world}: {lasted or 'nothing of note'}; access lost worth {say(lost)} months of income."


def _times(count: int) -> str:
    return f", {count} times" if count > 1 else ""
