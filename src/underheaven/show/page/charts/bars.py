"""Horizontal bars with their numbers written at the end, aligned over several panels; used by several pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.measure.interval import Interval
from underheaven.show.page.charts.theme import COLOURS, INK, LABEL, Size, Spec
from underheaven.show.page.tables import figure


@dataclass(frozen=True)
class Bar:
    """One bar: its label and what was found."""

    label: str
    found: Interval


@dataclass(frozen=True)
class Panel:
    """Bars of one unit under a heading; share: written as per cent, on an axis from 0 to 1."""

    heading: str
    bars: tuple[Bar, ...]
    share: bool = False


def stacked(panels: Sequence[Panel], size: Size) -> Spec:
    """Gives panels one under the other, their bars starting at one line."""
    longest = max(len(bar.label) for panel in panels for bar in panel.bars)
    width = min(150 if size.narrow else 240, 7 * longest + 10)
    return {"vconcat": [_panel(panel, size, width) for panel in panels], "spacing": 22}


def _panel(panel: Panel, size: Size, width: int) -> Spec:
    values = [_drawn(bar, panel.share) for bar in panel.bars]
    room = 1.75 if size.narrow else 1.4
    most = max(max(v["mean"], v["high"] or 0) for v in values)
    top = room * (most if most > 0 else 1)
    x = {"type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "title": None, "axis": None}
    y = {"field": "label", "type": "nominal", "sort": None, "title": None,
         "axis": {"minExtent": width, "maxExtent": width, "labelFontSize": LABEL, "labelColor": INK,
                  "labelLimit": width}}  # fmt: skip
    return {
        "title": {"text": panel.heading, "fontSize": LABEL, "offset": 4},
        "width": size.inner, "height": {"step": 24}, "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar", "height": 13, "color": COLOURS[0]},
             "encoding": {"x": {**x, "field": "mean"}, "y": y}},
            {"transform": [{"filter": "isValid(datum.high)"}],
             "mark": {"type": "rule", "strokeWidth": 1.5, "color": INK},
             "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y}},
            {"mark": {"type": "text", "align": "left", "dx": 7, "fontSize": LABEL, "color": INK},
             "encoding": {"x": {**x, "field": "end"}, "y": y, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def _drawn(bar: Bar, share: bool) -> Spec:
    low, high = (end if isfinite(end) else None for end in (bar.found.low, bar.found.high))
    if share and high is not None:
        high = min(high, 1.0)
    return {
        "label": bar.label, "mean": bar.found.mean, "low": None if low is None else max(low, 0), "high": high,
        "end": max(bar.found.mean, high or 0), "text": figure(bar.found.mean, share),
    }  # fmt: skip
