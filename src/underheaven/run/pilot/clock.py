"""Wall time and processor time."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Span:
    """Seconds of wall time, and seconds of processor time of all threads."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: Span) -> Span:
        return Span(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Span) -> Span:
        return Span(self.wall - other.wall, self.cpu - other.cpu)

    def __mul__(self, times: float) -> Span:
        return Span(self.wall * times, self.cpu * times)

    def at_least(self, other: Span) -> Span:
        """Return the longer of both, separately for wall time and processor time."""
        return Span(max(self.wall, other.wall), max(self.cpu, other.cpu))


ZERO_SPAN = Span()


def now() -> Span:
    """Return the current clocks; the difference of two is the time between them."""
    return Span(time.perf_counter(), time.process_time())


def process_age() -> Span:
    """Return the age of this process and its processor time; the latter for both if the age is unknown."""
    try:
        since_boot = float(Path("/proc/uptime").read_text().split()[0])
        started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        return Span(since_boot - started / os.sysconf("SC_CLK_TCK"), time.process_time())
    except (OSError, ValueError, IndexError):
        return Span(time.process_time(), time.process_time())
