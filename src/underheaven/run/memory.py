"""What a run needs in memory, and whether this machine has it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from underheaven.errors import RequestError
from underheaven.fields import SUMS, state_bytes

CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
KEPT_FREE = 500_000_000
"""Bytes left to the interpreter, the compiled code and everybody else on the machine."""


def sums_bytes() -> int:
    """Bytes of per-person sums a person, of one world and replicate."""
    return sum(np.dtype(f.dtype).itemsize for f in SUMS)


def bytes_per_person(worlds: int, replicates: int) -> int:
    """Bytes a person while a run of so many worlds and replicates is put together.

    Two populations live at a time (those of the burn-in wait for the next world); the sums of every world
    and replicate are kept, and stand twice while they are joined into one dataset.
    """
    populations = 2 if worlds > 1 else 1
    return populations * (state_bytes() + sums_bytes()) + 2 * worlds * replicates * sums_bytes()


def machine_bytes() -> int:
    """Bytes of memory that this process may use: the machine's, or the container's where that is less."""
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for path in CGROUP_LIMITS:
        try:
            size = min(size, int(path.read_text()))
        except (OSError, ValueError):  # no such file, or the word "max"
            continue
    return size


def guard(persons: int, worlds: int, replicates: int) -> None:
    """Refuses a run that would not fit, and says how many persons would.

    Raises RequestError.
    """
    each = bytes_per_person(worlds, replicates)
    room = max(machine_bytes() - KEPT_FREE, 0)
    if persons * each <= room:
        return
    fits = room // each
    raise RequestError(
        f"persons = {persons:,}: {worlds} world{'s' * (worlds > 1)} with {replicates} "
        f"replicate{'s' * (replicates > 1)} of so many need about {persons * each / 1e9:,.1f} GB of memory, and this "
        f"machine can give {room / 1e9:,.1f} GB. Write {fits:,} persons or fewer, or ask for fewer replicates."
    )
