"""Figure: what each reform changes in a regime, over a subset of the same persons."""

from __future__ import annotations

from math import isfinite

from underheaven.measure.inference.interval import Interval
from underheaven.measure.reform_effects import NO_REGIME_SCENARIO
from underheaven.show.report.charts.dot_plot import Dot, dot_plot
from underheaven.show.report.data_table import format_figure, interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.findings.reform_findings import (
    cached_reform_effects,
    reform_names,
    reform_run_size,
    run_size_note,
)
from underheaven.show.report.phrases import to_points
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text.reform_effects import LIMITATION_NOTE

FIGURE_NAME, FIGURE_TITLE = "reforms", "What one reform would change"
MEASURE_HEADINGS = {
    "wrongful_list_months": "Months on lists for wrongful entries, per person",
    "detriment": "Access lost, months of income per person",
    "chilled_speech": "Chilled speech, points",
    "loans_repaid": "Loans repaid, per 100,000 persons",
}
DRAWN_MEASURES = ("wrongful_list_months", "detriment")
"""Measures that are drawn; the data table has the others."""
ORDER_NOTE = (
    "Rows stand in the order of the first measure, the largest fall first. The order of neighbours whose bars overlap "
    "is not a finding, and no parameter was varied."
)
NO_REGIME = "No regime at all"


def figure_rows(context: ReportContext, scenario: str) -> dict[str, list[Dot]]:
    """Return by measure what each reform changes, and last no regime; measures that nothing changes are left out.

    Reforms have the order of the first measure throughout: the largest fall first.
    """
    if scenario not in context.reforms:
        return {}
    names, baseline = reform_names(context, scenario), str(context.reforms[scenario].attrs["baseline"])
    every = [
        o
        for o in cached_reform_effects(context, scenario)
        if o.scenario != baseline and o.has_enough_events and isfinite(o.difference.mean)
    ]
    first = {effect.scenario: effect.difference.mean for effect in every if effect.measure == DRAWN_MEASURES[0]}
    every.sort(
        key=lambda effect: (effect.scenario == NO_REGIME_SCENARIO, first.get(effect.scenario, 0.0), effect.scenario)
    )
    by = {
        measure: [
            Dot(
                NO_REGIME if effect.scenario == NO_REGIME_SCENARIO else names[effect.scenario],
                _in_points(effect.difference, effect.unit),
            )
            for effect in every
            if effect.measure == measure
        ]
        for measure in MEASURE_HEADINGS
    }
    return {measure: its for measure, its in by.items() if any(dot.interval.mean for dot in its)}


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = figure_rows(context, scenario)
    drawn = [measure for measure in found if measure in DRAWN_MEASURES] or list(found)[:1]
    if not drawn:
        why = (
            nothing_drawn_reason(context, scenario)
            if scenario in context.reforms
            else "No reform was simulated for this result."
        )
        return OmittedFigure(FIGURE_NAME, FIGURE_TITLE, why)
    text = (
        f"Each row: the regime under one reform minus the regime as it is, over {reform_run_size(context, scenario)}; "
        "the line marks no change. Bars: Monte Carlo intervals (95 %); a bar that crosses the line may be chance. "
        f"{ORDER_NOTE} Measures with fewer than 50 events are left out."
    )
    panels = tuple(_reform_panel(MEASURE_HEADINGS[measure], found[measure]) for measure in drawn)
    body = [
        (MEASURE_HEADINGS[measure], dot.label, *interval_cells(dot.interval, least=None))
        for measure, its in found.items()
        for dot in its
    ]
    behind = make_table("What one reform would change", ("in", "reform", "difference", "Monte Carlo interval"), body, 2)
    notes = (run_size_note(context, scenario), LIMITATION_NOTE)
    return Figure(FIGURE_NAME, FIGURE_TITLE, text, panels, (behind,), notes, two_columns=len(panels) > 1)


def nothing_drawn_reason(context: ReportContext, scenario: str) -> str:
    """State why nothing is drawn: too few events, or no change."""
    few = any(not effect.has_enough_events for effect in cached_reform_effects(context, scenario))
    return "There are too few events to compare reforms by." if few else "None of them changes anything."


def _in_points(interval: Interval, unit: str) -> Interval:
    return to_points(interval) if unit == "share" else interval


def _reform_panel(heading: str, drawn: list[Dot]) -> FigurePanel:
    alt = "Dots with intervals. " + "; ".join(f"{d.label} {format_figure(d.interval.mean)}" for d in drawn) + "."
    return FigurePanel(heading, alt, lambda size: dot_plot(drawn, size))
