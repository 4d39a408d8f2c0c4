"""The progress of a run on standard error: a bar with the time left, or plain lines outside a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any, TextIO

ProgressCallback = Callable[[int, int], None]
LINE_INTERVAL = 10.0
"""Seconds between plain lines."""


@dataclass(frozen=True)
class ProgressDisplay:
    """A progress callback; paused: a context manager that clears the bar while lines are printed."""

    callback: ProgressCallback
    paused: Callable[[], AbstractContextManager[None]] = nullcontext


def person_months_text(done: int, total: int) -> str:
    """State how much of a run is done."""
    return f"{done:,} of {total:,} person-months"


@contextmanager
def show_progress(quiet: bool, stream: TextIO | None = None) -> Iterator[ProgressCallback]:
    """Yield a callback that shows progress.

    The callback takes the person-months done and their total.

    Args:
        quiet: Whether to show nothing.
        stream: Where to write; None for standard error.
    """
    with show_count(quiet, "Simulating the months", person_months_text, stream) as shown:
        yield shown.callback


@contextmanager
def show_count(
    quiet: bool, doing: str, describe: Callable[[int, int], str], stream: TextIO | None = None
) -> Iterator[ProgressDisplay]:
    """Yield a display of counted progress.

    Args:
        quiet: Whether to show nothing.
        doing: The words before the bar.
        describe: Return a plain line from the number done and the total.
        stream: Where to write; None for standard error.
    """
    stream = stream or sys.stderr
    if quiet:
        yield ProgressDisplay(_show_nothing)
    elif stream.isatty():
        with _bar_display(stream, doing) as shown:
            yield shown
    else:
        yield ProgressDisplay(plain_lines(stream, describe=describe))


def plain_lines(
    stream: TextIO, now: Callable[[], float] = time.monotonic, describe: Callable[[int, int], str] = person_months_text
) -> ProgressCallback:
    """Return a callback that writes a line at the end, and one every ten seconds before."""
    began = last = now()
    first: int | None = None

    def report(done: int, total: int) -> None:
        nonlocal last, first, began
        moment = now()
        if not first:  # time before the first progress, such as compilation, says nothing about speed
            first, began = done, moment
        if done < total and moment - last < LINE_INTERVAL:
            return
        last = moment
        left = _time_left_text(moment - began, done - first, total - done)
        with suppress(OSError):  # a full disk behind standard error must not end a run
            stream.write(f"{describe(done, total)} ({100 * done // max(total, 1)} %){left}\n")
            stream.flush()

    return report


def _time_left_text(elapsed: float, done: int, remaining: int) -> str:
    """State the time left at the speed so far."""
    if remaining == 0 or done == 0:
        return ""
    seconds = round(elapsed * remaining / done)
    return f", about {seconds // 60} min {seconds % 60} s left" if seconds >= 60 else f", about {seconds} s left"


@contextmanager
def _bar_display(stream: TextIO, doing: str) -> Iterator[ProgressDisplay]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    # Other lines go to standard output, which may be a file.
    own: dict[str, Any] = {"transient": True, "redirect_stdout": False, "redirect_stderr": False}
    with Progress(*columns, console=Console(file=stream), **own) as bar:
        task = bar.add_task(doing, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        @contextmanager
        def aside() -> Iterator[None]:
            bar.stop()
            try:
                yield
            finally:
                bar.start()

        yield ProgressDisplay(report, aside)


def _show_nothing(done: int, total: int) -> None:
    """Show nothing."""
