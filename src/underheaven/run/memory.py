"""Memory and disk space that a run needs, and whether this machine has them; used by `forecast` and before a run."""

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
from underheaven.fields.dimensions import SCENARIO_DIMS
from underheaven.fields.panel import PANEL, panel_bytes_per_month
from underheaven.fields.person_values import PERSON_FIELDS, SUMS
from underheaven.fields.state import state_bytes_per_person
from underheaven.fields.tallies import TALLIES
from underheaven.record.month_packing import count_month_words
from underheaven.record.monthlog import log_block_bytes
from underheaven.system_resources import available_memory, memory_limit_source, resident_bytes
from underheaven.text_escaping import format_bytes

if TYPE_CHECKING:
    from underheaven.scenario.built_scenario import BuiltScenario

RESERVED_BYTES = 200_000_000
"""Bytes left to other processes."""
STILL_TO_LOAD_BYTES = 140_000_000
"""Bytes of machine code and of table and file libraries that are loaded after the check."""
WORD_BYTES = 8
MEASURING_BYTES = 4 * WORD_BYTES
"""Bytes per person while a measure of one run is computed: float64 values, sorted, ranked and multiplied."""
ARRAY_OVERHEAD_BYTES = 130
"""Overhead in bytes of one small array: one for each tally and month until a run is done."""
SUMS_COMPRESSION = 0.15
"""Bytes on disk of a byte of per-person sums, compressed: 0.09 to 0.1 over ten years of the shipped regimes."""
PANEL_COMPRESSION = 0.25
"""The same of a byte of a panel: 0.16 to 0.19 over five and ten years of the shipped regimes."""
MIN_TOWNS_PER_THREAD = 4
"""Fewest towns per thread at which threads share the towns of a replicate."""
MIN_RELEASE_BYTES = 256 * 1024
"""Array size in bytes above which memory is released at once: the narrowest sums of 131,072 persons."""
MAX_RELEASE_BYTES = 32 * 1024 * 1024
"""The same while freed memory is reused: the most that the C library allows."""
TRIM_FACTOR = 2
"""Free memory at the top of the heap, as a multiple of that bound, before it is released: the C library's default."""


@dataclass(frozen=True)
class RunSize:
    """Size of a run.

    Attributes:
        persons: Synthetic persons per scenario.
        months: Observed months.
        replicates: Replicates.
        words: int64 values in one month of tallies, by scenario.
        joint_words: The same in the joint layout of all scenarios.
        state: Bytes of state per person, in the scenario that keeps the most.
        panel: Persons recorded month by month.
        parallel_replicates: Replicates simulated in parallel.
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
        """Scenarios times replicates."""
        return len(self.words) * self.replicates

    def with_persons(self, persons: int) -> RunSize:
        """Return the size with another number of persons, which also limits the panel."""
        return replace(self, persons=persons, panel=min(self.panel, persons))


def run_size(built_scenarios: Sequence[BuiltScenario], replicates: int, months: int) -> RunSize:
    """Return the size of a run.

    Args:
        built_scenarios: One or more.
        replicates: Replicates, 1 or more.
        months: Observed months, 1 or more.
    """
    labels = dict(built_scenarios[0].labels)
    for dim in SCENARIO_DIMS:
        labels[dim] = tuple(dict.fromkeys(label for built in built_scenarios for label in built.labels[dim]))
    words = tuple(count_month_words(built.labels, fits=built.uses_score_fitting) for built in built_scenarios)
    joint_words = count_month_words(labels, fits=any(built.uses_score_fitting for built in built_scenarios))
    state = max(state_bytes_per_person(built.extra_state, built.capacity) for built in built_scenarios)
    return RunSize(built_scenarios[0].persons, months, replicates, words, joint_words, state, built_scenarios[0].panel)


def sums_bytes() -> int:
    """Return the bytes recorded per person, scenario and replicate."""
    return sum(np.dtype(f.dtype).itemsize for f in PERSON_FIELDS)


def person_bytes(size: RunSize) -> int:
    """Return the bytes of one simulated person: state and sums."""
    return size.state + sum(np.dtype(f.dtype).itemsize for f in SUMS)


def simulation_bytes(size: RunSize) -> int:
    """Return the peak bytes while the last replicates are simulated, beyond what the process held before.

    With two scenarios or more, the population after the burn-in is kept while its copies are simulated; each finished
    run leaves its sums. The last scenario uses the population itself.
    """
    finished = sums_bytes() * size.n_runs
    bytes_each = person_bytes(size) + size.state if len(size.words) > 1 else person_bytes(size)
    return size.persons * (finished + size.parallel_replicates * bytes_each) + monthly_bytes(size)


def output_bytes(size: RunSize) -> int:
    """Return the bytes while the sums of all runs, held once, are written and measured."""
    return size.persons * (sums_bytes() * size.n_runs + MEASURING_BYTES) + monthly_bytes(size)


def samples_bytes(size: RunSize, persons: int, open_runs: int) -> int:
    """Return the bytes while parameter samples are simulated, with the sums of all runs in memory.

    persons: persons per sample. open_runs: runs that are simulated, or wait to be measured, at the same time.
    """
    sample_size = replace(size, persons=persons, replicates=open_runs, panel=0, parallel_replicates=1)
    return size.persons * sums_bytes() * size.n_runs + monthly_bytes(size) + simulation_bytes(sample_size)


def monthly_bytes(size: RunSize) -> int:
    """Return the bytes of all monthly records."""
    return tally_bytes(size) + panel_record_bytes(size)


def panel_record_bytes(size: RunSize) -> int:
    """Return the bytes of the panels of all runs and one in progress, with one small array per variable and month."""
    return (
        size.months * (size.panel * panel_bytes_per_month() * (size.n_runs + 1) + ARRAY_OVERHEAD_BYTES * len(PANEL))
        if size.panel
        else 0
    )


def tally_bytes(size: RunSize) -> int:
    """Return the bytes of the tallies of all runs and those in progress, with one small array per tally and month."""
    month = WORD_BYTES * size.joint_words
    return size.months * (month * (size.n_runs + size.parallel_replicates) + ARRAY_OVERHEAD_BYTES * len(TALLIES))


def log_bytes(size: RunSize) -> int:
    """Return the bytes of the run folder of a run with ``--out``: months, population and sums."""
    panel = -(-size.panel * panel_bytes_per_month() // WORD_BYTES)
    months = size.replicates * size.months * sum(log_block_bytes(words + panel) for words in size.words)
    return months + size.persons * (person_bytes(size) + sums_bytes() * size.n_runs)


def result_file_bytes(size: RunSize) -> int:
    """Return the approximate size of the NetCDF file in bytes, rather too large; a pilot run is more precise."""
    panel = PANEL_COMPRESSION * size.panel * panel_bytes_per_month() * size.months
    return int((SUMS_COMPRESSION * size.persons * sums_bytes() + panel) * size.n_runs)


def release_memory_promptly() -> None:
    """Make the C library, if it can, return the memory of large arrays to the system as soon as they are freed.

    Otherwise it keeps the memory of arrays of up to 32 MB, in pieces that the next arrays may not fit.
    """
    _set_release_bound(MIN_RELEASE_BYTES)


@contextmanager
def reuse_freed_memory() -> Iterator[None]:
    """Reuse the memory of freed arrays in this context, if `release_memory_promptly` was called before.

    Requesting it anew takes a tenth of the time of many small runs.
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
"""Holds the bound above which memory is released, once it was set."""


def _set_release_bound(size: int) -> None:
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        # M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h; setting either also stops both from growing.
        mallopt(-3, size)
        mallopt(-1, TRIM_FACTOR * size)
        _release_bound[:] = [size]


def fits_memory(size: RunSize) -> bool:
    """Return whether a run fits into memory."""
    return _resident_after_load() + _peak_bytes(size) <= _usable_bytes()


def choose_parallel_replicates(size: RunSize, n_towns: int, threads: int) -> int:
    """Return how many replicates to simulate in parallel; 1 means that threads share the towns of one at a time.

    Parallel replicates wait for each other less, but all their populations must fit into memory. They are chosen if
    there are too few towns to share, or if the replicates divide evenly among the threads and fit into memory.

    Args:
        size: The run.
        n_towns: Towns per scenario.
        threads: Threads, 1 or more.
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
    """Check that a run fits into memory and, with ``out``, on its disk.

    Args:
        size: The run.
        out: NetCDF file to be written, or None.

    Raises:
        RequestError: It does not fit; the message says how many persons would.
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
        f"persons = {size.persons:,}: {n_scenarios} scenario{'s' * (n_scenarios > 1)} with {replicates} "
        f"replicate{'s' * (replicates > 1)} of this size need about {format_bytes(need(size.persons))} {what} "
        f"{format_bytes(usable)}. {advice}."
    )


def _largest_fitting(upper: int, is_fitting: Callable[[int], bool]) -> int:
    """Return the largest number below ``upper`` that fits; 0 if none does."""
    lower = 0
    while upper - lower > 1:
        middle = (lower + upper) // 2
        lower, upper = (middle, upper) if is_fitting(middle) else (lower, middle)
    return lower
