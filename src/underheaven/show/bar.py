"""The progress of a run on standard error: a bar with the time left, plain lines where nobody watches a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

Report = Callable[[int, int], None]
PLAIN_EVERY = 10.0
"""Seconds between plain lines."""


@contextmanager
def progress(quiet: bool, stream: TextIO | None = None) -> Iterator[Report]:
    """Gives a callback that takes person-months done and in all, and shows them unless ``quiet``."""
    stream = stream or sys.stderr
    if quiet:
        yield _silent
    elif stream.isatty():
        with _bar(stream) as report:
            yield report
    else:
        yield plain(stream)


def plain(stream: TextIO, now: Callable[[], float] = time.monotonic) -> Report:
    """Gives a callback that writes a line at the end, and one every ten seconds before."""
    began = last = now()
    first: int | None = None

    def report(done: int, total: int) -> None:
        nonlocal last, first
        first = done if first is None else first
        moment = now()
        if done < total and moment - last < PLAIN_EVERY:
            return
        last = moment
        left = _time_left(moment - began, done - first, total - done)
        stream.write(f"{done:,} of {total:,} person-months ({100 * done // max(total, 1)} %){left}\n")
        stream.flush()

    return report


def _time_left(passed: float, done: int, left: int) -> str:
    """Says how long the rest takes at the speed so far."""
    if left == 0 or done == 0:
        return ""
    seconds = round(passed * left / done)
    return f", about {seconds // 60} min {seconds % 60} s left" if seconds >= 60 else f", about {seconds} s left"


@contextmanager
def _bar(stream: TextIO) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("Living the months", total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def _silent(done: int, total: int) -> None:
    """Shows nothing."""
