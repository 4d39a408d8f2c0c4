"""Exact intervals against scipy, and how often each kind holds the truth where events are rare."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from underheaven.measure.inference import exact_intervals
from underheaven.measure.inference.counted_events import Events
from underheaven.measure.inference.estimate import difference_of_events
from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.inference.interval import t_interval


@pytest.mark.parametrize("events", [0, 1, 2, 7, 49, 1_000, 190_000])
def test_the_ends_of_a_count_are_quantiles_of_chi_squared(events):
    low, high = exact_intervals.poisson_interval(events)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0, rel=1e-9, abs=1e-9)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * events + 2) / 2, rel=1e-9)


@pytest.mark.parametrize(("part", "whole"), [(0, 1), (0, 30), (3, 30), (30, 30), (12, 6_700), (1, 2)])
def test_the_ends_of_a_share_are_quantiles_of_beta(part, whole):
    found = stats.binomtest(part, whole).proportion_ci(0.95, "exact")
    assert exact_intervals.binomial_interval(part, whole) == pytest.approx((found.low, found.high), abs=1e-9)


def test_the_ratio_of_two_counts_has_no_end_where_one_is_nought():
    low, high = exact_intervals.rate_ratio_interval(5, 0, 1.0)
    assert (low > 0, np.isinf(high)) == (True, True)
    assert exact_intervals.rate_ratio_interval(0, 0, 1.0) == (0.0, float("inf"))
    low, high = exact_intervals.rate_ratio_interval(20, 10, 2.0)
    assert low < 4 < high


@pytest.mark.parametrize(("value", "degrees"), [(0.0, 3), (5.0, 7), (18.5, 7), (60.0, 31)])
def test_the_tail_of_chi_squared(value, degrees):
    assert exact_intervals.chi_squared_tail(value, degrees) == pytest.approx(stats.chi2.sf(value, degrees), rel=2e-3)


def rates(mean, replicates=8, worlds=2_000, seed=1):
    return np.random.default_rng(seed).poisson(mean, (worlds, replicates)).astype(float)


def counted(values):
    """A count for 100,000 persons over replicates of 100,000 persons each."""
    over = np.full(len(values), 1e5)
    return interval_of_events(values, Events("count", over, 1e5, round(values.sum())))


@pytest.mark.parametrize("mean", [0.2, 1.0, 5.0])
def test_intervals_of_rare_counts_hold_the_truth_nineteen_times_in_twenty(mean):
    """At 0.2 events a replicate Student's t over eight holds it in 80 of 100, which is what this would have caught."""
    found = [counted(one) for one in rates(mean)]
    held = np.mean([one.low <= mean <= one.high for one in found])
    assert held > 0.95 - 4 * np.sqrt(0.95 * 0.05 / 2_000)
    assert all(one.low >= 0 for one in found)
    if mean == 0.2:
        t = [t_interval(one) for one in rates(mean)]
        assert np.mean([one.low <= mean <= one.high for one in t]) < 0.9


@pytest.mark.parametrize(("here", "there"), [(0.2, 0.2), (1.0, 0.2), (5.0, 1.0), (1.0, 1.0)])
def test_differences_of_rare_counts_hold_the_truth(here, there):
    held, worlds = 0, 1_500
    for one, other in zip(rates(here, worlds=worlds), rates(there, worlds=worlds, seed=2), strict=True):
        first, second = round(one.sum()), round(other.sum())
        low, high = exact_intervals.difference_interval(
            first, exact_intervals.poisson_interval(first), second, exact_intervals.poisson_interval(second)
        )
        held += low <= 8 * (here - there) <= high
    assert held / worlds > 0.95 - 4 * np.sqrt(0.95 * 0.05 / worlds)


@pytest.mark.parametrize("share", [0.004, 0.02, 0.995])
def test_intervals_of_shares_of_few_hold_the_truth_with_empty_replicates(share):
    """Shares of 0 to some 60 a replicate: a replicate without any used to leave the whole undefined."""
    rng, held, empties = np.random.default_rng(5), 0, 0
    worlds = 1_000
    for _ in range(worlds):
        over = rng.poisson(rng.choice([0.5, 60], 8)).astype(float)
        part = rng.binomial(over.astype(int), share)
        values = np.divide(part, over, out=np.full(8, np.nan), where=over > 0)
        if not over.any():
            continue
        found = interval_of_events(values, Events("share", over, 1.0, round(over.sum())))
        held += found.low <= share <= found.high
        empties += "replicate" in found.note and bool((over == 0).any())
        assert 0 <= found.low <= found.mean <= found.high <= 1
    assert held / worlds > 0.95 - 4 * np.sqrt(0.95 * 0.05 / worlds)
    assert empties > worlds / 10


def test_a_mean_with_empty_replicates_is_pooled_and_says_so():
    """Months over entries: 12 of 3, 4 of 1 and none of none are 16 of 4, and not undefined."""
    values, over = np.array([4.0, 4.0, np.nan, 8.0]), np.array([3.0, 1.0, 0.0, 1.0])
    found = interval_of_events(values, Events("mean", over, 1.0, 5))
    assert found.mean == pytest.approx(24 / 5)
    assert "1 replicate has an empty denominator" in found.note
    assert found.low < found.mean < found.high
    assert found.events == 5
    assert np.isnan(interval_of_events(np.full(3, np.nan), Events("mean", np.zeros(3), 1.0, 0)).mean)


def test_counts_that_come_in_clusters_get_no_interval_of_single_ones():
    """All twelve events in one replicate of eight: Poisson's law does not do that."""
    values = np.array([0, 0, 0, 12, 0, 0, 0, 0.0])
    single = interval_of_events(np.array([1, 2, 1, 2, 1, 2, 1, 2.0]), Events("count", np.full(8, 1e5), 1e5, 12))
    found = interval_of_events(values, Events("count", np.full(8, 1e5), 1e5, 12))
    assert found.high > single.high
    assert found.low == 0.0
    assert "clusters" in found.note


def test_shares_that_part_by_replicate_get_no_interval_of_single_persons():
    """None of twenty in one replicate and all of twenty in another say nothing of the mean but that it is possible."""
    found = interval_of_events(np.array([0.0, 1.0]), Events("share", np.array([20.0, 20.0]), 1.0, 40))
    assert (found.low, found.mean, found.high) == (0, 0.5, 1)
    assert "clusters" in found.note


def test_events_of_one_person_count_as_one():
    """Sixty months of two persons are two events, and their interval is as wide as that of two."""
    over = np.full(8, 1_000.0)
    values = np.array([30, 0, 0, 30, 0, 0, 0, 0]) / over
    found = interval_of_events(values, Events("count", over, 1.0, 2, design_effect=30.0))
    low, high = exact_intervals.poisson_interval(2)
    assert (found.low, found.high) == pytest.approx((30 * low / 8_000, 30 * high / 8_000))
    assert found.events == 2


def test_many_events_keep_students_t():
    values = np.array([20.0, 25, 22, 31])
    assert counted(values).low == t_interval(values).low
    assert counted(values).events == 98


@pytest.mark.parametrize("n", [2, 3, 8])
def test_many_events_that_are_one_number_in_every_replicate_have_an_exact_interval(n):
    """Student's t over numbers that are one by chance has no width, and says that chance does nothing."""
    found = counted(np.full(n, 40.0))
    low, high = exact_intervals.poisson_interval(40 * n)
    assert (found.low, found.high) == pytest.approx((low / n, high / n))
    events = Events("count", np.ones(n), 1.0, 40 * n)
    apart = difference_of_events(np.full(n, 40.0), np.full(n, 27.0), events, events)
    assert apart.mean == 13
    assert apart.low < 13 < apart.high
    same = difference_of_events(np.full(n, 40.0), np.full(n, 40.0), events, events)
    assert (same.low, same.high) == (0, 0)


def test_one_replicate_has_no_interval_however_rare():
    assert np.isnan(counted(np.array([2.0])).low)
