"""The ledger of a result: what detriment was booked for, and what deeming more contexts related would change."""

from __future__ import annotations

from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from underheaven.measure import ledger
from underheaven.measure.families import proportionality
from underheaven.measure.inference.interval import t_interval
from underheaven.show.formatting import format_amount, format_count, format_interval, format_number, format_percent
from underheaven.show.text.result_rows import interval_columns

if TYPE_CHECKING:
    import xarray as xr

MAX_ROWS = 40
"""Rows of a scenario that are printed; --json has all."""
UNIT = "months of income"
LEDGER_AGREES = (
    "Ledger: every unit of detriment is booked under one cause, effect, origin and rule, and all totals agree exactly."
)
RELATED_NOTE = "How far U falls if a pair is deemed related is its share of all detriment; pairs simply add up."


def ledger_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return the ledger of a result as rows.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.

    Returns:
        One row per booking: cause, effect, origin, rule, months of income over all persons, and share of the total.
    """
    return [
        {
            "scenario": b.scenario,
            "cause": b.cause,
            "effect": b.effect,
            "origin": b.origin,
            "rule": b.rule,
            "unit": UNIT,
            **interval_columns("", b.amount),
            "share": b.share,
        }
        for b in ledger.list_bookings(dataset)
    ]


def print_ledger(dataset: xr.Dataset, console: Console) -> None:
    """Print the largest bookings of every scenario, and whether all totals agree.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        console: Where to print.
    """
    found = ledger.list_bookings(dataset)
    for scenario, its in groupby(found, key=lambda b: b.scenario):
        rows = list(its)
        table = _ledger_grid("cause", "effect", "origin", "rule", "months of income", "of all")
        for b in rows[:MAX_ROWS]:
            months = _two_line_cell(format_number(b.amount.mean), format_interval(b.amount, UNIT))
            table.add_row(b.cause, b.effect, b.origin, b.rule, months, format_percent(b.share))
        console.print(Text(f"\nLedger of {scenario}, over the run, of all persons", style="bold cyan"))
        console.print(table)
        if len(rows) > MAX_ROWS:
            share_left = sum(b.share for b in rows[MAX_ROWS:])
            console.print(
                Text(
                    f"{format_count(len(rows) - MAX_ROWS, 'row')} more, {format_percent(share_left)} together: --json "
                    "has all."
                )
            )
    if not found:
        console.print(Text("No detriment is booked in any scenario."))
    console.print(Text(f"\n{ledger_contradiction(dataset) or LEDGER_AGREES}"))


def ledger_sentences(dataset: xr.Dataset) -> list[str]:
    """State whether the ledger agrees with every other total; empty where nothing is booked."""
    wording = ledger_contradiction(dataset)
    if wording is not None:
        return [wording]
    return [LEDGER_AGREES] if "kind_context" in dataset.coords and bool(dataset["detriment"].any()) else []


def ledger_contradiction(dataset: xr.Dataset) -> str | None:
    """Return a sentence if totals of detriment differ, else None."""
    found = ledger.find_discrepancies(dataset)
    if not found:
        return None
    worst = max(found, key=lambda d: d.size)
    return (
        f"Ledger DOES NOT ADD UP: {worst.between} differ by {worst.size:,} micro-months in scenario {worst.scenario}, "
        f"replicate {worst.replicate} ({format_count(len(found), 'difference')} in all). This result is damaged or the "
        "program is at fault: do not use any of its numbers."
    )


def related_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return a row for every unrelated pair of contexts with detriment.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.

    Returns:
        Rows on how far U, the share of detriment in unrelated contexts, falls if the pair is deemed related.
    """
    return [
        {
            "scenario": p.scenario,
            "cause": p.cause,
            "effect": p.effect,
            "unit": "share",
            **interval_columns("", p.reduction),
        }
        for p in proportionality.unrelated_pair_effects(dataset)
    ]


def print_related(dataset: xr.Dataset, console: Console) -> None:
    """Print U of every scenario, the pairs behind it, and the smallest number of pairs that would halve it.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        console: Where to print.
    """
    shares, halves = proportionality.cross_context_share(dataset), proportionality.context_pairs_to_halve(dataset)
    found = proportionality.unrelated_pair_effects(dataset)
    for scenario in (str(scenario) for scenario in dataset["scenario"].values):
        u, n = (t_interval(a.sel(scenario=scenario).values) for a in (shares, halves))
        console.print(Text(f"\n{scenario}", style="bold cyan"))
        console.print(
            Text(f"U {format_amount(u.mean, 'share')} ({format_interval(u.clip(0, 1), 'share') or 'no interval'}).")
        )
        table = _ledger_grid("cause", "effect", "U falls by")
        for p in (p for p in found if p.scenario == scenario):
            table.add_row(
                p.cause,
                p.effect,
                _two_line_cell(format_amount(p.reduction.mean, "share"), format_interval(p.reduction, "share")),
            )
        if table.row_count:
            console.print(table)
            least = "no number of pairs" if not isfinite(n.mean) else f"{format_number(n.mean)} of them"
            console.print(Text(f"{least} would halve it, mean over replicates."))
    console.print(
        Text(f"\n{RELATED_NOTE} A study says which are: [proportionality] related. {proportionality.LEGAL_NOTE}")
    )


def _ledger_grid(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, justify="right" if head in ("months of income", "of all", "U falls by") else "left")
    return table


def _two_line_cell(first: str, second: str) -> Text:
    return Text.assemble(first, (f"\n{second}" if second else "", "dim"))
