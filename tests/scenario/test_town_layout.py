from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.scenario.town_layout import (
    allocate_towns,
    household_sizes,
    household_slots,
    largest_remainder,
    rollout_join_months,
)
from underheaven.spec.io.document_reader import read_society
from underheaven.spec.models.people import Ties


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12), st.integers(0, 10_000))
def test_whole_numbers_nearest_to_their_shares(shares, total):
    whole = largest_remainder(shares, total)
    exact = np.array(shares) / sum(shares) * total
    assert whole.sum() == total
    assert (np.abs(whole - exact) < 1 + 1e-6).all()


def test_remainders_go_to_the_largest():
    assert largest_remainder([5, 3, 2], 7).tolist() == [4, 2, 1]
    assert largest_remainder([1, 1, 1], 2).tolist() == [1, 1, 0]


def test_towns_are_dealt_to_regions_by_their_persons():
    people = read_society("china-2020").model.people
    for n in (40, 333):
        counts = np.bincount(allocate_towns(people, n), minlength=len(people.regions))
        weights = np.array([r.persons for r in people.regions])
        assert counts.sum() == n
        assert (np.abs(counts - n * weights / weights.sum()) < 1).all()
        assert (np.diff(allocate_towns(people, n)) >= 0).all()


def test_the_towns_of_a_region_join_evenly_from_where_its_draw_lifts_them():
    regions = np.array([0, 0, 0, 0, 1, 2, 2])
    assert rollout_join_months(regions, [0, 0, 0], 12).tolist() == [0, 3, 6, 9, 0, 0, 6]
    assert rollout_join_months(regions, [2**31, 2**31, 2**30], 12).tolist() == [1, 4, 7, 10, 6, 1, 7]
    assert rollout_join_months(regions, [2**32 - 1] * 3, 12).tolist() == [2, 5, 8, 11, 11, 5, 11]
    assert not rollout_join_months(regions, [2**32 - 1] * 3, 0).any()


@given(st.integers(1, 40), st.integers(1, 126), st.integers(0, 2**32 - 1))
def test_a_town_joins_before_the_roll_out_is_over(n, full, drawn):
    months = rollout_join_months(np.zeros(n, np.int64), [drawn], full)
    assert (np.diff(months) >= 0).all()
    assert months[0] >= 0
    assert months[-1] <= full - 1


@pytest.mark.parametrize("n", [1, 2, 3, 7, 64])
def test_over_the_draws_every_month_of_a_roll_out_is_as_likely(n):
    """Ranks from 0 alone would let the only town of a region join in the first month, whatever the roll-out."""
    full, draws = 48, (np.arange(480) * 2**32) // 480
    joined = np.concatenate([rollout_join_months(np.zeros(n, np.int64), [u], full) for u in draws])
    counts = np.bincount(joined, minlength=full)
    assert len(counts) == full
    assert np.abs(counts / (480 * n / full) - 1).max() < 0.11


def ties(sizes, largest):
    return Ties(household_sizes=sizes, largest_household=largest)


@pytest.mark.parametrize("town", [4, 16, 100, 1024])
def test_households_fill_a_town(town):
    sizes = household_sizes(ties({"1": 1, "2": 3, "4": 2}, 4), town)
    assert sum(sizes) == town
    assert set(sizes) <= {1, 2, 3, 4}  # the last one is cut where the town ends


def test_households_come_as_often_as_the_table_says():
    sizes = household_sizes(ties({"1": 1, "2": 3, "4": 2}, 4), 1024)
    n = len(sizes)
    for size, share in ((1, 1 / 6), (2, 3 / 6), (4, 2 / 6)):
        assert abs(sizes.count(size) - n * share) <= 3


def test_every_place_knows_its_household():
    house = household_slots(ties({"1": 1, "3": 1}, 3), 20)
    for place, (first, end) in enumerate(house.tolist()):
        assert first <= place < end
        assert (house[first:end] == [first, end]).all()
