"""Threads that simulate several runs in parallel and stop together."""

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
    """A pool of threads; with a single thread, work is done when its result is requested."""

    def __init__(self, pool: ThreadPoolExecutor | None) -> None:
        self._pool, self._stopped = pool, False

    def submit(
        self, work: Callable[Arguments, T], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Callable[[], T]:
        """Start some work, and return a function that waits for its result."""
        if self._pool is None:
            return partial(work, *args, **kwargs)
        return self._pool.submit(work, *args, **kwargs).result

    def raise_if_stopped(self) -> None:
        """Raise StoppedError if another thread of the pool was stopped."""
        if self._stopped:
            raise StoppedError("Stopped with the others.")

    def stop(self) -> None:
        """Make every thread end at its next check."""
        self._stopped = True


class _BlasLimit:
    """Limits linear algebra to the calling thread: more threads would compete with the pool for cores.

    The limit applies to the process, so the last pool to close restores the setting that the first one found.
    """

    def __init__(self) -> None:
        self._lock, self._users = Lock(), 0
        self._limits: threadpool_limits | None = None

    @contextmanager
    def limit(self) -> Iterator[None]:
        """Limit linear algebra to one thread until every pool that asked for it has closed."""
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
    """Open a pool of threads; an exception in one of them, or in the caller, stops all.

    Linear algebra uses one thread in the meantime.
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
            # Cancel pending work first: a thread that ends at its check would otherwise start it.
            pool.shutdown(wait=False, cancel_futures=True)
            thread_pool.stop()
            raise
