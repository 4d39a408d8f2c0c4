"""Time, memory and disk space of a run, extrapolated from a short pilot run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.engine.factory import make_engine
from underheaven.errors import RequestError
from underheaven.run.execute import check_output_path
from underheaven.run.memory import (
    RESERVED_BYTES,
    RunSize,
    check_resources,
    choose_parallel_replicates,
    log_bytes,
    output_bytes,
    run_size,
    samples_bytes,
    simulation_bytes,
)
from underheaven.run.pilot.clock import ZERO_SPAN, Span, now
from underheaven.run.pilot.pilot_run import PilotResult, PilotSetting, compile_in_subprocess, run_pilot
from underheaven.run.simulate.ensemble import count_person_months
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study
from underheaven.run.uncertainty import parameter_samples
from underheaven.run.uncertainty.batch_runner import batch_size
from underheaven.system_resources import available_memory

if TYPE_CHECKING:
    import xarray as xr

PILOT_SECONDS = 3.0


@dataclass(frozen=True)
class Forecast:
    """The estimated cost of a run.

    Attributes:
        person_months: Total, with burn-in and parameter samples.
        seconds: Wall time, the sum of ``starting_seconds``, ``living_seconds`` (the simulation), ``ranging_seconds``
            (the parameter samples) and ``ending_seconds`` (the output).
        processor_seconds: Processor time of all threads.
        held_up: Factor by which other work on the machine slowed the pilot run, 1 or more.
        ns_a_person_month: Nanoseconds of wall time per person-month of the simulation.
        memory_bytes: Peak memory.
        file_bytes: Size of the result, and ``log_bytes`` of the run folder; both and ``free_disk_bytes`` are None if
            nothing is written.
        compiling_seconds: Time spent compiling machine code, which is cached now.
        trial_persons: Persons of the pilot run, and ``trial_seconds`` its wall time.
        refusal: The error that the run would raise, or an empty string.
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
    scenarios: int
    replicates: int
    months: int
    threads: int
    refusal: str


@dataclass(frozen=True)
class RunTimes:
    """Time of the parts of a run: fixed cost, simulation, parameter samples and output."""

    starting: Span
    simulating: Span
    sampling: Span
    ending: Span

    @property
    def total(self) -> Span:
        """All parts together."""
        return self.starting + self.simulating + self.sampling + self.ending


def forecast_run(
    study: Study,
    *,
    engine: str = "auto",
    threads: int | None = None,
    out: Path | None = None,
    samples: int = 0,
    look: Callable[[xr.Dataset], None] = lambda dataset: None,
    spent: Callable[[], Span] = lambda: ZERO_SPAN,
    seconds: float = PILOT_SECONDS,
) -> Forecast:
    """Return the estimated cost of a run, from a pilot run on this machine.

    Arguments not listed here are those of `run.execute.execute_study`.

    Args:
        look: Called with the result of the pilot run, as the caller will use the result of the run.
        spent: Returns the time that the process has used before this call.
        seconds: Approximate length of the pilot run's months, in seconds, above 0.

    Raises:
        RequestError: ``out`` cannot be written.
        EngineError: The engine is unavailable or failed.
    """
    plan = study.plan
    if out is not None:
        check_output_path(out)
    so_far = spent()
    compiling, began = compile_in_subprocess(engine), now()
    machine = make_engine(engine, threads, hooks=study.hooks)
    so_far += now() - began
    size, total_person_months = _measure_size(study, 1 if out is not None else getattr(machine, "threads", 1))
    refusal = _refusal_text(size, out)
    pilot = run_pilot(PilotSetting(study, machine, samples, look, out is not None), seconds)
    pilot_span = now() - began
    times = forecast_times(study, pilot, samples, so_far)
    return Forecast(
        person_months=total_person_months
        + parameter_samples.sample_person_months(parameter_samples.sample_study(study), samples),
        seconds=times.total.wall,
        processor_seconds=times.total.cpu,
        held_up=pilot.held_up,
        starting_seconds=times.starting.wall,
        living_seconds=times.simulating.wall,
        ranging_seconds=times.sampling.wall,
        ending_seconds=times.ending.wall,
        ns_a_person_month=times.simulating.wall / total_person_months * 1e9,
        memory_bytes=forecast_memory(study, size, pilot, samples),
        free_memory_bytes=available_memory() - RESERVED_BYTES,
        file_bytes=None if out is None else forecast_file_bytes(size, pilot),
        log_bytes=None if out is None else log_bytes(size),
        free_disk_bytes=None if out is None else shutil.disk_usage(out.parent).free,
        compiling_seconds=compiling.wall,
        trial_persons=pilot.persons,
        trial_seconds=pilot_span.wall,
        persons=plan.persons,
        scenarios=len(study.scenarios),
        replicates=plan.replicates,
        months=plan.months,
        threads=getattr(machine, "threads", 1),
        refusal=refusal,
    )


def forecast_times(study: Study, pilot: PilotResult, samples: int, so_far: Span) -> RunTimes:
    """Return the times of a whole study, extrapolated from a pilot run."""
    plan, costs = study.plan, pilot.costs
    months = study.society.model.burn_in_months
    sample_persons, sample_runs = (
        parameter_samples.sample_study(study).plan.persons,
        parameter_samples.count_sample_runs(study, samples),
    )

    def burnt(persons: int) -> Span:
        return costs.populate * persons + costs.burn_in.for_persons(persons) * months

    living, ranging = burnt(plan.persons), pilot.sample_overhead * sample_runs
    for cost in costs.scenarios:
        living += cost.for_persons(plan.persons) * plan.months
    one_run = burnt(sample_persons)
    for cost in costs.scenarios:
        one_run += cost.for_persons(sample_persons) * plan.months
    ranging += one_run * sample_runs
    cells = plan.persons * len(study.scenarios) * plan.replicates
    per_cell = (pilot.large.time - pilot.small.time) * (1 / max(pilot.large.cells - pilot.small.cells, 1))
    ending = per_cell.at_least(ZERO_SPAN) * cells
    return RunTimes(so_far + pilot.fixed_cost, living * plan.replicates, ranging, ending)


def forecast_memory(study: Study, size: RunSize, pilot: PilotResult, samples: int) -> int:
    """Return the peak memory of the process in bytes: in the simulation, the parameter samples, or the output."""
    later_bytes = [output_bytes(size)]
    if parameter_samples.count_sample_runs(study, samples):
        open_runs = 2 * batch_size(study) + 1  # some are measured while the next are simulated, and one is kept
        later_bytes.append(samples_bytes(size, parameter_samples.sample_study(study).plan.persons, open_runs))
    return max(pilot.bare_bytes + simulation_bytes(size), pilot.loaded_bytes + max(later_bytes))


def forecast_file_bytes(size: RunSize, pilot: PilotResult) -> int:
    """Return the size of the NetCDF file in bytes."""
    cells = size.persons * size.n_runs
    tallies = pilot.large.tallies * size.replicates
    panel = pilot.large.panel * size.replicates * size.panel // max(pilot.large.panelists, 1)
    return pilot.large.sums * cells // max(pilot.large.cells, 1) + tallies + panel + pilot.large.rest


def _measure_size(study: Study, threads: int) -> tuple[RunSize, int]:
    """Return the size of a run and its person-months; threads: replicates that may run in parallel."""
    plan, built_scenarios = study.plan, build_scenarios(study)
    size = run_size(built_scenarios, plan.replicates, plan.months)
    size = replace(size, parallel_replicates=choose_parallel_replicates(size, built_scenarios[0].n_towns, threads))
    return size, count_person_months(built_scenarios, plan.replicates, plan.months)


def _refusal_text(size: RunSize, out: Path | None) -> str:
    try:
        check_resources(size, out)
    except RequestError as error:
        return str(error)
    return ""
