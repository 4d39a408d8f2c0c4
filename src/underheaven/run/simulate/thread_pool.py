"""Threads that do the same for several lives at once, and stop together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits

from underheaven.errors import StoppedError

Arguments = ParamSpec("Arguments")
T = TypeVar("T")


class ThreadPool:
    """Threads at work; with one thread alone, work is done when it is waited for."""

    def __init__(self, pool: ThreadPoolExecutor | None) -> None:
        self._pool, self._stopped = pool, False

    def submit(
        self, work: Callable[Arguments, T], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Callable[[], T]:
        """Begins some work, and returns what waits for it."""
        if self._pool is None:
            return partial(work, *args, **kwargs)
        return self._pool.submit(work, *args, **kwargs).result

    def raise_if_stopped(self) -> None:
        """Raises StoppedError in a thread whose fellow was stopped."""
        if self._stopped:
            raise StoppedError("Stopped with the others.")

    def stop(self) -> None:
        """Lets every thread end at its next check."""
        self._stopped = True


class _BlasLimit:
    """Keeps linear algebra to the calling thread: further threads would compete with the crew for cores.

    The setting belongs to the process, so the last crew to end restores what the first one found.
    """

    def __init__(self) -> None:
        self._lock, self._users = Lock(), 0
        self._limits: threadpool_limits | None = None

    @contextmanager
    def limit(self) -> Iterator[None]:
        """Limits linear algebra to one thread until every crew that asked for it has ended."""
        with self._lock:
            if self._users == 0:
                self._limits = threadpool_limits(limits=1, user_api="blas")
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if self._users == 0 and self._limits is not None:
                    self._limits.restore_original_limits()
                    self._limits = None


_blas_limit = _BlasLimit()


@contextmanager
def open_thread_pool(threads: int) -> Iterator[ThreadPool]:
    """Gives so many threads; what one of them raises, or who waits for them, stops all.

    Linear algebra starts no threads of its own meanwhile.
    """
    if threads == 1:
        with _blas_limit.limit():
            yield ThreadPool(None)
        return
    with _blas_limit.limit(), ThreadPoolExecutor(threads) as pool:
        thread_pool = ThreadPool(pool)
        try:
            yield thread_pool
        except BaseException:
            # What has not begun is cancelled first: a thread that ends at its check would begin it.
            pool.shutdown(wait=False, cancel_futures=True)
            thread_pool.stop()
            raise
