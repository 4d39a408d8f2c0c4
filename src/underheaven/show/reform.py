"""Prints what reforms change in a regime: a table a measure with places and ties, and each reform in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from underheaven.measure.events import WORDS
from underheaven.measure.reforms import FAR_END, RANKED, RISES, Effect, effects
from underheaven.show import about, unshipped
from underheaven.show.footer import CLAIM
from underheaven.show.rows import or_none
from underheaven.show.words import INTERVAL_WIDTH, amount, counted, difference, difference_span, percent, say
from underheaven.spec.asks import asked_of

if TYPE_CHECKING:
    import xarray as xr

WIDEST, NARROW = 110, 60
CALLED = {
    "wrongful_list_months": "wrongful months on lists", "detriment": "detriment", "chilled_speech": "speech chilled",
    "loans_repaid": "loans repaid", "wrongful_records": "wrongful records",
    "cross_context_share": "loss outside the part of life in which the record arose",
    "months_listed": "months on blacklists", "stay_mean_24": "months on blacklists within 24 of entry",
    "wrongful_stay_mean_24": "months that the wrongly listed stay within 24 of entry",
    "set_right_within_24": "wrongly listed persons set right within 24 months",
}  # fmt: skip
"""What the measures that reforms are compared by are called in a sentence."""
FEWER = frozenset({
    "wrongful_list_months", "loans_repaid", "wrongful_records", "months_listed", "stay_mean_24",
    "wrongful_stay_mean_24", "set_right_within_24",
})  # fmt: skip
ORDER = (
    "In each table, reforms are ordered by the paired difference from the regime, the largest fall first (for loans "
    "repaid and persons set right, the largest rise). = marks a reform that is not distinguishable from another: the "
    "Monte Carlo interval of their difference includes 0, and the order of such neighbours is not a finding. No "
    "parameter was varied: other assumptions may give another order. Where the regime has fewer than 50 events, "
    "nothing is ordered. The reader decides how much each change matters."
)
ALONE = (
    "A single replicate gives no interval, so no change is distinguishable from Monte Carlo error: run at least two."
)
LIMIT = (
    "These reforms were given; nothing was searched for. Every change holds in this model only, for this regime, "
    "society and number of months. Intervals measure Monte Carlo error only: no parameter was varied."
)


def reform_effects(dataset: xr.Dataset) -> list[Effect]:
    """Gives what reforms change, of a result whose other world is the regime that they are of.

    By the measures that every reform is compared by, then by those that the questions of the shipped ones are about.
    """
    worlds = [str(world) for world in dataset["world"].values]
    names = dict.fromkeys([*RANKED, *(name for its in asked_of(worlds).values() for name in its)])
    return effects(dataset, _regime(dataset), [name for name in names if FAR_END in worlds or name != "chilled_speech"])


def too_few(one: Effect) -> str:
    """Says that a measure rests on too few events to compare reforms by, and what it would take."""
    what = WORDS[one.measure]
    if one.needed is None:
        return f"Too few events to compare: there are no {what}."
    return f"Too few events ({one.events:,} {what}) to compare; {say(one.needed, 2)} persons would be needed."


def reform_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for each measure and world; a number that is not defined is None."""
    return [
        {
            "measure": e.measure, "title": e.title, "unit": e.unit, "world": e.world,
            "place": e.place or None, "tied": e.tied, "mean": or_none(e.level.mean), "low": or_none(e.level.low),
            "high": or_none(e.level.high), "difference": or_none(e.step.mean), "difference_low": or_none(e.step.low),
            "difference_high": or_none(e.step.high), "replicates": e.step.replicates, "events": e.events,
            "enough_events": e.enough, "persons_needed": e.needed,
        }
        for e in reform_effects(dataset)
    ]  # fmt: skip


def print_reforms(dataset: xr.Dataset, console: Console) -> None:
    """Prints the tables, what each reform changes and does not change, and what was left out."""
    found, width = reform_effects(dataset), min(console.width, WIDEST)
    console.print(Text(str(dataset.attrs["title"]), style="bold"))
    if unshipped.sentence(dataset):
        console.print(Text(unshipped.sentence(dataset), style="bold"), width=width)
    console.print(Text(f"\n{ORDER}"), width=width)
    for name in dict.fromkeys(e.measure for e in found):
        mine = [e for e in found if e.measure == name]
        console.print(Text(f"\n{_heading(mine[0])}", style="bold cyan"))
        if not mine[0].enough:
            console.print(Text(too_few(mine[0]), style="yellow"), width=width)
        console.print(_table(mine, _regime(dataset), width), width=width)
    console.print(Text("\nIn words", style="bold cyan"))
    for sentence in sentences(dataset, found):
        console.print(Padding(Text(sentence), (0, 0, 0, 2)), width=width)
    console.print()
    single = [ALONE] if dataset.sizes["replicate"] == 1 else []
    for sentence in (*single, LIMIT, _plan(dataset), _made(dataset), CLAIM):
        console.print(Text(sentence), width=width)


def sentences(dataset: xr.Dataset, found: Sequence[Effect]) -> list[str]:
    """Says of each reform what it changes, and what no change is told of; then the same of having no regime."""
    names = {note.label: note.name for note in about.documents(dataset)}
    regime = _regime(dataset)
    base = {e.measure: e.level.mean for e in found if e.world == regime}
    said = []
    for world in dict.fromkeys(e.world for e in found if e.world != regime):
        mine = [e for e in found if e.world == world]
        title = "No regime at all" if world == FAR_END else names.get(world, world)
        said.append(f"{title}: {_changes(mine, base)}.")
    return said


def _changes(mine: Sequence[Effect], base: dict[str, float]) -> str:
    few = [e for e in mine if not e.enough]
    mine = [e for e in mine if e.enough]
    told = [e for e in mine if e.told]
    same = [e for e in mine if e.step.mean == e.step.low == e.step.high == 0]
    defined = [e for e in mine if not e.told and e not in same and isfinite(e.step.mean)]
    undefined = [e for e in mine if not isfinite(e.step.mean)]
    parts = [", ".join(_one(e, base[e.measure]) for e in told)] if told else []
    if defined:
        named = ", ".join(CALLED[e.measure] for e in defined)
        parts.append(f"no change, after correction for the number of reforms, in {named}")
    if same:
        parts.append(f"no change at all in {', '.join(CALLED[e.measure] for e in same)}")
    if undefined:
        parts.append(f"not defined: {', '.join(CALLED[e.measure] for e in undefined)}")
    if few:
        parts.append(f"too few events to compare: {', '.join(CALLED[e.measure] for e in few)}")
    return "; ".join(parts)


def _one(one: Effect, base: float) -> str:
    share = f", {percent(abs(one.step.mean) / base)} of the regime's" if base > 0 and one.unit != "share" else ""
    unit = "" if one.unit == "share" else f" {one.unit}"
    much = "more" if one.told > 0 else ("fewer" if one.measure in FEWER else "less")
    ends = difference_span(one.step, one.unit)
    between = f"; Monte Carlo interval {ends}" if ends else ""
    return f"{much} {CALLED[one.measure]} ({difference(one.step.mean, one.unit)}{unit}{share}{between})"


def _table(mine: Sequence[Effect], regime: str, width: int) -> Table:
    """Gives the regime, its reforms in order where enough events order them, and the world without any regime."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), width=width)
    table.add_column("", width=4, no_wrap=True)
    table.add_column("", ratio=1)
    for heading in ("mean", "difference", "Monte Carlo interval") if width >= NARROW else ("difference",):
        table.add_column(heading, justify="right", max_width=INTERVAL_WIDTH)
    digits = max((_digits(one) for one in mine if one.told), default=3)
    for one in sorted(mine, key=lambda e: _order(e, regime)):
        place = f"{one.place}{' =' if one.tied else ''}" if one.place else ""
        told = one.world != regime and one.enough
        alike = one.step.mean == one.step.low == one.step.high == 0
        cells = [("none" if alike else difference(one.step.mean, one.unit)) if told else ""]
        if width >= NARROW:
            span = difference_span(one.step, one.unit) if told and not alike else ""
            cells = [amount(one.level.mean, one.unit, digits), *cells, span]
        table.add_row(place, f"{one.world}{' (as it is)' if one.world == regime else ''}", *cells)
    return table


def _digits(one: Effect) -> int:
    """Return the digits of a level that let its difference from the regime be read off it: three, or four."""
    step, level = abs(one.step.mean), abs(one.level.mean)
    return 3 if not isfinite(step) or step > 0.01 * level else 4


def _order(one: Effect, regime: str) -> tuple[bool, bool, float]:
    mean = one.step.mean if isfinite(one.step.mean) else float("inf")
    mean = mean if one.enough else 0.0  # as they are given: an order of so few events would be one of chance
    return one.world != regime, one.world == FAR_END, -mean if one.measure in RISES else mean


def _heading(one: Effect) -> str:
    unit = "differences in points" if one.unit == "share" else one.unit
    beside = ", relative to no regime" if one.measure == "chilled_speech" else ""
    return f"{one.title}{beside} ({unit})"


def _plan(dataset: xr.Dataset) -> str:
    return str(json.loads(dataset.attrs["plan"])["describes"])


def _made(dataset: xr.Dataset) -> str:
    attrs = dataset.attrs
    return (
        f"{attrs['persons']:,} synthetic persons of {attrs['society']} in each scenario, "
        f"{counted(int(attrs['months_observed']), 'month')}, {counted(int(attrs['replicates']), 'replicate')}, "
        f"seed {attrs['seed']}."
    )


def _regime(dataset: xr.Dataset) -> str:
    return str(dataset.attrs["against"])
