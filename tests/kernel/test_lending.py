from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import CREDIT
from underheaven.kernel.table_layout import CONVICTION, DEFAULTED_COLUMN, MAX_VISIBLE, REGION_COLUMNS, REPAID_COLUMN

from .conftest import ONE, here, person


@pytest.mark.parametrize(
    ("see", "public_status", "visible"),
    [
        (0, 0xFF, 0),
        (1, 0x01, 1),
        (1, 0x02, 0),
        (3, 0x03, 3),
        (4, 0x31, 12),
        (7, 0x72, 30),
        (7, 0x0C, 0),
    ],
)
def test_lenders_see_what_they_are_shown(kernel, rules, see, public_status, visible):
    rules.see = see
    assert kernel("lending").lender_visible_class(rules, public_status) == visible < MAX_VISIBLE


def test_what_is_hidden_counts_as_for_the_clean(kernel, rules):
    rules.see, rules.unseen = 1, 8
    assert kernel("lending").lender_visible_class(rules, 0x33) == 9


@pytest.mark.parametrize(("repaid", "defaulted", "accepts"), [(9, 1, 1), (5, 1, 1), (4, 2, 0), (0, 0, 1), (0, 9, 0)])
def test_a_lender_lends_where_the_expected_gain_covers_the_loss(kernel, people, rules, repaid, defaulted, accepts):
    """Gain a quarter of the loss: repayment must reach four in five."""
    people.gain, people.loss = 0.125, 0.5
    assert kernel("lending").lender_accepts(people, rules, 0, repaid, defaulted) == accepts


def test_a_lender_starts_from_what_is_believed_of_a_standing(kernel, people, rules):
    people.gain, people.loss = 0.125, 0.5
    rules.first_repaid[5], rules.first_defaulted[5] = 7.0, 3.0
    assert kernel("lending").lender_accepts(people, rules, 5, 0, 0) == 0
    assert kernel("lending").lender_accepts(people, rules, 5, 10, 0) == 1
    assert kernel("lending").lender_accepts(people, rules, 4, 0, 0) == 1


def ask(kernel, people, rules, tally, key, accepts):
    town = here(key=key, lender_accepts=accepts)
    return bool(kernel("lending").request_loan(people, rules, tally, town, person(group=2), 5, 0))


@pytest.mark.parametrize(
    ("access", "lender", "explores", "answer"),
    [
        (1.0, 1, 0, "made"),
        (0.0, 1, 0, "by law"),
        (1.0, 0, 0, "by lender"),
        (1.0, 0, ONE, "made"),
        (0.0, 0, ONE, "by law"),
    ],
)
def test_a_request_has_one_answer(kernel, people, rules, tally, key, access, lender, explores, answer):
    accepts = np.zeros(MAX_VISIBLE, np.int64)
    accepts[5] = lender
    rules.access[0, CREDIT], people.exploration = access, explores
    assert ask(kernel, people, rules, tally, key, accepts) == (answer == "made")
    assert tally.loans_asked[2] == 1
    assert tally.loans_made[2] == (answer == "made")
    assert tally.loans_refused[:2, 2].tolist() == [answer == "by law", answer == "by lender"]


@pytest.mark.parametrize(("conviction", "good"), [(0.9, 1), (0.1, 0)])
def test_refused_to_the_good_is_who_would_not_choose_default(kernel, people, rules, tally, key, conviction, good):
    rules.access[0, CREDIT] = 0.0
    people.traits[CONVICTION], people.unwilling_below = conviction, 0.5
    ask(kernel, people, rules, tally, key, np.ones(MAX_VISIBLE, np.int64))
    assert tally.loans_refused[2, 2] == good


def test_columns_of_loans_lie_inside_the_regional_tally():
    assert 0 < REPAID_COLUMN < DEFAULTED_COLUMN < DEFAULTED_COLUMN + MAX_VISIBLE <= REGION_COLUMNS
