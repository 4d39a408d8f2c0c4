"""Figure: persons listed by group, one attribute at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np

from underheaven.measure.families import reach
from underheaven.measure.inference.rare_event_intervals import rate_interval
from underheaven.show.formatting import format_number
from underheaven.show.report.charts.bar_chart import bar_row, label_extent
from underheaven.show.report.charts.theme import (
    DOT_STYLE,
    LABEL_SIZE,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    label_style,
    name_channel,
    quantity_channel,
    text_channel,
)
from underheaven.show.report.data_table import DataTable, interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.group_rates import group_rate_rows
from underheaven.show.report.report_context import ReportContext

FIGURE_NAME, FIGURE_TITLE = "groups", "Who is listed, by group"


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = group_rate_rows(context, scenario)
    if not any(r["found"].mean > 0 for r in found):
        why = "The society reports no groups." if not found else "Nobody is listed or recorded."
        return OmittedFigure(FIGURE_NAME, FIGURE_TITLE, why)
    listed = context.lists_anyone(scenario)
    what = "first entries on a blacklist" if listed else "records filed"
    title = FIGURE_TITLE if listed else "Who is recorded, by group"
    least, most = (pick(found, key=lambda row: row["found"].mean) for pick in (min, max))
    alt = (
        f"Dots with intervals, {what} per 100,000 of each category. Most: {most['category']}, "
        f"{format_number(most['found'].mean)}. Fewest: {least['category']}, {format_number(least['found'].mean)}."
    )
    text = f"{what[:1].upper()}{what[1:]} over the run, per 100,000 of the mean size of the group. "
    text += "Bars: Monte Carlo intervals (95 %)."
    if context.society and context.society.model.people.ageing:
        entry = "of the first entry" if listed else "of the month of the record"
        text += f" A person who grows into the next group counts in the group {entry}."
    full = (_full_table(context, scenario),) if listed else ()
    panel = FigurePanel("", alt, lambda size: _groups_spec(found, size))
    return Figure(FIGURE_NAME, title, text, (panel,), (_groups_table(title, what, found), *full))


def _groups_spec(rows: Sequence[dict[str, Any]], size: ChartSize) -> ChartSpec:
    top = max(max(r["found"].mean, r["found"].high if isfinite(r["found"].high) else 0) for r in rows)
    top *= 1.25 if size.narrow else 1.15
    extent = label_extent([r["category"] for r in rows], size)
    attributes = list(dict.fromkeys(r["attribute"] for r in rows))
    panels = []
    for name in attributes:
        selected = [bar_row(r["category"], r["found"]) for r in rows if r["attribute"] == name]
        panels.append(_attribute_panel(name, selected, top, extent, size, last=name == attributes[-1]))
    return chart_spec({"vconcat": panels, "spacing": 12})


def _attribute_panel(
    name: str, rows: Sequence[ChartSpec], top: float, extent: int, size: ChartSize, last: bool
) -> ChartSpec:
    axis = {"grid": True, "domain": False, "ticks": False, "tickCount": 4, "labels": last, "format": ",~r"}
    y = name_channel("label", extent)
    spans = [row for row in rows if row["high"] is not None]
    band = chart_layer(
        "rule",
        spans,
        {"strokeWidth": 5, "color": "#9cc3dd"},
        x=quantity_channel("low", top, axis=axis),
        x2={"field": "high"},
        y=y,
    )
    dot = chart_layer("point", rows, DOT_STYLE, x=quantity_channel("mean", top, axis=axis), y=y)
    word = chart_layer(
        "text", rows, label_style(dx=9), x=quantity_channel("end", top, axis=axis), y=y, text=text_channel()
    )
    title = {"text": name, "fontSize": LABEL_SIZE, "offset": 4}
    return {"title": title, "width": size.inner, "height": {"step": 24}, "layer": [band, dot, word]}


def _groups_table(title: str, noun: str, rows: Sequence[dict[str, Any]]) -> DataTable:
    body = [(r["attribute"], r["category"], *interval_cells(r["found"])) for r in rows]
    return make_table(
        f"{title}: {noun} per 100,000 of the group", ("attribute", "group", "mean", "Monte Carlo interval"), body, 2
    )


def _full_table(context: ReportContext, scenario: str) -> DataTable:
    """Return the table of every reporting group: on a blacklist at the end, and ever."""
    now, ever = (f(context.dataset).sel(scenario=scenario) for f in (reach.listed_by_group, reach.ever_listed_by_group))
    persons = context.dataset["persons"].sel(scenario=scenario)
    over = (persons.isel(month=-1), persons.mean("month"))
    body = []
    for group in (str(g) for g in context.dataset["group"].values):
        both = [
            rate_interval(array.sel(group=group).values, of.sel(group=group).values.astype(np.float64))
            for array, of in zip((now, ever), over, strict=True)
        ]
        body.append((group, *interval_cells(both[0]), *interval_cells(both[1])))
    heads = ("group", "on a blacklist at the end", "Monte Carlo interval", "ever on one", "Monte Carlo interval")
    return make_table("All reporting groups: persons per 100,000 of the group", heads, body)
