"""The month of the interpreted engine under watch: what each step reads, what it writes, and of whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.engine.plain_engine import STEPS
from underheaven.engine.plain_stages import month_start
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.kernel.month import MONTH
from underheaven.kernel.table_layout import OPTED_OUT

from .worlds import live

NO_NEWS = {"key", "month", "first", "n", "has_regime", "exempt", "region_counts", "seen_next", "lost_next"}
"""What of ``TownMonth`` says where and when and where to count: nothing that happened."""

BROUGHT = (
    "active_rules",
    "status_previous",
    "personal",
    "acts_done",
    "outcome",
    "solvency_stage",
    "rule_sets",
    "filed",
    "status",
    "lesson",
    "help",
)
"""What a person brings from step to step within a month."""


def _set_of_sets() -> dict[str, set[str]]:
    return defaultdict(set)


@dataclass
class Watch:
    """By step: names that were read, names that changed, and those that changed of persons whom it does not concern."""

    reads: dict[str, set[str]] = field(default_factory=_set_of_sets)
    writes: dict[str, set[str]] = field(default_factory=_set_of_sets)
    others: dict[str, set[str]] = field(default_factory=_set_of_sets)


class Watched(np.ndarray):
    """An array that notes its name where a value of it is read; what is cut out of it notes the same."""

    name: str
    seen: set[str]

    def __array_finalize__(self, other: Any) -> None:
        self.name, self.seen = getattr(other, "name", ""), getattr(other, "seen", set())

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        if not isinstance(found, np.ndarray):  # to cut a part out is not yet to read it
            self.seen.add(self.name)
        return found

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
        for one in inputs:
            if isinstance(one, Watched):
                one.seen.add(one.name)
        if "out" in more:
            more["out"] = tuple(_bare(one) for one in more["out"])
        return getattr(ufunc, method)(*map(_bare, inputs), **more)


def _bare(array: Any) -> Any:
    return np.asarray(array) if isinstance(array, Watched) else array


def watched(array: Any, name: str, seen: set[str]) -> Any:
    """Return a view of an array that notes its name where it is read."""
    view = array.view(Watched)
    view.name, view.seen = name, seen
    return view


class Told:
    """A carrier whose fields note that they are read."""

    def __init__(self, carrier: Any, seen: set[str]) -> None:
        self._carrier, self._seen = carrier, seen

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._carrier, name)
        if name not in NO_NEWS:
            self._seen.add(f"town.{name}")
        return _bare(found)


class WatchedDay(PersonMonth):
    """A person's month that notes what is read of it; of ``personal``, handed to kernels, what they read of that."""

    seen: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> Any:
        if name in BROUGHT and name != "personal":
            type(self).seen.add(f"person.{name}")
        return super().__getattribute__(name)

    @property
    def is_subject(self) -> bool:
        """Whether the regime is about the person, which is no reading of ``personal`` by who is told."""
        return self.has_regime and not _bare(self.personal)[OPTED_OUT]


def contents(month: Any) -> dict[str, Any]:
    """Return a copy of everything that a step can write, by name."""
    month.tallies.sum_chunks()
    p = month.population
    parts = {
        "tally": month.tallies.named_tallies(month.built.labels),
        "state": p.state._asdict(),
        "sums": p.sums._asdict(),
        "town": p.towns._asdict(),
        "panel": p.panel._asdict(),
        "fitted": p.fitted._asdict(),
        "lenders": {"loans": p.loans},
    }
    found = {f"{part}.{name}": np.array(a) for part, named in parts.items() for name, a in named.items()}
    days = [vars(day) for day in month.person_months] or [vars(_nobody())] * month.built.persons
    return found | {f"person.{name}": np.array([np.asarray(day[name]) for day in days]) for name in BROUGHT}


def _nobody() -> PersonMonth:
    return PersonMonth(i=0, town_index=0, town=None, cell=0, group=0, minor=False, generation=0, table=0, rules=None)  # type: ignore[arg-type]


def watch(built: Any, months: int) -> Watch:
    """Live some months; return what each step reads and writes, by names such as ``state.savings``."""
    found = Watch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(month_start, "PersonMonth", WatchedDay)
        for step in MONTH:
            patch.setitem(STEPS, step.name, _under_watch(step.name, STEPS[step.name], found))
        live(built, months, make_engine("plain"))
    return found


def _under_watch(step: str, method: Any, found: Watch) -> Any:
    def live_step(month: Any) -> None:
        before, concerned = contents(month), {d.i for d in month.concerned}
        _lay_out(month, found.reads[step])
        method(month)
        _clear_up(month)
        after = contents(month)
        changed = {name for name in after if not np.array_equal(after[name], before[name])}
        found.writes[step] |= changed
        for name in changed:
            part, a, b = name.partition(".")[0], after[name], before[name]
            if part in ("state", "sums", "person"):
                whom = {int(i) for i in np.flatnonzero((a != b).reshape(len(a), -1).any(axis=1))}
                found.others[step] |= {name} if whom - concerned else set()

    return live_step


def _lay_out(month: Any, seen: set[str]) -> None:
    """Put arrays and carriers that note what is read in place of the plain ones."""
    p, WatchedDay.seen = month.population, set()
    p.state = p.state._make(watched(a, f"state.{n}", seen) for n, a in p.state._asdict().items())
    p.sums = p.sums._make(watched(a, f"sums.{n}", seen) for n, a in p.sums._asdict().items())
    p.towns = p.towns._make(watched(a, f"town.{n}", seen) for n, a in p.towns._asdict().items())
    p.loans = watched(p.loans, "lenders.loans", seen)
    for d in month.person_months:
        d.town = Told(d.town._carrier if isinstance(d.town, Told) else d.town, seen)
        d.personal = watched(d.personal, "person.personal", seen)
    WatchedDay.seen = seen


def _clear_up(month: Any) -> None:
    p, WatchedDay.seen = month.population, set()
    p.state, p.sums, p.towns = (part._make(np.asarray(a) for a in part) for part in (p.state, p.sums, p.towns))
    p.loans = np.asarray(p.loans)
    for d in month.person_months:
        d.personal = np.asarray(d.personal)
