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
REPLICATES, PERSON_MONTHS = 32, 375_000
"""Of a case, at the usual effort: some two seconds of two cores."""
MOST_PERSONS = 200_000
MOST_TIMES = 8
"""How many times its share of person-months a case may take to see what is rare."""


@dataclass(frozen=True)
class Effort:
    """How a case is run.

    engine: plain or cpu. seed: of all random draws. replicates: at least FEWEST. person_months: that one replicate
    of a case lives, 1 or more. fewest: persons of a replicate, however many its months. events: of the rarer kind
    that a figure should rest on. report: hears of each run's progress.
    """

    engine: EngineName = CPU
    seed: int = 1
    replicates: int = REPLICATES
    person_months: int = PERSON_MONTHS
    fewest: int = 100
    events: int = 450
    report: Progress = field(default=silent, compare=False)

    def persons_for(self, months: int, times: float = 1.0) -> int:
        """Gives how many persons a case of so many months can have; times: of the person-months of a replicate."""
        return min(max(int(self.person_months * times) // months, self.fewest), MOST_PERSONS)

    def times_for(self, rate: float) -> float:
        """Gives of how many times its person-months a case should make use.

        rate: how often in a person-month happens what its figure rests on; 0 for what is expected never.
        """
        seen = rate * self.replicates * self.person_months
        return min(max(self.events / seen, 1.0), MOST_TIMES) if seen > 0 else 1.0


USUAL = Effort()
INTERPRETED = Effort(PLAIN, replicates=FEWEST, person_months=2_500, fewest=8, events=150)
"""The reference engine takes half a millisecond for a person-month: some twenty seconds for a case."""
THOROUGH = Effort(replicates=64, person_months=750_000)

_current: ContextVar[Effort | None] = ContextVar("effort", default=None)


def current() -> Effort:
    """Gives the effort that cases make here and now."""
    return _current.get() or Effort(replicates=REPLICATES, person_months=PERSON_MONTHS)


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
    )
