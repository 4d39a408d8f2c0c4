"""One synthetic person's months in several scenarios, side by side or as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from underheaven.record.trajectory import SYNTHETIC_NOTICE, Trajectory, TrajectoryMonth, TrajectorySet
from underheaven.show.formatting import format_count, format_difference, format_number
from underheaven.show.text.footer import CLAIM
from underheaven.show.text.trajectory_spells import (
    Spell,
    describe_debt,
    describe_records,
    describe_status,
    describe_work,
    find_spells,
    introduce_person,
)

LABEL_WIDTH = 11
ONE_PERSON_NOTE = (
    "One person shows what can happen in this model, not how often: `underheaven compare` says that, with intervals. "
    "The random draws are the same in every scenario, so any difference between the trajectories is an effect of the "
    "regime in this model, on this person or on others."
)
DETRIMENT_NOTE = (
    "Lost is the booked price of lost access, in months of the person's own income. The cost of a missed job or loan "
    "appears in the trajectories themselves and is not included."
)

MonthSequence = Sequence[TrajectoryMonth]

TRAJECTORY_TOTALS: tuple[tuple[str, str, Callable[[MonthSequence], float]], ...] = (
    ("On a blacklist", "months", lambda trajectory: sum(m.blacklisted for m in trajectory)),
    ("Wrongly on a blacklist", "months", lambda trajectory: sum(m.wrongly for m in trajectory)),
    ("Lost", "months of income", lambda trajectory: sum(m.detriment for m in trajectory)),
    ("Denied", "attempts", lambda trajectory: sum(m.denials for m in trajectory)),
    ("Without a job", "months", lambda trajectory: sum(m.employed is False for m in trajectory)),
    ("Under an unpaid judgment", "months", lambda trajectory: sum(m.solvency.startswith("owes") for m in trajectory)),
    ("Received", "loans", lambda trajectory: sum(m.loans for m in trajectory)),
    ("Done at an opportunity", "acts", lambda trajectory: sum(m.acts for m in trajectory)),
    ("Spoke in public", "months", lambda trajectory: sum(m.speaking for m in trajectory)),
    ("Savings at the end", "months of income", lambda trajectory: trajectory[-1].savings),
    ("Legitimacy at the end", "0 to 1", lambda trajectory: trajectory[-1].legitimacy),
)
"""Title, unit, and the total over the months of a trajectory."""


def print_trajectories(trajectories: TrajectorySet, console: Console) -> None:
    """Print one synthetic person's months, their totals and caveats.

    Args:
        trajectories: One person in every scenario.
        console: Where to print.
    """
    for sentence in (SYNTHETIC_NOTICE, *introduce_person(trajectories)):
        console.print(Text(sentence))
    for pair in pair_with_baseline(trajectories.trajectories):
        console.print()
        console.print(_timeline_table(pair, console.width))
        console.print()
        console.print(_totals_table(pair))
    console.print()
    for sentence in (DETRIMENT_NOTE, ONE_PERSON_NOTE, CLAIM, SYNTHETIC_NOTICE):
        console.print(Text(sentence))


def pair_with_baseline(trajectories: Sequence[Trajectory]) -> list[tuple[Trajectory, ...]]:
    """Return each scenario paired with the last one, or the only one alone."""
    return [(trajectory, trajectories[-1]) for trajectory in trajectories[:-1]] or [tuple(trajectories)]


def trajectory_rows(trajectories: TrajectorySet) -> list[dict[str, Any]]:
    """Return every month of every trajectory as a row of plain values.

    Args:
        trajectories: One person in every scenario.

    Returns:
        One row per scenario and month; months_left is null for a record without end.
    """
    return [
        {
            "synthetic": True,
            "person": trajectories.person,
            "replicate": trajectories.replicate,
            "chosen": trajectories.selection_reason,
            "who": month.who,
            "region": trajectories.region,
            "scenario": trajectory.scenario,
            **asdict(month),
        }
        for trajectory in trajectories.trajectories
        for month in trajectory.months
    ]


def trajectory_totals(trajectory: Trajectory) -> list[float]:
    """Return the totals of a trajectory, in the order of ``TRAJECTORY_TOTALS``."""
    return [float(comes_to(trajectory.months)) for _, _, comes_to in TRAJECTORY_TOTALS]


def _timeline_table(pair: Sequence[Trajectory], width: int) -> Table:
    """Return a table with one row per spell; a cell equal to that of the first scenario says so."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", width=LABEL_WIDTH - 2)
    for trajectory in pair:
        table.add_column(
            Text(trajectory.scenario, style="bold"), width=(width - LABEL_WIDTH) // len(pair) - 2, overflow="fold"
        )
    previous_texts: list[str] = []
    for stretch in find_spells(pair):
        before, now = pair[0].months[stretch.first - 1], pair[0].months[stretch.first]
        if stretch.first and before.renewed:
            came = f"The person died or moved away. A newcomer takes the place: {now.who}."
            table.add_row("", Text(came, style="italic"))
            previous_texts = []
        elif stretch.first and before.who != now.who:
            table.add_row("", Text(f"The person has grown older: {now.who}.", style="italic"))
        cells = [_spell_text(stretch, trajectory) for trajectory in pair]
        shown = [
            _scenario_cell(stretch, trajectory, pair[0], position, cells, previous_texts)
            for position, trajectory in enumerate(pair)
        ]
        table.add_row(_spell_label(stretch), *shown)
        previous_texts = [_condition_text(trajectory.months[stretch.first]) for trajectory in pair]
    return table


def _spell_label(spell: Spell) -> Text:
    """Return the first month of a spell, as a month of the run: a date would suggest a real person."""
    return Text.assemble(f"month {spell.first + 1}", (f"\n{format_count(spell.n_months, 'month')}", "dim"))


def _scenario_cell(
    spell: Spell,
    trajectory: Trajectory,
    first: Trajectory,
    position: int,
    cells: Sequence[list[str]],
    previous_texts: Sequence[str],
) -> Text:
    """Return a cell: the same as in the first scenario, as before with additions, or in full."""
    if position and cells[position] == cells[0]:
        return Text("the same", style="dim")
    condition, added = cells[position][0], cells[position][1:]
    if previous_texts and previous_texts[position] == condition:
        return Text("\n".join(["as before", *added]), style="dim" if not added else "")
    return Text("\n".join([condition, *added]))


def _spell_text(spell: Spell, trajectory: Trajectory) -> list[str]:
    """Describe a spell: the person's condition, then losses and acts, if any."""
    months = spell.months_of(trajectory)
    added = _events_text(months)
    return [_condition_text(months[0]), added] if added else [_condition_text(months[0])]


def _condition_text(month: TrajectoryMonth) -> str:
    wording = [f"{describe_work(month)}, {describe_debt(month)}", describe_status(month)]
    wording += [f"record: {describe_records(month)}"] if month.records else []
    return "\n".join(s for s in wording if s)


def _events_text(months: MonthSequence) -> str:
    lost, denied = sum(m.detriment for m in months), sum(m.denials for m in months)
    loans = sum(m.loans for m in months)
    wording = [
        f"lost {format_number(lost)} months of income" if lost else "",
        f"denied {denied:,} attempt{'s' * (denied > 1)}" if denied else "",
        f"{loans} loan{'s' * (loans > 1)} received" if loans else "",
    ]
    return "\n".join(s for s in wording if s)


def _totals_table(pair: Sequence[Trajectory]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    months = len(pair[0].months)
    table.add_column(Text(f"Over {months} month{'s' * (months > 1)}", style="bold"), ratio=1)
    for name in (*(trajectory.scenario for trajectory in pair), *(["difference"] if len(pair) > 1 else [])):
        table.add_column(Text(name, style="bold"), justify="right", overflow="fold", max_width=17)
    for (title, unit, _), *values in zip(TRAJECTORY_TOTALS, *map(trajectory_totals, pair), strict=True):
        cells = [format_number(value) for value in values]
        if len(values) > 1:
            cells.append(format_difference(values[0] - values[1], unit))
        if any(values):
            table.add_row(f"{title} ({unit})", *cells)
    return table
