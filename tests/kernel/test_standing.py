from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import ERROR, FALSE, MISTAKEN, OWES_UNABLE, OWES_UNWILLING, TRUE
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.kernel.argument_types import StatusChange
from underheaven.kernel.society import SOCIETY_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import MAX_GRADES, REGION_COLUMNS

from .conftest import NOTHING_MORE, person

NOBODY = make_records(SOCIETY_DTYPE)[0]
NOBODY.kind_of_stage[:] = -1

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
