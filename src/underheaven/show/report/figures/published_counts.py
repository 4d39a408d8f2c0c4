"""Figure: simulated counts compared with published ones."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.measure.calendar import scenario_months, with_own_calendar
from underheaven.measure.count_series import SHARE_SERIES, read_series
from underheaven.measure.published_counts import PublishedComparison, series_denominator
from underheaven.show import result_metadata
from underheaven.show.formatting import format_number
from underheaven.show.report.charts.line_chart import SeriesRow, monthly_rows
from underheaven.show.report.charts.theme import (
    COLOURS,
    INK_COLOUR,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    month_channel,
    month_number,
    quantity_channel,
    round_up,
)
from underheaven.show.report.data_table import DataTable, format_figure, interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.figures.lists import bands_note
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import table_lines
from underheaven.show.text.unshipped_documents import unshipped_names

FIGURE_NAME, FIGURE_TITLE = "published", "Simulated and published counts"
NO_COUNTS_NOTE = "Its document states no published counts."
WITHHELD_NOTE = "A document did not ship with this package, so its numbers are not compared with published counts."
NOT_REAL_PLACE = "The persons of its society represent no real place, so no published count applies."
DIAMOND_STYLE = {
    "shape": "diamond",
    "filled": True,
    "fill": "white",
    "stroke": INK_COLOUR,
    "strokeWidth": 1.75,
    "size": 80,
    "opacity": 1,
}


def published_points(context: ReportContext, scenario: str) -> list[PublishedComparison]:
    """Return the published counts of a scenario's document, each with the simulated count of its month."""
    return next((rows for name, rows in table_lines.published_comparisons(context.dataset) if name == scenario), [])


def figure_rows(context: ReportContext, scenario: str, measure: str) -> list[SeriesRow]:
    """Return the simulated series of a measure, month by month, in real persons or as a share."""
    share = measure.partition(":")[0] in SHARE_SERIES
    scale = 1.0 if share else float(context.dataset.attrs.get("scale", 1.0))
    dataset = with_own_calendar(context.dataset, scenario)
    counts, over = (
        read_series(dataset, measure).sel(scenario=scenario),
        series_denominator(dataset, measure).sel(scenario=scenario),
    )
    return monthly_rows(measure, counts * scale, over, None if share else scale)


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = published_points(context, scenario)
    if not any(p.covered for p in found):
        if not result_metadata.represents_real_place(context.dataset):
            return OmittedFigure(FIGURE_NAME, FIGURE_TITLE, NOT_REAL_PLACE)
        why = "None of its published counts falls within the months simulated." if found else NO_COUNTS_NOTE
        if unshipped_names(context.dataset) and any(
            n.published for n in result_metadata.document_notes(context.dataset) if n.label == scenario
        ):
            why = WITHHELD_NOTE
        return OmittedFigure(FIGURE_NAME, FIGURE_TITLE, why)
    groups: dict[str, list[PublishedComparison]] = {}
    for point in found:
        groups.setdefault(point.measure, []).append(point)
    lines = {
        m: _up_to_last_count(its, figure_rows(context, scenario, m))
        for m, its in groups.items()
        if any(p.covered for p in its)
    }
    months = scenario_months(context.dataset, scenario)
    panels = tuple(_measure_panel(months, groups[measure], its) for measure, its in lines.items())
    note = (
        "This does not validate the documents. Their assumptions may have been chosen with these counts in view: "
        "agreement shows that some set of assumptions reproduces the counts, and other sets may do so as well. Where a "
        "diamond lies off the line, the base case does not reproduce the published count."
    )
    note = f"{table_lines.published_fit_sentence(found)} {note}".strip()
    text = f"Lines: simulated, scaled to the real population. Diamonds: published. m: million. {bands_note(context)}"
    return Figure(FIGURE_NAME, FIGURE_TITLE, text, panels, (_published_table(found),), (note,), two_columns=True)


def _up_to_last_count(counts: Sequence[PublishedComparison], rows: Sequence[SeriesRow]) -> list[SeriesRow]:
    """Keep the months up to the last published count, since later ones have no counterpart."""
    last = max(point.as_of for point in counts)
    return [row for row in rows if str(row["month"]) <= last]


def _measure_panel(
    months: Sequence[str], counts: Sequence[PublishedComparison], rows: Sequence[SeriesRow]
) -> FigurePanel:
    last = next(point for point in reversed(counts) if point.covered)
    simulated = _amount_text(last.simulated.mean, last.unit) if last.simulated else "none"
    alt = (
        f"A line with diamonds. In {last.as_of}: published {_amount_text(last.published, last.unit)}, simulated "
        f"{simulated}."
    )
    heading = counts[0].quantity if counts[0].unit == "share" else f"{counts[0].quantity} ({counts[0].unit})"
    return FigurePanel(
        f"{heading[:1].upper()}{heading[1:]}", alt, lambda size: _published_spec(months, counts, rows, size)
    )


def _published_spec(
    months: Sequence[str], counts: Sequence[PublishedComparison], rows: Sequence[SeriesRow], size: ChartSize
) -> ChartSpec:
    share = counts[0].unit == "share"
    at = [r | {"at": month_number(r["month"])} for r in rows if r["mean"] is not None]
    dots = [{"at": month_number(p.as_of), "mean": p.published} for p in counts if p.covered]
    top = round_up(max([*(max(r["high"] or 0, r["mean"]) for r in at[12:] or at), *(d["mean"] for d in dots)]))
    top = min(top, 1.0) if share else top
    millions = "datum.value >= 1e6 ? format(datum.value / 1e6, ',~r') + ' m' : format(datum.value, ',~r')"
    words = "format(100 * datum.value, '.0f') + ' %'" if share else millions
    x = month_channel(months, narrow=True)
    y = quantity_channel("mean", top, axis={"tickCount": 4, "labelExpr": words, "minExtent": 42, "maxExtent": 42})
    y["scale"]["clamp"] = True  # the first months of a share vary widely: their band is cut at the top
    banded = [r for r in at if r["high"] is not None]
    band = {"opacity": 0.18, "color": COLOURS[0], "clip": True}
    layers = [
        chart_layer("area", banded, band, x=x, y=y | {"field": "low"}, y2={"field": "high"}),
        chart_layer("line", at, {"strokeWidth": 2, "color": COLOURS[0], "clip": True}, x=x, y=y),
        chart_layer("point", dots, DIAMOND_STYLE, x=x, y=y),
    ]
    return chart_spec({"width": size.inner, "height": 150, "layer": layers if banded else layers[1:]})


def _published_table(counts: Sequence[PublishedComparison]) -> DataTable:
    body = []
    for p in counts:
        share = p.unit == "share"
        simulated = interval_cells(p.simulated, share) if p.simulated else (format_figure(None), p.note)
        body.append((p.quantity, p.as_of, format_figure(p.published, share), *simulated, "" if share else p.unit))
    heads = ("quantity", "as of", "published", "simulated", "Monte Carlo interval", "unit")
    return make_table(FIGURE_TITLE, heads, body, 2)


def _amount_text(value: float, unit: str) -> str:
    return format_figure(value, share=True) if unit == "share" else f"{format_number(value)} {unit}"
