"""Prints one synthetic person's months in several worlds, side by side, and gives them as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from underheaven.record.life import NOBODY_IS_REAL, Life, LifeMonth, Lives
from underheaven.show.footer import CLAIM
from underheaven.show.life_words import Stretch, debt, introduction, records, standing, stretches, work
from underheaven.show.words import counted, difference, say

WHEN_WIDTH = 11
ONE_LIFE = (
    "One person shows what can happen in this model, not how often: `underheaven compare` says that, with intervals. "
    "The random draws are the same in every scenario, so any difference between the trajectories is an effect of the "
    "regime in this model, on this person or on others."
)
DETRIMENT = (
    "Lost is the booked price of lost access, in months of the person's own income. The cost of a missed job or loan "
    "appears in the trajectories themselves and is not included."
)

Months = Sequence[LifeMonth]

TOTALS: tuple[tuple[str, str, Callable[[Months], float]], ...] = (
    ("On a blacklist", "months", lambda life: sum(m.blacklisted for m in life)),
    ("Wrongly on a blacklist", "months", lambda life: sum(m.wrongly for m in life)),
    ("Lost", "months of income", lambda life: sum(m.detriment for m in life)),
    ("Denied", "attempts", lambda life: sum(m.denials for m in life)),
    ("Without a job", "months", lambda life: sum(m.employed is False for m in life)),
    ("Under an unpaid judgment", "months", lambda life: sum(m.solvency.startswith("owes") for m in life)),
    ("Received", "loans", lambda life: sum(m.loans for m in life)),
    ("Done at an opportunity", "acts", lambda life: sum(m.acts for m in life)),
    ("Spoke in public", "months", lambda life: sum(m.speaking for m in life)),
    ("Savings at the end", "months of income", lambda life: life[-1].savings),
    ("Legitimacy at the end", "0 to 1", lambda life: life[-1].legitimacy),
)
"""Title, unit, and what the months of a life add up or come to."""


def print_lives(lives: Lives, console: Console) -> None:
    """Prints who it is, what happened when, what it adds up to, and what it is not."""
    for sentence in (NOBODY_IS_REAL, *introduction(lives)):
        console.print(Text(sentence))
    for pair in pairs(lives.lives):
        console.print()
        console.print(_timeline(pair, console.width))
        console.print()
        console.print(_totals(pair))
    console.print()
    for sentence in (DETRIMENT, ONE_LIFE, CLAIM, NOBODY_IS_REAL):
        console.print(Text(sentence))


def pairs(lives: Sequence[Life]) -> list[tuple[Life, ...]]:
    """Gives each world beside the last one, or the only one alone."""
    return [(life, lives[-1]) for life in lives[:-1]] or [tuple(lives)]


def rows(lives: Lives) -> list[dict[str, Any]]:
    """Gives every month of every life as a row of plain values; months_left is null for a record without end."""
    return [
        {
            "synthetic": True, "person": lives.person, "replicate": lives.replicate, "chosen": lives.chosen,
            "who": month.who, "region": lives.region, "world": life.world, **asdict(month),
        }
        for life in lives.lives
        for month in life.months
    ]  # fmt: skip


def totals(life: Life) -> list[float]:
    """Gives what the months of a life come to, in the order of ``TOTALS``."""
    return [float(comes_to(life.months)) for _, _, comes_to in TOTALS]


def _timeline(pair: Sequence[Life], width: int) -> Table:
    """One row for each stretch in which nothing changes; a world like the one before it says so."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", width=WHEN_WIDTH - 2)
    for life in pair:
        table.add_column(Text(life.world, style="bold"), width=(width - WHEN_WIDTH) // len(pair) - 2, overflow="fold")
    told: list[str] = []
    for stretch in stretches(pair):
        before, now = pair[0].months[stretch.first - 1], pair[0].months[stretch.first]
        if stretch.first and before.renewed:
            came = f"The person died or moved away. A newcomer takes the place: {now.who}."
            table.add_row("", Text(came, style="italic"))
            told = []
        elif stretch.first and before.who != now.who:
            table.add_row("", Text(f"The person has grown older: {now.who}.", style="italic"))
        cells = [_cell(stretch, life) for life in pair]
        shown = [_beside(stretch, life, pair[0], k, cells, told) for k, life in enumerate(pair)]
        table.add_row(_when(stretch), *shown)
        told = [_held(life.months[stretch.first]) for life in pair]
    return table


def _when(stretch: Stretch) -> Text:
    """Says where a stretch begins, as a month of the run: nobody lives at a date, and a date would say so."""
    return Text.assemble(f"month {stretch.first + 1}", (f"\n{counted(stretch.n_months, 'month')}", "dim"))


def _beside(stretch: Stretch, life: Life, first: Life, k: int, cells: Sequence[list[str]], told: Sequence[str]) -> Text:
    """Gives a cell: the same as the first world's, as before with what was added, or in full."""
    if k and cells[k] == cells[0]:
        return Text("the same", style="dim")
    held, added = cells[k][0], cells[k][1:]
    if told and told[k] == held:
        return Text("\n".join(["as before", *added]), style="dim" if not added else "")
    return Text("\n".join([held, *added]))


def _cell(stretch: Stretch, life: Life) -> list[str]:
    """Says what holds in a stretch, then, where there is any, what was lost and done in it."""
    months = stretch.of(life)
    added = _added(months)
    return [_held(months[0]), added] if added else [_held(months[0])]


def _held(month: LifeMonth) -> str:
    said = [f"{work(month)}, {debt(month)}", standing(month)]
    said += [f"record: {records(month)}"] if month.records else []
    return "\n".join(s for s in said if s)


def _added(months: Months) -> str:
    lost, denied = sum(m.detriment for m in months), sum(m.denials for m in months)
    loans = sum(m.loans for m in months)
    said = [
        f"lost {say(lost)} months of income" if lost else "",
        f"denied {denied:,} attempt{'s' * (denied > 1)}" if denied else "",
        f"{loans} loan{'s' * (loans > 1)} received" if loans else "",
    ]
    return "\n".join(s for s in said if s)


def _totals(pair: Sequence[Life]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    months = len(pair[0].months)
    table.add_column(Text(f"Over {months} month{'s' * (months > 1)}", style="bold"), ratio=1)
    for name in (*(life.world for life in pair), *(["difference"] if len(pair) > 1 else [])):
        table.add_column(Text(name, style="bold"), justify="right", overflow="fold", max_width=17)
    for (title, unit, _), *values in zip(TOTALS, *map(totals, pair), strict=True):
        cells = [say(value) for value in values]
        if len(values) > 1:
            cells.append(difference(values[0] - values[1], unit))
        if any(values):
            table.add_row(f"{title} ({unit})", *cells)
    return table
