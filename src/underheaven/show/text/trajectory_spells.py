"""A trajectory in words: the person, the spells of months in which nothing changes, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from underheaven.record.trajectory import Trajectory, TrajectoryMonth, TrajectoryRecord, TrajectorySet

MonthCondition = tuple[object, ...]


@dataclass(frozen=True)
class Spell:
    """Months first to last, counted from 0, in which the person's state changes in no scenario."""

    first: int
    last: int

    @property
    def n_months(self) -> int:
        """How many months, at least 1."""
        return self.last - self.first + 1

    def months_of(self, trajectory: Trajectory) -> tuple[TrajectoryMonth, ...]:
        """Return its months of one scenario."""
        return trajectory.months[self.first : self.last + 1]


def introduce_person(trajectories: TrajectorySet) -> list[str]:
    """State which person this is, and why this one was chosen."""
    return [
        f"Person {trajectories.person:,} of replicate {trajectories.replicate:,}, in {trajectories.region}, of the "
        f"group: {trajectories.group}.",
        f"Chosen: {trajectories.selection_reason}.",
    ]


def find_spells(trajectories: Sequence[Trajectory]) -> list[Spell]:
    """Return the spells: months in which work, debt, status, records and group stay the same in every scenario."""
    found: list[Spell] = []
    before: MonthCondition | None = None
    for i in range(len(trajectories[0].months)):
        now: MonthCondition = tuple(month_condition(trajectory.months[i]) for trajectory in trajectories)
        if found and now == before and not trajectories[0].months[i - 1].renewed:
            found[-1] = Spell(found[-1].first, i)
        else:
            found.append(Spell(i, i))
        before = now
    return found


def month_condition(month: TrajectoryMonth) -> MonthCondition:
    """Return the condition that all months of a spell share, which excludes acts, losses and the age of records."""
    records = tuple((r.kind, r.origin) for r in month.records)
    return (month.employed, month.solvency, month.lists, month.wrongly, month.grade, month.who, records)


def label_spells(months: Sequence[TrajectoryMonth], texts: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each text with its first and last month; empty texts are left out.

    texts: one for each month. A newcomer's months are never joined to those of the previous person.
    """
    occupants = [0]
    for month in months[:-1]:
        occupants.append(occupants[-1] + month.renewed)
    for (wording, _), its in groupby(range(len(months)), key=lambda i: (texts[i], occupants[i])):
        months_held = list(its)
        if wording:
            yield wording, months_held[0], months_held[-1]


def describe_work(month: TrajectoryMonth) -> str:
    """Describe whether the person has a job."""
    return {True: "employed", False: "no job", None: "outside the workforce"}[month.employed]


def describe_debt(month: TrajectoryMonth) -> str:
    """Describe what the person owes."""
    return "no debt" if month.solvency == "clear" else month.solvency


def describe_status(month: TrajectoryMonth) -> str:
    """Name the lists and the grade of the person; empty without either."""
    wrongly = " (wrongly)" if month.wrongly else ""
    wording = [
        f"on {', '.join(month.lists)}{wrongly}" if month.lists else "",
        f"grade {month.grade}" if month.grade else "",
    ]
    return "; ".join(s for s in wording if s)


def describe_records(month: TrajectoryMonth) -> str:
    """Describe the live records by kind and origin; empty without any."""
    counted: dict[str, int] = {}
    for entry in month.records:
        counted[_record_name(entry)] = counted.get(_record_name(entry), 0) + 1
    return ", ".join(name if n == 1 else f"{n} x {name}" for name, n in counted.items())


def _record_name(entry: TrajectoryRecord) -> str:
    return entry.kind if entry.origin == "true" else f"{entry.kind} ({entry.origin})"
