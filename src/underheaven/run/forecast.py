"""Time, memory and disk of a run before it is run: a short trial, carried on to the whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.engine.choose import make_engine
from underheaven.errors import RequestError
from underheaven.host import allowed_bytes
from underheaven.run import assumptions
from underheaven.run.clock import NOTHING, Span, now
from underheaven.run.ensemble import person_months
from underheaven.run.execute import check_out
from underheaven.run.lived import together
from underheaven.run.memory import (
    KEPT_FREE,
    Size,
    gathered_bytes,
    guard,
    living_bytes,
    log_bytes,
    ranges_bytes,
    side_by_side,
    size_of,
)
from underheaven.run.study import Study
from underheaven.run.trial import Setting, Trial, compile_once, run_trial
from underheaven.run.worlds import build_worlds

if TYPE_CHECKING:
    import xarray as xr

TRIAL_SECONDS = 3.0


@dataclass(frozen=True)
class Forecast:
    """What a run will take.

    person_months: in all, burn-in and the runs for the ranges counted. starting, living, ranging, ending: seconds on
    the wall; seconds is their sum, processor_seconds that of all threads. held_up: how many times longer they are than
    on a machine without other work, as in the trial. compiling_seconds: machine code that had to be made, now kept.
    file_bytes, log_bytes, free_disk_bytes: None where nothing is written. refusal: what the run will say instead of
    running, or nothing.
    """

    person_months: int
    seconds: float
    processor_seconds: float
    held_up: float
    starting_seconds: float
    living_seconds: float
    ranging_seconds: float
    ending_seconds: float
    ns_a_person_month: float
    memory_bytes: int
    free_memory_bytes: int
    file_bytes: int | None
    log_bytes: int | None
    free_disk_bytes: int | None
    compiling_seconds: float
    trial_persons: int
    trial_seconds: float
    persons: int
    worlds: int
    replicates: int
    months: int
    threads: int
    refusal: str


@dataclass(frozen=True)
class Times:
    """The parts of a run: what is spent whatever its size, its months, those of the ranges, and its end."""

    starting: Span
    living: Span
    ranging: Span
    ending: Span

    @property
    def whole(self) -> Span:
        """All parts together."""
        return self.starting + self.living + self.ranging + self.ending


def foretell(
    study: Study,
    *,
    engine: str = "auto",
    threads: int | None = None,
    out: Path | None = None,
    points: int = 0,
    look: Callable[[xr.Dataset], None] = lambda dataset: None,
    spent: Callable[[], Span] = lambda: NOTHING,
    seconds: float = TRIAL_SECONDS,
) -> Forecast:
    """Tries a study on this machine and returns what the whole run will take.

    look: what is done with the result in the end. spent: what a process of the run will have spent before it comes
    here. seconds: about how long the trial's months may take. The other arguments are those of `run.execute.execute`.
    Raises RequestError, EngineError.
    """
    plan = study.plan
    if out is not None:
        check_out(out)
    so_far = spent()
    compiling, began = compile_once(engine), now()
    machine = make_engine(engine, threads, hooks=study.hooks)
    so_far += now() - began
    size, lived = _extent(study, 1 if out is not None else getattr(machine, "threads", 1))
    refusal = _refusal(size, out)
    found = run_trial(Setting(study, machine, points, look, out is not None), seconds)
    tried = now() - began
    times = times_of(study, found, points, so_far)
    return Forecast(
        person_months=lived + assumptions.person_months(assumptions.few(study), points),
        seconds=times.whole.wall,
        processor_seconds=times.whole.cpu,
        held_up=found.held_up,
        starting_seconds=times.starting.wall,
        living_seconds=times.living.wall,
        ranging_seconds=times.ranging.wall,
        ending_seconds=times.ending.wall,
        ns_a_person_month=times.living.wall / lived * 1e9,
        memory_bytes=memory_of(study, size, found, points),
        free_memory_bytes=allowed_bytes() - KEPT_FREE,
        file_bytes=None if out is None else file_bytes(size, found),
        log_bytes=None if out is None else log_bytes(size),
        free_disk_bytes=None if out is None else shutil.disk_usage(out.parent).free,
        compiling_seconds=compiling.wall,
        trial_persons=found.persons,
        trial_seconds=tried.wall,
        persons=plan.persons,
        worlds=len(study.worlds),
        replicates=plan.replicates,
        months=plan.months,
        threads=getattr(machine, "threads", 1),
        refusal=refusal,
    )


def times_of(study: Study, trial: Trial, points: int, so_far: Span) -> Times:
    """Carries the times of a trial on to the whole study."""
    plan, paces = study.plan, trial.paces
    months = study.society.model.burn_in_months
    few, lives = assumptions.few(study).plan.persons, assumptions.lives(study, points)

    def burnt(persons: int) -> Span:
        return paces.settle * persons + paces.burn_in.of(persons) * months

    living, ranging = burnt(plan.persons), trial.case * lives
    for pace in paces.worlds:
        living += pace.of(plan.persons) * plan.months
    once = burnt(few)
    for pace in paces.worlds:
        once += pace.of(few) * plan.months
    ranging += once * lives
    cells = plan.persons * len(study.worlds) * plan.replicates
    each = (trial.large.time - trial.small.time) * (1 / max(trial.large.cells - trial.small.cells, 1))
    ending = each.at_least(NOTHING) * cells
    return Times(so_far + trial.fixed, living * plan.replicates, ranging, ending)


def memory_of(study: Study, size: Size, trial: Trial, points: int) -> int:
    """Returns the bytes of the process at its fullest: while people live, in the runs for the ranges, or at the end."""
    later = [gathered_bytes(size)]
    if assumptions.lives(study, points):
        held = 2 * together(study) + 1  # some are measured while the next are lived, and one is kept
        later.append(ranges_bytes(size, assumptions.few(study).plan.persons, held))
    return max(trial.bare_bytes + living_bytes(size), trial.loaded_bytes + max(later))


def file_bytes(size: Size, trial: Trial) -> int:
    """Returns the bytes of the NetCDF file."""
    cells = size.persons * size.lives
    tallies = trial.large.tallies * size.replicates
    panel = trial.large.panel * size.replicates * size.panel // max(trial.large.panelists, 1)
    return trial.large.sums * cells // max(trial.large.cells, 1) + tallies + panel + trial.large.rest


def _extent(study: Study, threads: int) -> tuple[Size, int]:
    """Returns the size of a run and its person-months, and keeps no world; threads: that may live side by side."""
    plan, builts = study.plan, build_worlds(study)
    size = size_of(builts, plan.replicates, plan.months)
    size = replace(size, at_once=side_by_side(size, builts[0].n_towns, threads))
    return size, person_months(builts, plan.replicates, plan.months)


def _refusal(size: Size, out: Path | None) -> str:
    try:
        guard(size, out)
    except RequestError as error:
        return str(error)
    return ""
