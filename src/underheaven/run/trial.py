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
from underheaven.host import alone, ran_and_waited, resident_bytes
from underheaven.jit import cache_folder
from underheaven.record import store
from underheaven.record.schema import PANELIST, PERSON, WorldRun, gather
from underheaven.run import assumptions
from underheaven.run.clock import NOTHING, Span, now
from underheaven.run.ensemble import run_ensemble
from underheaven.run.execute import attributes
from underheaven.run.keep import Nothing
from underheaven.run.pace import Pace, Paces, crowd_of, paces, resized, widened
from underheaven.run.progress import Meter
from underheaven.run.study import Study
from underheaven.run.worlds import build_worlds
from underheaven.world.peopled import forget_people

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.world.build import BuiltWorld

FEWEST, FEW_MONTHS, FEW_POINTS = 8, 2, 2
"""Persons, months and points of the run that shows what every run costs, however small."""
TRIES = 3
"""Times that a month is tried for the shortest: a machine that is busy now and then makes a month look long."""
TOWNS = 20
"""Most towns of the run that shows what a month costs."""
PATIENCE = 1800.0
"""Seconds that compiling may take in a process of its own."""
WARMING = "import underheaven; underheaven.run('none', society='plain', persons=8, months=1, replicates=1, engine={!r})"


@dataclass(frozen=True)
class Setting:
    """What is tried, and how. look: what is done with a result in the end. written: a file is written as well."""

    study: Study
    engine: Engine
    points: int
    look: Callable[[xr.Dataset], None]
    written: bool


@dataclass(frozen=True)
class Ending:
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
class Trial:
    """What a trial measured.

    persons: how many lived all months. fixed: the time of every run, whatever its size. case: the time of a point
    beside its months. small, large: the same ending at two sizes. bare_bytes: held by the process before results are
    joined; loaded_bytes: held once one was shown. held_up: how many times longer it took than on a machine without
    other work, 1 or more.
    """

    persons: int
    fixed: Span
    paces: Paces
    case: Span
    small: Ending
    large: Ending
    bare_bytes: int
    loaded_bytes: int
    held_up: float = 1.0


def compile_once(engine: str) -> Span:
    """Makes machine code that is not there yet, in a process of its own, so that this one starts as the run will."""
    if engine == "plain" or any(cache_folder().rglob("cpu.live_a_month*.nbi")):
        return NOTHING
    began = now()
    failed = "The month could not be compiled in a process of its own"
    try:
        done = subprocess.run(
            alone(WARMING.format(engine)), check=False, capture_output=True, text=True, encoding="utf-8",
            errors="replace", timeout=PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise EngineError(
            f"{failed} within {PATIENCE / 60:.0f} minutes. Take --engine plain, or another machine."
        ) from None
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise EngineError(f"{failed}: {said}. Take --engine plain, which needs no machine code.")
    return now() - began


def run_trial(setting: Setting, seconds: float) -> Trial:
    """Runs the trial: a very small run from end to end, then a larger one for its pace.

    A trial in which machine code was made that was not there yet tells nothing of the run, and is run again.

    seconds: about how long the larger one may live.
    """
    before = _machine_code()
    found = _tried(setting, seconds)
    if _machine_code() == before:
        return found
    forget_people()
    return _tried(setting, seconds)


def _machine_code() -> int:
    """Returns how many files of machine code there are."""
    return sum(1 for _ in cache_folder().rglob("*.nbi"))


def _tried(setting: Setting, seconds: float) -> Trial:
    began, before = now(), ran_and_waited()
    tiny = resized(setting.study, min(FEWEST, setting.study.plan.persons), min(FEW_MONTHS, setting.study.plan.months))
    builts = build_worlds(tiny)
    setting.engine.advance(setting.engine.populate(builts[0], 0), builts[0], 0)
    fixed, lived = now() - began, now()
    runs = run_ensemble(setting.engine, builts, 1, tiny.plan.months, Meter(1))
    month = (now() - lived) * (1 / (builts[0].burn_in_months + tiny.plan.months * len(builts)))
    bare = resident_bytes()
    first = _end(setting, tiny, builts, widened(runs, 1))
    case = _case(setting, tiny, month)
    loaded = max(bare, resident_bytes())  # a long-lived host program may have given memory back meanwhile
    small = _end(setting, tiny, builts, runs)
    persons = _persons(setting, month, seconds)
    larger = resized(setting.study, persons, setting.study.plan.months)
    times = crowd_of(persons, larger.society.model.people.town_size, setting.study.plan.persons)
    found = paces(larger, setting.engine, times, Pace(tiny.plan.persons, month, NOTHING))
    wide = resized(larger, persons * times, larger.plan.months)
    large = _end(setting, wide, build_worlds(wide), widened(found.runs, times))
    return Trial(persons, fixed + first.time, found, case, small, large, bare, loaded, _held_up(before))


def _held_up(before: tuple[float, float]) -> float:
    """Returns how many times longer threads took than they ran, since ``before``: they waited for cores meanwhile."""
    ran, waited = (later - earlier for later, earlier in zip(ran_and_waited(), before, strict=True))
    return 1 + max(waited, 0.0) / ran if ran > 0 else 1.0


def _end(setting: Setting, study: Study, builts: Sequence[BuiltWorld], runs: list[list[WorldRun]]) -> Ending:
    """Joins, writes and looks at runs as a whole run does in the end."""
    began = now()
    attrs = attributes(study, builts, 0.0) | assumptions.attributes(None)
    dataset = gather(runs, study.names, attrs, study.months)
    cells, sizes = study.plan.persons * len(builts), (0, 0, 0, 0)
    if setting.written:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trial.nc"
            dataset.attrs["digest"] = store.write(dataset, path)
            sizes = _sizes(path)
    setting.look(dataset)
    return Ending(cells, now() - began, *sizes, dataset.sizes.get("panelist", 0))


def _sizes(path: Path) -> tuple[int, int, int, int]:
    """Returns the bytes of per-person sums, of tallies, of all else and of the panel in a file."""
    import h5py

    with h5py.File(path, "r") as file:
        arrays = {name: found for name, found in file.items() if isinstance(found, h5py.Dataset) and found.ndim > 2}
        stored = {name: array.id.get_storage_size() for name, array in arrays.items()}
    sums, panel = (sum(n for name, n in stored.items() if name.startswith(of)) for of in (PERSON, PANELIST))
    tallies = sum(stored.values()) - sums - panel
    return sums, tallies, path.stat().st_size - sum(stored.values()), panel


def _case(setting: Setting, tiny: Study, month: Span) -> Span:
    """Returns the time of one point beside its months, each of which takes ``month``."""
    if not assumptions.lives(tiny, setting.points):
        return NOTHING
    began = now()
    months = tiny.months
    kept = assumptions.explore(setting.engine, tiny, FEW_POINTS, months, lambda lived: None, Nothing(), seeds=1)
    lives = 1 + FEW_POINTS  # so few points name no number, and nothing is taken to its ends
    burnt = lives + (0 if kept is None else kept.ruled_out)
    lived = burnt * tiny.society.model.burn_in_months + lives * len(months) * len(tiny.worlds)
    return (now() - began - month * lived).at_least(NOTHING) * (1 / burnt)


def _persons(setting: Setting, month: Span, seconds: float) -> int:
    """Returns of how many persons all months of a replicate take about ``seconds``; of whole towns, if of many.

    Processor time counts where it is less than time on the wall: on a busy machine the trial takes longer, and is not
    made so small that it tells nothing.
    """
    study = setting.study
    months = study.society.model.burn_in_months + study.plan.months * len(study.worlds)
    most = min(study.plan.persons, TOWNS * study.society.model.people.town_size)
    persons, before, took = min(FEWEST, study.plan.persons), 0.0, min(month.wall, month.cpu)
    while persons < most and _grown(before, took) * months < seconds:
        persons, before = min(4 * persons, most), took
        built = build_worlds(resized(study, persons, 1))[0]
        took = min(_month(setting.engine, built) for _ in range(TRIES))
    return persons


def _grown(before: float, took: float) -> float:
    """Returns about how long a month of four times the persons takes, by that of a quarter of them."""
    return took + 4 * max(took - before, 0.0)


def _month(engine: Engine, built: BuiltWorld) -> float:
    people = engine.populate(built, 0)
    began = now()
    engine.advance(people, built, 0)
    took = now() - began
    return min(took.wall, took.cpu)
