from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import (
    ARREARS,
    BORROWING,
    CLEAR,
    CREDIT,
    ERROR,
    OWES,
    OWES_UNABLE,
    OWES_UNWILLING,
    PENDING,
    WORK,
)
from underheaven.kernel.argument_types import Finances
from underheaven.kernel.table_layout import CONVICTION, DEFAULTED_COLUMN, MAX_VISIBLE, REGION_COLUMNS, REPAID_COLUMN

from .conftest import ONE, here, person, state

EMPLOYED, WORKER, UNWILLING = 1, 2, 32
IN_WORK, SEEKING = EMPLOYED | WORKER, WORKER


@pytest.mark.parametrize("stage", [CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR])
@pytest.mark.parametrize("unwilling", [0, 1])
@pytest.mark.parametrize("work", [0, SEEKING, IN_WORK])
def test_the_byte_of_livelihood_says_what_was_put_in(kernel, stage, unwilling, work):
    k = kernel("livelihood")
    live = k.set_solvency_stage(work | (PENDING << 2), stage, unwilling)
    assert live < 256
    assert (k.solvency_stage(live), live & 3, bool(live & UNWILLING)) == (stage, work, bool(unwilling))


@pytest.mark.parametrize(
    ("live", "savings", "able"),
    [
        (IN_WORK, 0, True),
        (SEEKING, 0, False),
        (SEEKING, 1, True),
        (0, 0, True),
    ],
)
def test_who_can_pay(kernel, live, savings, able):
    assert bool(kernel("livelihood").can_pay(live, savings)) == able


@pytest.mark.parametrize(
    ("work", "unwilling", "shown"),
    [
        (IN_WORK, 1, OWES_UNWILLING),
        (SEEKING, 1, OWES_UNABLE),
        (IN_WORK, 0, OWES_UNABLE),
    ],
)
def test_unwilling_is_who_could_pay_and_is_not_minded_to(kernel, work, unwilling, shown):
    k = kernel("livelihood")
    assert k.tallied_stage(k.set_solvency_stage(work, OWES, unwilling), 0) == shown


@pytest.fixture
def jobs(people):
    people.job_loss[0], people.job_find[0] = 1000, 4000
    return people


@pytest.mark.parametrize(
    ("live", "u", "after", "counted"),
    [
        (IN_WORK, 999, SEEKING, "jobs_lost"),
        (IN_WORK, 1000, IN_WORK, None),
        (SEEKING, 999, IN_WORK, "jobs_found"),
        (SEEKING, 1000, SEEKING, "jobs_denied"),
        (SEEKING, 3999, SEEKING, "jobs_denied"),
        (SEEKING, 4000, SEEKING, None),
        (0, 0, 0, None),
    ],
)
def test_jobs_are_lost_found_and_denied(kernel, jobs, rules, tally, live, u, after, counted):
    """Access to work is a quarter: of four jobs that would be found, three are denied."""
    rules.access[0, WORK] = 0.25
    assert kernel("livelihood").update_work(jobs, rules, tally, live, 0, 1, 0, u) == after
    for name in ("jobs_lost", "jobs_found", "jobs_denied"):
        assert tally[name][1] == (name == counted)


@pytest.mark.parametrize(
    ("live", "savings", "after"),
    [
        (IN_WORK, 100, 150),
        (IN_WORK, 990, 1000),
        (SEEKING, 700, 0),
        (SEEKING, 900, 100),
        (0, 500, 500),
    ],
)
def test_savings_grow_with_work_and_fall_without(kernel, people, live, savings, after):
    people.saved, people.spent, people.savings_maximum = 50, 800, 1000
    assert kernel("livelihood").update_savings(people, live, savings) == after


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


@pytest.fixture
def courts(people):
    people.cure, people.sued, people.judged = 1000, 2000, 3000
    people.set_aside, people.performs_able = 500, ONE
    return people


@pytest.fixture
def settle(kernel, courts, rules, tally, key):
    """One month of a debtor: the byte after it."""
    town = here(key=key, month=4)
    return lambda live, savings, u: int(
        kernel("solvency").update_debtor(courts, rules, tally, town, person(), Finances(live, savings, 0, u, 0, 0))
    )


@pytest.mark.parametrize(("u", "stage"), [(999, CLEAR), (1000, ARREARS), (ONE - 2001, ARREARS), (ONE - 2000, PENDING)])
def test_arrears_are_cured_or_sued(settle, u, stage):
    live = IN_WORK | (ARREARS << 2)
    assert settle(live, 0, u) >> 2 & 7 == stage


def test_arrears_of_who_cannot_pay_are_not_cured(settle):
    assert settle(SEEKING | (ARREARS << 2), 0, 0) >> 2 & 7 == ARREARS


@pytest.mark.parametrize(("live", "debt"), [(IN_WORK | UNWILLING, 1), (IN_WORK, 0), (SEEKING | UNWILLING, 0)])
def test_a_judgment_is_entered_by_what_the_debtor_is(settle, tally, live, debt):
    assert settle(live | (PENDING << 2), 0, 2999) >> 2 & 7 == OWES
    assert tally.judgments.tolist() == [int(d == debt) for d in range(3)]
    assert settle(live | (PENDING << 2), 0, 3000) >> 2 & 7 == PENDING


def test_a_willing_debtor_performs_once_able(settle, tally):
    assert settle(SEEKING | (OWES << 2), 0, 0) >> 2 & 7 == OWES
    assert settle(IN_WORK | (OWES << 2), 0, 0) >> 2 & 7 == CLEAR
    assert tally.performed.tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("performs", "pressed", "shut", "stays"), [(0.0, 1.0, 0.0, True), (1.0, 0.0, 0.0, False), (0.0, 2.0, 0.5, False)]
)
def test_an_unwilling_debtor_performs_by_what_the_list_is_expected_to_cost(
    settle, courts, rules, tally, performs, pressed, shut, stays
):
    """A debtor cannot ask for a loan and may have a job: what presses is the price of the doors, used or not."""
    courts.performs, courts.performs_detriment = performs, pressed
    courts.use[0, WORK], courts.realised_price[WORK], rules.access[0, WORK] = 1.0, 1.0, 1 - shut
    live = IN_WORK | UNWILLING | (OWES << 2)
    assert (settle(live, 0, 0) >> 2 & 7 == OWES) == stays
    assert tally.performed[1] == (not stays)


@pytest.mark.parametrize(("u", "stage"), [(499, CLEAR), (500, ERROR)])
def test_a_judgment_in_error_is_set_aside(settle, u, stage):
    assert settle(IN_WORK | (ERROR << 2), 0, u) >> 2 & 7 == stage


def test_columns_of_loans_lie_inside_the_regional_tally():
    assert 0 < REPAID_COLUMN < DEFAULTED_COLUMN < DEFAULTED_COLUMN + MAX_VISIBLE <= REGION_COLUMNS


@pytest.fixture
def month(kernel, people, rules, tally, key):
    """One month of solvency of one person: the byte after it."""
    town, who = here(key=key), person(group=2, is_subject=0)
    people.need[0], people.court_error, people.repay, people.unable[0] = 100, 10, 1000, 2000
    people.fear_scale = 1.0

    def live(byte, savings=0, u=ONE - 1, court=ONE - 1, default=ONE - 1):
        means = Finances(byte, savings, 0, u, court, default)
        after = kernel("solvency").update_solvency(people, rules, tally, town, state(), who, means)
        return int(after) >> 2 & 7, town.region_counts

    return live


def test_a_clear_month_brings_a_loan_a_wrong_judgment_or_nothing(month, tally):
    assert month(IN_WORK, u=99)[0] == BORROWING
    assert month(IN_WORK, u=100)[0] == CLEAR
    assert month(IN_WORK, u=99, court=9)[0] == ERROR
    assert tally.judgments.tolist() == [0, 0, 1]
    assert tally.loans_made[2] == 1


@pytest.mark.parametrize(
    ("live", "savings", "u", "stage", "column"),
    [
        (IN_WORK, 0, 999, CLEAR, REPAID_COLUMN),
        (IN_WORK, 0, 1000, BORROWING, None),
        (SEEKING, 0, 1999, ARREARS, DEFAULTED_COLUMN),
        (SEEKING, 0, 2000, BORROWING, None),
        (SEEKING, 1, 1500, BORROWING, None),
        (SEEKING, 1, 999, CLEAR, REPAID_COLUMN),
    ],
)
def test_a_loan_is_repaid_falls_behind_or_stands(month, tally, live, savings, u, stage, column):
    after, by_region = month(live | (BORROWING << 2), savings, u)
    assert after == stage
    assert by_region.sum() == (column is not None)
    assert column is None or by_region[column] == 1
    assert tally.defaults[0, 2] == tally.defaults.sum() == (stage == ARREARS)


@pytest.mark.parametrize(("conviction", "default", "chosen"), [(0.1, 0, True), (0.3, 0, False), (0.1, ONE // 2, False)])
def test_default_is_chosen_by_who_has_little_conviction(month, people, tally, conviction, default, chosen):
    people.unwilling_below, people.unwilling[0], people.unwilling_most[0] = 0.3, 0.5, ONE // 2
    people.traits[CONVICTION] = conviction
    assert (month(IN_WORK | (BORROWING << 2), default=default)[0] == ARREARS) == chosen
    assert tally.defaults[1, 2] == tally.defaults.sum() == chosen


STAGES = [CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR]
EDGES = [0, 9, 10, 99, 100, 999, 1000, 1999, 2000, ONE - 1]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("work", "savings"), [(IN_WORK, 0), (SEEKING, 0), (SEEKING, 5), (0, 0)])
def test_where_nothing_is_due_a_month_changes_nothing(kernel, people, month, stage, work, savings):
    """The short cut that spares most people their month of solvency is right wherever it is taken."""
    people.unwilling_below, people.unwilling[0], people.unwilling_most[0] = 1.0, 500 / ONE, 500
    byte = kernel("livelihood").set_solvency_stage(work, stage, 0)
    spared = 0
    for u in EDGES:
        for court, default in ((9, 499), (9, ONE - 1), (ONE - 1, 499), (ONE - 1, ONE - 1)):
            if kernel("solvency").solvency_unchanged(people, byte, savings, 0, u, court, default):
                spared += 1
                after, by_region = month(byte, savings, u, court, default)
                assert after == stage
                assert not by_region.any()
    assert (spared > 0) == (stage in (CLEAR, BORROWING))


def test_loans_are_counted_by_the_standing_that_lenders_saw(kernel, people, rules, tally, key):
    rules.see, people.repay = 1, ONE
    town, of = here(key=key), state(public_status=np.ones(1, np.uint8))
    means = Finances(IN_WORK | (BORROWING << 2), 0, 0, 0, ONE - 1, ONE - 1)
    kernel("solvency").update_solvency(people, rules, tally, town, of, person(group=2, is_subject=0), means)
    assert town.region_counts[REPAID_COLUMN + 1] == town.region_counts.sum() == 1
