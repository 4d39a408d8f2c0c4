"""Dots with their intervals on both sides of nought, a row each; used by several pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.measure.interval import Interval
from underheaven.show.page.charts.theme import COLOURS, MUTED, Size, Spec, chart, label, layer, names, quantity, written
from underheaven.show.page.tables import figure

DOT = {"filled": True, "size": 70, "color": COLOURS[0], "opacity": 1}
BAND = {"strokeWidth": 5, "color": "#9cc3dd"}
LETTER = 7.5
"""Pixels of a letter of a number, with room to spare."""


@dataclass(frozen=True)
class Dot:
    """One row: its label and what was found."""

    label: str
    found: Interval


def dots(rows: Sequence[Dot], size: Size, extent: int, share: bool = False) -> Spec:
    """Gives a chart of dots with a line at nought. extent: pixels for the labels on the left. share: as per cent."""
    values = [_drawn(row, share) for row in rows]
    low = min(0.0, *(v["least"] for v in values))
    high = max(0.0, *(v["most"] for v in values))
    wide = (high - low) or 1.0
    room = wide * LETTER * max(len(v["text"]) for v in values) / max(size.inner - extent, 60)
    x = {"top": high + room + 0.06 * wide, "bottom": low - 0.02 * wide}
    y = names("label", extent)
    spans = [v for v in values if v["low"] is not None]
    nought = layer("rule", [{"at": 0}], {"color": MUTED, "strokeWidth": 1}, x=quantity("at", **x))
    band = layer("rule", spans, BAND, x=quantity("low", **x), x2={"field": "high"}, y=y)
    dot = layer("point", values, DOT, x=quantity("mean", **x), y=y)
    word = layer("text", values, label(dx=9), x=quantity("most", **x), y=y, text=written())
    layers = [nought, *([band] if spans else []), dot, word]
    return chart({"width": size.inner, "height": {"step": 24}, "layer": layers})


def _drawn(row: Dot, share: bool) -> Spec:
    """Gives the row that is drawn: label, mean, low and high (None without), least and most of the three, text."""
    found = row.found
    low, high = (end if isfinite(end) else None for end in (found.low, found.high))
    least = found.mean if low is None else min(low, found.mean)
    most = found.mean if high is None else max(high, found.mean)
    return {"label": row.label, "mean": found.mean, "low": low, "high": high, "least": least, "most": most,
            "text": figure(found.mean, share)}  # fmt: skip
