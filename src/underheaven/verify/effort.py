"""How much a case simulates: engine, seed, replicates and size, in one place that every run of a case reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from underheaven.errors import RequestError
from underheaven.run.checks.plan_settings import setting_bounds
from underheaven.run.options import EngineName
from underheaven.run.progress import Progress, ignore_progress
from underheaven.verify.tolerances import MIN_REPLICATES

PLAIN: EngineName = "plain"
CPU: EngineName = "cpu"
REPLICATES, PERSON_MONTHS = 64, 60_000
"""Size of a figure where nothing else decides it; person-months are those of one replicate."""
MAX_PERSONS = 200_000


@dataclass
class SimulatedMonths:
    """Person-months simulated so far, and months of runs, whatever their number of persons."""

    person_months: int = 0
    months: int = 0


@dataclass(frozen=True)
class Effort:
    """How a case is run.

    Attributes:
        engine: plain or cpu.
        seed: of all random draws.
        replicates: at least MIN_REPLICATES.
        person_months: of one replicate, 1 or more.
        min_persons: fewest persons of a replicate, however many its months.
        target_fault: relative error of a parameter that each case is to catch. It then decides the person-months, in
            ``min_replicates`` to ``replicates`` replicates. None leaves both as they are.
        min_replicates: fewest replicates where ``target_fault`` decides.
        report: called with the progress of each run.
        simulated: counts what runs simulate.
    """

    engine: EngineName = CPU
    seed: int = 1
    replicates: int = REPLICATES
    person_months: int = PERSON_MONTHS
    min_persons: int = 100
    target_fault: float | None = None
    min_replicates: int = MIN_REPLICATES
    report: Progress = field(default=ignore_progress, compare=False)
    simulated: SimulatedMonths = field(default_factory=SimulatedMonths, compare=False)

    @property
    def has_requested_replicates(self) -> bool:
        """Whether a figure has as many replicates as were asked for, and no case chooses its own."""
        return self.target_fault is None or self.min_replicates == self.replicates

    def persons_for(self, months: int, times: float = 1.0) -> int:
        """Return how many persons a case of some months can have.

        Args:
            months: of the run, 1 or more.
            times: factor on the person-months of a replicate.
        """
        return min(max(int(self.person_months * times) // months, self.min_persons), MAX_PERSONS)


USUAL_EFFORT = Effort(target_fault=0.02)
PLAIN_EFFORT = Effort(PLAIN, replicates=MIN_REPLICATES, person_months=2_500, min_persons=8)
"""The reference engine takes half a millisecond for a person-month: some twenty seconds for a case."""
THOROUGH_EFFORT = Effort(target_fault=0.01)

_current: ContextVar[Effort | None] = ContextVar("effort", default=None)


def current_effort() -> Effort:
    """Return the effort at which cases now run."""
    return _current.get() or Effort()


@contextmanager
def using_effort(effort: Effort) -> Iterator[None]:
    """Run cases at another effort within the block."""
    token = _current.set(effort)
    try:
        yield
    finally:
        _current.reset(token)


def choose_effort(
    engine: str = CPU, seed: int | None = None, seeds: int | None = None, thorough: bool = False
) -> Effort:
    """Return the effort that is asked for; the plain engine simulates less, and more seeds simulate more in all.

    Args:
        engine: plain or cpu.
        seed: of all random draws; None for the usual one.
        seeds: replicates of each figure; None leaves them to the cases.
        thorough: whether each case is to catch half the usual error.

    Raises:
        RequestError: the engine is unknown, a number is out of range, or a thorough run of the plain engine is asked
            for.
    """
    if engine not in (PLAIN, CPU):
        raise RequestError(f"engine {engine!r} is unknown to verify. Write {PLAIN} or {CPU}.")
    if thorough and engine == PLAIN:
        raise RequestError("--thorough with --engine plain would take days. Leave one of the two out.")
    base = THOROUGH_EFFORT if thorough else PLAIN_EFFORT if engine == PLAIN else USUAL_EFFORT
    low, high = setting_bounds("seed")
    if seed is not None and not low <= seed <= high:
        raise RequestError(f"--seed {seed}: it is a whole number from {low} to {high:,}. Write one in that range.")
    most = setting_bounds("replicates")[1]
    if seeds is not None and not MIN_REPLICATES <= seeds <= most:
        raise RequestError(
            f"--seeds {seeds}: a standard error rests on {MIN_REPLICATES} seeds or more, and a study holds {most:,} at "
            "most. Write a number in that range."
        )
    return replace(
        base,
        seed=base.seed if seed is None else seed,
        replicates=base.replicates if seeds is None else seeds,
        min_replicates=base.min_replicates if seeds is None else seeds,
    )
