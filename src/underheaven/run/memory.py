"""What a run needs in memory and on disk, and whether this machine has it: one account for `forecast` and the guard."""

from __future__ import annotations

import ctypes
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from underheaven.errors import RequestError
from underheaven.fields import (
    PANEL,
    PERSON_FIELDS,
    SCENARIO_DIMS,
    SUMS,
    TALLIES,
    panel_bytes_per_month,
    state_bytes_per_person,
)
from underheaven.record.month_packing import count_month_words
from underheaven.record.monthlog import log_block_bytes
from underheaven.system_resources import available_memory, memory_limit_source, resident_bytes
from underheaven.text_escaping import format_bytes

if TYPE_CHECKING:
    from underheaven.scenario.build import BuiltScenario

RESERVED_BYTES = 200_000_000
"""Bytes left to everybody else on the machine."""
STILL_TO_LOAD_BYTES = 140_000_000
"""Bytes of machine code and of table and file libraries that come into memory after the guard has looked."""
WORD_BYTES = 8
MEASURING_BYTES = 4 * WORD_BYTES
"""Bytes a person while a measure looks at one life: its values as float64, ordered, ranked and multiplied."""
ARRAY_OVERHEAD_BYTES = 130
"""Bytes beyond its numbers of one small array: one a tally and month until a life is done."""
SUMS_COMPRESSION = 0.15
"""Bytes on disk of a byte of per-person sums, compressed: 0.09 to 0.1 over ten years of the shipped regimes."""
PANEL_COMPRESSION = 0.25
"""The same of a byte of a panel: 0.16 to 0.19 over five and ten years of the shipped regimes."""
MIN_TOWNS_PER_THREAD = 4
"""Towns a thread below which threads never share out the towns of a replicate: there are too few of them."""
MIN_RELEASE_BYTES = 256 * 1024
"""Bytes from which an array gives its memory back: the narrowest sums of 131,072 persons."""
MAX_RELEASE_BYTES = 32 * 1024 * 1024
"""Bytes from which it does so where memory is kept for the next array: the most that the C library takes."""
TRIM_FACTOR = 2
"""Times that bound which may lie free at the end before it goes back: what the C library takes by itself."""


@dataclass(frozen=True)
class RunSize:
    """How large a run is.

    words: int64 of one month of tallies, by world; together: of one aligned with the others. state: bytes of state a
    person, of the world that keeps most. panel: persons recorded month by month. at_once: replicates that live side by
    side.
    """

    persons: int
    months: int
    replicates: int
    words: tuple[int, ...]
    joint_words: int
    state: int = state_bytes_per_person()
    panel: int = 0
    parallel_replicates: int = 1

    @property
    def n_runs(self) -> int:
        """Worlds times replicates."""
        return len(self.words) * self.replicates

    def with_persons(self, persons: int) -> RunSize:
        """Returns the size of a run of so many persons, the panel cut to them."""
        return replace(self, persons=persons, panel=min(self.panel, persons))


def run_size(built_scenarios: Sequence[BuiltScenario], replicates: int, months: int) -> RunSize:
    """Returns the size of a run of these worlds."""
    labels = dict(built_scenarios[0].labels)
    for dim in SCENARIO_DIMS:
        labels[dim] = tuple(dict.fromkeys(label for built in built_scenarios for label in built.labels[dim]))
    words = tuple(count_month_words(built.labels, fits=built.uses_score_fitting) for built in built_scenarios)
    joint_words = count_month_words(labels, fits=any(built.uses_score_fitting for built in built_scenarios))
    state = max(state_bytes_per_person(built.extra_state, built.capacity) for built in built_scenarios)
    return RunSize(built_scenarios[0].persons, months, replicates, words, joint_words, state, built_scenarios[0].panel)


def sums_bytes() -> int:
    """Bytes that are recorded of a person, of one world and replicate."""
    return sum(np.dtype(f.dtype).itemsize for f in PERSON_FIELDS)


def person_bytes(size: RunSize) -> int:
    """Bytes of one person who lives: state and sums."""
    return size.state + sum(np.dtype(f.dtype).itemsize for f in SUMS)


def simulation_bytes(size: RunSize) -> int:
    """Bytes at the fullest moment of the last replicates, beyond what the process holds before.

    With two worlds and more, the people of the burn-in wait while their copies live; each finished life leaves its
    sums. The last world lives in the people themselves.
    """
    finished = sums_bytes() * size.n_runs
    bytes_each = person_bytes(size) + size.state if len(size.words) > 1 else person_bytes(size)
    return size.persons * (finished + size.parallel_replicates * bytes_each) + monthly_bytes(size)


def output_bytes(size: RunSize) -> int:
    """Bytes while the sums of all lives, which stand once, are written and looked at."""
    return size.persons * (sums_bytes() * size.n_runs + MEASURING_BYTES) + monthly_bytes(size)


def samples_bytes(size: RunSize, persons: int, open_runs: int) -> int:
    """Bytes while other values of assumed numbers are lived by so many persons beside the sums of all lives.

    held: how many points are lived, or wait to be measured, at once.
    """
    sample_size = replace(size, persons=persons, replicates=open_runs, panel=0, parallel_replicates=1)
    return size.persons * sums_bytes() * size.n_runs + monthly_bytes(size) + simulation_bytes(sample_size)


def monthly_bytes(size: RunSize) -> int:
    """Bytes of all that is recorded month by month."""
    return tally_bytes(size) + panel_record_bytes(size)


def panel_record_bytes(size: RunSize) -> int:
    """Bytes of the panel of all lives, and of one more on its way, a small array a variable and month."""
    return (
        size.months * (size.panel * panel_bytes_per_month() * (size.n_runs + 1) + ARRAY_OVERHEAD_BYTES * len(PANEL))
        if size.panel
        else 0
    )


def tally_bytes(size: RunSize) -> int:
    """Bytes of the tallies of all lives, and of more on their way, a small array a tally and month."""
    month = WORD_BYTES * size.joint_words
    return size.months * (month * (size.n_runs + size.parallel_replicates) + ARRAY_OVERHEAD_BYTES * len(TALLIES))


def log_bytes(size: RunSize) -> int:
    """Bytes on disk while a run with ``--out`` is under way: months, people and sums to go on from."""
    panel = -(-size.panel * panel_bytes_per_month() // WORD_BYTES)
    months = size.replicates * size.months * sum(log_block_bytes(words + panel) for words in size.words)
    return months + size.persons * (person_bytes(size) + sums_bytes() * size.n_runs)


def result_file_bytes(size: RunSize) -> int:
    """Bytes of the NetCDF file, roughly and rather too many; a trial tells better."""
    panel = PANEL_COMPRESSION * size.panel * panel_bytes_per_month() * size.months
    return int((SUMS_COMPRESSION * size.persons * sums_bytes() + panel) * size.n_runs)


def release_memory_promptly() -> None:
    """Lets the memory of large arrays go back to the machine when they do, where the C library can.

    It otherwise keeps what arrays of up to 32 MB leave, in pieces that the next ones may not fit.
    """
    _set_release_bound(MIN_RELEASE_BYTES)


@contextmanager
def reuse_freed_memory() -> Iterator[None]:
    """Keeps the memory of arrays for the next ones, where `give_back_at_once` was asked for and lives are small.

    Asking the machine for it anew takes a tenth of the time of many small lives.
    """
    if not _release_bound:
        yield
        return
    _set_release_bound(MAX_RELEASE_BYTES)
    try:
        yield
    finally:
        _set_release_bound(MIN_RELEASE_BYTES)


_release_bound: list[int] = []
"""Holds the bound from which memory is given back, once it was set."""


def _set_release_bound(size: int) -> None:
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        # M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h; setting either also stops both from growing.
        mallopt(-3, size)
        mallopt(-1, TRIM_FACTOR * size)
        _release_bound[:] = [size]


def fits_memory(size: RunSize) -> bool:
    """Tells whether a run fits into memory."""
    return _resident_after_load() + _peak_bytes(size) <= _usable_bytes()


def choose_parallel_replicates(size: RunSize, n_towns: int, threads: int) -> int:
    """Returns how many replicates threads live side by side, 1 where they share out the towns of one after the other.

    Side by side they wait for each other less, and need room for the people of all. So they live where towns are too
    few to share out, and where all threads have as many replicates to live and memory holds them.
    """
    divides_evenly = size.replicates % threads == 0 and fits_memory(replace(size, parallel_replicates=threads))
    return threads if divides_evenly or n_towns < MIN_TOWNS_PER_THREAD * threads else 1


def _resident_after_load() -> int:
    return resident_bytes() + STILL_TO_LOAD_BYTES


def _usable_bytes() -> int:
    return available_memory() - RESERVED_BYTES


def _peak_bytes(size: RunSize) -> int:
    return max(simulation_bytes(size), output_bytes(size))


def check_resources(size: RunSize, out: Path | None = None) -> None:
    """Refuses a run that would not fit into memory, or beside ``out`` on its disk, and says how many persons would.

    Raises RequestError.
    """
    resident, usable = _resident_after_load(), _usable_bytes()

    def in_memory(persons: int) -> int:
        return resident + _peak_bytes(size.with_persons(persons))

    if in_memory(size.persons) > usable:
        raise RequestError(
            _refusal_text(size, in_memory, usable, f"of memory, but {memory_limit_source()} provides", "replicates")
        )
    if out is None:
        return
    free = shutil.disk_usage(out.parent).free

    def on_disk(persons: int) -> int:
        some = size.with_persons(persons)
        return log_bytes(some) + result_file_bytes(some)

    if on_disk(size.persons) > free:
        where = f"on the disk of {out} while the run is under way, but it has"
        raise RequestError(_refusal_text(size, on_disk, free, where, "replicates, or name a place on another disk"))


def _refusal_text(size: RunSize, need: Callable[[int], int], usable: int, what: str, fewer: str) -> str:
    n_scenarios, replicates = len(size.words), size.replicates
    n_fitting = _largest_fitting(size.persons, lambda persons: need(persons) <= usable)
    fewer = f"persons in the panel, {fewer}" if size.panel else fewer
    advice = (
        f"Write {n_fitting:,} persons or fewer, or ask for fewer {fewer}"
        if n_fitting >= 4
        else f"Ask for fewer {fewer}"
    )
    return (
        f"persons = {size.persons:,}: {n_scenarios} world{'s' * (n_scenarios > 1)} with {replicates} "
        f"replicate{'s' * (replicates > 1)} of this size need about {format_bytes(need(size.persons))} {what} "
        f"{format_bytes(usable)}. {advice}."
    )


def _largest_fitting(upper: int, is_fitting: Callable[[int], bool]) -> int:
    """Returns the largest number below ``above`` that fits; 0 if none does."""
    lower = 0
    while upper - lower > 1:
        middle = (lower + upper) // 2
        lower, upper = (middle, upper) if is_fitting(middle) else (lower, middle)
    return lower
