"""Notices: what waits, what performance cancels, and what is filed when the grace is over."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import BORROWING, DISCRETION, FALSE, INHERITED, MISTAKEN, OWES_UNWILLING, TRUE
from underheaven.fields.scales import DOSSIER_CAPACITY

from .conftest import sensed

DEBT, ACT = 0, 1


@pytest.fixture
def noticed(kernel, rules, people, tally, file_as):
    """Rules of a debt and an act that give three months' notice, and functions over the notices of one person."""
    file_as(DEBT, ACT)
    people.kind_of_stage[OWES_UNWILLING] = DEBT
    rules.grace_months[[DEBT, ACT]] = 3
    notices = np.zeros((1, DOSSIER_CAPACITY), np.uint16)
    grace, dossier = kernel("grace"), kernel("dossier")

    class Noticed:
        """One person's notices."""

        def sense(self, held=0, **sets):
            return grace.after_grace(rules, tally, notices, 0, held, sensed(**sets))

        def month(self, stage=OWES_UNWILLING):
            grace.pass_grace(people, rules, tally, notices, 0, stage << 2)

        @property
        def all(self):
            return [
                tuple(int(f(int(w))) for f in (dossier.record_rule, dossier.record_months_left, dossier.record_origin))
                for w in notices[0]
                if w
            ]

    return Noticed()


def test_what_needs_no_notice_is_filed_as_it_was_sensed(noticed, rules):
    rules.grace_months[:] = 0
    every = {"true": 1, "false": 2, "mistaken": 1, "quota": 2, "inherited": 3}
    assert noticed.sense(**every) == sensed(**every)
    assert noticed.all == []


def test_a_notice_runs_its_months_and_is_then_filed_once(noticed, tally):
    assert noticed.sense(true=1) == sensed()
    for left in (2, 1, 0):
        noticed.month()
        assert noticed.all == [(DEBT, left, TRUE)]
        if left:
            assert noticed.sense(true=1) == sensed()
    assert noticed.sense() == sensed(true=1)
    assert noticed.all == []
    assert (tally.notices_given[0], tally.notices_cancelled.sum()) == (1, 0)


@pytest.mark.parametrize("stage", [0, BORROWING])
def test_performance_cancels_the_notice_of_a_debt_and_of_nothing_else(noticed, tally, stage):
    noticed.sense(true=3)
    noticed.month(stage)
    assert noticed.all == [(ACT, 2, TRUE)]
    assert tally.notices_cancelled.tolist() == [1, 0, 0, 0, 0]


def test_nobody_cancels_what_another_owes(noticed):
    noticed.sense(mistaken=1)
    noticed.month(0)
    assert noticed.all == [(DEBT, 2, MISTAKEN)]


@pytest.mark.parametrize(
    ("sets", "origin"),
    [
        ({"true": 2, "false": 2}, TRUE),
        ({"false": 2, "mistaken": 2}, FALSE),
        ({"mistaken": 2, "quota": 2}, MISTAKEN),
        ({"quota": 2, "inherited": 2}, DISCRETION),
        ({"inherited": 2}, INHERITED),
    ],
)
def test_one_notice_at_a_time_of_the_first_origin(noticed, sets, origin):
    noticed.sense(**sets)
    assert noticed.all == [(ACT, 3, origin)]
    for _ in range(3):
        noticed.month()
    (of,) = [name for name, bits in noticed.sense()._asdict().items() if bits]
    assert of == {1: "true", 2: "false", 3: "mistaken", 4: "quota", 5: "inherited"}[origin]


@pytest.mark.parametrize(("refile", "again"), [(0, []), (1, [(ACT, 3, TRUE)])])
def test_in_the_month_of_filing_there_is_new_notice_only_where_records_stack(noticed, rules, refile, again):
    rules.refile[ACT] = refile
    noticed.sense(true=2)
    for _ in range(3):
        noticed.month()
    assert noticed.sense(true=2) == sensed(true=2)
    assert noticed.all == again


def test_who_is_recorded_has_no_notice_of_what_is_not_filed_again(noticed, rules):
    rules.refile[DEBT] = 0
    assert noticed.sense(held=1, true=1) == sensed()
    assert noticed.all == []


def test_a_rule_that_an_amendment_removes_takes_its_notices_with_it(noticed, rules):
    noticed.sense(true=3)
    rules.rule_of[ACT] = -1
    noticed.sense()
    assert noticed.all == [(DEBT, 3, TRUE)]
