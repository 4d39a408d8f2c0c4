"""Figure: flows on and off the list, how earned records end, and how many of the listed could have paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure.families import record_errors
from underheaven.measure.inference.estimate import estimate_level
from underheaven.measure.inference.rare_event_intervals import rate_interval, share_interval
from underheaven.measure.inference.sample_results import read_sample_results
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
    label_style,
    name_channel,
    quantity_channel,
    round_up,
    text_channel,
)
from underheaven.show.report.data_table import DataTable, format_figure, interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.figures.groups import DOT_STYLE
from underheaven.show.report.record_labels import EXIT_LABELS
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges, unable_unwilling

if TYPE_CHECKING:
    import xarray as xr

FIGURE_NAME = "flows"
ENTRIES, EXITS = "on", "off"
DEBTOR_LABELS = {"unable": "cannot pay", "unwilling": "will not pay", "in error": "owe nothing"}


def figure_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows period, months, way (on, off), found, in persons (without lists: records) per 100,000 and year."""
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
    """Return rows label, found: the share of earned records gone by each way out.

    Replicates in which none is gone say nothing about how they end, and are left out.
    """
    gone = context.dataset["removals"].sel(scenario=scenario, origin="true").sum("month")
    gone = gone[gone.sum("removal").values > 0]
    whole = gone.sum("removal")
    return [
        {"label": label, "found": share_interval(gone.sel(removal=way).values, whole.values)}
        for way, label in EXIT_LABELS.items()
        if float(gone.sel(removal=way).sum()) > 0
    ]


def debt_split_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows label, found, low, high, open: of those listed at the end; low, high of the parameter range, or None.

    open: whether the range leaves the share open, so that it is said roughly and without its interval.
    """
    found: list[dict[str, Any]] = []
    for debt, label in DEBTOR_LABELS.items():
        share = record_errors.listed_share_of_debt(context.dataset, debt)
        row = parameter_ranges.parameter_range(context.dataset, scenario, unable_unwilling.DEBT_SPLIT_MEASURES[debt])
        found.append(
            {
                "label": label,
                "found": estimate_level(context.dataset, unable_unwilling.DEBT_SPLIT_MEASURES[debt], share, scenario),
                "low": row[0] if row else None,
                "high": row[1] if row else None,
                "open": parameter_ranges.range_is_open(
                    context.dataset, scenario, unable_unwilling.DEBT_SPLIT_MEASURES[debt]
                ),
            }
        )
    return found if any(isfinite(r["found"].mean) and r["found"].mean > 0 for r in found) else []


def period_length(months: int) -> int:
    """Return how many months one bar covers."""
    return 12 if months >= 36 else 3 if months >= 9 else 1


def period_label(start: int, length: int) -> str:
    """Name a period by its place in the run, from 0: a simulated count with a date reads as a count of that year."""
    if length == 12:
        return f"year {start // 12 + 1}"
    return f"month {start + 1}" if length == 1 else f"months {start + 1} to {start + length}"


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure of a scenario."""
    found, out, shares = (
        figure_rows(context, scenario),
        exit_rows(context, scenario),
        debt_split_rows(context, scenario),
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
        heading = "Of those listed for a debt at the end"
        heading += ": dots, the base case; grey, the parameter range" if _has_ranges(shares) else ""
        panels.append(FigurePanel(heading, _alt_split(shares), lambda size: _split_spec(shares, size)))
    text = (
        f"Periods of {period_length(len(context.months))} months. Lines across the bars: Monte Carlo intervals (95 %)."
    )
    tables, notes = tuple(_tables(found, out, shares, what)), tuple(_split_notes(context, shares))
    return Figure(FIGURE_NAME, title, text, tuple(panels), tables, notes)


def _flow_heading(what: str) -> str:
    return f"{what[:1].upper()}{what[1:]} per 100,000 people and year"


def _direction_labels(what: str) -> tuple[str, str]:
    return ("coming on", "going off") if what == "persons" else ("filed", "gone")


def _flow_spec(found: Sequence[dict[str, Any]], size: ChartSize, on: str, off: str) -> ChartSpec:
    signs = {ENTRIES: 1, EXITS: -1}
    values = []
    for r in found:
        sign, its = signs[r["way"]], r["found"]
        ends = {"low": _clipped_end(sign, its.low), "high": _clipped_end(sign, its.high)}
        values.append({"period": r["period"], "way": r["way"], "mean": sign * its.mean, **ends})
    top = round_up(max(max(abs(v["mean"]), abs(v["high"] or 0)) for v in values))
    periods = list(dict.fromkeys(r["period"] for r in found))
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


def _split_spec(shares: Sequence[dict[str, Any]], size: ChartSize) -> ChartSpec:
    values = []
    for r in shares:
        low, high = (None if r["open"] else _clipped_end(1, end) for end in (r["found"].low, r["found"].high))
        end = max(r["found"].mean, high or 0, r["high"] or 0)
        more = {"inner_low": low, "inner_high": high, "end": end, "text": _share_text(r)}
        values.append({"label": r["label"], "mean": r["found"].mean, "low": r["low"], "high": r["high"], **more})
    axis = {
        "labelExpr": "format(100 * datum.value, '.0f') + ' %'",
        "grid": True,
        "domain": False,
        "ticks": False,
        "values": [0, 0.5, 1] if size.narrow else [0, 0.25, 0.5, 0.75, 1],
    }
    top = 1.2 if size.narrow else 1.1
    if any(r["open"] for r in shares):
        top += 0.25 if size.narrow else 0.1  # for "about" ahead of the number
    y = name_channel("label", 100)
    grey, blue = {"height": 16, "color": "#cfcfcf"}, {"strokeWidth": 4, "color": COLOURS[0]}
    wide = [v for v in values if v["high"] is not None]
    inner = [v for v in values if v["inner_high"] is not None]
    layers = [
        chart_layer("bar", wide, grey, x=quantity_channel("low", top, axis=axis), x2={"field": "high"}, y=y),
        chart_layer(
            "rule", inner, blue, x=quantity_channel("inner_low", top, axis=axis), x2={"field": "inner_high"}, y=y
        ),
        chart_layer("point", values, DOT_STYLE, x=quantity_channel("mean", top, axis=axis), y=y),
        chart_layer("text", values, label_style(), x=quantity_channel("end", top, axis=axis), y=y, text=text_channel()),
    ]
    return chart_spec({"width": size.inner, "height": {"step": 32}, "layer": layers})


def _has_ranges(shares: Sequence[dict[str, Any]]) -> bool:
    return any(r["low"] is not None for r in shares)


def _split_notes(context: ReportContext, shares: Sequence[dict[str, Any]]) -> list[str]:
    if not shares:
        return []
    sample_results = read_sample_results(context.dataset.attrs)
    if sample_results is None or not _has_ranges(shares):
        return [unable_unwilling.missing_range_note(context.dataset, "what is shown")]
    return [
        "The split depends on assumptions: read the grey bars, the central 90 % of "
        f"{parameter_ranges.samples_phrase(sample_results)}. "
        + (
            unable_unwilling.ROUNDED_NOTE
            if any(r["open"] for r in shares)
            else "The blue bars are Monte Carlo intervals (95 %)."
        )
    ]


def _tables(found: Any, out: Any, shares: Any, what: str) -> Iterator[DataTable]:
    names_of = dict(zip((ENTRIES, EXITS), _direction_labels(what), strict=True))
    body = [(r["period"], str(r["months"]), names_of[r["way"]], *interval_cells(r["found"])) for r in found]
    of_flows = ("period", "months", "way", "mean", "Monte Carlo interval")
    yield make_table(f"Flows: {what} per 100,000 and year", of_flows, body, 3)
    if out:
        ways = [(r["label"], *interval_cells(r["found"], share=True)) for r in out]
        yield make_table(
            "How earned records ended: share of ended records", ("way out", "mean", "Monte Carlo interval"), ways
        )
    if shares:
        parts = [(r["label"], *_share_cells(r), _range_text(r)) for r in shares]
        heads = ("of those listed at the end", "mean", "Monte Carlo interval", "parameter range")
        yield make_table("Unable and unwilling: shares of those listed", heads, parts)


def _share_text(row: dict[str, Any]) -> str:
    return f"about {format_number(100 * row['found'].mean, 2)} %" if row["open"] else format_percent(row["found"].mean)


def _share_cells(row: dict[str, Any]) -> tuple[str, str]:
    return (_share_text(row), format_figure(None)) if row["open"] else interval_cells(row["found"], share=True)


def _range_text(row: dict[str, Any]) -> str:
    return (
        format_figure(None)
        if row["low"] is None
        else f"{format_figure(row['low'], True)} to {format_figure(row['high'], True)}"
    )


def _flow_alt(found: Any) -> str:
    wording = []
    for position in (0, -1):
        part = [r for r in found if r["period"] == found[position]["period"]]
        wording.append(
            f"In {part[0]['period']}: " + ", ".join(f"{r['way']} {format_number(r['found'].mean)}" for r in part)
        )
    return f"Bars up for coming on and down for going off. {'. '.join(wording)}."


def _alt_split(shares: Any) -> str:
    wording = [
        f"{r['label']} {_share_text(r)}"
        + (
            f", parameter range {format_percent(r['low'])} to {format_percent(r['high'])}"
            if r["low"] is not None
            else ""
        )
        for r in shares
    ]
    return f"Dots on ranges. {'; '.join(wording)}."


def _entries(context: ReportContext, scenario: str) -> xr.DataArray:
    if context.lists_anyone(scenario):
        return select_blacklists(context.dataset["entries"]).sel(scenario=scenario).sum(["list", "origin"])
    return context.dataset["recorded"].sel(scenario=scenario).sum(["kind", "origin"])


def _exits(context: ReportContext, scenario: str) -> xr.DataArray:
    """Who leaves a list by death or moving is no exit in the tallies, and goes off all the same."""
    if context.lists_anyone(scenario):
        gone = context.dataset["exits"] + context.dataset["renewed_while_listed"]
        return select_blacklists(gone).sel(scenario=scenario).sum("list")
    return context.dataset["removals"].sel(scenario=scenario).sum(["removal", "origin"])


def _clipped_end(sign: int, value: float) -> float | None:
    return sign * max(value, 0.0) if isfinite(value) else None
