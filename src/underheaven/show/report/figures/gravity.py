"""Figure: what one record of each kind of conduct costs, the gravest kind first."""

from __future__ import annotations

from underheaven.measure.families.proportionality import LEGAL_NOTE
from underheaven.show.report.charts.dot_plot import Dot, dot_plot
from underheaven.show.report.data_table import format_figure, interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.kind_costs import MAX_KINDS, costliest_rows, kind_cost_rows
from underheaven.show.report.report_context import ReportContext

FIGURE_NAME, FIGURE_TITLE = "gravity", "What one record costs, the gravest conduct first"


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = kind_cost_rows(context, scenario)
    if len(found) < 2 or not any(row["found"].mean > 0 for row in found):
        return OmittedFigure(
            FIGURE_NAME, FIGURE_TITLE, "Fewer than two kinds of conduct are recorded, or no record costs anything."
        )
    few = f" The {MAX_KINDS} most costly of {len(found)} kinds; the table has all." if len(found) > MAX_KINDS else ""
    text = (
        "Mean cost of one record over the run, in months of income, over records of every origin. If cost followed "
        f"gravity, no dot would lie to the right of one above it. Bars: Monte Carlo intervals (95 %).{few}"
    )
    body = [(r["kind"], format_figure(r["gravity"]), *interval_cells(r["found"])) for r in found]
    heads = ("kind of conduct", "gravity, months of income", "one record costs", "Monte Carlo interval")
    behind = make_table("Gravity, and what one record costs in months of income", heads, body)
    drawn = [Dot(r["kind"], r["found"]) for r in costliest_rows(found)]
    named = "; ".join(f"{dot.label} {format_figure(dot.interval.mean)}" for dot in drawn)
    alt = f"Dots with intervals, the gravest kind first. {named}."
    panel = FigurePanel("", alt, lambda size: dot_plot(drawn, size))
    return Figure(
        FIGURE_NAME,
        FIGURE_TITLE,
        text,
        (panel,),
        (behind,),
        (f"Gravity is ordinal and assumed in the society's document. {LEGAL_NOTE}",),
    )
