"""Dots with intervals on both sides of zero, one row each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.measure.inference.interval import Interval
from underheaven.show.report.charts.bar_chart import label_extent
from underheaven.show.report.charts.theme import (
    DOT_STYLE,
    MUTED_COLOUR,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    label_style,
    name_channel,
    quantity_channel,
    text_channel,
    wrap_text,
)
from underheaven.show.report.data_table import format_figure

BAND_STYLE = {"strokeWidth": 5, "color": "#9cc3dd"}
LETTER_WIDTH = 7.5
"""Pixels of a character of a number, with a margin."""
LINE_LETTERS, MIN_LINE_LETTERS = 30, 18
"""Characters of a line of a label: at full width, and at half width or on a telephone."""


@dataclass(frozen=True)
class Dot:
    """One row: its label and interval."""

    label: str
    interval: Interval


def dot_plot(rows: Sequence[Dot], size: ChartSize, share: bool = False) -> ChartSpec:
    """Return a chart of dots with a line at zero and a column of numbers; share: whether values are shares."""
    values = [_dot_row(row, share) for row in rows]
    low = min(0.0, *(v["least"] for v in values))
    high = max(0.0, *(v["most"] for v in values))
    wide = (high - low) or 1.0
    column = LETTER_WIDTH * max(len(v["text"]) for v in values)
    top = high + wide * (column + 14) / max(size.inner - column - 14, 60)
    x = {"top": top, "bottom": low - 0.03 * wide}
    lines = {row.label: wrap_text(row.label, MIN_LINE_LETTERS if size.outer < 500 else LINE_LETTERS) for row in rows}
    y = name_channel("label", label_extent([line for its in lines.values() for line in its], size))
    y["axis"] |= {"labelExpr": f"({json.dumps(lines)})[datum.value]", "labelLineHeight": 14}
    spans = [v for v in values if v["low"] is not None]
    nought = chart_layer("rule", [{"at": 0}], {"color": MUTED_COLOUR, "strokeWidth": 1}, x=quantity_channel("at", **x))
    band = chart_layer("rule", spans, BAND_STYLE, x=quantity_channel("low", **x), x2={"field": "high"}, y=y)
    dot = chart_layer("point", values, DOT_STYLE, x=quantity_channel("mean", **x), y=y)
    ends = [v | {"end": top} for v in values]
    word = chart_layer(
        "text", ends, label_style("right", dx=0), x=quantity_channel("end", **x), y=y, text=text_channel()
    )
    step = 36 if any(len(its) > 1 for its in lines.values()) else 24
    layers = [nought, *([band] if spans else []), dot, word]
    return chart_spec({"width": size.inner, "height": {"step": step}, "layer": layers})


def _dot_row(row: Dot, share: bool) -> ChartSpec:
    """Return the row that is drawn: label, mean, low and high (None without), least and most of the three, text."""
    found = row.interval
    low, high = (end if isfinite(end) else None for end in (found.low, found.high))
    least = found.mean if low is None else min(low, found.mean)
    most = found.mean if high is None else max(high, found.mean)
    return {
        "label": row.label,
        "mean": found.mean,
        "low": low,
        "high": high,
        "least": least,
        "most": most,
        "text": format_figure(found.mean, share),
    }
