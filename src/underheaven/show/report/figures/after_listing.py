"""Figure: work and credit of the ever-listed, compared with the same persons in the baseline."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from underheaven.fields.scales import MICRO
from underheaven.measure.families.effects_on_listed import means_of_listed
from underheaven.measure.inference.counting_rules import count_persons_with
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.rare_event_intervals import interval_if_enough
from underheaven.show.formatting import format_number
from underheaven.show.report.charts.theme import (
    COLOURS,
    INK_COLOUR,
    MUTED_COLOUR,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    label_style,
    quantity_channel,
    text_channel,
)
from underheaven.show.report.data_table import interval_cells, make_table, typographic_minus
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.report_context import ReportContext

FIGURE_NAME, FIGURE_TITLE = "after-listing", "Work and credit of those listed, with and without the regime"
LISTED_SUMS = {
    "months_unemployed": ("Months without work", 1.0),
    "months_under_judgment": ("Months under a judgment", 1.0),
    "loans": ("Loans received", 1.0),
    "detriment": ("Access lost, priced in months of income", float(MICRO)),
}


@dataclass(frozen=True)
class PairedSum:
    """One sum over the run, mean over the ever-listed: with the regime, in the baseline, and the paired difference."""

    label: str
    with_regime: Interval
    without_regime: Interval
    difference: Interval


def figure_rows(context: ReportContext, scenario: str) -> list[PairedSum]:
    """Return a row for each sum; empty if nobody is ever listed or there is no baseline."""
    other = context.baseline_for(scenario)
    if other is None:
        return []
    found = []
    listed = int(count_persons_with(context.dataset, "months_listed").sel(scenario=scenario).sum())
    for name, (title, unit) in LISTED_SUMS.items():
        with_regime, without_regime = (
            (a / unit).sel(scenario=scenario).values for a in means_of_listed(context.dataset, name, other)
        )
        found.append(
            PairedSum(
                title,
                *(
                    interval_if_enough(values, listed)
                    for values in (with_regime, without_regime, with_regime - without_regime)
                ),
            )
        )
    return [row for row in found if isfinite(row.difference.mean)]


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = figure_rows(context, scenario)
    if not found:
        why = (
            "Nobody is ever listed." if context.baseline_for(scenario) else "This run has no baseline to compare with."
        )
        return OmittedFigure(FIGURE_NAME, FIGURE_TITLE, why)
    without = context.baseline_phrase(scenario)
    text = (
        f"All persons who are ever on a blacklist, and the same persons {without}: means over the whole run of "
        f"{len(context.months)} months. Filled dot: with the regime. Ring: {without}. In brackets: the Monte Carlo "
        "interval of the difference. Each row starts at 0 and has its own scale."
    )
    note = (
        "The months before the listing are included: in these, only fear of the list makes a difference. The price of "
        "lost access is not a length of time and is never added to the rest."
    )
    body = [
        (
            row.label,
            *interval_cells(row.with_regime),
            *interval_cells(row.without_regime),
            *interval_cells(row.difference, least=None),
        )
        for row in found
    ]
    span = "Monte Carlo interval"
    heads = ("over the run, per person", "with the regime", span, without, span, "difference", span)
    panels = tuple(_row_panel(row, without) for row in found)
    return Figure(
        FIGURE_NAME,
        FIGURE_TITLE,
        text,
        panels,
        (make_table("Those ever listed, with and without the regime", heads, body),),
        (note,),
    )


def _row_panel(row: PairedSum, baseline_phrase: str) -> FigurePanel:
    with_mean, without_mean = (format_number(found.mean) for found in (row.with_regime, row.without_regime))
    alt = f"{with_mean} with the regime, {without_mean} {baseline_phrase}."
    return FigurePanel(
        f"{row.label}: {_difference_text(row.difference)}",
        alt,
        lambda size: _row_spec(row, size, ("with it", baseline_phrase)),
    )


def _row_spec(row: PairedSum, size: ChartSize, words: tuple[str, str]) -> ChartSpec:
    """Return the chart of a row; words: the labels after the two numbers, left out on a narrow screen."""
    with_mean, without_mean = row.with_regime.mean, row.without_regime.mean
    most = max(with_mean, without_mean) or 1.0
    x = quantity_channel("at", 1.5 * most, -0.5 * most)
    wording = ("", "") if size.narrow else words
    first, second = (
        {"at": v, "text": f"{format_number(v)} {word}".strip()}
        for v, word in zip((with_mean, without_mean), wording, strict=True)
    )
    sides = ("left", "right") if with_mean >= without_mean else ("right", "left")
    ring = {"filled": False, "fill": "white", "stroke": INK_COLOUR, "strokeWidth": 1.75, "size": 150, "opacity": 1}
    dot = {"filled": True, "color": COLOURS[1], "size": 60, "opacity": 1}
    layers = [
        chart_layer("tick", [{"at": 0}], {"thickness": 1, "height": 14, "color": MUTED_COLOUR}, x=x),
        chart_layer(
            "rule",
            [{"at": with_mean, "to": without_mean}],
            {"strokeWidth": 4, "color": "#c4c4c4"},
            x=x,
            x2={"field": "to"},
        ),
        chart_layer("point", [second], ring, x=x),
        chart_layer("point", [first], dot, x=x),
    ]
    for end, side, colour in ((first, sides[0], COLOURS[1]), (second, sides[1], INK_COLOUR)):
        style = label_style(side, 11 if side == "left" else -11, color=colour)
        layers.append(chart_layer("text", [end], style, x=x, text=text_channel()))
    return chart_spec({"width": size.inner, "height": 26, "layer": layers})


def _difference_text(interval: Interval) -> str:
    sign = "+" if interval.mean > 0 else ""
    text = f"{sign}{typographic_minus(format_number(interval.mean))}"
    if not isfinite(interval.low):
        return text
    low, high = (typographic_minus(format_number(end)) for end in (interval.low, interval.high))
    return f"{text} ({low} to {high})"
