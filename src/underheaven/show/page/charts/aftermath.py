"""Picture 6: work and credit of those ever listed, beside the same persons' other lives."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from underheaven.fields import MICRO
from underheaven.measure.counted import having
from underheaven.measure.interval import Interval
from underheaven.measure.listed import of_listed
from underheaven.measure.rare import if_enough
from underheaven.show.page.charts.theme import (
    COLOURS,
    INK,
    MUTED,
    Size,
    Spec,
    chart,
    label,
    layer,
    quantity,
    written,
)
from underheaven.show.page.picture import LeftOut, Panel, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, minus, table
from underheaven.show.words import say

NAME, HEADING = "aftermath", "Work and credit of those listed, with and without the regime"
SUMS = {
    "months_unemployed": ("Months without work", 1.0),
    "months_owing": ("Months under a judgment", 1.0),
    "loans": ("Loans received", 1.0),
    "detriment": ("Access lost, priced in months of income", float(MICRO)),
}


@dataclass(frozen=True)
class Beside:
    """One sum over the run, mean over those ever listed: here, in the other world, and the paired difference."""

    label: str
    here: Interval
    there: Interval
    more: Interval


def rows(scene: Scene, world: str) -> list[Beside]:
    """Gives a row for each sum; none where nobody is ever listed or there is no other world."""
    other = scene.other(world)
    if other is None:
        return []
    found = []
    listed = int(having(scene.dataset, "months_listed").sel(world=world).sum())
    for name, (said, unit) in SUMS.items():
        here, there = ((a / unit).sel(world=world).values for a in of_listed(scene.dataset, name, other))
        found.append(Beside(said, *(if_enough(values, listed) for values in (here, there, here - there))))
    return [row for row in found if isfinite(row.more.mean)]


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    if not found:
        why = "Nobody is ever listed." if scene.other(world) else "This run has no baseline to compare with."
        return LeftOut(NAME, HEADING, why)
    without = scene.without(world)
    text = (
        f"All persons who are ever on a blacklist, and the same persons {without}: means over the whole run of "
        f"{len(scene.months)} months. Filled dot: with the regime. Ring: {without}. In brackets: the Monte Carlo "
        "interval of the difference. Each row starts at 0 and has its own scale."
    )
    note = (
        "The months before the listing are included: in these, only fear of the list makes a difference. The price of "
        "lost access is not a length of time and is never added to the rest."
    )
    body = [(row.label, *cells(row.here), *cells(row.there), *cells(row.more, least=None)) for row in found]
    span = "Monte Carlo interval"
    heads = ("over the run, a person", "with the regime", span, without, span, "difference", span)
    panels = tuple(_panel(row, without) for row in found)
    return Picture(
        NAME, HEADING, text, panels, (table("Those ever listed, with and without the regime", heads, body),), (note,)
    )


def _panel(row: Beside, without: str) -> Panel:
    alt = f"{say(row.here.mean)} with the regime, {say(row.there.mean)} {without}."
    return Panel(f"{row.label}: {_more(row.more)}", alt, lambda size: _spec(row, size, ("with it", without)))


def _spec(row: Beside, size: Size, words: tuple[str, str]) -> Spec:
    """Words: what stands beside the two dots after their numbers; colours alone say it where there is little room."""
    here, there = row.here.mean, row.there.mean
    most = max(here, there) or 1.0
    x = quantity("at", 1.5 * most, -0.5 * most)
    said = ("", "") if size.narrow else words
    first, second = ({"at": v, "text": f"{say(v)} {word}".strip()} for v, word in zip((here, there), said, strict=True))
    sides = ("left", "right") if here >= there else ("right", "left")
    ring = {"filled": False, "fill": "white", "stroke": INK, "strokeWidth": 1.75, "size": 150, "opacity": 1}
    dot = {"filled": True, "color": COLOURS[1], "size": 60, "opacity": 1}
    layers = [
        layer("tick", [{"at": 0}], {"thickness": 1, "height": 14, "color": MUTED}, x=x),
        layer("rule", [{"at": here, "to": there}], {"strokeWidth": 4, "color": "#c4c4c4"}, x=x, x2={"field": "to"}),
        layer("point", [second], ring, x=x),
        layer("point", [first], dot, x=x),
    ]
    for end, side, colour in ((first, sides[0], COLOURS[1]), (second, sides[1], INK)):
        style = label(side, 11 if side == "left" else -11, color=colour)
        layers.append(layer("text", [end], style, x=x, text=written()))
    return chart({"width": size.inner, "height": 26, "layer": layers})


def _more(found: Interval) -> str:
    sign = "+" if found.mean > 0 else ""
    text = f"{sign}{minus(say(found.mean))}"
    if not isfinite(found.low):
        return text
    return f"{text} ({minus(say(found.low))} to {minus(say(found.high))})"
