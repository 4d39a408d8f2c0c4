"""How much a case lives: engine, luck, replicates and size, in one place that whatever runs a case reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from underheaven.errors import RequestError
from underheaven.run.progress import Progress, silent
from underheaven.run.public import EngineName
from underheaven.run.study import bounds
from underheaven.verify.judge import FEWEST

PLAIN: EngineName = "plain"
CPU: EngineName = "cpu"
REPLICATES, PERSON_MONTHS = 64, 60_000
"""Of a figure whose size nothing else decides."""
MOST_PERSONS = 200_000


@dataclass
class Lived:
    """How many person-months were lived so far, and how many months of runs, whatever their persons."""

    person_months: int = 0
    months: int = 0


@dataclass(frozen=True)
class Effort:
    """How a case is run.

    engine: plain or cpu. seed: of all random draws. replicates: at least FEWEST. person_months: that one replicate
    of a case lives, 1 or more. fewest: persons of a replicate, however many its months. aim: relative error of a
    parameter that each case is to catch, which then decides how many person-months it lives, in ``at_least`` to
    ``replicates`` replicates; None leaves both as they are. report: hears of each run's progress. lived: counts what
    runs live.
    """

    engine: EngineName = CPU
    seed: int = 1
    replicates: int = REPLICATES
    person_months: int = PERSON_MONTHS
    fewest: int = 100
    aim: float | None = None
    at_least: int = FEWEST
    report: Progress = field(default=silent, compare=False)
    lived: Lived = field(default_factory=Lived, compare=False)

    @property
    def as_asked(self) -> bool:
        """Whether a figure has as many replicates as were asked for, and none decides by its own size."""
        return self.aim is None or self.at_least == self.replicates

    def persons_for(self, months: int, times: float = 1.0) -> int:
        """Gives how many persons a case of so many months can have; times: of the person-months of a replicate."""
        return min(max(int(self.person_months * times) // months, self.fewest), MOST_PERSONS)


USUAL = Effort(aim=0.02)
INTERPRETED = Effort(PLAIN, replicates=FEWEST, person_months=2_500, fewest=8)
"""The reference engine takes half a millisecond for a person-month: some twenty seconds for a case."""
THOROUGH = Effort(aim=0.01)

_current: ContextVar[Effort | None] = ContextVar("effort", default=None)


def current() -> Effort:
    """Gives the effort that cases make here and now."""
    return _current.get() or Effort()


@contextmanager
def making(effort: Effort) -> Iterator[None]:
    """Lets cases make another effort within the block."""
    token = _current.set(effort)
    try:
        yield
    finally:
        _current.reset(token)


def chosen(engine: str = CPU, seed: int | None = None, seeds: int | None = None, thorough: bool = False) -> Effort:
    """Gives the effort that is asked for: the plain engine lives less by itself, and more seeds live more in all.

    Raises RequestError for an unknown engine, a seed out of range, too few or too many seeds, or a thorough run of
    the plain engine.
    """
    if engine not in (PLAIN, CPU):
        raise RequestError(f"engine {engine!r} is unknown to verify. Write {PLAIN} or {CPU}.")
    if thorough and engine == PLAIN:
        raise RequestError("--thorough with --engine plain would take days. Leave one of the two out.")
    base = THOROUGH if thorough else INTERPRETED if engine == PLAIN else USUAL
    low, high = bounds("seed")
    if seed is not None and not low <= seed <= high:
        raise RequestError(f"--seed {seed}: it is a whole number from {low} to {high:,}. Write one in that range.")
    most = bounds("replicates")[1]
    if seeds is not None and not FEWEST <= seeds <= most:
        raise RequestError(
            f"--seeds {seeds}: a standard error rests on {FEWEST} seeds or more, and a study holds {most:,} at most. "
            "Write a number in that range."
        )
    return replace(
        base,
        seed=base.seed if seed is None else seed,
        replicates=base.replicates if seeds is None else seeds,
        at_least=base.at_least if seeds is None else seeds,
    )
