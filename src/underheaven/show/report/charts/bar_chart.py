"""Horizontal bars with their numbers at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.measure.inference.interval import Interval
from underheaven.show.report.charts.theme import (
    COLOURS,
    INK_COLOUR,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    label_style,
    name_channel,
    quantity_channel,
    text_channel,
)
from underheaven.show.report.data_table import format_figure


@dataclass(frozen=True)
class Bar:
    """One bar: its label and interval."""

    label: str
    interval: Interval


def bar_chart(rows: Sequence[Bar], size: ChartSize, extent: int, share: bool = False) -> ChartSpec:
    """Return a chart of bars; extent: pixels for the labels on the left; share: whether values are shares."""
    values = [bar_row(row.label, row.interval, share) for row in rows]
    most = max(max(v["mean"], v["high"] or 0) for v in values) or 1
    top = most * (1.5 if size.narrow else 1.3)
    y = name_channel("label", extent)
    spans = [v for v in values if v["high"] is not None]
    bar = chart_layer("bar", values, {"height": 13, "color": COLOURS[0]}, x=quantity_channel("mean", top), y=y)
    line = chart_layer("rule", spans, {"color": INK_COLOUR}, x=quantity_channel("low", top), x2={"field": "high"}, y=y)
    word = chart_layer("text", values, label_style(), x=quantity_channel("end", top), y=y, text=text_channel())
    return chart_spec({"width": size.inner, "height": {"step": 24}, "layer": [bar, line, word]})


def bar_row(name: str, interval: Interval, share: bool = False) -> ChartSpec:
    """Return the row that is drawn: label, mean, low and high within the possible range, end (of all), text."""
    low, high = (end if isfinite(end) else None for end in (interval.low, interval.high))
    if low is not None and high is not None:
        low, high = max(low, 0.0), min(high, 1.0) if share else high
    end = max(interval.mean, high or 0)
    return {
        "label": name,
        "mean": interval.mean,
        "low": low,
        "high": high,
        "end": end,
        "text": format_figure(interval.mean, share),
    }


def label_extent(labels: Sequence[str], size: ChartSize) -> int:
    """Return the pixels for these labels, at most what the size has to spare."""
    return min(150 if size.narrow else 220, 7 * max(map(len, labels), default=0) + 16)
