from __future__ import annotations

import os

import pytest

from underheaven.engine.factory import make_engine
from underheaven.errors import RequestError


@pytest.mark.parametrize(("name", "made"), [("auto", "cpu"), ("cpu", "cpu"), ("plain", "plain")])
def test_an_engine_by_its_name(name, made):
    assert make_engine(name).name == made


def test_threads_are_those_asked_for_or_one_a_core():
    assert make_engine("cpu", 3).threads == 3
    assert make_engine("cpu").threads == os.cpu_count()
    assert make_engine("plain", 3).threads == 1


@pytest.mark.parametrize("name", ["gpu", "", "CPU"])
def test_an_unknown_engine_is_refused_with_the_known_ones(name):
    with pytest.raises(RequestError, match=r"is unknown: the engines are auto, plain, cpu. Write one of them"):
        make_engine(name)


@pytest.mark.parametrize("threads", [0, -1])
@pytest.mark.parametrize("name", ["auto", "cpu", "plain"])
def test_fewer_than_one_thread_is_refused(name, threads):
    with pytest.raises(RequestError, match="a run needs at least one"):
        make_engine(name, threads)


def test_more_threads_than_any_machine_starts_are_refused():
    """Each would take its piece of every month, and the run would end never."""
    with pytest.raises(RequestError, match=r"threads = 1,000,000,000: a run has 1,024 at most"):
        make_engine("cpu", 1_000_000_000)
