"""Threads that do the same for several lives at once, and stop together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from underheaven.errors import StoppedError

Arguments = ParamSpec("Arguments")
T = TypeVar("T")


class Crew:
    """Threads at work; with one thread alone, work is done when it is waited for."""

    def __init__(self, pool: ThreadPoolExecutor | None) -> None:
        self._pool, self._stopped = pool, False

    def begin(self, work: Callable[Arguments, T], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Callable[[], T]:
        """Begins some work, and returns what waits for it."""
        if self._pool is None:
            return partial(work, *args, **kwargs)
        return self._pool.submit(work, *args, **kwargs).result

    def check(self) -> None:
        """Raises StoppedError in a thread whose fellow was stopped."""
        if self._stopped:
            raise StoppedError("Stopped with the others.")

    def stop(self) -> None:
        """Lets every thread end at its next check."""
        self._stopped = True


@contextmanager
def crew(threads: int) -> Iterator[Crew]:
    """Gives so many threads; what one of them raises, or who waits for them, stops all."""
    if threads == 1:
        yield Crew(None)
        return
    with ThreadPoolExecutor(threads) as pool:
        found = Crew(pool)
        try:
            yield found
        except BaseException:
            # What has not begun is cancelled first: a thread that ends at its check would begin it.
            pool.shutdown(wait=False, cancel_futures=True)
            found.stop()
            raise
