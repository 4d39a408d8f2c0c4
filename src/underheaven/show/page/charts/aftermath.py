"""Picture 6: work and credit of those ever listed, beside the same persons' other lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.fields import MICRO
from underheaven.measure.interval import Interval, interval
from underheaven.measure.listed import of_listed
from underheaven.show.page.charts.theme import COLOURS, INK, LABEL, MUTED, Size, Spec, chart
from underheaven.show.page.picture import LeftOut, Picture
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import cells, minus, table
from underheaven.show.words import say

NAME, HEADING = "aftermath", "Work and credit of those listed, beside their other lives"
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
    for name, (label, unit) in SUMS.items():
        here, there = ((a / unit).sel(world=world).values for a in of_listed(scene.dataset, name, other))
        found.append(Beside(label, interval(here), interval(there), interval(here - there)))
    return [row for row in found if isfinite(row.more.mean)]


def picture(scene: Scene, world: str) -> Picture | LeftOut:
    """Gives the picture of a world."""
    found = rows(scene, world)
    if not found:
        why = "Nobody is ever listed." if scene.other(world) else "There is no other world to hold these lives against."
        return LeftOut(NAME, HEADING, why)
    other = scene.other(world)
    alt = "Means over those ever listed. " + " ".join(
        f"{row.label}: {say(row.here.mean)} under the regime, {say(row.there.mean)} under {other}." for row in found
    )
    text = (
        f"Everybody who is ever on a blacklist, and the same persons under {other}: mean over the whole run of "
        f"{len(scene.months)} months. Filled dot: with the regime. Open dot: without. Each row has its own scale."
    )
    note = (
        "The months before the listing are in it: there the two lives differ only by what fear of the list changes. "
        "Priced access is a price and no month of life; it is never added to the rest."
    )
    body = [(row.label, *cells(row.here), *cells(row.there), *cells(row.more, least=None)) for row in found]
    heads = (
        "over the run, a person",
        world,
        "95 % interval",
        str(other),
        "95 % interval",
        "difference",
        "95 % interval",
    )
    behind = table("Those ever listed, in both worlds", heads, body)
    return Picture(NAME, HEADING, text, alt, lambda size: _spec(found, size), (behind,), (note,))


def _spec(found: Sequence[Beside], size: Size) -> Spec:
    return chart({"vconcat": [_row(row, size) for row in found], "spacing": 18})


def _row(row: Beside, size: Size) -> Spec:
    here, there = row.here.mean, row.there.mean
    reach = abs(here - there) or max(abs(here), 1e-9)
    low, high = min(here, there) - 0.45 * reach, max(here, there) + 0.45 * reach
    low = low if min(here, there) > 0 else min(low, 0)
    right_is_here = here >= there
    x = {"type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False}, "axis": None}
    ends = [
        {"at": here, "text": say(here), "align": "left" if right_is_here else "right", "fill": COLOURS[1]},
        {"at": there, "text": say(there), "align": "right" if right_is_here else "left", "fill": MUTED},
    ]
    labels = [
        {"data": {"values": [e]},
         "mark": {"type": "text", "align": e["align"], "dx": 11 if e["align"] == "left" else -11, "fontSize": LABEL,
                  "baseline": "middle", "color": INK if e["fill"] == MUTED else e["fill"]},
         "encoding": {"x": {**x, "field": "at"}, "text": {"field": "text"}}}
        for e in ends
    ]  # fmt: skip
    return {
        "title": {"text": f"{row.label}: {_more(row.more)}", "fontSize": LABEL, "offset": 4},
        "width": size.inner, "height": 26,
        "layer": [
            {"data": {"values": [{"a": here, "b": there}]}, "mark": {"type": "rule", "strokeWidth": 3, "color": "#c9c9c9"},
             "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "b"}}},
            {"data": {"values": [ends[1]]},
             "mark": {"type": "point", "filled": False, "fill": "white", "stroke": INK, "strokeWidth": 2, "size": 95, "opacity": 1},
             "encoding": {"x": {**x, "field": "at"}}},
            {"data": {"values": [ends[0]]},
             "mark": {"type": "point", "filled": True, "color": COLOURS[1], "size": 110, "opacity": 1},
             "encoding": {"x": {**x, "field": "at"}}},
            *labels,
        ],
    }  # fmt: skip


def _more(found: Interval) -> str:
    sign = "+" if found.mean > 0 else ""
    text = f"{sign}{minus(say(found.mean))}"
    if not isfinite(found.low):
        return text
    return f"{text} ({minus(say(found.low))} to {minus(say(found.high))})"
