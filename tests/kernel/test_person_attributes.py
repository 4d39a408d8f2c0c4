from __future__ import annotations

from collections import Counter

import numpy as np

from underheaven.kernel.table_layout import GUIDE_LENGTH

from .conftest import ONE


def test_a_category_is_the_first_whose_cumulative_share_lies_above_the_draw(kernel):
    cumulative = np.array([ONE // 4, ONE // 2, ONE, ONE], np.int64)
    guide = np.zeros(GUIDE_LENGTH, np.uint8)
    category = kernel("person_attributes").draw_category
    draws = [0, ONE // 4 - 1, ONE // 4, ONE // 2 - 1, ONE // 2, ONE - 1]
    assert [int(category(u, cumulative, guide)) for u in draws] == [0, 0, 1, 1, 2, 2]


def test_an_empty_category_is_never_drawn(kernel):
    cumulative = np.array([0, ONE, ONE], np.int64)
    guide = np.zeros(GUIDE_LENGTH, np.uint8)
    assert {int(kernel("person_attributes").draw_category(u, cumulative, guide)) for u in (0, 1, ONE - 1)} == {1}


def test_a_trait_stays_with_a_person_and_changes_with_the_generation(kernel, people, key):
    people.traits[0] = np.arange(people.traits.shape[1])
    trait = kernel("person_attributes").draw_trait
    assert trait(people, key, 3, 0, 0) == trait(people, key, 3, 0, 0)
    assert len({trait(people, key, 3, g, 0) for g in range(6)}) > 1
    assert len({trait(people, key, i, 0, 0) for i in range(6)}) > 1


def test_traits_take_every_quantile_about_equally(kernel, people, key):
    quarters = people.traits.shape[1] // 4
    people.traits[1] = np.arange(people.traits.shape[1]) // quarters
    counts = Counter(float(kernel("person_attributes").draw_trait(people, key, i, 0, 1)) for i in range(2000))
    assert set(counts) == {0.0, 1.0, 2.0, 3.0}
    assert sum((n - 500) ** 2 / 500 for n in counts.values()) < 16.3  # chi-square, 3 degrees, 0.001


def test_a_ladder_climbs_by_the_place_in_town(kernel, people, key):
    people.ladder[3] = 1
    assert [kernel("person_attributes").draw_trait(people, key, i, 0, 3) for i in range(6)] == [
        0,
        0.25,
        0.5,
        0.75,
        0,
        0.25,
    ]


def test_a_raised_step_of_a_ladder_is_empty(kernel, people, key):
    people.ladder[3] = 1 + 2
    assert [kernel("person_attributes").draw_trait(people, key, i, 0, 3) for i in range(6)] == [
        0,
        0.25,
        0.75,
        0.75,
        0,
        0.25,
    ]


def test_a_cell_is_the_households_category_crossed_with_the_persons(kernel, people, key):
    people.n_person_categories = 3
    people.person_cum[:3], people.person_cum[3:] = [ONE // 4, ONE // 2, ONE], ONE
    people.arrival_cum[:] = people.person_cum
    cell_from, first_cell = kernel("person_attributes").cell_from_draw, kernel("person_attributes").arrival_cell
    for generation in (0, 3):
        assert [int(cell_from(people, u, 2, generation)) for u in (0, ONE // 4, ONE - 1)] == [6, 7, 8]
    people.household_cum[:3], people.house[:4] = [0, 0, ONE], [[0, 4]] * 4
    assert {int(first_cell(people, key, 1, g)) for g in range(20)} == {6, 7, 8}


def test_those_who_come_later_are_drawn_from_the_categories_of_newcomers(kernel, people, key):
    people.n_person_categories = 2
    people.person_cum[:2], people.arrival_cum[:2] = [ONE // 2, ONE], [ONE, ONE]
    cell_from = kernel("person_attributes").cell_from_draw
    assert [int(cell_from(people, ONE - 1, 0, generation)) for generation in (0, 1, 2)] == [1, 0, 0]
