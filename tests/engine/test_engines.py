"""Both engines by what they promise; that they agree is a contract test."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.state import STATE
from underheaven.fields.tallies import TALLIES

from ..contract import worlds


@pytest.fixture(scope="module")
def built():
    return worlds.build(worlds.rich_regime(), worlds.rich_society(), 20)


ENGINES = pytest.mark.parametrize("name", ["plain", "cpu"])


@ENGINES
def test_the_first_generation_has_no_record_and_initial_beliefs(built, name):
    people = make_engine(name, 1).populate(built, 0)
    assert not people.state.dossier.any()
    assert not people.state.generation.any()
    assert (people.state.beliefs == people.state.beliefs[0]).all()
    assert not any(array.any() for array in people.sums)


@ENGINES
def test_a_month_names_every_tally_and_leaves_the_world_as_it_was(built, name):
    engine = make_engine(name, 1)
    people = engine.populate(built, 0)
    before = built.society.tobytes(), built.rules.tobytes()
    tallies = engine.advance(people, built, 5)
    assert list(tallies) == [f.name for f in TALLIES]
    assert (built.society.tobytes(), built.rules.tobytes()) == before


@ENGINES
def test_engines_keep_nothing_between_calls(built, name):
    """The same engine, after another population, gives the same life again."""
    engine = make_engine(name, 1)
    lives = []
    for _ in range(2):
        people = engine.populate(built, 1)
        rows = [engine.advance(people, built, month) for month in range(3)]
        lives.append((rows, people))
    (one, a), (other, b) = lives
    assert all(np.array_equal(x[n], y[n]) for x, y in zip(one, other, strict=True) for n in x)
    assert all(np.array_equal(getattr(a.state, f.name), getattr(b.state, f.name)) for f in STATE)


def test_more_threads_than_towns_are_no_matter(built):
    one = worlds.live(built, 3, worlds.cpu(1))
    assert worlds.same(one, worlds.live(built, 3, worlds.cpu(7))) == []


def test_the_reference_needs_no_compiler():
    """A run of the interpreted engine touches no compiled kernel."""
    code = """
import sys
from underheaven.engine.plain_engine import PlainEngine
from underheaven.spec.io.document_reader import read_regime, read_society
from underheaven.scenario.build import build_scenario
built = build_scenario(read_regime("none"), read_society("plain"), 8, 1)
engine = PlainEngine()
people = engine.populate(built, 0)
print(int(engine.advance(people, built, 0)["persons"].sum()), "underheaven.engine.cpu_engine" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert said == ["8", "False"]
