from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import (
    CAUSES,
    CONTEXTS,
    CREDIT,
    DISCRETION,
    FALSE,
    INHERITED,
    NONE_OFFICIAL,
    NONE_OUTSIDE,
    NONE_TIES,
    PUBLIC_BLACKLISTED,
    PUBLIC_OPEN,
    PUBLIC_SPEAKING,
    TRUE,
    WORK,
)
from underheaven.fields.scales import DOSSIER_CAPACITY, MICRO
from underheaven.kernel.argument_types import Finances
from underheaven.kernel.table_layout import MAX_GRADES, N_PERSONAL, OPTED_OUT, TIE_POINTS

from .conftest import NOTHING_MORE, ONE, here, person

SPEECH, TRAVEL = CONTEXTS.index("speech"), CONTEXTS.index("travel")
LISTED = 1 + MAX_GRADES * 0b1
"""On list 0, in grade 1."""


@pytest.fixture
def closing(people, rules, file_as):
    """List 0 (rule 0) closes half of work, grade 1 closes a fifth of credit; rules 0 and 1 cost 10 and 30 points."""
    file_as(0, 1, 2)
    people.context_of[:3] = [CREDIT, TRAVEL, SPEECH]
    people.use[0, WORK], people.use[0, CREDIT] = 1.0, 0.5
    rules.points[:3] = [-10, -30, 5]
    rules.n_lists, rules.list_rules[0] = 1, 0b001
    rules.list_strength[0, WORK], rules.grade_strength[1, CREDIT] = 0.5, 0.2
    rules.access[LISTED, WORK], rules.access[LISTED, CREDIT] = 0.5, 0.8
    return rules


def treat(kernel, people, rules, tally, words, state=LISTED, me=NOTHING_MORE, live=0, u=0, u_court=ONE):
    people.group[0] = 4
    kernel("treatment").count_rewards(people, rules, tally, 0, state, 1)
    rules.closes[state] = sum(1 << int(context) for context in np.flatnonzero(rules.access[state] < 1))
    weights = np.full((3, DOSSIER_CAPACITY), np.nan)
    means = Finances(live, 0, state, u, u_court, ONE)
    booked = int(
        kernel("treatment").treatment(people, rules, tally, words, person(group=4, personal=me), means, weights)
    )
    kernel("loss_attribution").sum_ledger(people, tally)
    return booked


def test_loss_is_booked_to_the_records_that_cause_it(kernel, people, closing, tally, dossier):
    booked = treat(kernel, people, closing, tally, dossier((0, 5, TRUE), (1, 5, FALSE)))
    assert booked == 600_000
    assert tally.detriment[CREDIT, WORK, TRUE - 1] == 500_000  # the list, by rule 0 alone
    assert tally.detriment[CREDIT, CREDIT, TRUE - 1] == 25_000  # the grade, by points: a quarter
    assert tally.detriment[TRAVEL, CREDIT, FALSE - 1] == 75_000
    assert tally.detriment.sum() == tally.detriment_by_group.sum() == booked
    assert tally.detriment_by_group[TRAVEL, CREDIT, 4] == 75_000


SEEKING, IN_WORK = 2, 3


@pytest.mark.parametrize(("live", "booked"), [(SEEKING, 400_000), (IN_WORK, 0), (0, 0)])
def test_work_as_lived_costs_who_seeks_a_job_alone(kernel, people, closing, tally, dossier, live, booked):
    """Nobody loses a job for being listed: months of work were charged at 15 times what listing realised."""
    people.realised_price[WORK], people.use[0, CREDIT] = 0.8, 0.0
    assert treat(kernel, people, closing, tally, dossier((0, 5, TRUE)), live=live) == booked


@pytest.mark.parametrize(
    ("stage", "u", "u_court", "booked"),
    [
        (0, 99, 10, 100_000),
        (0, 100, 10, 0),
        (0, 99, 9, 0),
        (1, 99, 10, 0),
        (4, 99, 10, 0),
    ],
)
def test_credit_as_lived_costs_who_asks_for_a_loan_alone(
    kernel, people, closing, tally, dossier, stage, u, u_court, booked
):
    """Who borrows, owes, or is judged in error this month cannot ask, and is not charged for a door out of reach."""
    people.realised_price[CREDIT], people.use[0, WORK] = 0.5, 0.0
    people.need[0], people.court_error = 100, 10
    live = IN_WORK | (stage << 2)
    words = dossier((0, 5, TRUE))
    assert treat(kernel, people, closing, tally, words, live=live, u=u, u_court=u_court) == booked


def test_a_list_is_split_evenly_and_the_remainder_goes_to_the_oldest(kernel, people, closing, tally, dossier):
    closing.list_rules[0] = 0b111
    people.use[0, WORK] = 2 / MICRO  # a loss of one micro-month among three
    people.use[0, CREDIT] = 0
    assert treat(kernel, people, closing, tally, dossier((2, 5, TRUE), (0, 5, TRUE), (1, 5, TRUE))) == 1
    assert tally.detriment[SPEECH, WORK, TRUE - 1] == 1
    people.use[0, WORK] = 6 / MICRO
    treat(kernel, people, closing, tally, dossier((2, 5, TRUE), (0, 5, TRUE), (1, 5, TRUE)))
    assert tally.detriment[:, WORK, TRUE - 1].sum() == 1 + 3
    assert tally.detriment[CREDIT, WORK, TRUE - 1] == tally.detriment[TRAVEL, WORK, TRUE - 1] == 1


def test_loss_without_a_record_is_the_officials(kernel, people, closing, tally, dossier):
    assert treat(kernel, people, closing, tally, dossier()) == 600_000
    assert tally.detriment[NONE_OFFICIAL, :, DISCRETION - 1].sum() == 600_000
    assert CAUSES[NONE_OFFICIAL] == "none:official"


def with_me(**places):
    me = np.zeros(N_PERSONAL, np.int64)
    for name, value in places.items():
        me[{"ties": TIE_POINTS, "outside": OPTED_OUT}[name]] = value
    return me


def test_ties_bear_their_share_of_points_where_a_grade_closes(kernel, people, closing, tally, dossier):
    """The list stands on a record of its own; the grade is lost by 10 points of it and 30 of the ties."""
    booked = treat(kernel, people, closing, tally, dossier((0, 5, TRUE)), me=with_me(ties=-30))
    assert booked == 600_000
    assert tally.detriment[NONE_TIES, CREDIT, INHERITED - 1] == 75_000
    assert tally.detriment[CREDIT, CREDIT, TRUE - 1] == 25_000
    assert tally.detriment[CREDIT, WORK, TRUE - 1] == 500_000
    assert tally.detriment.sum() == tally.detriment_by_group.sum() == booked


def test_ties_bear_all_where_nothing_else_does(kernel, people, closing, tally, dossier):
    closing.list_rules[0] = 0  # the list goes by grade
    assert treat(kernel, people, closing, tally, dossier(), me=with_me(ties=-1)) == 600_000
    assert tally.detriment[NONE_TIES, :, INHERITED - 1].sum() == tally.detriment.sum() == 600_000


@pytest.mark.parametrize("ties", [0, 40])
def test_ties_that_lift_a_score_bear_nothing(kernel, people, closing, tally, dossier, ties):
    treat(kernel, people, closing, tally, dossier((0, 5, TRUE)), me=with_me(ties=ties))
    assert tally.detriment[NONE_TIES].sum() == 0 < tally.detriment.sum()


def test_what_staying_out_costs_has_a_cause_of_its_own_whatever_stands_recorded(
    kernel, people, closing, tally, dossier
):
    treat(kernel, people, closing, tally, dossier((0, 5, TRUE), (1, 5, TRUE)), me=with_me(outside=1))
    assert tally.detriment[NONE_OUTSIDE, :, DISCRETION - 1].sum() == tally.detriment.sum() == 600_000
    assert tally.detriment_by_group[NONE_OUTSIDE].sum() == 600_000


def test_a_good_record_causes_no_loss(kernel, people, closing, tally, dossier):
    treat(kernel, people, closing, tally, dossier((0, 5, TRUE), (2, 5, TRUE)))
    assert tally.detriment[SPEECH].sum() == 0


def test_rewards_are_counted_beside(kernel, people, closing, tally, dossier):
    closing.reward[LISTED, CREDIT] = 0.1
    booked = treat(kernel, people, closing, tally, dossier((0, 5, TRUE)))
    assert tally.reward[CREDIT, 4] == 50_000
    assert booked == 600_000


def test_open_access_costs_nothing(kernel, people, closing, tally, dossier):
    assert treat(kernel, people, closing, tally, dossier((0, 5, TRUE)), state=0) == 0
    assert not tally.detriment.any()


@pytest.mark.parametrize(("share", "denied"), [(0, 0), (ONE, 3)])
def test_attempts_are_denied_never_or_always(kernel, people, closing, tally, key, share, denied):
    people.n_habits, people.habit_hash[0], people.habit_whole[0, 0] = 1, 77, 3
    closing.denial[LISTED, 0] = share
    assert (
        kernel("treatment").count_denials(people, closing, tally, here(key=key, month=9), person(group=4), LISTED)
        == denied
    )
    assert tally.denied[0, 4] == denied


def test_a_part_of_an_attempt_is_an_attempt_in_some_months(kernel, people, closing, tally, key):
    people.n_habits, people.habit_part[0, 0] = 1, ONE // 4
    closing.denial[LISTED, 0] = ONE
    denials, town = kernel("treatment").count_denials, here(key=key, month=9)
    counts = [denials(people, closing, tally, town, person(i=i, group=4), LISTED) for i in range(800)]
    assert abs(sum(counts) - 200) < 60
    assert set(counts) == {0, 1}


def test_a_public_status_shows_lists_grade_and_what_was_done(kernel, closing):
    public_status_of = kernel("treatment").next_public_status
    closing.public_status[:] = 0
    closing.public_status[LISTED] = PUBLIC_BLACKLISTED | 1 << 4
    assert public_status_of(closing, LISTED, 0) == PUBLIC_BLACKLISTED | 1 << 4
    assert public_status_of(closing, 0, 16) == PUBLIC_SPEAKING
    assert public_status_of(closing, 0, 8) == PUBLIC_OPEN
    assert public_status_of(closing, LISTED, 24 | 7) == PUBLIC_BLACKLISTED | 1 << 4 | PUBLIC_SPEAKING | PUBLIC_OPEN


def test_points_lost_leave_points_earned_out(kernel, closing, dossier):
    words = dossier((0, 5, TRUE), (1, 5, TRUE), (2, 5, TRUE))
    assert kernel("loss_attribution").adverse_points(closing, words, 0) == 40
    assert np.asarray(kernel("loss_attribution").adverse_points(closing, dossier(), 0)) == 0


def test_only_lists_that_the_person_is_on_cause_anything(kernel, people, closing, tally, dossier):
    closing.n_lists, closing.list_rules[1], closing.list_strength[1, WORK] = 2, 0b010, 0.9
    treat(kernel, people, closing, tally, dossier((0, 5, TRUE), (1, 5, FALSE)))
    assert tally.detriment[TRAVEL, WORK].sum() == 0
    assert tally.detriment[CREDIT, WORK].sum() == 500_000
