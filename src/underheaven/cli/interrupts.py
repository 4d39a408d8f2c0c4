"""Ctrl-C: once to stop after the current month and keep the progress, twice to stop at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING_TEXT = b"\nStopping after this month; what is done is kept. Once more stops at once.\n"
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def catch_interrupts(keeps_progress: bool) -> Iterator[Callable[[], bool] | None]:
    """Yield a callable that returns True after the first SIGINT or SIGTERM; a second one interrupts.

    Args:
        keeps_progress: Whether progress is saved on disk. If not, the first Ctrl-C stops at once, and None is yielded.
    """
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        os.write(2, STOPPING_TEXT)  # unbuffered: the signal may interrupt a buffered write

    if not keeps_progress:
        yield None
        return
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    previous_handlers = {number: signal.signal(number, ask) for number in SIGNALS}
    try:
        yield lambda: asked
    finally:
        for number, handler in previous_handlers.items():
            signal.signal(number, handler)
