"""One person's month as the panel has it: standing from the dossier, the rest from state, minors without either."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import (
    FALSE,
    OWES,
    OWES_UNABLE,
    OWES_UNWILLING,
    PUBLIC_BLACKLISTED,
    PUBLIC_OPEN,
    PUBLIC_SPEAKING,
    TRUE,
)
from underheaven.fields.dimensions import dimension_sizes
from underheaven.fields.panel import PANEL, Panel
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.fields.state import STATE, State
from underheaven.kernel.table_layout import EXTRA_POINTS, OPTED_OUT

from .conftest import NOTHING_MORE

ONE = 2**32


@pytest.fixture
def state(dossier):
    """One person with work and debts, unwilling, who spoke."""
    arrays = State(*(np.zeros((int(f.always_kept), *(dimension_sizes()[d] for d in f.dims)), f.dtype) for f in STATE))
    arrays.livelihood[0] = 3 | OWES << 2 | 32
    arrays.savings[0], arrays.legitimacy[0], arrays.generation[0] = 700, 60_000, 4
    arrays.beliefs[0] = range(10, 70, 10)
    arrays.public_status_next[0] = PUBLIC_SPEAKING | PUBLIC_BLACKLISTED
    return arrays


@pytest.fixture
def noted(kernel, rules, people, key, state):
    """Write the person's month down over a panel full of rubbish, and give it back as numbers."""
    rules.start, rules.n_grades, rules.band[:2], rules.grade_label[:2] = 10, 2, [0, -9], [1, 0]
    rules.n_rules, rules.points[:2], rules.n_lists = 2, [-4, -20], 2
    rules.list_rules[:2], rules.black, rules.red = [0b01, 0b10], 0b01, 0b10
    rules.minimum = -100
    people.group[3] = 5

    def note(*records, detriment=9, of=state, me=NOTHING_MORE):
        state.dossier[0, :] = 0
        for slot, record in enumerate(records):
            state.dossier[0, slot] = kernel("dossier").pack_record(*record)
        panel = Panel(*(np.full((1, *(dimension_sizes()[d] for d in f.dims)), 77, f.dtype) for f in PANEL))
        kernel("panel").record_panel_month(people, rules, panel, of, np.array([detriment], np.uint32), 0, 3, me)
        return {name: array[0].tolist() for name, array in panel._asdict().items()}

    return note


def test_state_is_taken_as_it_is(noted):
    found = noted()
    assert (found["savings"], found["legitimacy"], found["generation"], found["detriment"]) == (700, 60_000, 4, 9)
    assert found["beliefs"] == [10, 20, 30, 40, 50, 60]
    assert (found["group"], found["minor"], found["workforce"], found["employed"]) == (5, 0, 1, 1)
    assert (found["speaking"], found["open"]) == (1, 0)
    assert found["solvency"] == OWES_UNWILLING


def test_who_has_neither_work_nor_savings_is_unable(noted, state):
    state.livelihood[0] = 2 | OWES << 2 | 32
    state.savings[0] = 0
    found = noted()
    assert (found["workforce"], found["employed"], found["solvency"]) == (1, 0, OWES_UNABLE)


def test_standing_is_computed_from_the_dossier(noted, state):
    state.public_status_next[0] = PUBLIC_OPEN
    assert [noted()[k] for k in ("score", "grade", "records", "blacklisted", "redlisted")] == [10, 1, 0, 0, 0]
    found = noted((1, 5, TRUE), (0, 0, TRUE))
    assert [found[k] for k in ("score", "grade", "records", "blacklisted", "redlisted")] == [-14, 0, 2, 1, 1]
    assert (found["speaking"], found["open"]) == (0, 1)


@pytest.mark.parametrize(
    ("records", "wrongly"),
    [
        ([], 0),
        ([(0, 5, FALSE)], 1),
        ([(0, 5, FALSE), (0, 5, TRUE)], 0),
        ([(0, 5, FALSE), (1, 5, TRUE)], 1),
        ([(1, 5, FALSE)], 0),
    ],
)
def test_wrongly_is_with_no_true_record_behind_a_blacklist(noted, records, wrongly):
    assert noted(*records)["wrongly_listed"] == wrongly


def test_one_of_two_blacklists_that_is_earned_is_enough(noted, rules):
    rules.black, rules.red = 0b11, 0
    assert noted((0, 5, FALSE), (1, 5, FALSE))["wrongly_listed"] == 1
    assert noted((0, 5, FALSE), (1, 5, TRUE))["wrongly_listed"] == 0


def test_without_grades_there_is_none(noted, rules):
    rules.n_grades = 0
    assert noted((0, 5, TRUE))["grade"] == -1


def test_a_clean_person_may_stand_on_a_list(noted, rules):
    rules.list_at_least[0] = 0
    found = noted()
    assert (found["blacklisted"], found["wrongly_listed"]) == (1, 0)


def test_points_that_come_from_no_record_count_too(noted):
    me = NOTHING_MORE.copy()
    me[EXTRA_POINTS] = 7
    assert noted((0, 5, TRUE), me=me)["score"] == 10 - 4 + 7


def test_who_stays_out_has_neither_score_nor_grade(noted):
    me = NOTHING_MORE.copy()
    me[OPTED_OUT] = 1
    found = noted(me=me)
    assert (found["score"], found["grade"]) == (0, -1)


def test_what_the_standing_said_is_not_worked_out_again(noted, state, rules):
    """Where a world keeps it: it may hang on more than the records."""
    kept = state._replace(status=np.array([1 + 8 * 0b10], np.uint16))
    found = noted((0, 5, TRUE), of=kept)
    assert (found["blacklisted"], found["redlisted"], found["grade"]) == (0, 1, 0)


def test_a_minor_has_neither_conduct_nor_standing(noted, people):
    people.minor[3] = 1
    found = noted((0, 5, FALSE))
    assert found["minor"] == 1
    for name in ("speaking", "open", "records", "score", "blacklisted", "redlisted", "wrongly_listed"):
        assert found[name] == 0
    assert found["grade"] == -1
    assert found["savings"] == 700


def test_a_full_dossier_is_counted_whole(noted):
    assert noted(*((0, 5, TRUE) for _ in range(DOSSIER_CAPACITY)))["records"] == DOSSIER_CAPACITY
