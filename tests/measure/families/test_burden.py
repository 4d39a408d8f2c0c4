"""Burden: the matrix, the groups and the persons tell of one and the same detriment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from underheaven.measure.families import burden

MILLION = 1_000_000


def fill(run, world, replicate):
    """Two months of income lost in travel for a judgment in credit, one in work for speech, by one person."""
    if world == 0:
        return
    t = run.tallies
    t["detriment"][1, 1, 2, 0] = 2 * MILLION
    t["detriment"][2, 7, 0, 1] = MILLION
    t["detriment_by_group"][1, 1, 2, 3] = 2 * MILLION
    t["detriment_by_group"][2, 7, 0, 3] = MILLION
    t["reward"][0, 5, 0] = 4 * MILLION
    run.sums["detriment"][7] = 3 * MILLION


def test_counted_by_hand(make):
    dataset = make(fill).sel(scenario=["court"])
    assert burden.detriment(dataset).item() == 3 / 8
    assert burden.reward(dataset).item() == 4 / 8
    assert burden.detriment_by_group(dataset).values.tolist() == [[[0, 0, 0, 1.5]]]
    assert burden.reward_by_group(dataset).values.tolist() == [[[2, 0, 0, 0]]]
    matrix = burden.detriment_matrix(dataset)
    assert matrix.sel(cause="credit", effect="travel").item() == 2
    assert matrix.sel(cause="speech", effect="work").item() == 1
    assert matrix.sum() == 3


def test_matrix_groups_and_persons_reconcile(make):
    dataset = make(fill, replicates=2)
    matrix = burden.detriment_matrix(dataset)
    groups = (burden.detriment_by_group(dataset) * dataset["persons"].mean("month")).sum("group")
    np.testing.assert_allclose(matrix.sum(["cause", "effect"]), groups, rtol=1e-12)
    np.testing.assert_allclose(burden.detriment_by_effect(dataset).sum("effect"), groups, rtol=1e-12)
    np.testing.assert_allclose(groups, dataset["person_detriment"].sum("person") / MILLION, rtol=1e-12)
    np.testing.assert_allclose(burden.detriment(dataset) * 8, groups, rtol=1e-12)


def test_concentration_stands_under_its_world(make):
    """Of eight persons two bear 1 and 3 months: those who bear none are no part of the inequality."""

    def two(run, world, replicate):
        run.sums["detriment"][6:] = np.array([1, 3]) * MILLION * world

    values = burden.detriment_gini(make(two, replicates=2))
    assert values.dims == ("scenario", "replicate")
    assert values.sel(scenario="court").values.tolist() == [1 / 4, 1 / 4]
    assert values.sel(scenario="none").isnull().all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 1, 1], 0), ([0, 0, 0, 5], 0.75), ([1, 3], 0.25), ([3, 1], 0.25), ([2, 4, 6, 8], 0.25)],
)
def test_gini_of_a_few(values, expected):
    assert burden.gini(np.array(values, float)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("law", "expected", "tolerance"),
    [(stats.expon(), 0.5, 1e-4), (stats.uniform(), 1 / 3, 1e-5), (stats.lognorm(1.0), 0.520500, 2e-4)],
)
def test_gini_of_a_law(law, expected, tolerance):
    n = 200_000
    assert burden.gini(law.ppf((np.arange(n) + 0.5) / n)) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("values", [[], [0.0, 0.0]])
def test_gini_of_nothing_is_unknown(values):
    assert np.isnan(burden.gini(np.array(values)))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any), st.integers(2, 5))
def test_gini_is_half_the_relative_mean_difference(values, times):
    array = np.array(values, float)
    difference = np.abs(array[:, None] - array).sum() / (2 * len(array) * array.sum())
    assert burden.gini(array) == pytest.approx(difference, abs=1e-12)
    assert burden.gini(np.tile(array, times)) == pytest.approx(difference, abs=1e-12)
    assert burden.gini(array * 7) == pytest.approx(difference, abs=1e-12)
