"""The ledger of a result in rows: what each unit of detriment was booked for, and what a wider relatedness changes."""

from __future__ import annotations

from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from underheaven.measure import ledger, proportion
from underheaven.measure.interval import interval
from underheaven.show.rows import numbers
from underheaven.show.words import amount, counted, percent, say, span

if TYPE_CHECKING:
    import xarray as xr

MOST = 40
"""Rows of a world that are printed; --json has all."""
UNIT = "months of income"
AGREES = (
    "Ledger: every unit of detriment stands under one cause, effect, origin and rule, and all totals agree exactly."
)
PAIRED_UP = "How far U falls if a pair is deemed related is its share of all detriment; pairs simply add up."


def ledger_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for every booking: cause, effect, origin, rule, months of income of all persons, share of all."""
    return [
        {
            "world": b.world, "cause": b.cause, "effect": b.effect, "origin": b.origin, "rule": b.rule, "unit": UNIT,
            **numbers("", b.amount), "share": b.share,
        }
        for b in ledger.bookings(dataset)
    ]  # fmt: skip


def print_ledger(dataset: xr.Dataset, console: Console) -> None:
    """Prints the largest bookings of every world, and whether all totals agree."""
    found = ledger.bookings(dataset)
    for world, its in groupby(found, key=lambda b: b.world):
        rows = list(its)
        table = _grid("cause", "effect", "origin", "rule", "months of income", "of all")
        for b in rows[:MOST]:
            months = _two(say(b.amount.mean), span(b.amount, UNIT))
            table.add_row(b.cause, b.effect, b.origin, b.rule, months, percent(b.share))
        console.print(Text(f"\nLedger of {world}, over the run, of all persons", style="bold cyan"))
        console.print(table)
        if len(rows) > MOST:
            rest = sum(b.share for b in rows[MOST:])
            console.print(Text(f"{counted(len(rows) - MOST, 'row')} more, {percent(rest)} together: --json has all."))
    if not found:
        console.print(Text("No detriment is booked in any world."))
    console.print(Text(f"\n{contradiction(dataset) or AGREES}"))


def sentences(dataset: xr.Dataset) -> list[str]:
    """Says whether the ledger agrees with every other total; nothing where nothing is booked."""
    said = contradiction(dataset)
    if said is not None:
        return [said]
    return [AGREES] if "kind_context" in dataset.coords and bool(dataset["detriment"].any()) else []


def contradiction(dataset: xr.Dataset) -> str | None:
    """Gives the sentence where totals of detriment differ, or None."""
    found = ledger.differences(dataset)
    if not found:
        return None
    worst = max(found, key=lambda d: d.size)
    return (
        f"Ledger DOES NOT ADD UP: {worst.between} differ by {worst.size:,} micro-months in world {worst.world}, "
        f"replicate {worst.replicate} ({counted(len(found), 'difference')} in all). This result is damaged or the "
        "program is at fault: do not use any of its numbers."
    )


def related_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for every unrelated pair of contexts with detriment: how far U falls were it deemed related."""
    return [
        {"world": p.world, "cause": p.cause, "effect": p.effect, "unit": "share", **numbers("", p.falls)}
        for p in proportion.sensitivity(dataset)
    ]


def print_related(dataset: xr.Dataset, console: Console) -> None:
    """Prints U of every world, the pairs that carry it, and the least number of pairs that would halve it."""
    shares, halves = proportion.cross_context_share(dataset), proportion.pairs_to_halve(dataset)
    found = proportion.sensitivity(dataset)
    for world in (str(world) for world in dataset["world"].values):
        u, n = (interval(a.sel(world=world).values) for a in (shares, halves))
        console.print(Text(f"\n{world}", style="bold cyan"))
        console.print(Text(f"U {amount(u.mean, 'share')} ({span(u.within(0, 1), 'share') or 'no interval'})."))
        table = _grid("cause", "effect", "U falls by")
        for p in (p for p in found if p.world == world):
            table.add_row(p.cause, p.effect, _two(amount(p.falls.mean, "share"), span(p.falls, "share")))
        if table.row_count:
            console.print(table)
            least = "no number of pairs" if not isfinite(n.mean) else f"{say(n.mean)} of them"
            console.print(Text(f"{least} would halve it, mean over replicates."))
    console.print(Text(f"\n{PAIRED_UP} A study says which are: [proportion] related. {proportion.NOTE}"))


def _grid(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, justify="right" if head in ("months of income", "of all", "U falls by") else "left")
    return table


def _two(first: str, second: str) -> Text:
    return Text.assemble(first, (f"\n{second}" if second else "", "dim"))
