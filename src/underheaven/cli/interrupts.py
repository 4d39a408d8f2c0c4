"""Ctrl-C, once to stop in good order and keep what is done, twice to stop at once."""

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
    """Gives a question that says whether to stop, asked for by a first Ctrl-C or SIGTERM; a second one interrupts.

    keeps: False where nothing is kept on disk; the first Ctrl-C then stops at once, and there is nothing to ask.
    """
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        os.write(2, STOPPING_TEXT)  # past the buffers: the signal may have come in the middle of a write to them

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
