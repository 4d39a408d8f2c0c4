"""Lines over months with interval ribbons, labelled at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.inference.rare_event_intervals import events_of_count, events_of_share
from underheaven.measure.reductions import PER_100K
from underheaven.show.report.charts.theme import (
    COLOURS,
    MUTED_COLOUR,
    SMALL_SIZE,
    ChartSize,
    ChartSpec,
    chart_layer,
    label_style,
    month_channel,
    month_number,
    quantity_channel,
    round_up,
    series_scales,
    spread_labels,
    text_channel,
    wrap_text,
)

if TYPE_CHECKING:
    import xarray as xr

SeriesRow = dict[str, Any]


@dataclass(frozen=True)
class DatedEvent:
    """A dated event marked in a chart: month as 2013-10, and its label."""

    month: str
    word: str


def monthly_rows(series: str, array: xr.DataArray, over: xr.DataArray, per: float | None = PER_100K) -> list[SeriesRow]:
    """Return rows of one series from values (replicate, month): month, series, mean, low, high (None without).

    over: the denominator (replicate, month). per: the size to which a value is scaled; None for a share.
    """
    values, whole = (a.transpose("replicate", "month").values.astype(np.float64) for a in (array, over))
    rows = []
    for position, month in enumerate(str(m) for m in array["month"].values):
        values_here, persons_here = values[:, position], whole[:, position]
        found = interval_of_events(
            values_here,
            events_of_share(persons_here) if per is None else events_of_count(values_here, persons_here, per),
        )
        low, high = (end if isfinite(end) else None for end in (found.low, found.high))
        low = None if low is None else max(low, 0.0)
        mean = found.mean if isfinite(found.mean) else None
        rows.append({"month": month, "series": series, "mean": mean, "low": low, "high": high})
    return rows


def line_view(
    rows: Sequence[SeriesRow],
    months: Sequence[str],
    size: ChartSize,
    end_labels: dict[str, str],
    events: Sequence[DatedEvent],
) -> ChartSpec:
    """Return a view of lines; end_labels: the label at the end of each series, in drawing order."""
    height = 260 if size.narrow else 300
    at = [row | {"at": month_number(row["month"])} for row in rows if row["mean"] is not None]
    banded = [row for row in at if row["high"] is not None]
    top = round_up(1.02 * max((max(row["mean"], row["high"] or 0) for row in at), default=1))
    span = month_number(months[-1]) - month_number(months[0]) or 1
    share = _label_share(end_labels, size)
    x = month_channel(months, size.narrow, span * share / (1 - share))
    y = quantity_channel("mean", top, axis={"tickCount": 4, "format": ",~r" if top >= 1 else "~g"})
    colour, dash = series_scales(list(end_labels))
    band = chart_layer(
        "area", banded, {"opacity": 0.18}, x=x, y=y | {"field": "low"}, y2={"field": "high"}, color=colour
    )
    line = chart_layer("line", at, {"strokeWidth": 2}, x=x, y=y, color=colour, strokeDash=dash)
    layers = [
        *_event_layers(events, x),
        *([band] if banded else []),
        line,
        *_end_labels(at, end_labels, x, top, height, size),
    ]
    return {"width": size.inner, "height": height, "layer": layers}


def _label_share(end_labels: dict[str, str], size: ChartSize) -> float:
    """Return the share of the width for the labels at the ends."""
    longest = max(
        (len(line) for text in end_labels.values() for line in wrap_text(text, _label_letters(size))), default=0
    )
    return min(0.5, (longest * 6.6 + 10) / size.inner)


def _label_letters(size: ChartSize) -> int:
    return 13 if size.narrow else 22


def _end_labels(
    rows: Sequence[SeriesRow], end_labels: dict[str, str], x: ChartSpec, top: float, height: int, size: ChartSize
) -> list[ChartSpec]:
    last: dict[str, SeriesRow] = {row["series"]: row for row in rows}
    known = [name for name in end_labels if name in last]
    texts = {name: wrap_text(end_labels[name], _label_letters(size)) for name in known}
    distance = 15 * max((len(text) for text in texts.values()), default=1) + 3
    placed = spread_labels([float(last[name]["mean"]) for name in known], top, height, distance)
    layers = []
    for position, name in zip(placed, known, strict=True):
        row = {"at": last[name]["at"], "place": position, "text": texts[name]}
        colour = COLOURS[list(end_labels).index(name) % len(COLOURS)]
        style = label_style(dx=7, lineHeight=15, dy=-7.5 * (len(texts[name]) - 1), color=colour)
        layers.append(
            chart_layer("text", [row], style, x=x, y={"field": "place", "type": "quantitative"}, text=text_channel())
        )
    return layers


def _event_layers(events: Sequence[DatedEvent], x: ChartSpec) -> list[ChartSpec]:
    if not events:
        return []
    rows = [{"at": month_number(event.month), "word": event.word} for event in events]
    style = label_style(dx=4, baseline="top", fontSize=SMALL_SIZE, fontWeight="bold")
    return [
        chart_layer("rule", rows, {"color": MUTED_COLOUR, "strokeWidth": 1, "strokeDash": [2, 2]}, x=x),
        chart_layer("text", rows, style, x=x, y={"value": 0}, text=text_channel("word")),
    ]
