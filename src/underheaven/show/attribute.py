"""Prints which mechanism of a regime causes how much of its effect, inside the model."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from underheaven.measure.interval import Interval, interval
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.footer import CLAIM
from underheaven.show.rows import or_none
from underheaven.show.unshipped import sentence
from underheaven.show.words import INTERVAL_WIDTH, counted, difference, difference_span, percent, say

if TYPE_CHECKING:
    import xarray as xr

WIDEST, NARROW = 110, 60
LIMIT = (
    "This is attribution inside the model: it says how much each mechanism of this document moves the measure over "
    "this society. It says nothing about causes in the world. Intervals measure Monte Carlo error only."
)
READ = (
    "share: the Shapley value, the mean contribution of a mechanism over all orders in which the mechanisms can be "
    "added; the shares add up to the whole. alone: the regime minus the regime without that mechanism; where "
    "mechanisms interact, these do not add up (Shapley 1953). Mechanisms are ordered by their share; the order of "
    "neighbours whose intervals overlap is not a finding."
)


def attribution_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for each measure and mechanism, and one for the whole; a number that is not defined is None."""
    rows = []
    for measure in map(str, dataset["measure"].values):
        about = MEASURES.get(measure) or PAIRED[measure]
        head: dict[str, Any] = {"measure": measure, "title": about.title, "unit": about.unit}
        for name in map(str, dataset["mechanism"].values):
            share, alone = (_interval(dataset[v].sel(measure=measure, mechanism=name)) for v in ("shapley", "alone"))
            rows.append(head | {"mechanism": name} | _ends("share", share) | _ends("alone", alone))
        whole = _interval(dataset["whole"].sel(measure=measure))
        rows.append(head | {"mechanism": None} | _ends("share", whole) | _ends("alone", whole))
    return rows


def print_attribution(dataset: xr.Dataset, console: Console) -> None:
    """Prints a table for each measure, the mechanism with the largest share first."""
    width, attrs = min(console.width, WIDEST), dataset.attrs
    console.print(
        Text(f"Contribution of each mechanism to the effects of {attrs['regime']}, in this model", style="bold")
    )
    if sentence(dataset):
        console.print(Text(sentence(dataset), style="bold"), width=width)
    for measure in map(str, dataset["measure"].values):
        about = MEASURES.get(measure) or PAIRED[measure]
        beside = ", relative to no regime" if measure in PAIRED else ""
        unit = "points" if about.unit == "share" else about.unit
        console.print(Text(f"\n{about.title}{beside} ({unit})", style="bold cyan"))
        console.print(_table(dataset.sel(measure=measure), about.unit, width), width=width)
    console.print()
    players, said = dataset.sizes["mechanism"], f"{attrs['persons']:,} synthetic persons of {attrs['society']}"
    made = (
        f"{2**players} coalitions of {players} mechanisms, {attrs['worlds']} of them distinct, with {said} in each, "
        f"{counted(int(attrs['months']), 'month')}, {counted(dataset.sizes['replicate'], 'replicate')}, seed "
        f"{attrs['seed']}, the same people and random draws in all."
    )
    for said in (READ, LIMIT, made, CLAIM):
        console.print(Text(said), width=width)


def cost(person_months: int, seconds: float | None, worlds: int) -> str:
    """Says what a command will live before it does; seconds: None where nobody tried."""
    when = "" if seconds is None else f", about {say(seconds, 2)} s at the present load of the machine"
    return f"{worlds} scenarios, {person_months:,} person-months{when}."


def _table(one: xr.Dataset, unit: str, width: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), width=width)
    table.add_column("", ratio=1)
    for heading in ("share", "Monte Carlo interval", "of the whole", "alone") if width >= NARROW else ("share",):
        table.add_column(heading, justify="right", max_width=INTERVAL_WIDTH)
    whole = _interval(one["whole"])
    names = sorted(map(str, one["mechanism"].values), key=lambda name: -abs(_mean(one["shapley"].sel(mechanism=name))))
    for name in names:
        share, alone = (_interval(one[v].sel(mechanism=name)) for v in ("shapley", "alone"))
        of = percent(share.mean / whole.mean) if whole.mean and isfinite(whole.mean) else "-"
        cells = [difference(share.mean, unit), difference_span(share, unit), of, difference(alone.mean, unit)]
        table.add_row(name, *cells[: len(table.columns) - 1])
    cells = [difference(whole.mean, unit), difference_span(whole, unit), "", ""]
    table.add_row("all mechanisms together", *cells[: len(table.columns) - 1], style="bold")
    return table


def _mean(values: xr.DataArray) -> float:
    mean = float(values.mean())
    return mean if isfinite(mean) else 0.0


def _interval(values: xr.DataArray) -> Interval:
    return interval(values.values)


def _ends(name: str, found: Interval) -> dict[str, float | None]:
    numbers = {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
    return {key: or_none(number) for key, number in numbers.items()}
