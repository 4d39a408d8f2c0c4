"""How a run tells whoever waits for it how far it is."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

Progress = Callable[[int, int], None]
"""Called after every month with person-months done and in all, burn-in counted; what it raises ends the run."""


def ignore_progress(done: int, total: int) -> None:
    """Says nothing."""


class Meter:
    """Counts person-months of one run, lived by any thread, and reports them one at a time.

    total: person-months of the whole run, at least 1. report: called at the start and after every step.
    """

    def __init__(self, total: int, report: Progress = ignore_progress) -> None:
        self.total = total
        self.done = 0
        self._report = report
        self._lock = Lock()
        report(0, total)

    def add(self, person_months: int) -> None:
        """Counts ``person_months`` more and reports."""
        with self._lock:
            self.done += person_months
            self._report(self.done, self.total)
