"""Horizontal bars with their numbers written at the end; used by several pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.measure.interval import Interval
from underheaven.show.page.charts.theme import COLOURS, INK, Size, Spec, chart, label, layer, names, quantity, written
from underheaven.show.page.tables import figure


@dataclass(frozen=True)
class Bar:
    """One bar: its label and what was found."""

    label: str
    found: Interval


def bars(rows: Sequence[Bar], size: Size, extent: int, share: bool = False) -> Spec:
    """Gives a chart of bars. extent: pixels for the labels on the left. share: written as per cent."""
    values = [drawn(row.label, row.found, share) for row in rows]
    most = max(max(v["mean"], v["high"] or 0) for v in values) or 1
    top = most * (1.5 if size.narrow else 1.3)
    y = names("label", extent)
    spans = [v for v in values if v["high"] is not None]
    bar = layer("bar", values, {"height": 13, "color": COLOURS[0]}, x=quantity("mean", top), y=y)
    line = layer("rule", spans, {"color": INK}, x=quantity("low", top), x2={"field": "high"}, y=y)
    word = layer("text", values, label(), x=quantity("end", top), y=y, text=written())
    return chart({"width": size.inner, "height": {"step": 24}, "layer": [bar, line, word]})


def drawn(name: str, found: Interval, share: bool = False) -> Spec:
    """Gives the row that is drawn: label, mean, low and high within what is possible, end (of all), text."""
    low, high = (end if isfinite(end) else None for end in (found.low, found.high))
    if low is not None and high is not None:
        low, high = max(low, 0.0), min(high, 1.0) if share else high
    end = max(found.mean, high or 0)
    return {"label": name, "mean": found.mean, "low": low, "high": high, "end": end, "text": figure(found.mean, share)}


def extent_of(labels: Sequence[str], size: Size) -> int:
    """Gives the pixels that these labels need, within what the size has to spare."""
    return min(150 if size.narrow else 220, 7 * max(map(len, labels), default=0) + 16)
