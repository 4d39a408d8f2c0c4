from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import ARREARS, BORROWING, CLEAR, ERROR, OWES, PENDING, WORK
from underheaven.kernel.argument_types import Finances
from underheaven.kernel.table_layout import CONVICTION, DEFAULTED_COLUMN, REPAID_COLUMN

from .conftest import ONE, here, person, state

EMPLOYED, WORKER, UNWILLING = 1, 2, 32
IN_WORK, SEEKING = EMPLOYED | WORKER, WORKER


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
