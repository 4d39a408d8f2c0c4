"""Figure: persons listed by month; grades where a regime has no lists, records where it has neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from underheaven.measure.count_series import ever_listed
from underheaven.measure.reductions import PER_100K, safe_ratio
from underheaven.show.formatting import format_number, format_percent, unwrap_lines
from underheaven.show.report.charts.line_chart import DatedEvent, SeriesRow, line_view, monthly_rows
from underheaven.show.report.charts.theme import ChartSize, ChartSpec, chart_spec
from underheaven.show.report.data_table import DataTable, format_figure, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.report_context import ReportContext

if TYPE_CHECKING:
    import xarray as xr

EVER_LISTED = "ever on a blacklist"
PERSONS_UNIT = "persons per 100,000"


def figure_rows(context: ReportContext, scenario: str) -> list[SeriesRow]:
    """Return rows month, series, mean, low, high in persons per 100,000: each list in use, and the ever-listed."""
    among = _person_counts(context, scenario)
    found = [row for name, array in _lists_in_use(context, scenario) for row in monthly_rows(name, array, among)]
    if context.lists_anyone(scenario):
        found += monthly_rows(EVER_LISTED, _per_100000(context, ever_listed(context.dataset), scenario), among)
    return found


def grade_rows(context: ReportContext, scenario: str) -> list[SeriesRow]:
    """Return the same for grades in use."""
    grades = _per_100000(context, context.dataset["grades"].sum("group"), scenario)
    used = [g for g in grades["grade"].values if float(grades.sel(grade=g).sum()) > 0]
    return [
        row for g in used for row in monthly_rows(f"grade {g}", grades.sel(grade=g), _person_counts(context, scenario))
    ]


def record_rows(context: ReportContext, scenario: str) -> list[SeriesRow]:
    """Return the same for live records, earned and not earned."""
    live = _per_100000(context, context.dataset["live_records"], scenario)
    parts = {"earned": live.sel(origin="true"), "not earned": live.drop_sel(origin="true").sum("origin")}
    among = _person_counts(context, scenario)
    return [row for name, array in parts.items() if float(array.sum()) > 0 for row in monthly_rows(name, array, among)]


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    listed, grades = figure_rows(context, scenario), grade_rows(context, scenario)
    if listed and (context.lists_anyone(scenario) or not grades):
        lists = "list" if len(_series_names(listed)) < 3 else "lists"
        return _lines_figure(context, scenario, f"Who is on the {lists}, month by month", listed, PERSONS_UNIT)
    if grades:
        return _lines_figure(context, scenario, "Who holds which grade, month by month", *_drop_largest_grade(grades))
    records = record_rows(context, scenario)
    if records:
        return _lines_figure(
            context, scenario, "Live records, month by month", records, "live records per 100,000 persons"
        )
    return OmittedFigure("lists", "Lists over time", "Nobody is on a list, holds a grade or has a record.")


def amendment_events(context: ReportContext, scenario: str) -> list[DatedEvent]:
    """Return the amendments that fall within the months observed, numbered in their order."""
    document = context.regimes.get(scenario)
    dates = [a.from_ for a in document.model.amendments] if document else []
    inside = [d for d in dates if context.months[0] <= d <= context.months[-1]]
    return [DatedEvent(date, str(number)) for number, date in enumerate(inside, start=1)]


def _lines_figure(context: ReportContext, scenario: str, title: str, rows: list[SeriesRow], unit: str) -> Figure:
    ends = {name: [r for r in rows if r["series"] == name][-1] for name in _series_names(rows)}
    ordered = sorted(ends, key=lambda name: -(ends[name]["mean"] or 0))
    shown = [n for n in ordered if n != EVER_LISTED] + [n for n in ordered if n == EVER_LISTED]
    labels = {name: f"{name}: {format_number(ends[name]['mean'] or 0)}" for name in shown}
    marks = amendment_events(context, scenario)

    def spec(size: ChartSize) -> ChartSpec:
        return chart_spec(line_view(rows, context.months, size, labels, marks))

    alt = f"Lines over {len(context.months)} months, {unit}. At the end: " + "; ".join(
        f"{name} {format_number(ends[name]['mean'] or 0)}" for name in shown
    )
    text = f"{unit[:1].upper()}{unit[1:]}. {bands_note(context)}"
    notes = tuple(_event_notes(context, scenario, marks))
    return Figure(
        "lists", title, text, (FigurePanel("", f"{alt}.", spec),), (_monthly_table(title, rows, unit),), notes
    )


def bands_note(context: ReportContext) -> str:
    """State what the bands are, if there are any."""
    return (
        "Bands: Monte Carlo intervals (95 %)."
        if context.dataset.sizes["replicate"] > 1
        else "One replicate, so no bands."
    )


def _event_notes(context: ReportContext, scenario: str, marks: Sequence[DatedEvent]) -> list[str]:
    if not marks:
        return []
    wording = {a.from_: unwrap_lines(a.describes) for a in context.regimes[scenario].model.amendments}
    return [f"{mark.word} ({mark.month}): {wording[mark.month]}" for mark in marks]


def _drop_largest_grade(rows: list[SeriesRow]) -> tuple[list[SeriesRow], str]:
    """Leave out the grade that nearly everybody holds, so that the others can be seen; the unit states it."""
    last = rows[-1]["month"]
    ends = {r["series"]: r["mean"] for r in rows if r["month"] == last}
    most = max(ends, key=lambda name: ends[name])
    if len(ends) < 2 or ends[most] < PER_100K / 2:
        return rows, PERSONS_UNIT
    shown = [r for r in rows if r["series"] != most]
    return shown, f"{PERSONS_UNIT}; {most}, held by {format_percent(ends[most] / PER_100K)} at the end, is left out"


def _monthly_table(title: str, rows: Sequence[SeriesRow], unit: str) -> DataTable:
    """Return the table of every twelfth month and the last, since one row per month would be too long."""
    names = _series_names(rows)
    months = list(dict.fromkeys(r["month"] for r in rows))
    shown = months if len(months) <= 24 else [m for i, m in enumerate(months) if i % 6 == 0 or i == len(months) - 1]
    by = {(r["month"], r["series"]): r for r in rows}
    heads = ["month of the run", *(head for name in names for head in (name, "Monte Carlo interval"))]
    body = [[str(months.index(m) + 1), *(text for name in names for text in _row_cells(by[m, name]))] for m in shown]
    return make_table(f"{title}: {unit}{'' if shown == months else ', every sixth month and the last'}", heads, body)


def _row_cells(row: SeriesRow) -> tuple[str, str]:
    if row["high"] is None:
        return format_figure(row["mean"]), format_figure(None)
    return format_figure(row["mean"]), f"{format_figure(row['low'])} to {format_figure(row['high'])}"


def _series_names(rows: Sequence[SeriesRow]) -> list[str]:
    return list(dict.fromkeys(r["series"] for r in rows))


def _lists_in_use(context: ReportContext, scenario: str) -> list[tuple[str, xr.DataArray]]:
    listed = _per_100000(context, context.dataset["listed"].sum("group"), scenario)
    return [
        (f"{name}", listed.sel(list=name))
        for name in (str(x) for x in context.dataset["list"].values)
        if float(listed.sel(list=name).sum()) > 0
    ]


def _person_counts(context: ReportContext, scenario: str) -> xr.DataArray:
    """Count the persons of a scenario (replicate, month)."""
    return context.dataset["persons"].sum("group").sel(scenario=scenario)


def _per_100000(context: ReportContext, array: xr.DataArray, scenario: str) -> xr.DataArray:
    return PER_100K * safe_ratio(array, context.dataset["persons"].sum("group")).sel(scenario=scenario)
