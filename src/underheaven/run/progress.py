"""Progress reports of a run."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

Progress = Callable[[int, int], None]
"""Called after every month with the person-months done and in total, burn-in included; an exception ends the run."""


def ignore_progress(done: int, total: int) -> None:
    """Do nothing."""


class Meter:
    """Counter of the person-months of a run; any thread may add to it, and reports do not overlap.

    Args:
        total: Person-months of the whole run, 1 or more.
        report: Called at the start and after every step.
    """

    def __init__(self, total: int, report: Progress = ignore_progress) -> None:
        self.total = total
        self.done = 0
        self._report = report
        self._lock = Lock()
        report(0, total)

    def add(self, person_months: int) -> None:
        """Add to the person-months done, and report."""
        with self._lock:
            self.done += person_months
            self._report(self.done, self.total)
