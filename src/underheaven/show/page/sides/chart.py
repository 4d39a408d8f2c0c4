"""A panel of the page: a lane for each regime with dot, interval and range, its name above and its number beside."""

from __future__ import annotations

from math import isfinite
from typing import Any

from underheaven.measure.interval import Interval
from underheaven.measure.values import DIFFERENCE
from underheaven.show.page.charts.theme import (
    COLOURS,
    INK,
    MUTED,
    RULE,
    SMALL,
    Size,
    Spec,
    chart,
    label,
    layer,
    nice,
    wrap,
    written,
)
from underheaven.show.page.sides.rows import Mark, Row
from underheaven.show.page.tables import NOTHING, figure, minus
from underheaven.show.ranges import ends
from underheaven.show.words import difference, difference_span, say, span

STEP, LINE, BELOW, ABOVE = 27, 15, 12, 8
"""Pixels of a lane less its name; of a line of the name; below the marks; and between them and the name."""
LETTERS = 46
"""Of a line of a name."""
ROOM = 84
"""Pixels kept free for the number on the right."""
INSET, INDENT = 10, 22
"""Pixels before nought, so that a dot there is whole; and before a word in a lane, so that the dot stays free."""
PLAIN, POINTS = "format(datum.value, ',')", "format(100 * datum.value, ',')"
BAND = "#d2d2d2"


def spec(row: Row, names: dict[str, str], size: Size) -> Spec:
    """Gives the chart of one measure; names: of the regimes, by world."""
    lanes = [_lane(row, mark, names[mark.world]) for mark in row.marks]
    bottom, top = extent(row)
    x = {
        "field": "mean", "type": "quantitative", "title": None,
        "scale": {"domain": [bottom, top], "nice": False, "zero": False, "range": [INSET, size.inner - ROOM]},
        "axis": {"values": ticks(bottom, top), "labelExpr": _written_on_axis(row), "labelFlush": True, "grid": False},
    }  # fmt: skip
    order = [lane["world"] for lane in lanes]
    y = {"field": "world", "type": "nominal", "sort": order, "title": None, "axis": None, "scale": {"domain": order}}
    step = STEP + LINE * max(len(lane["name"]) for lane in lanes)
    at = step / 2 - BELOW
    signed = bottom < 0 < top
    layers = [*_marks(lanes, (bottom, top), signed, at, x, y), *_words(lanes, size, at, y)]
    return chart({"width": size.inner, "height": {"step": step}, "layer": layers})


def _marks(lanes: list[Spec], ends_: tuple[float, float], signed: bool, at: float, x: Spec, y: Spec) -> list[Spec]:
    """Gives the layers of lines, ranges, noughts, intervals and dots; at: pixels from the middle of a lane."""
    told = [lane for lane in lanes if lane["mean"] is not None]
    lines = [lane | {"from": ends_[0], "to": ends_[1], "nought": 0} for lane in told if not lane["why"]]
    level = {"yOffset": at, "y2Offset": at}

    def rule(low: str, high: str, values: list[Spec], **style: Any) -> Spec:
        has = [one for one in values if one[low] is not None]
        return layer("rule", has, style | level, x=x | {"field": low}, x2={"field": high}, y=y)

    tick = {"thickness": 1, "height": 15, "color": MUTED, "yOffset": at}
    dot = {"filled": True, "size": 75, "opacity": 1, "stroke": "white", "strokeWidth": 1, "color": COLOURS[0]}
    return [
        rule("from", "to", lines, strokeWidth=1, color=RULE),
        rule("least", "most", lanes, strokeWidth=9, color=BAND),
        layer("tick", lines if signed else [], tick, x=x | {"field": "nought"}, y=y),
        rule("low", "high", lanes, strokeWidth=2.5, color=INK),
        layer("point", told, dot | {"yOffset": at}, x=x, y=y),
    ]


def _words(lanes: list[Spec], size: Size, at: float, y: Spec) -> list[Spec]:
    """Gives the layers of names, numbers, and reasons in words."""
    left, right = label(dx=0, yOffset=at), label("right", 0, yOffset=at, fontWeight="bold")
    told, silent = ([one for one in lanes if one[key]] for key in ("text", "why"))
    named = [
        layer("text", [one | {"line": one["name"][-k]} for one in lanes if len(one["name"]) >= k],
              left | {"yOffset": at - ABOVE - LINE * (k - 1), "baseline": "bottom", "limit": size.inner},
              x={"value": 0}, y=y, text=written("line"))
        for k in range(1, max(len(lane["name"]) for lane in lanes) + 1)
    ]  # fmt: skip
    reason = left | {"fontSize": SMALL, "color": MUTED}
    return [
        *named,
        layer("text", told, right, x={"value": size.inner}, y=y, text=written()),
        layer("text", silent, reason, x={"value": INDENT}, y=y, text=written("why")),
    ]


def extent(row: Row) -> tuple[float, float]:
    """Gives the ends of the axis: from nought, or from below it where anything lies there, to a round number."""
    ends = [
        end
        for mark in row.marks
        for end in (mark.found.mean, mark.found.low, mark.found.high, *(mark.span or ()))
        if isfinite(end)
    ]
    top, bottom = max([0.0, *ends]), min([0.0, *ends])
    if bottom < 0:
        return -nice(-bottom), nice(top) if top > 0 else 0.0
    return 0.0, min(nice(top), 1.0) if row.share and row.of != DIFFERENCE else nice(top)


def ticks(bottom: float, top: float) -> list[float]:
    """Gives where an axis has numbers: at nought, and at its ends where these stand clear of it."""
    clear = 0.25 * (top - bottom)
    return [end for end in (bottom, 0.0, top) if end == 0.0 or abs(end) > clear]


def _written_on_axis(row: Row) -> str:
    if not row.share:
        return PLAIN
    return POINTS if _signed(row) else f"{POINTS} + ' %'"


def number(row: Row, value: float) -> str:
    """Writes a number of a row; differences with their sign."""
    if not isfinite(value):
        return NOTHING
    return minus(difference(value, row.unit)) if _signed(row) else figure(value, row.share)


def rough(row: Row, value: float) -> str:
    """Writes a share that its range leaves open, or a difference of one, to two digits."""
    return f"about {minus(say(100 * value, 2))} {'points' if _signed(row) else '%'}"


def spread(row: Row, found: Interval) -> str:
    """Writes the Monte Carlo interval; nothing without one."""
    if not isfinite(found.low) or found.low == found.high:
        return ""
    return minus((difference_span if _signed(row) else span)(found, row.unit))


def over(row: Row, ends_: tuple[float, float]) -> str:
    """Writes a parameter range; of a difference of shares in points."""
    said = ends(*ends_, row.unit)
    return minus(said.replace(" %", " points") if _signed(row) else said)


def _signed(row: Row) -> bool:
    return row.of == DIFFERENCE and row.name not in SHARES_OF_THE_OTHER


SHARES_OF_THE_OTHER = frozenset({
    "chilled_speech", "chilled_speech_signed", "deterrence", "worse_off", "led_to", "good_acts_gained",
})  # fmt: skip
"""Measures of a pair that are no difference of two levels: written without a sign of their own."""


def _lane(row: Row, mark: Mark, name: str) -> Spec:
    low, high, mean = (end if isfinite(end) else None for end in (mark.found.low, mark.found.high, mark.found.mean))
    least, most = mark.span or (None, None)
    return {
        "world": mark.world, "name": wrap(name, LETTERS), "mean": mean, "low": low, "high": high, "least": least,
        "most": most, "text": "" if mean is None else number(row, mean).removesuffix(" points"), "why": mark.why,
    }  # fmt: skip
