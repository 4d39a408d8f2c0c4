"""Pilot run of a study on this machine, with its own documents, engine and threads but fewer persons.

Trials of one replicate run from the first month to the result as it is shown, at three sizes: a few persons, whose
first trial holds the fixed cost of any run, and two sizes whose difference is the cost of one more person.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.engine.protocol import Engine
from underheaven.record import result_file
from underheaven.record.dataset_assembly import assemble_consuming
from underheaven.record.schema import PANELIST_PREFIX, PERSON_PREFIX
from underheaven.run.checkpoint.checkpointer import NoCheckpoints
from underheaven.run.execute import result_attributes
from underheaven.run.pilot.clock import ZERO_SPAN, Span, now
from underheaven.run.pilot.machine_code import count_machine_code
from underheaven.run.progress import Meter
from underheaven.run.simulate.ensemble import run_ensemble
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study, resize_study
from underheaven.run.uncertainty import parameter_samples
from underheaven.scenario.society_cache import clear_society_cache
from underheaven.system_resources import resident_bytes, thread_cpu_seconds

if TYPE_CHECKING:
    import xarray as xr

PROBE_PERSONS, PROBE_MONTHS, PROBE_SAMPLES = 8, 2, 2
"""Persons, months and samples of the trial that measures the fixed cost."""
SIZE_RATIO = 8
"""How many times as many persons the large trial has as the small one."""
MAX_PILOT_TOWNS = 160
"""Most towns of the large trial: the processor's caches no longer hold all of them."""
TIMING_REPEATS = 3
"""Repeats of a month, of which the shortest counts, since other work on the machine can make a month look long."""


@dataclass(frozen=True)
class PilotSetting:
    """Setting of a pilot run.

    Attributes:
        study: The study of the whole run.
        engine: Its engine.
        samples: Its parameter samples, 0 or more.
        writes_file: Whether a file is written as well.
        look: Called with the result of each trial.
        seconds: Approximate length of the months of the large trial, above 0.
    """

    study: Study
    engine: Engine
    samples: int
    writes_file: bool
    look: Callable[[xr.Dataset], None]
    seconds: float


@dataclass(frozen=True)
class FileBytes:
    """Bytes of a file: per-person sums, the panel, other tallies, and documents with labels."""

    sums: int = 0
    panel: int = 0
    tallies: int = 0
    rest: int = 0


@dataclass(frozen=True)
class Trial:
    """One replicate of all scenarios. simulating, output: time of its months, and of joining, writing, showing it."""

    persons: int
    panel: int
    simulating: Span
    output: Span
    file: FileBytes = FileBytes()


@dataclass(frozen=True)
class PilotResult:
    """What a pilot run measured.

    Attributes:
        fixed_cost: Time of any run, whatever its size.
        sample_overhead: Time of a parameter sample apart from its months.
        small, large: Trials of all months at two sizes; of the same size if the study is that small.
        bare_bytes: Memory of the process before results are joined.
        loaded_bytes: The same after one was shown.
        held_up: Factor by which other work on the machine slowed the pilot run, 1 or more.
    """

    fixed_cost: Span
    sample_overhead: Span
    small: Trial
    large: Trial
    bare_bytes: int
    loaded_bytes: int
    held_up: float = 1.0

    def replicate_time(self, persons: int) -> Span:
        """Return the time of all months of one replicate, on the straight line through both trials."""
        more = _difference(self.large.simulating, self.small.simulating, self.large.persons - self.small.persons)
        return (self.large.simulating + more * (persons - self.large.persons)).at_least(ZERO_SPAN)

    def output_time(self, persons: int) -> Span:
        """Return the time of the output of one replicate, apart from what any output takes."""
        return _difference(self.large.output, self.small.output, self.large.persons - self.small.persons) * persons


def _difference(large: Span, small: Span, persons: int) -> Span:
    """Return the time of one more person. persons: how many more the large trial had."""
    return ((large - small) * (1 / max(persons, 1))).at_least(ZERO_SPAN)


def run_pilot(setting: PilotSetting) -> PilotResult:
    """Return what trials of a study cost on this machine.

    If machine code was compiled in the meantime, the times are not representative, and all trials are repeated.
    """
    before = count_machine_code()
    result = _run_once(setting)
    if count_machine_code() == before:
        return result
    clear_society_cache()
    return _run_once(setting)


def _run_once(setting: PilotSetting) -> PilotResult:
    study, before, began = setting.study, thread_cpu_seconds(), now()
    plan = study.plan
    probe = resize_study(study, min(PROBE_PERSONS, plan.persons), min(PROBE_MONTHS, plan.months))
    bare = list[int]()
    _run_trial(setting, probe, lambda: bare.append(resident_bytes()))
    first = now() - began
    warm = _run_trial(setting, probe)
    month = warm.simulating * (1 / _months_of(probe))
    sample_overhead = _time_sample(setting, probe, month)
    loaded = max(*bare, resident_bytes())  # a long-lived host program may have given memory back meanwhile
    persons = _choose_persons(setting, month)
    small = _run_trial(setting, resize_study(study, max(persons // SIZE_RATIO, probe.plan.persons), plan.months))
    large = _run_trial(setting, resize_study(study, persons, plan.months))
    fixed = (first - warm.simulating).at_least(ZERO_SPAN)
    return PilotResult(fixed, sample_overhead, small, large, bare[0], loaded, _slowdown(before))


def _run_trial(setting: PilotSetting, study: Study, after_months: Callable[[], None] = lambda: None) -> Trial:
    """Simulate one replicate, and join, write and show its result as at the end of a whole run."""
    built_scenarios = build_scenarios(study)
    began = now()
    runs = run_ensemble(setting.engine, built_scenarios, 1, study.plan.months, Meter(1))
    simulated = now()
    after_months()
    attrs = result_attributes(study, built_scenarios, 0.0) | parameter_samples.sample_attributes(None)
    dataset = assemble_consuming(runs, study.names, attrs, study.months)
    file = FileBytes()
    if setting.writes_file:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trial.nc"
            dataset.attrs["digest"] = result_file.write_result(dataset, path)
            file = _measure_file(path)
    setting.look(dataset)
    return Trial(study.plan.persons, study.plan.panel, simulated - began, now() - simulated, file)


def _measure_file(path: Path) -> FileBytes:
    import h5py

    with h5py.File(path, "r") as file:
        stored = {
            name: array.id.get_storage_size()
            for name, array in file.items()
            if isinstance(array, h5py.Dataset) and array.ndim > 2
        }
    of_persons = {
        prefix: sum(size for name, size in stored.items() if name.startswith(prefix))
        for prefix in (PERSON_PREFIX, PANELIST_PREFIX)
    }
    tallies = sum(stored.values()) - sum(of_persons.values())
    rest = path.stat().st_size - sum(stored.values())
    return FileBytes(of_persons[PERSON_PREFIX], of_persons[PANELIST_PREFIX], tallies, rest)


def _time_sample(setting: PilotSetting, probe: Study, month: Span) -> Span:
    """Return the time of one parameter sample apart from its months, each of which takes ``month``."""
    if not parameter_samples.count_sample_runs(probe, setting.samples):
        return ZERO_SPAN
    began = now()
    request = parameter_samples.SampleRequest(PROBE_SAMPLES, seeds=1)
    results = parameter_samples.run_parameter_samples(
        setting.engine, probe, request, lambda person_months: None, NoCheckpoints()
    )
    n_runs = 1 + PROBE_SAMPLES  # so few samples name no parameter, so none is varied one at a time
    n_rejected = 0 if results is None else results.n_rejected
    months = n_runs * _months_of(probe) + n_rejected * probe.society.model.burn_in_months
    return (now() - began - month * months).at_least(ZERO_SPAN) * (1 / (n_runs + n_rejected))


def _months_of(study: Study) -> int:
    """Return the months of one replicate: the burn-in, and those of every scenario."""
    return study.society.model.burn_in_months + study.plan.months * len(study.scenarios)


def _choose_persons(setting: PilotSetting, month: Span) -> int:
    """Return the number of persons with whom all months of a replicate take about as long as asked.

    The smaller of wall and processor time counts: on a busy machine the pilot run takes longer instead of becoming too
    small to be informative.
    """
    study = setting.study
    max_persons = min(study.plan.persons, MAX_PILOT_TOWNS * study.society.model.people.town_size)
    persons, previous, took = min(PROBE_PERSONS, study.plan.persons), 0.0, min(month.wall, month.cpu)
    # A month with four times as many persons, extrapolated from the last two sizes, must fit.
    while persons < max_persons and (took + 4 * max(took - previous, 0.0)) * _months_of(study) < setting.seconds:
        persons, previous = min(4 * persons, max_persons), took
        took = _time_month(setting.engine, resize_study(study, persons, 1))
    return persons


def _time_month(engine: Engine, study: Study) -> float:
    """Return the shortest time of the first month of a study, in seconds."""
    built, times = build_scenarios(study)[0], list[float]()
    for _ in range(TIMING_REPEATS):
        population = engine.populate(built, 0)
        began = now()
        engine.advance(population, built, 0)
        took = now() - began
        times.append(min(took.wall, took.cpu))
    return min(times)


def _slowdown(before: tuple[float, float]) -> float:
    """Return by what factor waiting for cores prolonged the threads' time since ``before``."""
    ran, waited = (later - earlier for later, earlier in zip(thread_cpu_seconds(), before, strict=True))
    return 1 + max(waited, 0.0) / ran if ran > 0 else 1.0
