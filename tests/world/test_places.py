from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.spec.people import Ties
from underheaven.spec.read import read_society
from underheaven.world.places import deal_towns, household_places, household_sizes, largest_remainder, rank_in_region


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
        counts = np.bincount(deal_towns(people, n), minlength=len(people.regions))
        weights = np.array([r.persons for r in people.regions])
        assert counts.sum() == n
        assert (np.abs(counts - n * weights / weights.sum()) < 1).all()
        assert (np.diff(deal_towns(people, n)) >= 0).all()


def test_the_rank_of_a_town_is_the_share_of_its_region_before_it():
    assert rank_in_region(np.array([0, 0, 0, 0, 1, 2, 2])).tolist() == [0, 0.25, 0.5, 0.75, 0, 0, 0.5]


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
    house = household_places(ties({"1": 1, "3": 1}, 3), 20)
    for place, (first, end) in enumerate(house.tolist()):
        assert first <= place < end
        assert (house[first:end] == [first, end]).all()
