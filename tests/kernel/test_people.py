from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from underheaven.fields import FACE_OPEN, FACE_SPEAKING
from underheaven.kernel.tables import GUIDE

from .conftest import ONE


def test_a_category_is_the_first_whose_cumulative_share_lies_above_the_draw(kernel):
    cumulative = np.array([ONE // 4, ONE // 2, ONE, ONE], np.int64)
    guide = np.zeros(GUIDE, np.uint8)
    category = kernel("people").category
    draws = [0, ONE // 4 - 1, ONE // 4, ONE // 2 - 1, ONE // 2, ONE - 1]
    assert [int(category(u, cumulative, guide)) for u in draws] == [0, 0, 1, 1, 2, 2]


def test_an_empty_category_is_never_drawn(kernel):
    cumulative = np.array([0, ONE, ONE], np.int64)
    guide = np.zeros(GUIDE, np.uint8)
    assert {int(kernel("people").category(u, cumulative, guide)) for u in (0, 1, ONE - 1)} == {1}


def test_a_trait_stays_with_a_person_and_changes_with_the_generation(kernel, people, key):
    people.traits[0] = np.arange(people.traits.shape[1])
    trait = kernel("people").trait
    assert trait(people, key, 3, 0, 0) == trait(people, key, 3, 0, 0)
    assert len({trait(people, key, 3, g, 0) for g in range(6)}) > 1
    assert len({trait(people, key, i, 0, 0) for i in range(6)}) > 1


def test_traits_take_every_quantile_about_equally(kernel, people, key):
    quarters = people.traits.shape[1] // 4
    people.traits[1] = np.arange(people.traits.shape[1]) // quarters
    counts = Counter(float(kernel("people").trait(people, key, i, 0, 1)) for i in range(2000))
    assert set(counts) == {0.0, 1.0, 2.0, 3.0}
    assert sum((n - 500) ** 2 / 500 for n in counts.values()) < 16.3  # chi-square, 3 degrees, 0.001


def test_a_ladder_climbs_by_the_place_in_town(kernel, people, key):
    people.ladder[3] = 1
    assert [kernel("people").trait(people, key, i, 0, 3) for i in range(6)] == [0, 0.25, 0.5, 0.75, 0, 0.25]


def test_a_raised_step_of_a_ladder_is_empty(kernel, people, key):
    people.ladder[3] = 1 + 2
    assert [kernel("people").trait(people, key, i, 0, 3) for i in range(6)] == [0, 0.25, 0.75, 0.75, 0, 0.25]


def test_acquaintances_are_others_of_the_town(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons = 8, 1, 8
    for i in range(8):
        known = {int(kernel("people").acquaintance(people, key, i, k)) for k in range(60)}
        assert known == set(range(8)) - {i}


def test_acquaintances_nearby_are_of_the_towns_beside(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons, people.nearby = 4, 5, 18, ONE
    towns = {int(kernel("people").acquaintance(people, key, 0, k)) // 4 for k in range(60)}
    assert towns == {1, 4}
    known = {int(kernel("people").acquaintance(people, key, 12, k)) for k in range(90)}
    assert known == {8, 9, 10, 11, 16, 17}


def test_the_acquaintances_of_a_town_are_those_of_its_persons(kernel, people, key):
    """Found at once, as places in the window: the town before, the town itself, the one after, and nobody."""
    people.town_size, people.n_towns, people.n_persons, people.nearby, people.acquaintances = 8, 3, 21, ONE // 3, 5
    for first, n in ((0, 8), (8, 8), (16, 5), (16, 1)):
        people.n_persons = 16 + n if first == 16 else 21
        known = np.full((5, 8), 99, np.uint16)
        kernel("people").fill_acquaintances(people, key, first, n, known)
        for k in range(5):
            for j in range(n):
                other = int(kernel("people").acquaintance(people, key, first + j, k))
                step = (other // 8 - first // 8 + 1) % 3
                assert known[k, j] == (24 if other == first + j else 8 * step + other % 8)
        assert (known[:, n:] == 99).all()
        beside = known[:, :n] // 8
        assert {0, 2} <= set(beside.ravel().tolist()) or n == 1


def test_who_is_alone_looks_at_nobody_else(kernel, people, key):
    people.town_size, people.n_persons = 4, 1
    assert kernel("people").acquaintance(people, key, 0, 0) == 0


@pytest.mark.parametrize(("faces", "bit", "share"), [
    ([0, FACE_OPEN, FACE_OPEN, 0], FACE_OPEN, 2 / 3),
    ([FACE_OPEN, 0, 0, 0], FACE_OPEN, 0),
    ([0, FACE_SPEAKING, FACE_OPEN, 0], FACE_SPEAKING, 1 / 3),
])  # fmt: skip
def test_the_share_of_a_household_that_shows_something(kernel, people, key, faces, bit, share):
    people.house[:4] = [0, 4]
    assert kernel("people").seen_share(people, key, np.array(faces, np.uint8), 0, bit, 0) == pytest.approx(share)


def test_without_ties_nothing_is_seen(kernel, people, key):
    people.house[:4] = [[0, 1], [1, 2], [2, 3], [3, 4]]
    assert kernel("people").seen_share(people, key, np.full(4, 255, np.uint8), 2, FACE_OPEN, 0) == 0


def test_in_every_town_one_looks_at_the_own_town(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons = 4, 3, 12
    known = {int(kernel("people").acquaintance(people, key, 9, k)) for k in range(60)}
    assert known == {8, 10, 11}


def test_household_and_acquaintances_are_seen_alike(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons, people.acquaintances = 4, 2, 8, 2
    people.house[:4] = [[0, 2], [0, 2], [2, 4], [2, 4]]
    looked_at = [7, *(int(kernel("people").acquaintance(people, key, 6, k)) for k in range(2))]
    for shown in range(8):
        face = np.zeros(8, np.uint8)
        face[shown] = FACE_OPEN
        share = kernel("people").seen_share(people, key, face, 6, FACE_OPEN, 0)
        assert share == pytest.approx(looked_at.count(shown) / 3)


def test_a_cell_is_the_households_category_crossed_with_the_persons(kernel, people, key):
    people.n_person_categories = 3
    people.person_cum[:3], people.person_cum[3:] = [ONE // 4, ONE // 2, ONE], ONE
    people.arrival_cum[:] = people.person_cum
    cell_from, first_cell = kernel("people").cell_from, kernel("people").first_cell
    for generation in (0, 3):
        assert [int(cell_from(people, u, 2, generation)) for u in (0, ONE // 4, ONE - 1)] == [6, 7, 8]
    people.household_cum[:3], people.house[:4] = [0, 0, ONE], [[0, 4]] * 4
    assert {int(first_cell(people, key, 1, g)) for g in range(20)} == {6, 7, 8}


def test_those_who_come_later_are_drawn_from_the_categories_of_newcomers(kernel, people, key):
    people.n_person_categories = 2
    people.person_cum[:2], people.arrival_cum[:2] = [ONE // 2, ONE], [ONE, ONE]
    cell_from = kernel("people").cell_from
    assert [int(cell_from(people, ONE - 1, 0, generation)) for generation in (0, 1, 2)] == [1, 0, 0]
