"""Figure: wrongful listings by origin, how long they last, and how wrongful records end."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.families import record_errors
from underheaven.measure.families.stays import HORIZONS, exit_shares
from underheaven.measure.inference.counted_events import FEW_EVENTS, events_of_measure
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.rare_event_intervals import (
    TOO_FEW_EVENTS,
    interval_if_enough,
    rate_interval,
    share_interval,
)
from underheaven.measure.reductions import PER_100K, WRONGFUL_ORIGINS, mean_persons
from underheaven.show.report.charts.bar_chart import Bar, bar_chart, label_extent
from underheaven.show.report.data_table import format_figure, interval_cells, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure
from underheaven.show.report.record_labels import ERROR_LABELS, EXIT_LABELS, ORIGIN_LABELS
from underheaven.show.report.report_context import ReportContext

if TYPE_CHECKING:
    import xarray as xr

FIGURE_NAME = "wrongful"
WRONGFUL_RECORD_NOTE = "A record is wrongful where the person did not do what it says."
MEASURE_LABELS = {
    "often": "how they arise",
    "long": "months on file so far",
    "still": "still on",
    "end": "how they ended",
}
SHARE_MEASURES = ("still", "end")


def figure_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows measure, label, found.

    measure: ``often``; ``still`` for listings, or ``long`` for records if there are no listings; ``end``.
    """
    dataset, listed = context.dataset, context.lists_anyone(scenario)
    often = record_errors.wrongful_by_error(dataset).sel(scenario=scenario)
    persons = mean_persons(dataset).sel(scenario=scenario).values.astype(np.float64)
    found = [
        _figure_row("often", ERROR_LABELS[name], rate_interval(PER_100K * many.values / persons, persons))
        for name, many in ((str(name), often.sel(error=name)) for name in often["error"].values)
        if float(many.sum()) > 0
    ]
    found += _still_listed_rows(dataset, scenario) if listed else _duration_rows(dataset, scenario)
    gone = dataset["removals"].sel(scenario=scenario, origin=list(WRONGFUL_ORIGINS)).sum(["month", "origin"])
    for way, label in EXIT_LABELS.items():
        if float(gone.sel(removal=way).sum()) > 0:
            found.append(
                _figure_row("end", label, share_interval(gone.sel(removal=way).values, gone.sum("removal").values))
            )
    return found


def _still_listed_rows(dataset: xr.Dataset, scenario: str) -> list[dict[str, Any]]:
    """Return the share of the wrongly listed still on a list, without an interval if too few stay or leave."""
    found = []
    for horizon in HORIZONS:
        last = exit_shares(dataset, horizon, wrongful=True).sel(scenario=scenario, stay_end="still on")
        stays = events_of_measure(dataset, "wrongful_still_on_24", last.expand_dims(scenario=[scenario]), scenario)
        if bool(last.notnull().all()) and stays is not None:
            mean = float(last.mean())
            rests_on = round(stays.n_events * min(mean, 1 - mean))
            found.append(_figure_row("still", f"after {horizon} months", interval_if_enough(last.values, rests_on)))
    return found


def _duration_rows(dataset: xr.Dataset, scenario: str) -> list[dict[str, Any]]:
    """Return the mean age in months of live wrongful records, by origin."""
    long = record_errors.months_on_file_by_origin(dataset).sel(scenario=scenario)
    filed = dataset["recorded"].sel(scenario=scenario).sum(["month", "kind", "replicate"])
    return [
        _figure_row(
            "long", ORIGIN_LABELS[o], interval_if_enough(_defined_values(long.sel(origin=o)), int(filed.sel(origin=o)))
        )
        for o in WRONGFUL_ORIGINS
        if int(filed.sel(origin=o)) > 0
    ]


def build_figure(context: ReportContext, scenario: str) -> Figure | OmittedFigure:
    """Return the figure for one scenario, or an OmittedFigure where it has nothing to show."""
    found = figure_rows(context, scenario)
    what = "listings" if context.lists_anyone(scenario) else "records"
    title = f"Wrongful {what}: how they arise, how long they last, how they end"
    often = [r for r in found if r["measure"] == "often"]
    if not often:
        return OmittedFigure(FIGURE_NAME, f"Wrongful {what} by origin", f"There are no wrongful {what}.")
    headings = {
        "often": "How they arise: wrongful records filed per 100,000 persons",
        "long": "How long they have lasted so far: mean months over records",
        "still": "How long they last: share of the wrongly listed who are still on, by time since entry",
        "end": "How wrongful records ended: share of ended records",
    }
    extent = [r["label"] for r in found]
    panels = tuple(
        _measure_panel(found, key, heading, extent) for key, heading in headings.items() if _defined_rows(found, key)
    )
    first = "A listing is wrongful where no record behind it is true." if what == "listings" else WRONGFUL_RECORD_NOTE
    note = f"{first} A wrong judgment is one against somebody who owes nothing. " + (
        "The share still on a list is a Kaplan-Meier estimate from first stays, including those that last at the end."
        if what == "listings"
        else "Records still in force at the end count with their months so far."
    )
    body = [
        (MEASURE_LABELS[r["measure"]], r["label"], *interval_cells(r["found"], r["measure"] in SHARE_MEASURES))
        for r in found
    ]
    heads = ("question", "error or way out", "mean", "Monte Carlo interval")
    behind = make_table(f"Wrongful {what}: per 100,000 persons, months, and shares of ended records", heads, body, 2)
    text = "One replicate."
    if context.dataset.sizes["replicate"] > 1:
        few = any(r["found"].note == TOO_FEW_EVENTS for r in found)
        text = "Lines across the bars: Monte Carlo intervals (95 %)."
        text += f" A bar without one rests on fewer than {FEW_EVENTS} events." if few else ""
    return Figure(FIGURE_NAME, title, text, panels, (behind,), (note,))


def _defined_rows(rows: list[dict[str, Any]], measure: str) -> list[dict[str, Any]]:
    return [r for r in rows if r["measure"] == measure and isfinite(r["found"].mean)]


def _measure_panel(all_rows: list[dict[str, Any]], measure: str, heading: str, labels: list[str]) -> FigurePanel:
    selected, share = _defined_rows(all_rows, measure), measure in SHARE_MEASURES
    rows = [Bar(r["label"], r["found"]) for r in selected]
    alt = "Bars. " + "; ".join(f"{r['label']} {format_figure(r['found'].mean, share)}" for r in selected) + "."
    return FigurePanel(heading, alt, lambda size: bar_chart(rows, size, label_extent(labels, size), share))


def _figure_row(measure: str, label: str, interval: Interval) -> dict[str, Any]:
    return {"measure": measure, "label": label, "found": interval}


def _defined_values(array: xr.DataArray) -> NDArray[np.float64]:
    """Return the defined values: replicates without such a record have no duration."""
    values: NDArray[np.float64] = array.values[array.notnull().values]
    return values
