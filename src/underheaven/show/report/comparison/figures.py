"""The figures of the comparison page: one panel per measure, one lane per regime, and the data behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.measure.registry import PAIRED
from underheaven.show.formatting import BY_RULE_NOTE
from underheaven.show.report.charts.theme import ChartSize, ChartSpec
from underheaven.show.report.comparison.interval_chart import (
    interval_chart,
    interval_text,
    mean_text,
    parameter_range_text,
    rough_text,
)
from underheaven.show.report.comparison.measure_marks import (
    NO_LISTS,
    PARTS_OF_LIFE,
    MeasureRow,
    RegimeMark,
    measure_row,
)
from underheaven.show.report.data_table import DASH, DataTable, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel
from underheaven.show.report.report_context import ReportContext

READING_NOTE = (
    "Dot: the mean. Black line: its Monte Carlo interval (95 %), simulation error only; where no line is visible, the "
    "interval is shorter than the dot."
)
RANGE_NOTE = "Grey bar: the parameter range, the central 90 % of the parameter samples."
FIGURE_MEASURES: tuple[tuple[str, str, bool, tuple[tuple[str, str], ...]], ...] = (
    (
        "listed",
        "Who is listed, and how often wrongly",
        False,
        (
            ("ever_listed", LEVEL),
            ("records_filed", LEVEL),
            ("wrongly_listed_share", LEVEL),
            ("false_discovery_share", LEVEL),
        ),
    ),
    (
        "taken",
        "What is taken, and for what",
        False,
        (
            ("detriment", LEVEL),
            (PARTS_OF_LIFE, LEVEL),
            ("cross_context_share", LEVEL),
            ("unjustified_share", LEVEL),
            ("ordinal_proportionality", LEVEL),
            ("worse_off", DIFFERENCE),
        ),
    ),
    (
        "changed",
        "What people do differently",
        True,
        (
            ("chilled_speech", DIFFERENCE),
            ("falsification_gap", LEVEL),
            ("deterrence", DIFFERENCE),
            ("legitimacy", DIFFERENCE),
            ("judgments_performed", DIFFERENCE),
            ("default_share", DIFFERENCE),
        ),
    ),
)
"""Name, headline, whether it is relative to the baseline, and the measures, each as a level or a difference."""


def comparison_figures(context: ReportContext, names: dict[str, str]) -> list[Figure]:
    """Return the figures; a measure that is 0 under every regime has no panel. names: of regimes, by scenario."""
    found = []
    for name, title, is_relative, measures in FIGURE_MEASURES:
        rows = [
            row
            for row in (measure_row(context, *measure) for measure in measures)
            if row is not None and row.has_values()
        ]
        if rows:
            found.append(_measure_figure(context, name, title, is_relative, rows, names))
    return found


def _measure_figure(
    context: ReportContext, name: str, title: str, is_relative: bool, rows: Sequence[MeasureRow], names: dict[str, str]
) -> Figure:
    without = (
        f" Differences and deterred shares are relative to the same people {baseline_phrase(context)}."
        if is_relative
        else ""
    )
    span = f" {RANGE_NOTE}" if any(mark.parameter_range for row in rows for mark in row.marks) else ""
    panels = tuple(FigurePanel(measure_heading(row), _alt_text(row, names), _panel_spec(row, names)) for row in rows)
    return Figure(
        name,
        title,
        f"{READING_NOTE}{span}{without}",
        panels,
        tuple(_data_table(row, names) for row in rows),
        two_columns=True,
    )


def baseline_phrase(context: ReportContext) -> str:
    """Return the baseline as a phrase."""
    other = str(context.baseline)
    return f"under {context.regime_name(other)}" if context.tally_total("recorded", other) > 0 else "without a regime"


def measure_heading(row: MeasureRow) -> str:
    """Name a measure with its unit."""
    what = f"{row.title}, difference" if row.kind == DIFFERENCE and not _is_paired(row) else row.title
    unit = ("points" if row.kind == DIFFERENCE and not _is_paired(row) else "") if row.is_share else row.unit
    return what if not unit or unit == "correlation" or unit.lower() in what.lower() else f"{what} ({unit})"


def _is_paired(row: MeasureRow) -> bool:
    return row.name in PAIRED


def _panel_spec(row: MeasureRow, names: dict[str, str]) -> Callable[[ChartSize], ChartSpec]:
    return lambda size: interval_chart(row, names, size)


def _alt_text(row: MeasureRow, names: dict[str, str]) -> str:
    wording = [
        f"{names[m.scenario]} {mean_text(row, m.interval.mean) if m.is_defined else m.reason}" for m in row.marks
    ]
    return f"{'; '.join(wording)}."


def _data_table(row: MeasureRow, names: dict[str, str]) -> DataTable:
    cells = [(names[mark.scenario], mark, format_mark(row, mark)) for mark in row.marks]
    body = [
        (name, f"{mean} ({mark.reason})" if mark.reason and mark.is_defined else mean, *remaining)
        for name, mark, (mean, *remaining) in cells
    ]
    return make_table(measure_heading(row), ("regime", "mean", "Monte Carlo interval", "parameter range"), body)


def format_mark(row: MeasureRow, mark: RegimeMark) -> tuple[str, str, str]:
    """Format a mean, its interval and its range; in words if there is no number."""
    if not mark.is_defined:
        return mark.reason, DASH, DASH
    if mark.is_open and mark.parameter_range:
        return rough_text(row, mark.interval.mean), DASH, parameter_range_text(row, mark.parameter_range)
    interval = BY_RULE_NOTE if mark.reason == NO_LISTS else interval_text(row, mark.interval) or DASH
    return (
        mean_text(row, mark.interval.mean),
        interval,
        parameter_range_text(row, mark.parameter_range) if mark.parameter_range else DASH,
    )
