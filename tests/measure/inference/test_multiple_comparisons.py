"""What is named among several: seldom anything where nothing is there, and what is there."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from underheaven.measure.inference.interval import t_interval
from underheaven.measure.inference.multiple_comparisons import (
    at_confidence_level,
    p_value,
    significant_differences,
    significant_sign,
)


def test_the_chance_and_the_choice_are_those_of_scipy_and_statsmodels():
    from scipy import stats

    values = np.random.default_rng(4).normal(0.6, 1, (12, 8))
    found = dict(enumerate(map(t_interval, values)))
    p = [stats.ttest_1samp(one, 0).pvalue for one in values]
    assert [p_value(one) for one in found.values()] == pytest.approx(p, rel=1e-9)
    assert sorted(significant_differences(found)) == sorted(np.flatnonzero(multipletests(p, 0.05, "holm")[0]))


def test_one_of_ten_groups_is_named_by_chance_in_one_world_of_twenty():
    """Picked by its own interval at 95 %, one of ten is named in 40 worlds of 100; all ten looked at, in 5."""
    worlds = np.random.default_rng(9).normal(0, 1, (1_500, 10, 8))
    named = [bool(significant_differences(dict(enumerate(map(t_interval, world))))) for world in worlds]
    assert abs(np.mean(named) - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 1_500)


def test_what_is_named_has_an_interval_without_nought():
    values = np.random.default_rng(2).normal(0, 1, (10, 8)) + np.array([4] + [0] * 9)[:, None]
    found = dict(enumerate(map(t_interval, values)))
    named = significant_differences(found)
    assert 0 in named
    assert named[0].low > 0
    assert named[0].high - named[0].low > found[0].high - found[0].low


def test_one_replicate_and_no_difference_name_nothing():
    assert significant_differences({"a": t_interval([3.0]), "b": t_interval([0.0, 0.0]), "c": t_interval([])}) == {}
    assert np.isnan(at_confidence_level(t_interval([3.0]), 0.99).low)


def test_few_numbers_that_are_one_number_are_told_by_their_sides_alone():
    """Counts of two replicates are one number by chance every tenth time: no spread is no proof that there is none."""
    assert significant_differences({"a": t_interval([2.0, 2.0])}) == {}
    assert significant_sign(t_interval([-2.0] * 5)) == 0
    assert significant_differences({"a": t_interval([2.0] * 6)})["a"].mean == 2
    assert significant_sign(t_interval([-2.0] * 6)) == -1
    draws = np.random.default_rng(3).poisson(8, (4_000, 2, 2)).astype(float)
    told = np.mean([significant_sign(t_interval(one[0] - one[1])) != 0 for one in draws])
    assert told < 0.06
