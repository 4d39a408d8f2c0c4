"""Threads that stop together."""

from __future__ import annotations

from threading import Event

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from underheaven.errors import StoppedError
from underheaven.run.simulate.thread_pool import open_thread_pool


@pytest.mark.parametrize("threads", [1, 2])
def test_work_is_waited_for(threads):
    with open_thread_pool(threads) as fellows:
        waiting = [fellows.submit(pow, 2, n) for n in range(5)]
        assert [wait() for wait in waiting] == [1, 2, 4, 8, 16]


def test_one_thread_alone_works_when_it_is_waited_for():
    done = []
    with open_thread_pool(1) as fellows:
        wait = fellows.submit(done.append, 1)
        assert done == []
        wait()
    assert done == [1]


def test_what_ends_one_ends_the_others():
    """The other one would work for ever."""
    begun, ended = Event(), []

    def endless(fellows):
        begun.set()
        try:
            while True:
                fellows.raise_if_stopped()
        except StoppedError:
            ended.append(True)
            raise

    def broken():
        begun.wait()
        raise ValueError("broken")

    def together():
        with open_thread_pool(2) as fellows:
            fellows.submit(endless, fellows)
            fellows.submit(broken)()

    with pytest.raises(ValueError, match="broken"):
        together()
    assert ended == [True]


def test_what_has_not_begun_never_does_once_the_waiter_stops():
    never = []

    def endless(fellows):
        while True:
            fellows.raise_if_stopped()

    def together():
        with open_thread_pool(2) as fellows:
            for _ in range(2):
                fellows.submit(endless, fellows)
            fellows.submit(never.append, 1)
            raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        together()
    assert never == []


def threads_of_linear_algebra():
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


@pytest.mark.parametrize("threads", [1, 2])
def test_linear_algebra_keeps_to_one_thread_until_the_last_crew_ends(threads):
    """Two crews of a host program may overlap in any order; what it set stands again after both."""
    with threadpool_limits(limits=2, user_api="blas"):
        before = threads_of_linear_algebra()
        first, second = open_thread_pool(threads), open_thread_pool(threads)
        first.__enter__()
        second.__enter__()
        assert set(threads_of_linear_algebra()) == {1}
        first.__exit__(None, None, None)
        assert set(threads_of_linear_algebra()) == {1}
        second.__exit__(None, None, None)
        assert threads_of_linear_algebra() == before
