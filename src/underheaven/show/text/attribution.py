"""The attribution of a regime's effect to its mechanisms, inside the model."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.formatting import (
    INTERVAL_WIDTH,
    format_count,
    format_difference,
    format_difference_interval,
    format_number,
    format_percent,
)
from underheaven.show.text.footer import CLAIM
from underheaven.show.text.result_rows import finite_or_none
from underheaven.show.text.unshipped_documents import unshipped_sentence

if TYPE_CHECKING:
    import xarray as xr

MAX_TEXT_WIDTH, MIN_TABLE_WIDTH = 110, 60
LIMITATION_NOTE = (
    "This is attribution inside the model: it says how much each mechanism of this document moves the measure over "
    "this society. It says nothing about causes in the real world. Intervals measure Monte Carlo error only."
)
READING_NOTE = (
    "share: the Shapley value, the mean contribution of a mechanism over all orders in which the mechanisms can be "
    "added; the shares add up to the whole. alone: the regime minus the regime without that mechanism; where "
    "mechanisms interact, these do not add up (Shapley 1953). Mechanisms are ordered by their share; the order of "
    "neighbours whose intervals overlap is not a finding."
)


def attribution_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return the attribution of each measure to mechanisms as rows of plain values.

    Args:
        dataset: A result of an attribution.

    Returns:
        One row per measure and mechanism, and one for the whole regime; None for undefined numbers.
    """
    rows = []
    for measure in map(str, dataset["measure"].values):
        about = MEASURES.get(measure) or PAIRED[measure]
        head: dict[str, Any] = {"measure": measure, "title": about.title, "unit": about.unit}
        for name in map(str, dataset["mechanism"].values):
            share, alone = (_interval_of(dataset[v].sel(measure=measure, mechanism=name)) for v in ("shapley", "alone"))
            rows.append(
                head | {"mechanism": name} | _interval_columns("share", share) | _interval_columns("alone", alone)
            )
        whole = _interval_of(dataset["whole"].sel(measure=measure))
        rows.append(head | {"mechanism": None} | _interval_columns("share", whole) | _interval_columns("alone", whole))
    return rows


def print_attribution(dataset: xr.Dataset, console: Console) -> None:
    """Print a table per measure, the mechanism with the largest share first.

    Args:
        dataset: A result of an attribution.
        console: Where to print.
    """
    width, attrs = min(console.width, MAX_TEXT_WIDTH), dataset.attrs
    console.print(
        Text(f"Contribution of each mechanism to the effects of {attrs['regime']}, in this model", style="bold")
    )
    if unshipped_sentence(dataset):
        console.print(Text(unshipped_sentence(dataset), style="bold"), width=width)
    for measure in map(str, dataset["measure"].values):
        about = MEASURES.get(measure) or PAIRED[measure]
        relative_to = ", relative to no regime" if measure in PAIRED else ""
        unit = "points" if about.unit == "share" else about.unit
        console.print(Text(f"\n{about.title}{relative_to} ({unit})", style="bold cyan"))
        console.print(_attribution_table(dataset.sel(measure=measure), about.unit, width), width=width)
    console.print()
    players, wording = dataset.sizes["mechanism"], f"{attrs['persons']:,} synthetic persons of {attrs['society']}"
    settings = (
        f"{2**players} coalitions of {players} mechanisms, {attrs['scenarios']} distinct, with {wording} in each, "
        f"{format_count(int(attrs['months']), 'month')}, {format_count(dataset.sizes['replicate'], 'replicate')}, seed "
        f"{attrs['seed']}, the same people and random draws in all."
    )
    for wording in (READING_NOTE, LIMITATION_NOTE, settings, CLAIM):
        console.print(Text(wording), width=width)


def cost_sentence(person_months: int, seconds: float | None, scenarios: int) -> str:
    """Return a sentence on the size and time of a run before it starts.

    Args:
        person_months: To be simulated, over all scenarios.
        seconds: Expected time; None without a pilot run.
        scenarios: Their number.
    """
    when = "" if seconds is None else f", about {format_number(seconds, 2)} s at the present load of the machine"
    return f"{scenarios} scenarios, {person_months:,} person-months{when}."


def _attribution_table(attribution: xr.Dataset, unit: str, width: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), width=width)
    table.add_column("", ratio=1)
    for heading in (
        ("share", "Monte Carlo interval", "of the whole", "alone") if width >= MIN_TABLE_WIDTH else ("share",)
    ):
        table.add_column(heading, justify="right", max_width=INTERVAL_WIDTH)
    whole = _interval_of(attribution["whole"])
    names = sorted(
        map(str, attribution["mechanism"].values),
        key=lambda name: -abs(_finite_mean(attribution["shapley"].sel(mechanism=name))),
    )
    for name in names:
        share, alone = (_interval_of(attribution[v].sel(mechanism=name)) for v in ("shapley", "alone"))
        of = format_percent(share.mean / whole.mean) if whole.mean and isfinite(whole.mean) else "-"
        cells = [
            format_difference(share.mean, unit),
            format_difference_interval(share, unit),
            of,
            format_difference(alone.mean, unit),
        ]
        table.add_row(name, *cells[: len(table.columns) - 1])
    cells = [format_difference(whole.mean, unit), format_difference_interval(whole, unit), "", ""]
    table.add_row("all mechanisms together", *cells[: len(table.columns) - 1], style="bold")
    return table


def _finite_mean(values: xr.DataArray) -> float:
    mean = float(values.mean())
    return mean if isfinite(mean) else 0.0


def _interval_of(values: xr.DataArray) -> Interval:
    return t_interval(values.values)


def _interval_columns(name: str, interval: Interval) -> dict[str, float | None]:
    numbers = {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}
    return {key: finite_or_none(number) for key, number in numbers.items()}
