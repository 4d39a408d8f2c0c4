"""A short trial of a study on this machine: its own documents, engine and threads over fewer persons."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.engine.protocol import Engine
from underheaven.errors import EngineError
from underheaven.jit import cache_folder
from underheaven.record import result_file
from underheaven.record.schema import PANELIST_PREFIX, PERSON_PREFIX, RecordedRun, assemble_consuming
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

    from underheaven.scenario.build import BuiltScenario

PROBE_PERSONS, PROBE_MONTHS, PROBE_SAMPLES = 8, 2, 2
"""Persons, months and points of the run that shows what every run costs, however small."""
TIMING_REPEATS = 3
"""Times that a month is tried for the shortest: a machine that is busy now and then makes a month look long."""
MAX_PILOT_TOWNS = 20
"""Most towns of the run that shows what a month costs."""
COMPILE_TIMEOUT = 1800.0
"""Seconds that compiling may take in a process of its own."""
WARM_UP_CODE = (
    "import underheaven; underheaven.run('none', society='plain', persons=8, months=1, replicates=1, engine={!r})"
)


@dataclass(frozen=True)
class PilotSetting:
    """What is tried, and how. look: what is done with a result in the end. written: a file is written as well."""

    study: Study
    engine: Engine
    samples: int
    look: Callable[[xr.Dataset], None]
    writes_file: bool


@dataclass(frozen=True)
class OutputCost:
    """Time to join, write and look at a result, its cells (persons times worlds), and the bytes of its file.

    sums: bytes that grow with cells. tallies: bytes that grow with worlds and replicates. rest: documents and labels.
    panel: bytes that grow with these and with the places of the panel, of which there were ``panelists``.
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
    """What a trial measured.

    persons: how many lived all months. fixed: the time of every run, whatever its size. case: the time of a point
    beside its months. small, large: the same ending at two sizes. bare_bytes: held by the process before results are
    joined; loaded_bytes: held once one was shown. held_up: how many times longer it took than on a machine without
    other work, 1 or more.
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
    """Makes machine code that is not there yet, in a process of its own, so that this one starts as the run will."""
    if engine == "plain" or any(cache_folder().rglob("cpu.live_a_month*.nbi")):
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
    """Runs the trial: a very small run from end to end, then a larger one for its pace.

    A trial in which machine code was made that was not there yet tells nothing of the run, and is run again.

    seconds: about how long the larger one may live.
    """
    before = _count_machine_code()
    result = _run_once(setting, seconds)
    if _count_machine_code() == before:
        return result
    clear_society_cache()
    return _run_once(setting, seconds)


def _count_machine_code() -> int:
    """Returns how many files of machine code there are."""
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
    """Returns how many times longer threads took than they ran, since ``before``: they waited for cores meanwhile."""
    ran, waited = (later - earlier for later, earlier in zip(thread_cpu_seconds(), before, strict=True))
    return 1 + max(waited, 0.0) / ran if ran > 0 else 1.0


def _time_output(
    setting: PilotSetting, study: Study, built_scenarios: Sequence[BuiltScenario], runs: list[list[RecordedRun]]
) -> OutputCost:
    """Joins, writes and looks at runs as a whole run does in the end."""
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
    """Returns the bytes of per-person sums, of tallies, of all else and of the panel in a file."""
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
    """Returns the time of one point beside its months, each of which takes ``month``."""
    if not parameter_samples.count_sample_runs(probe, setting.samples):
        return ZERO_SPAN
    began = now()
    months = probe.months
    results = parameter_samples.run_parameter_samples(
        setting.engine, probe, PROBE_SAMPLES, months, lambda person_months_each: None, NoCheckpoints(), seeds=1
    )
    n_runs = 1 + PROBE_SAMPLES  # so few points name no number, and nothing is taken to its ends
    n_burn_ins = n_runs + (0 if results is None else results.n_rejected)
    person_months_each = n_burn_ins * probe.society.model.burn_in_months + n_runs * len(months) * len(probe.scenarios)
    return (now() - began - month * person_months_each).at_least(ZERO_SPAN) * (1 / n_burn_ins)


def _choose_persons(setting: PilotSetting, month: Span, seconds: float) -> int:
    """Returns of how many persons all months of a replicate take about ``seconds``; of whole towns, if of many.

    Processor time counts where it is less than time on the wall: on a busy machine the trial takes longer, and is not
    made so small that it tells nothing.
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
    """Returns about how long a month of four times the persons takes, by that of a quarter of them."""
    return took + 4 * max(took - previous_took, 0.0)


def _time_month(engine: Engine, built: BuiltScenario) -> float:
    population = engine.populate(built, 0)
    began = now()
    engine.advance(population, built, 0)
    took = now() - began
    return min(took.wall, took.cpu)
