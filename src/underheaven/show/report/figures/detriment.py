"""Figure: detriment from cause to effect, as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from underheaven.measure.families import burden
from underheaven.measure.inference.interval import t_interval
from underheaven.measure.reductions import PER_100K, count_persons, safe_ratio
from underheaven.show.formatting import format_number, format_percent
from underheaven.show.report.charts.theme import (
    INK_COLOUR,
    LABEL_SIZE,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    name_channel,
    text_channel,
)
from underheaven.show.report.data_table import interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.report_context import ReportContext

FIGURE_NAME, FIGURE_TITLE = "detriment", "What is lost, from cause to effect"
DETRIMENT_UNIT = "months of income per 100,000 persons"
CAUSE_LABELS = {"none:ties": "a tie's record", "none:official": "an official", "none:outside": "staying out"}
CELL_COLOURS = ("#ffffff", "#dbe9f3", "#b3d0e6", "#7fb2d5", "#4a90c2", "#1f6ca6", "#0b4778")
WHITE_TEXT_FROM = 0.75
"""Cells from this share of the darkest one have white text."""


def figure_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows cause, effect, found (an Interval), same (whether one context), for pairs with any loss."""
    matrix = (PER_100K * safe_ratio(burden.detriment_matrix(context.dataset), count_persons(context.dataset))).sel(
        scenario=scenario
    )
    whole = matrix.sum("replicate")
    causes = [str(c) for c in matrix["cause"].values if float(whole.sel(cause=c).sum()) > 0]
    effects = [str(e) for e in matrix["effect"].values if float(whole.sel(effect=e).sum()) > 0]
    return [
        {
            "cause": CAUSE_LABELS.get(c, c),
            "effect": e,
            "same": c == e,
            "found": t_interval(matrix.sel(cause=c, effect=e).values),
        }
        for e in effects
        for c in causes
    ]


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = figure_rows(context, scenario)
    if not found:
        return OmittedFigure(FIGURE_NAME, FIGURE_TITLE, "Nobody loses access to anything.")
    whole = sum(r["found"].mean for r in found)
    most = max(found, key=lambda r: r["found"].mean)
    alt = (
        f"Matrix of {DETRIMENT_UNIT}. The largest loss is in {most['effect']} because of "
        f"{_cause_phrase(most['cause'])}: {format_number(most['found'].mean)}, "
        f"{format_percent(most['found'].mean / whole)} of all."
    )
    text = (
        f"{DETRIMENT_UNIT[:1].upper()}{DETRIMENT_UNIT[1:]}, booked over the run. Rows: the part of life in which "
        "access is lost. Columns: the part of life of the conduct behind the record, or the cause where there is no "
        "record. Framed: loss and cause in the same part of life."
    )
    body = [(r["effect"], r["cause"], *interval_cells(r["found"])) for r in found]
    behind = make_table(
        f"Detriment: {DETRIMENT_UNIT}", ("lost in", "because of records of", "mean", "Monte Carlo interval"), body, 2
    )
    return Figure(
        FIGURE_NAME, FIGURE_TITLE, text, (FigurePanel("", alt, lambda size: _matrix_spec(found, size)),), (behind,)
    )


def _cause_phrase(cause: str) -> str:
    return cause if cause in CAUSE_LABELS.values() else f"records of {cause}"


def _matrix_spec(rows: Sequence[dict[str, Any]], size: ChartSize) -> ChartSpec:
    most = max(r["found"].mean for r in rows)
    causes = list(dict.fromkeys(r["cause"] for r in rows))
    tight = size.narrow and len(causes) > 2
    digits = 2 if tight else 3
    values = [
        {key: r[key] for key in ("cause", "effect", "same")}
        | {"share": r["found"].mean / most, "text": format_number(r["found"].mean, digits)}
        for r in rows
    ]
    axis = {
        "orient": "top",
        "labelAngle": -40 if tight else 0,
        "domain": False,
        "ticks": False,
        "labelFontSize": LABEL_SIZE,
        "labelColor": INK_COLOUR,
        "titleAnchor": "start",
    }
    title = "because of records of"
    x = {
        "field": "cause",
        "type": "nominal",
        "sort": None,
        "title": title,
        "scale": {"paddingInner": 0.03},
        "axis": axis,
    }
    y = name_channel("effect", 104) | {"scale": {"paddingInner": 0.06}}
    shade = {"domain": [0, 1], "range": list(CELL_COLOURS), "interpolate": "rgb"}
    colour = {"field": "share", "type": "quantitative", "legend": None, "scale": shade}
    ink = {"condition": {"test": f"datum.share > {WHITE_TEXT_FROM}", "value": "#ffffff"}, "value": INK_COLOUR}
    cell = chart_layer("rect", values, {"stroke": "#c8c8c8", "strokeWidth": 0.75}, x=x, y=y, color=colour)
    framed = [v for v in values if v["same"]]
    frame = chart_layer("rect", framed, {"filled": False, "stroke": INK_COLOUR, "strokeWidth": 2}, x=x, y=y)
    word = chart_layer("text", values, {"fontSize": LABEL_SIZE}, x=x, y=y, text=text_channel(), color=ink)
    layers = [cell, *([frame] if framed else []), word]
    return chart_spec({"width": min(size.inner, 300 * len(causes)), "height": {"step": 30}, "layer": layers})
