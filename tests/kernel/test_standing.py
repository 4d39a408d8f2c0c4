from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import ERROR, FALSE, MISTAKEN, OWES_UNABLE, OWES_UNWILLING, TRUE
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.kernel.argument_types import StatusChange
from underheaven.kernel.society import SOCIETY_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import CONVICTION, MAX_GRADES, REGION_COLUMNS

from .conftest import NOTHING_MORE, person

NOBODY = make_records(SOCIETY_DTYPE)[0]
NOBODY.kind_of_stage[:] = -1


@pytest.fixture
def graded(rules):
    """A hundred points; grades from 90, from 50, and below; rule 0 costs 20, rule 1 costs 60, rule 2 earns 5."""
    rules.start = 100
    rules.n_grades = 3
    rules.band[:3] = [90, 50, 0]
    rules.grade_label[:3] = [0, 1, 2]
    rules.points[:3] = [-20, -60, 5]
    rules.n_rules = 3
    rules.kind_of[:3] = [0, 1, 2]
    return rules


@pytest.mark.parametrize(("records", "score"), [([], 100), ([0], 80), ([0, 0], 60), ([0, 1], 20), ([2] * 8, 140)])
def test_a_score_is_the_start_and_all_points(kernel, graded, dossier, records, score):
    words = dossier(*((r, 5, TRUE) for r in records))
    assert kernel("status").dossier_score(graded, words, 0, -1, 0) == score


def test_a_score_stays_within_its_bounds(kernel, graded, dossier):
    graded.minimum, graded.maximum = 70, 101
    assert kernel("status").dossier_score(graded, dossier((1, 5, TRUE)), 0, -1, 0) == 70
    assert kernel("status").dossier_score(graded, dossier((2, 5, TRUE)), 0, -1, 0) == 101


def test_one_more_record_is_weighed_without_being_filed(kernel, graded, dossier):
    words = dossier((0, 5, TRUE))
    assert kernel("status").dossier_score(graded, words, 0, 1, 0) == 20
    assert kernel("status").dossier_score(graded, words, 0, -1, 0) == 80


@pytest.mark.parametrize(("score", "grade"), [(1000, 0), (90, 0), (89, 1), (50, 1), (49, 2), (-1000, 2)])
def test_a_grade_begins_at_its_bound(kernel, graded, score, grade):
    assert kernel("scores").grade_from_score(graded, score) == grade


def test_without_grades_there_is_one(kernel, rules):
    assert kernel("scores").grade_from_score(rules, -5) == 0


@pytest.fixture
def listing(graded):
    """List 0 by a record of rule 1, list 1 by three of rules 0 and 2, list 2 at the worst grade, list 3 at the best."""
    graded.n_lists = 4
    graded.list_rules[0] = 0b010
    graded.list_count[1], graded.list_count_rules[1] = 3, 0b101
    graded.list_at_most[2] = 2
    graded.list_at_least[3] = 0
    graded.black, graded.red = 0b0111, 0b1000
    return graded


@pytest.mark.parametrize(
    ("records", "grade", "lists"),
    [
        ([], 0, 0b1000),
        ([0], 1, 0b0000),
        ([0, 0], 1, 0b0000),
        ([0, 0, 2], 1, 0b0010),
        ([1], 2, 0b0101),
        ([1, 2, 2], 1, 0b0001),
        ([1, 0, 0, 0], 2, 0b0111),
    ],
)
def test_a_state_is_the_grade_and_the_lists(kernel, listing, dossier, records, grade, lists):
    words = dossier(*((r, 5, TRUE) for r in records))
    assert kernel("status").dossier_status(listing, words, 0, -1, 0) == grade + MAX_GRADES * lists


def test_a_state_with_one_more_record_is_that_of_the_dossier_with_it(kernel, listing, dossier):
    state_of = kernel("status").dossier_status
    for held in ([], [0, 0], [2], [0, 2], [1]):
        for more in range(3):
            now, then = dossier(*((r, 5, TRUE) for r in held)), dossier(*((r, 5, TRUE) for r in [*held, more]))
            assert state_of(listing, now, 0, more, 0) == state_of(listing, then, 0, -1, 0)
            both = state_of(listing, now, 0, -1, 0), state_of(listing, now, 0, more, 0)
            assert kernel("status").status_without_and_with(listing, now, 0, more, 0) == both


LISTED, WRONGLY, NEWLY = 1, 2, 4
"""Bits of what observing a person returns."""


def observe(kernel, rules, tally, words, before=0, people=NOBODY, me=NOTHING_MORE):
    by_region = np.zeros((2, REGION_COLUMNS), np.int64)
    standing, status = kernel("standing"), kernel("status")
    state = status.dossier_status(rules, words, 0, -1, 0)
    points, _ = status.read_dossier(rules, words, 0)
    stands = StatusChange(points, state, before)
    listed = standing.count_standing(people, rules, tally, by_region[1], words, person(group=3, personal=me), stands)
    return int(listed), by_region


def test_what_is_observed_of_a_listed_person(kernel, listing, dossier, tally):
    listed, by_region = observe(kernel, listing, tally, dossier((1, 5, FALSE), (1, 9, TRUE)))
    assert listed == LISTED + NEWLY
    assert tally.listed[:, 3].tolist()[:4] == [1, 0, 1, 0]
    assert by_region[1, :4].tolist() == [1, 0, 1, 0]
    assert tally.listed_by_kind[0, 1] == 1
    assert tally.listed_by_origin[0, TRUE - 1] == 1
    assert tally.entries[0, TRUE - 1] == 1
    assert tally.live_records[:3].tolist() == [1, 1, 0]
    assert tally.score == -20
    assert tally.grades[2, 3] == 1


@pytest.mark.parametrize(
    ("origins", "wrong", "origin"),
    [
        ([FALSE], WRONGLY, FALSE),
        ([MISTAKEN, FALSE], WRONGLY, MISTAKEN),
        ([FALSE, TRUE], 0, TRUE),
        ([TRUE], 0, TRUE),
    ],
)
def test_wrongly_listed_is_who_has_no_true_record_behind(kernel, listing, dossier, tally, origins, wrong, origin):
    listed, _ = observe(kernel, listing, tally, dossier(*((1, 5, o) for o in origins)))
    assert listed == LISTED + wrong + NEWLY
    assert tally.listed_by_origin[0].argmax() == origin - 1


def test_entries_and_exits_compare_with_last_month(kernel, listing, dossier, tally):
    observe(kernel, listing, tally, dossier((0, 5, TRUE)), before=0 + MAX_GRADES * 0b1001)
    assert tally.exits[:4].tolist() == [1, 0, 0, 1]
    assert not tally.entries.any()


def test_a_redlist_alone_is_no_blacklist(kernel, listing, dossier, tally):
    listed, _ = observe(kernel, listing, tally, dossier())
    assert listed == 0
    assert tally.listed[3, 3] == 1


def test_a_list_by_grade_is_fed_by_what_lowers_the_score(kernel, listing, dossier, tally):
    observe(kernel, listing, tally, dossier((1, 5, TRUE), (0, 5, TRUE), (2, 5, TRUE)))
    assert tally.listed_by_kind[2, :3].tolist() == [1, 1, 0]


def test_a_full_dossier_is_counted_whole(kernel, listing, dossier, tally):
    observe(kernel, listing, tally, dossier(*((0, 5, TRUE) for _ in range(DOSSIER_CAPACITY))))
    assert tally.live_records[TRUE - 1] == DOSSIER_CAPACITY


def test_what_costs_nothing_feeds_no_list_by_grade(kernel, listing, dossier, tally):
    listing.points[2] = 0
    observe(kernel, listing, tally, dossier((1, 5, TRUE), (2, 5, TRUE)))
    assert tally.listed_by_kind[2, :3].tolist() == [0, 1, 0]


def test_a_redlist_by_grade_is_fed_by_what_raises_the_score(kernel, listing, dossier, tally):
    observe(kernel, listing, tally, dossier((2, 5, FALSE)))
    assert tally.listed_by_kind[3, :3].tolist() == [0, 0, 1]
    assert tally.listed_by_origin[3, FALSE - 1] == 1


@pytest.mark.parametrize(
    ("records", "debts"),
    [
        ([(0, TRUE)], [1, 0, 0]),
        ([(1, TRUE)], [0, 1, 0]),
        ([(0, TRUE), (1, TRUE)], [1, 1, 0]),
        ([(0, FALSE)], [0, 0, 1]),
        ([(1, MISTAKEN), (2, FALSE)], [0, 0, 1]),
        ([(1, MISTAKEN), (0, TRUE)], [1, 0, 0]),
        ([(3, TRUE)], [0, 0, 0]),
    ],
)
def test_a_debt_behind_a_list_is_owed_only_if_its_record_is_true(kernel, rules, people, dossier, tally, records, debts):
    """Rules 0 to 2 record the debts unable, unwilling and in error; rule 3 something else that lists as well."""
    rules.n_lists, rules.n_rules, rules.kind_of[:4] = 1, 4, [0, 1, 2, 3]
    rules.list_rules[0], rules.black = 0b1111, 1
    people.kind_of_stage[[OWES_UNABLE, OWES_UNWILLING, ERROR]] = [0, 1, 2]
    observe(kernel, rules, tally, dossier(*((r, 5, o) for r, o in records)), people=people)
    assert tally.listed[0].sum() == 1
    assert tally.listed_by_debt[0].tolist() == debts
    assert tally.listed_for_debt[0] == any(debts)


def test_a_debt_behind_another_list_is_not_counted(kernel, rules, people, dossier, tally):
    rules.n_lists, rules.n_rules, rules.kind_of[:2] = 2, 2, [0, 1]
    rules.list_rules[:2], rules.black = [0b01, 0b10], 3
    people.kind_of_stage[OWES_UNABLE] = 0
    observe(kernel, rules, tally, dossier((0, 5, TRUE), (1, 5, TRUE)), people=people)
    assert tally.listed_for_debt[:2].tolist() == [1, 0]


def test_score_and_conviction_enter_six_sums(kernel, people, tally):
    people.traits[CONVICTION] = 0.25
    kernel("scores").add_score_moments(people, tally, 85, 0, 0)
    assert tally.score_moments.tolist() == [1, 85, 250, 85**2, 250**2, 85 * 250]
    assert [m for m in range(30) if kernel("scores").is_year_end(m)] == [11, 23]
