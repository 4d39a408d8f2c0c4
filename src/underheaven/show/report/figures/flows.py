"""Figure: flows on and off the list, how earned records end, and how many of the listed could have paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from underheaven.measure.inference.rare_event_intervals import rate_interval, share_interval
from underheaven.measure.reductions import PER_100K, safe_ratio, select_blacklists
from underheaven.show.formatting import format_number, format_percent
from underheaven.show.report.charts.bar_chart import Bar, bar_chart, label_extent
from underheaven.show.report.charts.theme import (
    COLOURS,
    INK_COLOUR,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    clip_at_zero,
    label_style,
    quantity_channel,
    round_up,
    text_channel,
)
from underheaven.show.report.data_table import DataTable, interval_cells, make_table
from underheaven.show.report.figures.debt_split import DebtShare, debt_notes, debt_panel, debt_shares, debt_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.record_labels import EXIT_LABELS
from underheaven.show.report.report_context import ReportContext

if TYPE_CHECKING:
    import xarray as xr

FIGURE_NAME = "flows"
ENTRIES, EXITS = "on", "off"


def figure_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows period, months, way (on, off), found: persons (records without lists) per 100,000 and year."""
    dataset, length = context.dataset, period_length(len(context.months))
    persons = dataset["persons"].sum("group").sel(scenario=scenario)
    ways = {ENTRIES: _entries(context, scenario), EXITS: _exits(context, scenario)}
    found = []
    for start in range(0, len(context.months), length):
        part = slice(start, start + length)
        n = len(context.months[part])
        years = persons.isel(month=part).mean("month") * n / 12
        for way, counted in ways.items():
            a_year = PER_100K * safe_ratio(counted.isel(month=part).sum("month"), years)
            found.append(
                {
                    "period": period_label(start, length),
                    "months": n,
                    "way": way,
                    "found": rate_interval(a_year.values, years.values),
                }
            )
    return found


def exit_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows label, found: the share of earned records that ended in each way.

    Replicates in which no record ended are left out.
    """
    gone = context.dataset["removals"].sel(scenario=scenario, origin="true").sum("month")
    gone = gone[gone.sum("removal").values > 0]
    whole = gone.sum("removal")
    return [
        {"label": label, "found": share_interval(gone.sel(removal=way).values, whole.values)}
        for way, label in EXIT_LABELS.items()
        if float(gone.sel(removal=way).sum()) > 0
    ]


def period_length(months: int) -> int:
    """Return the number of months that one bar covers."""
    return 12 if months >= 36 else 3 if months >= 9 else 1


def period_label(start: int, length: int) -> str:
    """Name a period by its place in the run: a simulated count with a date would read as a count of that year."""
    if length == 12:
        return f"year {start // 12 + 1}"
    return f"month {start + 1}" if length == 1 else f"months {start + 1} to {start + length}"


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found, out, shares = (
        figure_rows(context, scenario),
        exit_rows(context, scenario),
        debt_shares(context, scenario),
    )
    listed = context.lists_anyone(scenario)
    what = "persons" if listed else "records"
    title = "On and off the list" if listed else "Records filed and gone"
    if not any(r["found"].mean > 0 for r in found):
        return OmittedFigure(FIGURE_NAME, title, "Nobody is put on a list, and no record is filed.")
    title += ", unable and unwilling" if shares else ""
    panels = [
        FigurePanel(
            _flow_heading(what), _flow_alt(found), lambda size: _flow_spec(found, size, *_direction_labels(what))
        )
    ]
    if out:
        alt = f"Bars. {'; '.join(r['label'] + ' ' + format_percent(r['found'].mean) for r in out)}."
        rows_out = [Bar(r["label"], r["found"]) for r in out]
        labels = [r["label"] for r in out]
        heading = "How earned records ended: share of ended records"
        panels.append(
            FigurePanel(heading, alt, lambda size: bar_chart(rows_out, size, label_extent(labels, size), share=True))
        )
    if shares:
        panels.append(debt_panel(shares))
    text = (
        f"Periods of {period_length(len(context.months))} months. Lines across the bars: Monte Carlo intervals (95 %)."
    )
    tables, notes = tuple(_tables(found, out, shares, what)), tuple(debt_notes(context, shares))
    return Figure(FIGURE_NAME, title, text, tuple(panels), tables, notes)


def _flow_heading(noun: str) -> str:
    return f"{noun[:1].upper()}{noun[1:]} per 100,000 people and year"


def _direction_labels(noun: str) -> tuple[str, str]:
    return ("coming on", "going off") if noun == "persons" else ("filed", "gone")


def _flow_spec(rows: Sequence[dict[str, Any]], size: ChartSize, on: str, off: str) -> ChartSpec:
    signs = {ENTRIES: 1, EXITS: -1}
    values = []
    for r in rows:
        sign, its = signs[r["way"]], r["found"]
        ends = {"low": clip_at_zero(its.low, sign), "high": clip_at_zero(its.high, sign)}
        values.append({"period": r["period"], "way": r["way"], "mean": sign * its.mean, **ends})
    top = round_up(max(max(abs(v["mean"]), abs(v["high"] or 0)) for v in values))
    periods = list(dict.fromkeys(r["period"] for r in rows))
    every = -(-len(periods) // (5 if size.narrow else 10))
    x_axis = {"values": periods[::every], "labelAngle": 0, "domain": False, "ticks": False, "labelPadding": 8}
    x = {
        "field": "period",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": x_axis,
        "scale": {"paddingInner": 0.25},
    }
    y = quantity_channel("mean", top, -top, {"labelExpr": "format(abs(datum.value), ',~r')", "tickCount": 5})
    shades = {"domain": [ENTRIES, EXITS], "range": [COLOURS[0], "#b9b9b9"]}
    colour = {"field": "way", "type": "nominal", "legend": None, "scale": shades}
    spans = [v for v in values if v["high"] is not None]
    layers = [
        chart_layer("bar", values, {}, x=x, y=y, color=colour),
        chart_layer("rule", spans, {"color": INK_COLOUR}, x=x, y=y | {"field": "low"}, y2={"field": "high"}),
        chart_layer("rule", [{}], {"color": INK_COLOUR}, y={"datum": 0}),
    ]
    for word, at, baseline in ((on, top, "top"), (off, -top, "bottom")):
        style = label_style(dx=0, baseline=baseline, fontWeight="bold")
        layers.append(
            chart_layer(
                "text", [{"at": at, "text": word}], style, x={"value": 4}, y=y | {"field": "at"}, text=text_channel()
            )
        )
    return chart_spec({"width": size.inner, "height": 240, "layer": layers})


def _tables(
    rows: Sequence[dict[str, Any]], exits: Sequence[dict[str, Any]], shares: Sequence[DebtShare], noun: str
) -> Iterator[DataTable]:
    names_of = dict(zip((ENTRIES, EXITS), _direction_labels(noun), strict=True))
    body = [(r["period"], str(r["months"]), names_of[r["way"]], *interval_cells(r["found"])) for r in rows]
    of_flows = ("period", "months", "way", "mean", "Monte Carlo interval")
    yield make_table(f"Flows: {noun} per 100,000 and year", of_flows, body, 3)
    if exits:
        ways = [(r["label"], *interval_cells(r["found"], share=True)) for r in exits]
        yield make_table(
            "How earned records ended: share of ended records", ("way out", "mean", "Monte Carlo interval"), ways
        )
    if shares:
        yield debt_table(shares)


def _flow_alt(rows: Sequence[dict[str, Any]]) -> str:
    wording = []
    for position in (0, -1):
        part = [r for r in rows if r["period"] == rows[position]["period"]]
        wording.append(
            f"In {part[0]['period']}: " + ", ".join(f"{r['way']} {format_number(r['found'].mean)}" for r in part)
        )
    return f"Bars up for coming on and down for going off. {'. '.join(wording)}."


def _entries(context: ReportContext, scenario: str) -> xr.DataArray:
    if context.lists_anyone(scenario):
        return select_blacklists(context.dataset["entries"]).sel(scenario=scenario).sum(["list", "origin"])
    return context.dataset["recorded"].sel(scenario=scenario).sum(["kind", "origin"])


def _exits(context: ReportContext, scenario: str) -> xr.DataArray:
    """Count exits, including persons who die or move away, which the tally of exits leaves out."""
    if context.lists_anyone(scenario):
        gone = context.dataset["exits"] + context.dataset["renewed_while_listed"]
        return select_blacklists(gone).sel(scenario=scenario).sum("list")
    return context.dataset["removals"].sel(scenario=scenario).sum(["removal", "origin"])
