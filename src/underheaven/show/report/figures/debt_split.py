"""The panel on debtors in the figure of flows: how many of those listed for a debt were unable or unwilling to pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from underheaven.measure.families import record_errors
from underheaven.measure.inference.estimate import estimate_level
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.show.formatting import format_percent
from underheaven.show.report.charts.theme import (
    COLOURS,
    DOT_STYLE,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    clip_at_zero,
    label_style,
    name_channel,
    quantity_channel,
    text_channel,
)
from underheaven.show.report.data_table import DataTable, format_figure, interval_cells, make_table
from underheaven.show.report.figures.figure import FigurePanel
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges, range_sentences, unable_unwilling

DEBTOR_LABELS = {"unable": "cannot pay", "unwilling": "will not pay", "in error": "owe nothing"}


@dataclass(frozen=True)
class DebtShare:
    """One kind of debtor as a share of those listed for a debt at the end.

    parameter_range: None where it was not computed. is_open: whether it leaves the share open, which is then rounded
    and has no Monte Carlo interval.
    """

    label: str
    interval: Interval
    parameter_range: tuple[float, float] | None
    is_open: bool


def debt_shares(context: ReportContext, scenario: str) -> list[DebtShare]:
    """Return the shares of the kinds of debtors; empty where nobody is listed for a debt."""
    found = []
    for debt, label in DEBTOR_LABELS.items():
        name, values = (
            unable_unwilling.DEBT_SPLIT_MEASURES[debt],
            record_errors.listed_share_of_debt(context.dataset, debt),
        )
        found.append(
            DebtShare(
                label,
                estimate_level(context.dataset, name, values, scenario),
                parameter_ranges.parameter_range(context.dataset, scenario, name),
                parameter_ranges.range_is_open(context.dataset, scenario, name),
            )
        )
    return found if any(isfinite(s.interval.mean) and s.interval.mean > 0 for s in found) else []


def debt_panel(shares: Sequence[DebtShare]) -> FigurePanel:
    """Return the panel: a dot for each kind of debtor, on its parameter range where there is one."""
    heading = "Of those listed for a debt at the end"
    heading += ": dots, the base case; grey, the parameter range" if _has_ranges(shares) else ""
    return FigurePanel(heading, _alt_text(shares), lambda size: _panel_spec(shares, size))


def debt_table(shares: Sequence[DebtShare]) -> DataTable:
    """Return the data table behind the panel."""
    parts = [(s.label, *_share_cells(s), _range_text(s)) for s in shares]
    heads = ("of those listed at the end", "mean", "Monte Carlo interval", "parameter range")
    return make_table("Unable and unwilling: shares of those listed", heads, parts)


def debt_notes(context: ReportContext, shares: Sequence[DebtShare]) -> list[str]:
    """Return the sentence under the panel: what its bars are, or that it has no parameter ranges."""
    if not shares:
        return []
    sample_results = read_sample_results(context.dataset.attrs)
    if sample_results is None or not _has_ranges(shares):
        return [unable_unwilling.missing_range_note(context.dataset, "what is shown")]
    return [
        "The split depends on assumptions: read the grey bars, the central 90 % of "
        f"{range_sentences.samples_phrase(sample_results)}. "
        + (
            unable_unwilling.ROUNDED_NOTE
            if any(s.is_open for s in shares)
            else "The blue bars are Monte Carlo intervals (95 %)."
        )
    ]


def _has_ranges(shares: Sequence[DebtShare]) -> bool:
    return any(s.parameter_range for s in shares)


def _panel_spec(shares: Sequence[DebtShare], size: ChartSize) -> ChartSpec:
    values = []
    for s in shares:
        low, high = (None if s.is_open else clip_at_zero(end) for end in (s.interval.low, s.interval.high))
        range_low, range_high = s.parameter_range or (None, None)
        end = max(s.interval.mean, high or 0, range_high or 0)
        more = {"inner_low": low, "inner_high": high, "end": end, "text": _share_text(s)}
        values.append({"label": s.label, "mean": s.interval.mean, "low": range_low, "high": range_high, **more})
    axis = {
        "labelExpr": "format(100 * datum.value, '.0f') + ' %'",
        "grid": True,
        "domain": False,
        "ticks": False,
        "values": [0, 0.5, 1] if size.narrow else [0, 0.25, 0.5, 0.75, 1],
    }
    top = 1.2 if size.narrow else 1.1
    if any(s.is_open for s in shares):
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


def _share_text(share: DebtShare) -> str:
    return f"about {format_percent(share.interval.mean, 2)}" if share.is_open else format_percent(share.interval.mean)


def _share_cells(share: DebtShare) -> tuple[str, str]:
    return (_share_text(share), format_figure(None)) if share.is_open else interval_cells(share.interval, share=True)


def _range_text(share: DebtShare) -> str:
    if share.parameter_range is None:
        return format_figure(None)
    low, high = share.parameter_range
    return f"{format_figure(low, True)} to {format_figure(high, True)}"


def _alt_text(shares: Sequence[DebtShare]) -> str:
    wording = []
    for share in shares:
        text = f"{share.label} {_share_text(share)}"
        if share.parameter_range is not None:
            low, high = share.parameter_range
            text += f", parameter range {format_percent(low)} to {format_percent(high)}"
        wording.append(text)
    return f"Dots on ranges. {'; '.join(wording)}."
