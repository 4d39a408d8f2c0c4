"""Lines over months with their intervals as ribbons, labelled at their ends; used by several pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure.interval import interval
from underheaven.show.page.charts.theme import (
    COLOURS,
    INK,
    LABEL,
    MUTED,
    SMALL,
    Size,
    Spec,
    dodge,
    month_number,
    month_x,
    nice,
    series_scales,
    wrap,
)

if TYPE_CHECKING:
    import xarray as xr

Row = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """Something dated that a picture marks: month as 2013-10, and the word that stands there."""

    month: str
    word: str


def monthly(series: str, array: xr.DataArray) -> list[Row]:
    """Gives rows of one series from values (replicate, month): month, series, mean, low, high (None without)."""
    values = array.transpose("replicate", "month").values
    rows = []
    for place, month in enumerate(str(m) for m in array["month"].values):
        found = interval(values[:, place])
        low, high = (end if isfinite(end) else None for end in (found.low, found.high))
        low = None if low is None else max(low, 0.0)
        mean = found.mean if isfinite(found.mean) else None
        rows.append({"month": month, "series": series, "mean": mean, "low": low, "high": high})
    return rows


def line_layers(
    rows: Sequence[Row],
    months: Sequence[str],
    size: Size,
    height: int,
    labels: dict[str, str],
    events: Sequence[Event] = (),
    of_unit: str = "",
) -> Spec:
    """Gives a view of lines; labels: what stands at the end of each series, which fixes their order too."""  # fmt: skip
    names = list(labels)
    at = [r | {"at": month_number(r["month"])} for r in rows if r["mean"] is not None]
    top = nice(max((max(r["mean"], r["high"] or 0) for r in at), default=1) * 1.02)
    span = month_number(months[-1]) - month_number(months[0]) or 1
    share = _label_share(labels, size)
    x = month_x(months, size.narrow, span * share / (1 - share))
    y = {"field": "mean", "type": "quantitative", "title": None, "scale": {"domain": [0, top], "nice": False},
         "axis": {"tickCount": 4, "format": ",~r" if top >= 1 else "~g"}}  # fmt: skip
    colour, dash = series_scales(names)
    layers: list[Spec] = [*_event_layers(events, x, size)]
    if any(r["high"] is not None for r in at):
        layers.append({
            "data": {"values": [r for r in at if r["high"] is not None]},
            "mark": {"type": "area", "opacity": 0.18, "line": False},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
        })  # fmt: skip
    layers.append({
        "data": {"values": at}, "mark": {"type": "line", "strokeWidth": 2, "clip": True},
        "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
    })  # fmt: skip
    layers += _end_labels(at, labels, x, top, height, size)
    if of_unit:
        layers.append(_unit(of_unit))
    return {"width": size.inner, "height": height, "layer": layers}


def _label_share(labels: dict[str, str], size: Size) -> float:
    """How much of the width the labels at the ends take."""
    longest = max((len(line) for text in labels.values() for line in wrap(text, _letters(size))), default=0)
    return min(0.5, (longest * 6.6 + 10) / size.inner)


def _letters(size: Size) -> int:
    return 13 if size.narrow else 22


def _end_labels(at: Sequence[Row], labels: dict[str, str], x: Spec, top: float, height: int, size: Size) -> list[Spec]:
    ends: dict[str, Row] = {r["series"]: r for r in at}
    known = [name for name in labels if name in ends]
    lines = {name: wrap(labels[name], _letters(size)) for name in known}
    gap = 15 * max((len(v) for v in lines.values()), default=1) + 3
    placed = dodge([float(ends[name]["mean"]) for name in known], top, height, gap)
    layers = []
    for place, name in zip(placed, known, strict=True):
        row = {"at": ends[name]["at"], "place": place, "text": lines[name]}
        layers.append({
            "data": {"values": [row]},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 7, "fontSize": LABEL,
                     "lineHeight": 15, "dy": -7.5 * (len(lines[name]) - 1),
                     "color": COLOURS[list(labels).index(name) % len(COLOURS)]},
            "encoding": {"x": x, "y": {"field": "place", "type": "quantitative"}, "text": {"field": "text"}},
        })  # fmt: skip
    return layers


def _event_layers(events: Sequence[Event], x: Spec, size: Size) -> list[Spec]:
    if not events:
        return []
    rows = [{"at": month_number(e.month), "word": e.word} for e in events]
    return [
        {"data": {"values": rows}, "mark": {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": [2, 2]},
         "encoding": {"x": x}},
        {"data": {"values": rows},
         "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 4, "fontSize": SMALL, "color": INK,
                  "fontWeight": "bold"},
         "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "word"}}},
    ]  # fmt: skip


def _unit(text: str) -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "bottom", "fontSize": SMALL, "color": MUTED},
        "encoding": {"x": {"value": 0}, "y": {"value": -6}, "text": {"value": text}},
    }
