"""Cores and memory that this process may use, and how to start isolated Python processes."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

CGROUP_FILE, CGROUP_ROOT = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
PROC_STATUS, PROC_MEMINFO = Path("/proc/self/status"), Path("/proc/meminfo")
PROC_TASKS = Path("/proc/self/task")
UNLIMITED_BYTES = 1 << 60
"""A memory limit of this size or more in cgroup version 1 means no limit."""


def usable_cores() -> int:
    """Return how many cores this process may use: its CPU affinity, capped by its cgroup's CPU quota; at least 1."""
    try:
        bound = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):  # only Linux has this call
        bound = os.cpu_count() or 1
    return max(1, min([bound, *(math.ceil(quota) for quota in _quotas())]))


def available_memory() -> int:
    """Return the bytes of memory that this process may hold in all: the least of free memory and the limits of its job.

    Memory that the process already holds counts as available.
    """
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    resident = resident_bytes()
    free = read_proc_bytes(PROC_MEMINFO, "MemAvailable:")
    return min([size, *([free + resident] if free else []), *_memory_limits(), *_address_limits(resident)])


def memory_limit_source() -> str:
    """Return what limits `available_memory`: ``this machine`` or ``this job``."""
    limits = [*_memory_limits(), *_address_limits(resident_bytes())]
    return "this job" if limits and min(limits) <= available_memory() else "this machine"


def isolated_python_command(code: str) -> list[str]:
    """Return the command that runs ``code`` in a Python process that imports nothing from the current folder."""
    return [sys.executable, "-I", "-c", f"import sys; sys.path.append({str(Path(__file__).parents[1])!r}); {code}"]


def thread_cpu_seconds() -> tuple[float, float]:
    """Return the seconds that the threads of this process have run, and have waited for a busy core.

    Returns:
        (run, waited) in seconds, summed over all threads; both are 0 if the system does not report them.
    """
    ran_ns = waited_ns = 0
    with suppress(OSError):
        for task in PROC_TASKS.iterdir():
            with suppress(OSError, ValueError, IndexError):  # the thread has just ended
                fields = (task / "schedstat").read_text(encoding="ascii").split()
                ran_ns, waited_ns = ran_ns + int(fields[0]), waited_ns + int(fields[1])
    return ran_ns / 1e9, waited_ns / 1e9


def resident_bytes(status: Path = PROC_STATUS) -> int:
    """Return the resident bytes of this process; 0 if the system does not report them."""
    return read_proc_bytes(status, "VmRSS:")


def read_proc_bytes(file: Path, name: str) -> int:
    """Return the value of a line of a file in /proc, in bytes; 0 if there is none.

    Args:
        file: a file whose lines read ``NAME VALUE kB``.
        name: how the line begins, with its colon.
    """
    with suppress(OSError, ValueError, IndexError):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    return 0


def _groups(controller: str) -> Iterator[Path]:
    """Yield the folders of this process's control group and of its ancestors, for cgroup versions 1 and 2."""
    with suppress(OSError):
        for line in CGROUP_FILE.read_text(encoding="utf-8").splitlines():
            _, kinds, path = line.split(":", 2)
            if kinds and controller not in kinds.split(","):
                continue
            top = CGROUP_ROOT / controller if kinds else CGROUP_ROOT
            inside = top / path.lstrip("/")
            yield from (inside, *(around for around in inside.parents if around.is_relative_to(top)))
    yield from (CGROUP_ROOT, CGROUP_ROOT / controller)  # a container sees its own group there


def _quotas() -> Iterator[float]:
    for folder in _groups("cpu"):
        with suppress(OSError, ValueError):
            quota, period = (folder / "cpu.max").read_text(encoding="utf-8").split()
            yield int(quota) / int(period)  # the word "max" is no limit
        with suppress(OSError, ValueError):
            quota, period = (
                (folder / f"cpu.cfs_{name}_us").read_text(encoding="utf-8") for name in ("quota", "period")
            )
            if int(quota) > 0:
                yield int(quota) / int(period)


def _memory_limits() -> Iterator[int]:
    for folder in _groups("memory"):
        for name in ("memory.max", "memory.limit_in_bytes"):
            with suppress(OSError, ValueError):
                limit = int((folder / name).read_text(encoding="utf-8"))
                if limit < UNLIMITED_BYTES:
                    yield limit


def _address_limits(resident: int) -> Iterator[int]:
    """Yield the bytes that a limit on address space (``ulimit -v``) leaves, plus the resident bytes."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_AS)
        if soft != resource.RLIM_INFINITY:
            yield max(soft - read_proc_bytes(PROC_STATUS, "VmSize:"), 0) + resident
