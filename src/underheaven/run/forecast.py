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
from underheaven.run.options import DEFAULT_OPTIONS, RunOptions
from underheaven.run.pilot.clock import ZERO_SPAN, Span, now
from underheaven.run.pilot.machine_code import compile_in_subprocess
from underheaven.run.pilot.pilot_run import PilotResult, PilotSetting, run_pilot
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
    options: RunOptions = DEFAULT_OPTIONS,
    *,
    look: Callable[[xr.Dataset], None] = lambda dataset: None,
    so_far: Span = ZERO_SPAN,
    seconds: float = PILOT_SECONDS,
) -> Forecast:
    """Return the estimated cost of a run, from a pilot run on this machine.

    Args:
        study: The study.
        options: How it will be run.
        look: Called with results of the pilot run, as the caller will use the result of the run.
        so_far: Time that the process has used before this call, as it will before the run.
        seconds: Approximate length of the pilot run, in seconds, above 0.

    Raises:
        RequestError: The output file cannot be written.
        EngineError: The engine is unavailable or failed.
    """
    plan, out, samples = study.plan, options.out, options.samples
    if out is not None:
        check_output_path(out)
    compiling, began = compile_in_subprocess(options.engine), now()
    machine = make_engine(options.engine, options.threads, hooks=study.hooks)
    so_far += now() - began
    size, person_months = _measure_size(study, 1 if out is not None else machine.threads)
    pilot = run_pilot(PilotSetting(study, machine, samples, out is not None, look, seconds))
    pilot_span = now() - began
    times = forecast_times(study, pilot, samples, so_far)
    sampled_person_months = parameter_samples.sample_person_months(parameter_samples.sample_study(study), samples)
    return Forecast(
        person_months=person_months + sampled_person_months,
        seconds=times.total.wall,
        processor_seconds=times.total.cpu,
        held_up=pilot.held_up,
        starting_seconds=times.starting.wall,
        living_seconds=times.simulating.wall,
        ranging_seconds=times.sampling.wall,
        ending_seconds=times.ending.wall,
        ns_a_person_month=times.simulating.wall / person_months * 1e9,
        memory_bytes=forecast_memory(study, size, pilot, samples),
        free_memory_bytes=available_memory() - RESERVED_BYTES,
        file_bytes=None if out is None else forecast_file_bytes(size, pilot),
        log_bytes=None if out is None else log_bytes(size),
        free_disk_bytes=None if out is None else shutil.disk_usage(out.parent).free,
        compiling_seconds=compiling.wall,
        trial_persons=pilot.large.persons,
        trial_seconds=pilot_span.wall,
        persons=plan.persons,
        scenarios=len(study.scenarios),
        replicates=plan.replicates,
        months=plan.months,
        threads=machine.threads,
        refusal=_refusal_text(size, out),
    )


def forecast_times(study: Study, pilot: PilotResult, samples: int, so_far: Span) -> RunTimes:
    """Return the times of a whole study, extrapolated from a pilot run."""
    plan = study.plan
    sample_persons = parameter_samples.sample_study(study).plan.persons
    sample_time = pilot.replicate_time(sample_persons) + pilot.sample_overhead
    return RunTimes(
        starting=so_far + pilot.fixed_cost,
        simulating=pilot.replicate_time(plan.persons) * plan.replicates,
        sampling=sample_time * parameter_samples.count_sample_runs(study, samples),
        ending=pilot.output_time(plan.persons) * plan.replicates,
    )


def forecast_memory(study: Study, size: RunSize, pilot: PilotResult, samples: int) -> int:
    """Return the peak memory of the process in bytes: in the simulation, the parameter samples, or the output."""
    later_bytes = [output_bytes(size)]
    if parameter_samples.count_sample_runs(study, samples):
        open_runs = 2 * batch_size(study) + 1  # some are measured while the next are simulated, and one is kept
        later_bytes.append(samples_bytes(size, parameter_samples.sample_study(study).plan.persons, open_runs))
    return max(pilot.bare_bytes + simulation_bytes(size), pilot.loaded_bytes + max(later_bytes))


def forecast_file_bytes(size: RunSize, pilot: PilotResult) -> int:
    """Return the size of the NetCDF file in bytes."""
    trial = pilot.large
    sums = trial.file.sums * size.persons // trial.persons
    panel = trial.file.panel * size.panel // max(trial.panel, 1)
    return (sums + panel + trial.file.tallies) * size.replicates + trial.file.rest


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
