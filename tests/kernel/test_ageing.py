"""One person grows older: from the month of birth to the cell of a month, and what a new cell changes."""

from __future__ import annotations

import numpy as np
import pytest

from .conftest import ONE, state

NEVER = 1 << 40
MINOR, GROWN, OLD = 0, 1, 2


@pytest.fixture
def people(people):
    """Three classes of age: minors to 24 months, grown to 60, and the old without end; a fifth of the first leaves."""
    people.n_person_categories = 3
    people.person_cum[:3] = [ONE // 2, ONE - 4, ONE]
    people.arrival_cum[:3] = ONE
    people.since[:3], people.until[:3], people.older[:3] = [0, 24, 60], [24, 60, NEVER], [1, 2, 2]
    people.stays[:3], people.powers[:3] = [0.8, 1, 0.5], [sum(0.8**m for m in range(24)), 36, 0]
    people.minor[MINOR] = 1
    people.house[:4] = [[0, 4]] * 4
    return people


def test_the_cell_follows_from_the_first_one_and_the_age(kernel, people):
    cell_at = kernel("ageing").cell_at_age
    assert [int(cell_at(people, MINOR, age)) for age in (-5, 0, 23, 24, 59, 60, 900)] == [0, 0, 0, 1, 1, 2, 2]
    assert [int(cell_at(people, GROWN, age)) for age in (3, 24, 60)] == [1, 1, 2]


def test_the_cell_before_is_the_last_one_on_the_way(kernel, people):
    came_from = kernel("ageing").previous_cell
    assert [int(came_from(people, first, cell)) for first, cell in ((0, 1), (0, 2), (1, 2))] == [0, 1, 1]


def test_a_month_of_birth_gives_back_the_age(kernel):
    ageing = kernel("ageing")
    for month, age in ((0, 1440), (0, 0), (70, 12), (600, 0)):
        born = np.array([ageing.birth_month(month, age)], np.uint16)
        assert int(ageing.age_in_month(born, 0, month)) == age
        assert int(ageing.age_in_month(born, 0, month + 7)) == age + 7


def test_first_ages_thin_out_as_people_leave(kernel, people):
    """Every month of age has the share of the one before that stays; the draw goes through the ages in order."""
    first_age, steps = kernel("ageing").initial_age, 20_000
    ages = np.array([int(first_age(people, MINOR, ONE // 2 * m // steps)) for m in range(steps)])
    assert (np.diff(ages) >= 0).all()
    counts = np.bincount(ages, minlength=24)
    assert counts == pytest.approx(steps * 0.8 ** np.arange(24) / people.powers[MINOR], abs=1.01)


def test_first_ages_are_even_where_nobody_leaves_and_the_first_where_all_do(kernel, people):
    first_age = kernel("ageing").initial_age
    span = ONE - 4 - ONE // 2
    assert [int(first_age(people, GROWN, ONE // 2 + span * (2 * m + 1) // 72)) for m in (0, 35)] == [24, 59]
    assert int(first_age(people, GROWN, ONE - 5)) == 59
    people.stays[MINOR], people.powers[MINOR] = 0, 1
    assert {int(first_age(people, MINOR, u)) for u in (0, ONE // 4, ONE // 2 - 1)} == {0}
    assert int(first_age(people, OLD, ONE - 1)) == 60


def moved(kernel, people, key, before, cell, live=0, savings=7):
    of = state(livelihood=np.array([live], np.uint8), savings=np.array([savings], np.uint16))
    kernel("ageing").enter_cell(people, key, of, 0, 0, before, cell)
    return int(of.livelihood[0]), int(of.savings[0])


def test_who_grows_up_begins_as_a_newcomer_does(kernel, people, key):
    people.participation[GROWN] = people.employed_at_start = ONE
    people.savings_at_start = 500
    assert moved(kernel, people, key, MINOR, GROWN) == (3, 500)
    people.employed_at_start = 0
    assert moved(kernel, people, key, MINOR, GROWN) == (2, 500)


def test_a_child_of_the_next_class_of_children_has_nothing_yet(kernel, people, key):
    people.minor[GROWN] = 1
    people.participation[GROWN] = people.employed_at_start = ONE
    assert moved(kernel, people, key, MINOR, GROWN) == (0, 7)


@pytest.mark.parametrize("owes", [0, 1 << 2, 4 << 2 | 32])
def test_work_follows_and_debts_and_savings_go_along(kernel, people, key, owes):
    people.participation[GROWN], people.participation[OLD] = ONE, 0
    assert moved(kernel, people, key, GROWN, OLD, 3 | owes) == (owes, 7)
    assert moved(kernel, people, key, GROWN, OLD, 2 | owes) == (owes, 7)


def test_who_takes_part_already_keeps_the_job_or_the_search(kernel, people, key):
    people.participation[OLD] = ONE
    for start in (0, ONE):
        people.employed_at_start = start
        assert [moved(kernel, people, key, GROWN, OLD, live)[0] for live in (3, 2)] == [3, 2]


def test_who_had_no_standing_last_month_has_arrived(kernel, people, key):
    arrived, born_at = kernel("ageing").is_new_adult, kernel("ageing").birth_month
    people.renewal[:] = 0
    first = int(kernel("person_attributes").arrival_cell(people, key, 0, 1))
    assert first == MINOR

    def told(age, cell, month=9):
        return bool(arrived(people, key, np.array([born_at(month, age)], np.uint16), 0, month, 1, cell))

    assert [told(24, GROWN), told(25, GROWN), told(60, OLD), told(0, MINOR), told(0, MINOR, month=0)] == [
        True,
        False,
        False,
        True,
        False,
    ]
