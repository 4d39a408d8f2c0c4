"""What is said of a life: whose it is, its months joined where nothing changes, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from underheaven.record.life import Entry, Life, LifeMonth, Lives

Condition = tuple[object, ...]


@dataclass(frozen=True)
class Stretch:
    """Months first to last, counted from 0, in which no world changes what it holds of the person."""

    first: int
    last: int

    @property
    def n_months(self) -> int:
        """How many months, at least 1."""
        return self.last - self.first + 1

    def of(self, life: Life) -> tuple[LifeMonth, ...]:
        """Gives its months of one world."""
        return life.months[self.first : self.last + 1]


def introduction(lives: Lives) -> list[str]:
    """Says who it is and why this one."""
    return [
        f"Person {lives.person:,} of replicate {lives.replicate:,}, in {lives.region}, of the group: {lives.who}.",
        f"Chosen: {lives.chosen}.",
    ]


def stretches(lives: Sequence[Life]) -> list[Stretch]:
    """Joins months for as long as work, debt, standing, records and group stay in every world, and nobody arrives."""
    found: list[Stretch] = []
    before: Condition | None = None
    for i in range(len(lives[0].months)):
        now: Condition = tuple(condition(life.months[i]) for life in lives)
        if found and now == before and not lives[0].months[i - 1].renewed:
            found[-1] = Stretch(found[-1].first, i)
        else:
            found.append(Stretch(i, i))
        before = now
    return found


def condition(month: LifeMonth) -> Condition:
    """What has to stay for two months to be told as one: not what was done or lost, nor how long records last."""
    kept = tuple((r.kind, r.origin) for r in month.records)
    return (month.employed, month.solvency, month.lists, month.wrongly, month.grade, month.who, kept)


def runs(months: Sequence[LifeMonth], what: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yields each saying with the first and the last month it holds for; empty ones are left out.

    what: a saying a month. A newcomer's months are never joined to those of who was there before.
    """
    people = [0]
    for month in months[:-1]:
        people.append(people[-1] + month.renewed)
    for (said, _), its in groupby(range(len(months)), key=lambda i: (what[i], people[i])):
        held = list(its)
        if said:
            yield said, held[0], held[-1]


def work(month: LifeMonth) -> str:
    """Says whether the person has a job."""
    return {True: "employed", False: "no job", None: "outside the workforce"}[month.employed]


def debt(month: LifeMonth) -> str:
    """Says what the person owes."""
    return "no debt" if month.solvency == "clear" else month.solvency


def standing(month: LifeMonth) -> str:
    """Says on which lists the person is and with what grade; empty where there is neither."""
    wrongly = " (wrongly)" if month.wrongly else ""
    said = [
        f"on {', '.join(month.lists)}{wrongly}" if month.lists else "",
        f"grade {month.grade}" if month.grade else "",
    ]
    return "; ".join(s for s in said if s)


def records(month: LifeMonth) -> str:
    """Says which records are held, those of one kind and origin together; empty where there are none."""
    counted: dict[str, int] = {}
    for entry in month.records:
        counted[_named(entry)] = counted.get(_named(entry), 0) + 1
    return ", ".join(name if n == 1 else f"{n} x {name}" for name, n in counted.items())


def _named(entry: Entry) -> str:
    return entry.kind if entry.origin == "true" else f"{entry.kind} ({entry.origin})"
