"""The common theme of the charts: colours that differ in luminance, dashes, fonts, axes and spread labels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ChartSpec = dict[str, Any]

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Text is measured with the first; the next two have the same widths."""
INK_COLOUR, MUTED_COLOUR, RULE_COLOUR, BAND_COLOUR = "#1a1a1a", "#555555", "#d9d9d9", "#e8e8e8"
COLOURS = ("#0072b2", "#b34a00", "#00694c", "#8a4f7d", "#7a5c00", "#333333", "#56b4e9", "#e69f00")
"""After Okabe and Ito 2008, darkened where text has the same colour."""
DOT_STYLE = {"filled": True, "size": 70, "color": COLOURS[0], "opacity": 1}
DASHES: tuple[list[int], ...] = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 3], [1, 3], [6, 2, 1, 2])
LABEL_SIZE, SMALL_SIZE = 13, 12


@dataclass(frozen=True)
class ChartSize:
    """The size of a chart in pixels: ``inner`` is fitted so that the whole is ``outer`` wide."""

    outer: int
    inner: int

    @property
    def narrow(self) -> bool:
        """True for a telephone."""
        return self.outer < 500


def chart_spec(body: Mapping[str, Any], **config: Any) -> ChartSpec:
    """Return a complete Vega-Lite specification from its body: layers or concatenated parts."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "padding": {"left": 4, "right": 5, "top": 6, "bottom": 2},
        "background": None,
        **body,
        "config": CHART_CONFIG | config,
    }


CHART_CONFIG: ChartSpec = {
    "aria": False,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFont": FONT,
        "labelFontSize": SMALL_SIZE,
        "labelColor": MUTED_COLOUR,
        "titleFont": FONT,
        "titleFontSize": SMALL_SIZE,
        "titleFontWeight": "normal",
        "titleColor": MUTED_COLOUR,
        "gridColor": RULE_COLOUR,
        "gridWidth": 0.75,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelLimit": 400,
        "titleLimit": 600,
    },
    "axisX": {
        "grid": False,
        "domain": True,
        "domainColor": MUTED_COLOUR,
        "ticks": True,
        "tickColor": MUTED_COLOUR,
        "tickSize": 4,
        "labelPadding": 3,
    },
    "title": {
        "anchor": "start",
        "font": FONT,
        "fontSize": LABEL_SIZE,
        "fontWeight": "bold",
        "color": INK_COLOUR,
        "offset": 8,
        "limit": 700,
        "frame": "group",
    },
    "text": {"font": FONT, "fontSize": LABEL_SIZE, "fill": INK_COLOUR},
    "concat": {"spacing": 26},
}


def chart_layer(mark: str, values: Sequence[Any], style: Mapping[str, Any], **channels: Any) -> ChartSpec:
    """Return one layer: a mark with its style, drawn from rows, by its channels."""
    return {"data": {"values": list(values)}, "mark": {"type": mark, **style}, "encoding": channels}


def quantity_channel(field: str, top: float, bottom: float = 0.0, axis: ChartSpec | None = None) -> ChartSpec:
    """Return a channel of a quantity from ``bottom`` to ``top``; without an axis unless one is given."""
    scale = {"domain": [bottom, top], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "title": None, "axis": axis}


def name_channel(field: str, extent: int, order: Sequence[str] | None = None) -> ChartSpec:
    """Return the vertical channel of names, with ``extent`` pixels for them on the left."""
    axis = {
        "minExtent": extent,
        "maxExtent": extent,
        "labelLimit": extent,
        "labelFontSize": LABEL_SIZE,
        "labelColor": INK_COLOUR,
        "labelPadding": 10,
    }
    sort = None if order is None else list(order)
    return {"field": field, "type": "nominal", "sort": sort, "title": None, "axis": axis}


def text_channel(field: str = "text") -> ChartSpec:
    """Return the channel of a text mark."""
    return {"field": field, "type": "nominal"}


def label_style(align: str = "left", dx: float = 8, **style: Any) -> ChartSpec:
    """Return the style of a number or word next to its mark."""
    return {"align": align, "dx": dx, "fontSize": LABEL_SIZE, "color": INK_COLOUR, "baseline": "middle", **style}


def clip_at_zero(end: float, sign: int = 1) -> float | None:
    """Return an end of an interval of what cannot be negative, clipped at 0; None where there is no interval.

    sign: -1 where the quantity is drawn downward.
    """
    return sign * max(end, 0.0) if math.isfinite(end) else None


def round_up(top: float) -> float:
    """Return a round number at or above ``top``, for the end of an axis; 1 for nothing."""
    if not math.isfinite(top) or top <= 0:
        return 1.0
    step = 10.0 ** math.floor(math.log10(top))
    return next(step * m for m in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * m >= top * 0.999)


def month_number(month: str) -> int:
    """Return a month such as 2013-10 as months since the year 0."""
    year, _, number = month.partition("-")
    return 12 * int(year) + int(number) - 1


def month_axis(months: Sequence[str], narrow: bool) -> ChartSpec:
    """Return the axis of months: years of the run where there are many, months of it where there are few.

    It shows no dates: a simulated count with a date reads as a count of that year.
    """
    first, last = month_number(months[0]), month_number(months[-1])
    max_labels = 5 if narrow else 10
    if last - first >= 30:
        step, unit = 12 * max(1, math.ceil((last - first) / 12 / max_labels)), ("year", 12)
    else:
        step, unit = max(1, math.ceil((last - first + 1) / max_labels * 1.6)), ("month", 1)
    name, length = unit
    number = f"format(floor((datum.value - {first}) / {length}) + 1, 'd')"
    expr = f"(datum.value == {first} ? '{name} ' : '') + {number}"
    return {"values": list(range(first, last + 1, step)), "labelExpr": expr, "title": None, "labelFlush": False}


def month_channel(months: Sequence[str], narrow: bool, beyond: float = 0.0) -> ChartSpec:
    """Return the horizontal channel of months; beyond: months kept free on the right for labels."""
    domain = [month_number(months[0]), max(month_number(months[-1]), month_number(months[0]) + 1) + beyond]
    return {
        "field": "at",
        "type": "quantitative",
        "axis": month_axis(months, narrow),
        "scale": {"domain": domain, "nice": False, "zero": False},
    }


def spread_labels(values: Sequence[float], top: float, height: float, distance: float = 16) -> list[float]:
    """Spread values on an axis from 0 to ``top``, so that labels are at least ``distance`` pixels apart."""
    if not values:
        return []
    least = distance * top / height
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = [values[i] for i in order]
    for k in range(1, len(placed)):
        placed[k] = max(placed[k], placed[k - 1] + least)
    over = placed[-1] - top
    if over > 0:
        placed[-1] -= over
        for k in range(len(placed) - 2, -1, -1):
            placed[k] = min(placed[k], placed[k + 1] - least)
    moved = [0.0] * len(values)
    for position, i in zip(placed, order, strict=True):
        moved[i] = position
    return moved


def series_scales(names: Sequence[str]) -> tuple[ChartSpec, ChartSpec]:
    """Return the colour and the dash channel of named series, without a legend: they are labelled directly."""
    n = len(names)
    colour = {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(names), "range": [COLOURS[i % len(COLOURS)] for i in range(n)]},
    }
    dash = {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(names), "range": [DASHES[i % len(DASHES)] for i in range(n)]},
    }
    return colour, dash


def wrap_text(text: str, letters: int) -> list[str]:
    """Break a text into lines of at most ``letters``, at spaces."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
