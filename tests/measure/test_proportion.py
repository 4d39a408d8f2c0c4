"""Proportion, on a table worked out on paper and on results of known cells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from underheaven.fields import CAUSES, CONTEXTS
from underheaven.measure import proportion
from underheaven.measure.registry import MEASURES

MATRIX = np.array([[10, 2, 0], [0, 5, 5], [0, 8, 0]], float)


def test_the_worked_table():
    related = np.eye(3, dtype=bool)
    related[0, 1] = True
    assert proportion.unrelated_share(MATRIX, related) == pytest.approx(13 / 30, abs=1e-12)
    gravity, booked = np.array([1, 2, 4, 8.0]), np.array([5, 4, 8, 40.0])
    assert proportion.excess(gravity, booked, 2) == pytest.approx(9 / 19, abs=1e-12)
    assert proportion.tau_b(gravity, booked) == pytest.approx(2 / 3, abs=1e-12)


def fill(run, world, replicate):
    if world == 0:
        return
    d = run.tallies["detriment"]
    d[0, 1, 1, 0] = 6  # credit for credit, a true act
    d[1, 1, 2, 0] = 2  # travel for credit, a true act
    d[2, 0, 0, 1] = 1  # work for work, a false record
    d[2, 9, 0, 0] = 1  # work, for one's ties


def test_counted_by_hand(make):
    dataset = make(fill)
    assert proportion.cross_context_share(dataset).sel(world="court").item() == pytest.approx(3 / 10)
    assert proportion.unjustified_share(dataset).sel(world="court").item() == pytest.approx(2 / 10)
    wider = proportion.SAME_CONTEXT | {("credit", "travel")}
    assert proportion.cross_context_share(dataset, wider).sel(world="court").item() == pytest.approx(1 / 10)
    assert proportion.cross_context_share(dataset).sel(world="none").isnull().all()
    assert proportion.unjustified_share(dataset).sel(world="none").isnull().all()


def test_all_and_none_related(random):
    everything = {(cause, effect) for cause in CAUSES for effect in CONTEXTS}
    np.testing.assert_array_equal(proportion.cross_context_share(random, everything), 0)
    np.testing.assert_array_equal(proportion.cross_context_share(random, ()), 1)


def test_every_measure_says_what_it_is_not():
    for name in ("cross_context_share", "unjustified_share"):
        assert MEASURES[name].definition.endswith(proportion.NOTE)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=12))
def test_tau_b_is_kendalls(pairs):
    x, y = (np.array(column, float) for column in zip(*pairs, strict=True))
    found = proportion.tau_b(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(stats.kendalltau(x, y).statistic, abs=1e-12)


def test_nothing_booked_is_unknown():
    zero = np.zeros(3)
    assert np.isnan(proportion.excess(zero, zero, 2))
    assert np.isnan(proportion.unrelated_share(np.zeros((3, 3)), np.eye(3, dtype=bool)))
