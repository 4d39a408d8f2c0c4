"""Pilot run of a study on this machine, with its own documents, engine and threads but fewer persons."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.engine.protocol import Engine
from underheaven.errors import EngineError
from underheaven.jit.code_cache import cache_folder
from underheaven.record import result_file
from underheaven.record.dataset_assembly import assemble_consuming
from underheaven.record.schema import PANELIST_PREFIX, PERSON_PREFIX, RecordedRun
from underheaven.run.checkpoint.checkpointer import NoCheckpoints
from underheaven.run.execute import result_attributes
from underheaven.run.pilot.clock import ZERO_SPAN, Span, now
from underheaven.run.pilot.cost_model import (
    MonthCost,
    PhaseCosts,
    choose_scale,
    measure_costs,
    repeat_persons,
    resize_study,
)
from underheaven.run.progress import Meter
from underheaven.run.simulate.ensemble import run_ensemble
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study
from underheaven.run.uncertainty import parameter_samples
from underheaven.scenario.society_cache import clear_society_cache
from underheaven.system_resources import isolated_python_command, resident_bytes, thread_cpu_seconds

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.scenario.built_scenario import BuiltScenario

PROBE_PERSONS, PROBE_MONTHS, PROBE_SAMPLES = 8, 2, 2
"""Persons, months and samples of the run that measures the fixed cost."""
TIMING_REPEATS = 3
"""Repeats of a month, of which the shortest counts, since other work on the machine can make a month look long."""
MAX_PILOT_TOWNS = 20
"""Most towns in the run that measures the cost of a month."""
COMPILE_TIMEOUT = 1800.0
"""Seconds that compilation in a subprocess may take."""
WARM_UP_CODE = (
    "import underheaven; underheaven.run('none', society='plain', persons=8, months=1, replicates=1, engine={!r})"
)


@dataclass(frozen=True)
class PilotSetting:
    """Setting of a pilot run. look: called with each result. writes_file: whether a file is written as well."""

    study: Study
    engine: Engine
    samples: int
    look: Callable[[xr.Dataset], None]
    writes_file: bool


@dataclass(frozen=True)
class OutputCost:
    """Cost of joining, writing and showing a result with ``cells`` (persons times scenarios).

    sums: bytes that grow with cells. tallies: bytes that grow with scenarios and replicates. rest: bytes of documents
    and labels. panel: bytes that grow with scenarios, replicates and persons in the panel (``panelists``).
    """

    cells: int
    time: Span
    sums: int = 0
    tallies: int = 0
    rest: int = 0
    panel: int = 0
    panelists: int = 0


@dataclass(frozen=True)
class PilotResult:
    """What a pilot run measured.

    persons: simulated over all months. fixed_cost: time of any run, whatever its size. sample_overhead: time of a
    parameter sample apart from its months. small, large: cost of the output at two sizes. bare_bytes: memory of the
    process before results are joined; loaded_bytes: after one was shown. held_up: factor by which other work on the
    machine slowed the pilot run, 1 or more.
    """

    persons: int
    fixed_cost: Span
    costs: PhaseCosts
    sample_overhead: Span
    small: OutputCost
    large: OutputCost
    bare_bytes: int
    loaded_bytes: int
    held_up: float = 1.0


def compile_in_subprocess(engine: str) -> Span:
    """Compile missing machine code in a subprocess, so that this process starts as the run will; return the time."""
    if engine == "plain" or any(cache_folder().rglob("compiled_entries.run_month*.nbi")):
        return ZERO_SPAN
    began = now()
    failed = "The month could not be compiled in a process of its own"
    try:
        done = subprocess.run(
            isolated_python_command(WARM_UP_CODE.format(engine)),
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=COMPILE_TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise EngineError(
            f"{failed} within {COMPILE_TIMEOUT / 60:.0f} minutes. Take --engine plain, or another machine."
        ) from None
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise EngineError(f"{failed}: {last_line}. Take --engine plain, which needs no machine code.")
    return now() - began


def run_pilot(setting: PilotSetting, seconds: float) -> PilotResult:
    """Run a very small study from end to end, then a larger one, and return their costs.

    If machine code was compiled in the meantime, the times are not representative, and both are repeated.

    seconds: approximate length of the larger run's months.
    """
    before = _count_machine_code()
    result = _run_once(setting, seconds)
    if _count_machine_code() == before:
        return result
    clear_society_cache()
    return _run_once(setting, seconds)


def _count_machine_code() -> int:
    """Return the number of cached machine code files."""
    return sum(1 for _ in cache_folder().rglob("*.nbi"))


def _run_once(setting: PilotSetting, seconds: float) -> PilotResult:
    began, before = now(), thread_cpu_seconds()
    probe = resize_study(
        setting.study, min(PROBE_PERSONS, setting.study.plan.persons), min(PROBE_MONTHS, setting.study.plan.months)
    )
    built_scenarios = build_scenarios(probe)
    setting.engine.advance(setting.engine.populate(built_scenarios[0], 0), built_scenarios[0], 0)
    fixed, months_began = now() - began, now()
    runs = run_ensemble(setting.engine, built_scenarios, 1, probe.plan.months, Meter(1))
    month = (now() - months_began) * (
        1 / (built_scenarios[0].burn_in_months + probe.plan.months * len(built_scenarios))
    )
    bare = resident_bytes()
    first = _time_output(setting, probe, built_scenarios, repeat_persons(runs, 1))
    sample_overhead = _time_sample(setting, probe, month)
    loaded = max(bare, resident_bytes())  # a long-lived host program may have given memory back meanwhile
    small = _time_output(setting, probe, built_scenarios, runs)
    persons = _choose_persons(setting, month, seconds)
    larger = resize_study(setting.study, persons, setting.study.plan.months)
    scale = choose_scale(persons, larger.society.model.people.town_size, setting.study.plan.persons)
    costs = measure_costs(larger, setting.engine, scale, MonthCost(probe.plan.persons, month, ZERO_SPAN))
    scaled_study = resize_study(larger, persons * scale, larger.plan.months)
    large = _time_output(setting, scaled_study, build_scenarios(scaled_study), repeat_persons(costs.runs, scale))
    return PilotResult(
        persons, fixed + first.time, costs, sample_overhead, small, large, bare, loaded, _slowdown(before)
    )


def _slowdown(before: tuple[float, float]) -> float:
    """Return by what factor waiting for cores prolonged the threads' time since ``before``."""
    ran, waited = (later - earlier for later, earlier in zip(thread_cpu_seconds(), before, strict=True))
    return 1 + max(waited, 0.0) / ran if ran > 0 else 1.0


def _time_output(
    setting: PilotSetting, study: Study, built_scenarios: Sequence[BuiltScenario], runs: list[list[RecordedRun]]
) -> OutputCost:
    """Join, write and show runs as at the end of a whole run, and return the cost."""
    began = now()
    attrs = result_attributes(study, built_scenarios, 0.0) | parameter_samples.sample_attributes(None)
    dataset = assemble_consuming(runs, study.names, attrs, study.months)
    cells, sizes = study.plan.persons * len(built_scenarios), (0, 0, 0, 0)
    if setting.writes_file:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trial.nc"
            dataset.attrs["digest"] = result_file.write_result(dataset, path)
            sizes = _file_sizes(path)
    setting.look(dataset)
    return OutputCost(cells, now() - began, *sizes, dataset.sizes.get("panelist", 0))


def _file_sizes(path: Path) -> tuple[int, int, int, int]:
    """Return the bytes of per-person sums, of tallies, of everything else and of the panel in a file."""
    import h5py

    with h5py.File(path, "r") as file:
        arrays = {name: result for name, result in file.items() if isinstance(result, h5py.Dataset) and result.ndim > 2}
        stored = {name: array.id.get_storage_size() for name, array in arrays.items()}
    sums, panel = (
        sum(n for name, n in stored.items() if name.startswith(of)) for of in (PERSON_PREFIX, PANELIST_PREFIX)
    )
    tallies = sum(stored.values()) - sums - panel
    return sums, tallies, path.stat().st_size - sum(stored.values()), panel


def _time_sample(setting: PilotSetting, probe: Study, month: Span) -> Span:
    """Return the time of one parameter sample apart from its months, each of which takes ``month``."""
    if not parameter_samples.count_sample_runs(probe, setting.samples):
        return ZERO_SPAN
    began = now()
    months = probe.months
    results = parameter_samples.run_parameter_samples(
        setting.engine, probe, PROBE_SAMPLES, months, lambda person_months_each: None, NoCheckpoints(), seeds=1
    )
    n_runs = 1 + PROBE_SAMPLES  # so few samples name no parameter, so none is varied one at a time
    n_burn_ins = n_runs + (0 if results is None else results.n_rejected)
    person_months_each = n_burn_ins * probe.society.model.burn_in_months + n_runs * len(months) * len(probe.scenarios)
    return (now() - began - month * person_months_each).at_least(ZERO_SPAN) * (1 / n_burn_ins)


def _choose_persons(setting: PilotSetting, month: Span, seconds: float) -> int:
    """Return the number of persons with whom all months of a replicate take about ``seconds``.

    The smaller of wall and processor time counts: on a busy machine the pilot run takes longer instead of becoming too
    small to be informative.
    """
    study = setting.study
    months = study.society.model.burn_in_months + study.plan.months * len(study.scenarios)
    max_persons = min(study.plan.persons, MAX_PILOT_TOWNS * study.society.model.people.town_size)
    persons, previous_took, took = min(PROBE_PERSONS, study.plan.persons), 0.0, min(month.wall, month.cpu)
    while persons < max_persons and _extrapolate_month(previous_took, took) * months < seconds:
        persons, previous_took = min(4 * persons, max_persons), took
        built = build_scenarios(resize_study(study, persons, 1))[0]
        took = min(_time_month(setting.engine, built) for _ in range(TIMING_REPEATS))
    return persons


def _extrapolate_month(previous_took: float, took: float) -> float:
    """Return the approximate time of a month with four times the persons, extrapolated from the last two sizes."""
    return took + 4 * max(took - previous_took, 0.0)


def _time_month(engine: Engine, built: BuiltScenario) -> float:
    population = engine.populate(built, 0)
    began = now()
    engine.advance(population, built, 0)
    took = now() - began
    return min(took.wall, took.cpu)
