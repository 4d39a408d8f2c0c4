"""One panel of the comparison page: a lane per regime with its dot, interval, range, name and number."""

from __future__ import annotations

from math import isfinite
from typing import Any

from underheaven.measure.inference.interval import Interval
from underheaven.measure.measure_values import DIFFERENCE
from underheaven.show.formatting import (
    format_difference,
    format_difference_interval,
    format_interval,
    format_number,
    format_range,
)
from underheaven.show.report.charts.theme import (
    COLOURS,
    INK_COLOUR,
    MUTED_COLOUR,
    RULE_COLOUR,
    SMALL_SIZE,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    label_style,
    round_up,
    text_channel,
    wrap_text,
)
from underheaven.show.report.comparison.measure_marks import MeasureRow, RegimeMark
from underheaven.show.report.data_table import DASH, format_figure, typographic_minus

LANE_HEIGHT, NAME_LINE_HEIGHT, MARK_MARGIN, NAME_MARGIN = 27, 15, 12, 8
"""Pixels of a lane without its name; of a line of the name; below the marks; and between marks and name."""
NAME_LETTERS = 46
"""Characters of a line of a name."""
NUMBER_WIDTH = 84
"""Pixels kept free for the number on the right."""
AXIS_INSET, TEXT_INDENT = 10, 22
"""Pixels before zero, so that a dot there is whole; and before a word in a lane, so that it clears the dot."""
PLAIN_EXPR, POINTS_EXPR = "format(datum.value, ',')", "format(100 * datum.value, ',')"
BAND_COLOUR = "#d2d2d2"


def interval_chart(row: MeasureRow, names: dict[str, str], size: ChartSize) -> ChartSpec:
    """Return the chart of one measure; names: of the regimes, by scenario."""
    lanes = [_regime_lane(row, mark, names[mark.scenario]) for mark in row.marks]
    bottom, top = axis_extent(row)
    x = {
        "field": "mean",
        "type": "quantitative",
        "title": None,
        "scale": {
            "domain": [bottom, top],
            "nice": False,
            "zero": False,
            "range": [AXIS_INSET, size.inner - NUMBER_WIDTH],
        },
        "axis": {
            "values": axis_ticks(bottom, top),
            "labelExpr": _axis_label_expr(row),
            "labelFlush": True,
            "grid": False,
        },
    }
    order = [lane["scenario"] for lane in lanes]
    y = {"field": "scenario", "type": "nominal", "sort": order, "title": None, "axis": None, "scale": {"domain": order}}
    step = LANE_HEIGHT + NAME_LINE_HEIGHT * max(len(lane["name"]) for lane in lanes)
    at = step / 2 - MARK_MARGIN
    signed = bottom < 0 < top
    layers = [*_mark_layers(lanes, (bottom, top), signed, at, x, y), *_text_layers(lanes, size, at, y)]
    return chart_spec({"width": size.inner, "height": {"step": step}, "layer": layers})


def _mark_layers(
    lanes: list[ChartSpec], ends_: tuple[float, float], signed: bool, offset: float, x: ChartSpec, y: ChartSpec
) -> list[ChartSpec]:
    """Return the layers of lines, ranges, zeros, intervals and dots; offset: pixels from the middle of a lane."""
    defined = [lane for lane in lanes if lane["mean"] is not None]
    lines = [lane | {"from": ends_[0], "to": ends_[1], "nought": 0} for lane in defined if not lane["why"]]
    level = {"yOffset": offset, "y2Offset": offset}

    def rule(low: str, high: str, values: list[ChartSpec], **style: Any) -> ChartSpec:
        has = [entry for entry in values if entry[low] is not None]
        return chart_layer("rule", has, style | level, x=x | {"field": low}, x2={"field": high}, y=y)

    tick = {"thickness": 1, "height": 15, "color": MUTED_COLOUR, "yOffset": offset}
    dot = {"filled": True, "size": 75, "opacity": 1, "stroke": "white", "strokeWidth": 1, "color": COLOURS[0]}
    return [
        rule("from", "to", lines, strokeWidth=1, color=RULE_COLOUR),
        rule("least", "most", lanes, strokeWidth=9, color=BAND_COLOUR),
        chart_layer("tick", lines if signed else [], tick, x=x | {"field": "nought"}, y=y),
        rule("low", "high", lanes, strokeWidth=2.5, color=INK_COLOUR),
        chart_layer("point", defined, dot | {"yOffset": offset}, x=x, y=y),
    ]


def _text_layers(lanes: list[ChartSpec], size: ChartSize, offset: float, y: ChartSpec) -> list[ChartSpec]:
    """Return the layers of names, numbers, and reasons in words."""
    left, right = label_style(dx=0, yOffset=offset), label_style("right", 0, yOffset=offset, fontWeight="bold")
    defined, silent = ([entry for entry in lanes if entry[key]] for key in ("text", "why"))
    named = [
        chart_layer(
            "text",
            [entry | {"line": entry["name"][-k]} for entry in lanes if len(entry["name"]) >= k],
            left
            | {"yOffset": offset - NAME_MARGIN - NAME_LINE_HEIGHT * (k - 1), "baseline": "bottom", "limit": size.inner},
            x={"value": 0},
            y=y,
            text=text_channel("line"),
        )
        for k in range(1, max(len(lane["name"]) for lane in lanes) + 1)
    ]
    reason = left | {"fontSize": SMALL_SIZE, "color": MUTED_COLOUR}
    return [
        *named,
        chart_layer("text", defined, right, x={"value": size.inner}, y=y, text=text_channel()),
        chart_layer("text", silent, reason, x={"value": TEXT_INDENT}, y=y, text=text_channel("why")),
    ]


def axis_extent(row: MeasureRow) -> tuple[float, float]:
    """Return the ends of the axis: from zero, or below it if any value is negative, to a round number."""
    ends = [
        end
        for mark in row.marks
        for end in (mark.interval.mean, mark.interval.low, mark.interval.high, *(mark.parameter_range or ()))
        if isfinite(end)
    ]
    top, bottom = max([0.0, *ends]), min([0.0, *ends])
    if bottom < 0:
        return -round_up(-bottom), round_up(top) if top > 0 else 0.0
    return 0.0, min(round_up(top), 1.0) if row.is_share and row.kind != DIFFERENCE else round_up(top)


def axis_ticks(bottom: float, top: float) -> list[float]:
    """Return the ticks of an axis: zero, and its ends where they do not collide with it."""
    clear = 0.25 * (top - bottom)
    return [end for end in (bottom, 0.0, top) if end == 0.0 or abs(end) > clear]


def _axis_label_expr(row: MeasureRow) -> str:
    if not row.is_share:
        return PLAIN_EXPR
    return POINTS_EXPR if _has_sign(row) else f"{POINTS_EXPR} + ' %'"


def mean_text(row: MeasureRow, value: float) -> str:
    """Format a number of a row; differences with their sign."""
    if not isfinite(value):
        return DASH
    return (
        typographic_minus(format_difference(value, row.unit)) if _has_sign(row) else format_figure(value, row.is_share)
    )


def rough_text(row: MeasureRow, value: float) -> str:
    """Format a share that its range leaves open, or a difference of one, to two digits."""
    return f"about {typographic_minus(format_number(100 * value, 2))} {'points' if _has_sign(row) else '%'}"


def interval_text(row: MeasureRow, interval: Interval) -> str:
    """Format the Monte Carlo interval; empty without one."""
    if not isfinite(interval.low) or interval.low == interval.high:
        return ""
    return typographic_minus((format_difference_interval if _has_sign(row) else format_interval)(interval, row.unit))


def parameter_range_text(row: MeasureRow, ends_: tuple[float, float]) -> str:
    """Format a parameter range; in points for a difference of shares."""
    wording = format_range(*ends_, row.unit)
    return typographic_minus(wording.replace(" %", " points") if _has_sign(row) else wording)


def _has_sign(row: MeasureRow) -> bool:
    return row.kind == DIFFERENCE and row.name not in UNSIGNED_PAIRED


UNSIGNED_PAIRED = frozenset(
    {
        "chilled_speech",
        "chilled_speech_signed",
        "deterrence",
        "worse_off",
        "added_detriment",
        "good_acts_gained",
    }
)
"""Paired measures other than differences of two levels: formatted without a sign."""


def _regime_lane(row: MeasureRow, mark: RegimeMark, name: str) -> ChartSpec:
    low, high, mean = (
        end if isfinite(end) else None for end in (mark.interval.low, mark.interval.high, mark.interval.mean)
    )
    least, most = mark.parameter_range or (None, None)
    return {
        "scenario": mark.scenario,
        "name": wrap_text(name, NAME_LETTERS),
        "mean": mean,
        "low": low,
        "high": high,
        "least": least,
        "most": most,
        "text": "" if mean is None else mean_text(row, mean).removesuffix(" points"),
        "why": mark.reason,
    }
