"""Student's t, computed here and in scipy; intervals that hold what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from underheaven.measure.inference.interval import (
    NO_VARIATION,
    beta_quantile,
    replicate_sd,
    t_interval,
    t_quantile,
    t_tail,
)


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 7, 15, 31, 99, 1000, 10_000, 2.5])
@pytest.mark.parametrize("probability", [0.55, 0.75, 0.9, 0.975, 0.995, 1 - 5e-6, 1 - 1e-9, 0.025, 1e-5, 0.3])
def test_quantiles_are_those_of_scipy(probability, degrees):
    assert t_quantile(probability, degrees) == pytest.approx(stats.t.ppf(probability, degrees), rel=1e-9)


@pytest.mark.parametrize("degrees", [1, 3, 16, 400])
def test_tails_are_those_of_scipy(degrees):
    for t in np.linspace(0, 12, 49):
        assert t_tail(t, degrees) == pytest.approx(stats.t.sf(t, degrees), rel=1e-10)


def test_closed_forms():
    assert t_quantile(0.5, 3) == 0
    assert t_quantile(0.975, 1) == pytest.approx(math.tan(math.pi * 0.475), rel=1e-12)
    assert t_quantile(0.9, 2) == pytest.approx(0.8 / math.sqrt(2 * 0.9 * 0.1), rel=1e-12)


@pytest.mark.parametrize(("probability", "degrees"), [(0, 3), (1, 3), (0.9, 0), (-0.1, 3), (float("nan"), 3)])
def test_outside_its_range_is_refused(probability, degrees):
    with pytest.raises(ValueError, match="t quantile"):
        t_quantile(probability, degrees)


def test_an_interval_is_that_of_scipy():
    values = np.array([3.1, 2.7, 4.4, 3.3, 2.9])
    found = t_interval(values)
    low, high = stats.t.interval(0.95, 4, loc=values.mean(), scale=stats.sem(values))
    assert (found.mean, found.low, found.high) == pytest.approx((values.mean(), low, high), rel=1e-9)
    assert (found.replicates, found.note) == (5, "")
    assert t_interval(values, 0.99).low < found.low


def test_a_constant_has_no_width():
    found = t_interval([2.0, 2.0, 2.0])
    assert (found.low, found.mean, found.high, found.note) == (2, 2, 2, NO_VARIATION)
    rounded = t_interval([0.1 + 0.2, 0.3, 0.3])  # differ in the last digit alone
    assert (rounded.low, rounded.high, rounded.note) == (rounded.mean, rounded.mean, NO_VARIATION)


def test_one_replicate_has_a_mean_and_says_why_no_interval():
    found = t_interval([4.0])
    assert found.mean == 4
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert "one replicate" in found.note


@pytest.mark.parametrize(("values", "note"), [([], "0 of 0"), ([1.0, math.nan, 2.0], "1 of 3")])
def test_undefined_says_so(values, note):
    found = t_interval(values)
    assert math.isnan(found.mean)
    assert note in found.note


def test_nineteen_in_twenty_hold_the_mean():
    draws = np.random.default_rng(3).normal(1.0, 2.0, (4000, 6))
    held = sum(found.low <= 1 <= found.high for found in map(t_interval, draws))
    assert abs(held - 3800) < 5 * math.sqrt(4000 * 0.95 * 0.05)


def test_an_interval_is_cut_at_what_is_possible_and_its_mean_is_kept():
    wide = t_interval([0.0, 0.9])
    assert (wide.low, wide.high) != (0, 1)
    cut = wide.clip(0, 1)
    assert (cut.low, cut.mean, cut.high) == (0, wide.mean, 1)
    assert math.isnan(t_interval([0.5]).clip(0, 1).low)


@pytest.mark.parametrize(("a", "b"), [(56.7, 8.3), (1, 1), (0.5, 3), (2, 40)])
def test_quantiles_of_beta_are_those_of_scipy(a, b):
    for probability in (0.025, 0.3, 0.975):
        assert beta_quantile(probability, a, b) == pytest.approx(stats.beta.ppf(probability, a, b), rel=1e-9)


def test_the_spread_behind_an_interval_comes_back():
    values = np.array([1.0, 4.0, 2.0, 7.0])
    assert replicate_sd(t_interval(values)) == pytest.approx(values.std(ddof=1))
    assert math.isnan(replicate_sd(t_interval([3.0])))
