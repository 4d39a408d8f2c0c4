"""Dots with their intervals on both sides of nought, a row each; used by several pictures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.measure.interval import Interval
from underheaven.show.page.charts.bars import extent_of
from underheaven.show.page.charts.theme import (
    COLOURS,
    MUTED,
    Size,
    Spec,
    chart,
    label,
    layer,
    names,
    quantity,
    wrap,
    written,
)
from underheaven.show.page.tables import figure

DOT = {"filled": True, "size": 70, "color": COLOURS[0], "opacity": 1}
BAND = {"strokeWidth": 5, "color": "#9cc3dd"}
LETTER = 7.5
"""Pixels of a letter of a number, with room to spare."""
LETTERS, FEWEST_LETTERS = 30, 18
"""Letters of a line of a label, where there is room and in half a page or on a telephone."""


@dataclass(frozen=True)
class Dot:
    """One row: its label and what was found."""

    label: str
    found: Interval


def dots(rows: Sequence[Dot], size: Size, share: bool = False) -> Spec:
    """Gives a chart of dots with a line at nought, the numbers in a column on the right. share: as per cent."""
    values = [_drawn(row, share) for row in rows]
    low = min(0.0, *(v["least"] for v in values))
    high = max(0.0, *(v["most"] for v in values))
    wide = (high - low) or 1.0
    column = LETTER * max(len(v["text"]) for v in values)
    top = high + wide * (column + 14) / max(size.inner - column - 14, 60)
    x = {"top": top, "bottom": low - 0.03 * wide}
    lines = {row.label: wrap(row.label, FEWEST_LETTERS if size.outer < 500 else LETTERS) for row in rows}
    y = names("label", extent_of([line for its in lines.values() for line in its], size))
    y["axis"] |= {"labelExpr": f"({json.dumps(lines)})[datum.value]", "labelLineHeight": 14}
    spans = [v for v in values if v["low"] is not None]
    nought = layer("rule", [{"at": 0}], {"color": MUTED, "strokeWidth": 1}, x=quantity("at", **x))
    band = layer("rule", spans, BAND, x=quantity("low", **x), x2={"field": "high"}, y=y)
    dot = layer("point", values, DOT, x=quantity("mean", **x), y=y)
    ends = [v | {"end": top} for v in values]
    word = layer("text", ends, label("right", dx=0), x=quantity("end", **x), y=y, text=written())
    step = 36 if any(len(its) > 1 for its in lines.values()) else 24
    layers = [nought, *([band] if spans else []), dot, word]
    return chart({"width": size.inner, "height": {"step": step}, "layer": layers})


def _drawn(row: Dot, share: bool) -> Spec:
    """Gives the row that is drawn: label, mean, low and high (None without), least and most of the three, text."""
    found = row.found
    low, high = (end if isfinite(end) else None for end in (found.low, found.high))
    least = found.mean if low is None else min(low, found.mean)
    most = found.mean if high is None else max(high, found.mean)
    return {"label": row.label, "mean": found.mean, "low": low, "high": high, "least": least, "most": most,
            "text": figure(found.mean, share)}  # fmt: skip
