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
from underheaven.fields import PANEL, PERSONAL, SUMS, TALLIES, WORLD_DIMS, panel_bytes, state_bytes
from underheaven.host import allowed_bytes, limited_by, resident_bytes
from underheaven.record.monthlog import block_bytes
from underheaven.record.words import n_words
from underheaven.texts import sized

if TYPE_CHECKING:
    from underheaven.world.build import BuiltWorld

KEPT_FREE = 200_000_000
"""Bytes left to everybody else on the machine."""
STILL_TO_LOAD = 140_000_000
"""Bytes of machine code and of table and file libraries that come into memory after the guard has looked."""
WORD = 8
LOOKED_AT = 4 * WORD
"""Bytes a person while a measure looks at one life: its values as float64, ordered, ranked and multiplied."""
OBJECT = 130
"""Bytes beyond its numbers of one small array: one a tally and month until a life is done."""
PACKED = 0.15
"""Bytes on disk of a byte of per-person sums, compressed: 0.09 to 0.1 over ten years of the shipped regimes."""
PACKED_PANEL = 0.25
"""The same of a byte of a panel: 0.16 to 0.19 over five and ten years of the shipped regimes."""
SHARED = 4
"""Towns a thread below which threads never share out the towns of a replicate: there are too few of them."""
LARGE = 256 * 1024
"""Bytes from which an array gives its memory back: the narrowest sums of 131,072 persons."""
LARGEST = 32 * 1024 * 1024
"""Bytes from which it does so where memory is kept for the next array: the most that the C library takes."""
TRIM = 2
"""Times that bound which may lie free at the end before it goes back: what the C library takes by itself."""


@dataclass(frozen=True)
class Size:
    """How large a run is.

    words: int64 of one month of tallies, by world; together: of one aligned with the others. state: bytes of state a
    person, of the world that keeps most. panel: persons recorded month by month. at_once: replicates that live side by
    side.
    """

    persons: int
    months: int
    replicates: int
    words: tuple[int, ...]
    together: int
    state: int = state_bytes()
    panel: int = 0
    at_once: int = 1

    @property
    def lives(self) -> int:
        """Worlds times replicates."""
        return len(self.words) * self.replicates

    def of(self, persons: int) -> Size:
        """Returns the size of a run of so many persons, the panel cut to them."""
        return replace(self, persons=persons, panel=min(self.panel, persons))


def size_of(builts: Sequence[BuiltWorld], replicates: int, months: int) -> Size:
    """Returns the size of a run of these worlds."""
    labels = dict(builts[0].labels)
    for dim in WORLD_DIMS:
        labels[dim] = tuple(dict.fromkeys(label for built in builts for label in built.labels[dim]))
    words = tuple(n_words(built.labels, fits=built.fits) for built in builts)
    together = n_words(labels, fits=any(built.fits for built in builts))
    state = max(state_bytes(built.keeps, built.capacity) for built in builts)
    return Size(builts[0].persons, months, replicates, words, together, state, builts[0].panel)


def sums_bytes() -> int:
    """Bytes that are recorded of a person, of one world and replicate."""
    return sum(np.dtype(f.dtype).itemsize for f in PERSONAL)


def person_bytes(size: Size) -> int:
    """Bytes of one person who lives: state and sums."""
    return size.state + sum(np.dtype(f.dtype).itemsize for f in SUMS)


def living_bytes(size: Size) -> int:
    """Bytes at the fullest moment of the last replicates, beyond what the process holds before.

    With two worlds and more, the people of the burn-in wait while their copies live; each finished life leaves its
    sums. The last world lives in the people themselves.
    """
    finished = sums_bytes() * size.lives
    waiting = person_bytes(size) + size.state if len(size.words) > 1 else person_bytes(size)
    return size.persons * (finished + size.at_once * waiting) + month_bytes(size)


def gathered_bytes(size: Size) -> int:
    """Bytes while the sums of all lives, which stand once, are written and looked at."""
    return size.persons * (sums_bytes() * size.lives + LOOKED_AT) + month_bytes(size)


def ranges_bytes(size: Size, persons: int, held: int) -> int:
    """Bytes while other values of assumed numbers are lived by so many persons beside the sums of all lives.

    held: how many points are lived, or wait to be measured, at once.
    """
    few = replace(size, persons=persons, replicates=held, panel=0, at_once=1)
    return size.persons * sums_bytes() * size.lives + month_bytes(size) + living_bytes(few)


def month_bytes(size: Size) -> int:
    """Bytes of all that is recorded month by month."""
    return tally_bytes(size) + panel_of_all_bytes(size)


def panel_of_all_bytes(size: Size) -> int:
    """Bytes of the panel of all lives, and of one more on its way, a small array a variable and month."""
    return size.months * (size.panel * panel_bytes() * (size.lives + 1) + OBJECT * len(PANEL)) if size.panel else 0


def tally_bytes(size: Size) -> int:
    """Bytes of the tallies of all lives, and of more on their way, a small array a tally and month."""
    month = WORD * size.together
    return size.months * (month * (size.lives + size.at_once) + OBJECT * len(TALLIES))


def log_bytes(size: Size) -> int:
    """Bytes on disk while a run with ``--out`` is under way: months, people and sums to go on from."""
    panel = -(-size.panel * panel_bytes() // WORD)
    months = size.replicates * size.months * sum(block_bytes(words + panel) for words in size.words)
    return months + size.persons * (person_bytes(size) + sums_bytes() * size.lives)


def packed_bytes(size: Size) -> int:
    """Bytes of the NetCDF file, roughly and rather too many; a trial tells better."""
    panel = PACKED_PANEL * size.panel * panel_bytes() * size.months
    return int((PACKED * size.persons * sums_bytes() + panel) * size.lives)


def give_back_at_once() -> None:
    """Lets the memory of large arrays go back to the machine when they do, where the C library can.

    It otherwise keeps what arrays of up to 32 MB leave, in pieces that the next ones may not fit.
    """
    _kept_from(LARGE)


@contextmanager
def kept_for_the_next() -> Iterator[None]:
    """Keeps the memory of arrays for the next ones, where `give_back_at_once` was asked for and lives are small.

    Asking the machine for it anew takes a tenth of the time of many small lives.
    """
    if not _given_back:
        yield
        return
    _kept_from(LARGEST)
    try:
        yield
    finally:
        _kept_from(LARGE)


_given_back: list[int] = []
"""Holds the bound from which memory is given back, once it was set."""


def _kept_from(size: int) -> None:
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        # M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h; setting either also stops both from growing.
        mallopt(-3, size)
        mallopt(-1, TRIM * size)
        _given_back[:] = [size]


def fits(size: Size) -> bool:
    """Tells whether a run fits into memory."""
    return _base() + _most_bytes(size) <= _room()


def side_by_side(size: Size, n_towns: int, threads: int) -> int:
    """Returns how many replicates threads live side by side, 1 where they share out the towns of one after the other.

    Side by side they wait for each other less, and need room for the people of all. So they live where towns are too
    few to share out, and where all threads have as many replicates to live and memory holds them.
    """
    even = size.replicates % threads == 0 and fits(replace(size, at_once=threads))
    return threads if even or n_towns < SHARED * threads else 1


def _base() -> int:
    return resident_bytes() + STILL_TO_LOAD


def _room() -> int:
    return allowed_bytes() - KEPT_FREE


def _most_bytes(size: Size) -> int:
    return max(living_bytes(size), gathered_bytes(size))


def guard(size: Size, out: Path | None = None) -> None:
    """Refuses a run that would not fit into memory, or beside ``out`` on its disk, and says how many persons would.

    Raises RequestError.
    """
    base, room = _base(), _room()

    def in_memory(persons: int) -> int:
        return base + _most_bytes(size.of(persons))

    if in_memory(size.persons) > room:
        raise RequestError(_refusal(size, in_memory, room, f"of memory, but {limited_by()} provides", "replicates"))
    if out is None:
        return
    free = shutil.disk_usage(out.parent).free

    def on_disk(persons: int) -> int:
        some = size.of(persons)
        return log_bytes(some) + packed_bytes(some)

    if on_disk(size.persons) > free:
        where = f"on the disk of {out} while the run is under way, but it has"
        raise RequestError(_refusal(size, on_disk, free, where, "replicates, or name a place on another disk"))


def _refusal(size: Size, need: Callable[[int], int], room: int, what: str, fewer: str) -> str:
    worlds, replicates = len(size.words), size.replicates
    fits = _most(size.persons, lambda persons: need(persons) <= room)
    fewer = f"persons in the panel, {fewer}" if size.panel else fewer
    advice = f"Write {fits:,} persons or fewer, or ask for fewer {fewer}" if fits >= 4 else f"Ask for fewer {fewer}"
    return (
        f"persons = {size.persons:,}: {worlds} world{'s' * (worlds > 1)} with {replicates} "
        f"replicate{'s' * (replicates > 1)} of this size need about {sized(need(size.persons))} {what} "
        f"{sized(room)}. {advice}."
    )


def _most(above: int, fits: Callable[[int], bool]) -> int:
    """Returns the largest number below ``above`` that fits; 0 if none does."""
    low = 0
    while above - low > 1:
        middle = (low + above) // 2
        low, above = (middle, above) if fits(middle) else (low, middle)
    return low
