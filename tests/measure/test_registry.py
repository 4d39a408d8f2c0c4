"""Every measure says what it is, and keeps within what it says."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.registry import MEASURES, PAIRED

ALL = [*MEASURES.values(), *PAIRED.values()]
UNBOUNDED_HERE = {"unemployed", "legitimacy", "speaking", "granted_share"} | {
    "listed_unable", "listed_unwilling", "listed_in_error",
}  # fmt: skip
"""Shares of a tally in another one, which random numbers do not bound as a run does."""


def value(measure, dataset):
    return measure.function(dataset, "none") if measure.name in PAIRED else measure.function(dataset)


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_every_measure_is_described(measure):
    assert measure.title[0].isupper()
    assert measure.unit
    assert measure.source
    assert measure.definition.endswith(".")
    assert measure.definition[0].isupper()
    assert "Gives" not in measure.definition
    assert "against:" not in measure.definition
    assert len(measure.definition) > 20
    assert measure.range[0] < measure.range[1]


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_every_measure_gives_one_number_a_world_and_replicate(random, measure):
    found = value(measure, random)
    assert set(found.dims) == {"world", "replicate"}
    assert found.notnull().all()
    if measure.name not in UNBOUNDED_HERE:
        assert (found >= measure.range[0]).all()
        assert (found <= measure.range[1]).all()


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_every_measure_reads_something(random, measure):
    half = random.copy(deep=True)
    for name, array in half.data_vars.items():
        rng = np.random.default_rng(len(str(name)))
        array.values[1] = rng.integers(1, 50, array.values[1].shape)
    assert not np.array_equal(value(measure, half)[1], value(measure, random)[1])


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.name)
def test_nothing_recorded_warns_nobody(make, measure):
    found = value(measure, make())
    assert ((found == 0) | found.isnull()).all()


def test_names_and_titles_are_unique():
    assert len({m.name for m in ALL}) == len({m.title for m in ALL}) == len(ALL)
    assert all(name == measure.name for name, measure in MEASURES.items())
