"""Figure: differences at equal conduct and the longest stays on lists, by category of persons."""

from __future__ import annotations

from dataclasses import dataclass

from underheaven.measure.inference.interval import Interval
from underheaven.show.report.charts.dot_plot import Dot, dot_plot
from underheaven.show.report.data_table import format_figure, interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.findings.fairness_findings import (
    DETRIMENT,
    LISTED,
    MATCHED_PHRASE,
    WRONGLY,
    equal_conduct_gaps,
)
from underheaven.show.report.findings.stay_findings import still_listed_by_category
from underheaven.show.report.report_context import ReportContext

FIGURE_NAME, FIGURE_TITLE = "fairness", "Who is hit more at equal conduct, and who stays longest"
GAP_HEADINGS = {
    DETRIMENT: "Access lost, months of income more than others",
    LISTED: "Months on a blacklist, more than others",
    WRONGLY: "Months wrongly on a blacklist, more than others",
}


@dataclass(frozen=True)
class PanelRows:
    """One panel: its heading, the intervals by category, and whether they are shares."""

    heading: str
    intervals: dict[str, Interval]
    is_share: bool


def figure_rows(context: ReportContext, scenario: str) -> list[PanelRows]:
    """Return the panels that are not empty."""
    found = [
        PanelRows(heading, equal_conduct_gaps(context, scenario, name), False) for name, heading in GAP_HEADINGS.items()
    ]
    found.append(
        PanelRows("Still on a blacklist 24 months after entry", still_listed_by_category(context, scenario), True)
    )
    return [panel for panel in found if panel.intervals]


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = figure_rows(context, scenario)
    if not found:
        return OmittedFigure(
            FIGURE_NAME, FIGURE_TITLE, "No group is large enough, or nobody is listed or loses access."
        )
    text = (
        f"Each group compared with {MATCHED_PHRASE}; how long a judgment was owed is not matched. Bands: no true act "
        "over the run, 1, 2, 3 to 5, 6 or more. The line marks no difference. Bars: Monte Carlo intervals (95 %) of "
        "single groups, not corrected for the number of groups: a bar that clears the line may still be chance."
    )
    note = (
        "Adults present over the whole run. Groups with fewer than 1,000 of them are left out. The share still on a "
        "list is a Kaplan-Meier estimate from first stays that began under the version of the rules that was in "
        "force longest, including those that last at the end."
    )
    body = [
        (panel.heading, category, *interval_cells(value, panel.is_share, least=0.0 if panel.is_share else None))
        for panel in found
        for category, value in panel.intervals.items()
    ]
    behind = make_table(FIGURE_TITLE, ("what", "group", "mean", "Monte Carlo interval"), body, 2)
    return Figure(
        FIGURE_NAME,
        FIGURE_TITLE,
        text,
        tuple(_gap_panel(panel) for panel in found),
        (behind,),
        (note,),
        two_columns=len(found) > 1,
    )


def _gap_panel(panel: PanelRows) -> FigurePanel:
    drawn = [Dot(category, value) for category, value in panel.intervals.items()]
    alt = (
        "Dots with intervals. "
        + "; ".join(f"{d.label} {format_figure(d.interval.mean, panel.is_share)}" for d in drawn)
        + "."
    )
    return FigurePanel(panel.heading, alt, lambda size: dot_plot(drawn, size, panel.is_share))
