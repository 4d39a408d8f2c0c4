from __future__ import annotations

import pytest

from underheaven.fields.codes import MONEY, ORDER, SPEECH, TRUE, WORK
from underheaven.kernel.table_layout import MAX_GRADES, UNAWARE

from .conftest import NOTHING_MORE, person


@pytest.mark.parametrize(("opacity", "weight"), [(0.0, 3.0), (1.0, 2.0), (0.5, 2.5)])
def test_the_weight_of_a_record_is_what_it_costs_or_what_is_rumoured(
    kernel, people, halving_list, dossier, opacity, weight
):
    halving_list.opacity = opacity
    assert kernel("perceived_sanctions").perceived_record_cost(
        people, halving_list, dossier(), person(), 0, -1.0
    ) == pytest.approx(weight)


def test_one_more_record_weighs_nothing_for_who_has_lost_it_all(kernel, people, halving_list, dossier):
    assert (
        kernel("perceived_sanctions").perceived_record_cost(
            people, halving_list, dossier((0, 3, TRUE)), person(), 0, -1.0
        )
        == 0
    )


def test_a_promise_is_what_a_good_record_brings(kernel, people, halving_list, dossier):
    halving_list.access[MAX_GRADES, WORK] = 1.0
    halving_list.reward[MAX_GRADES, WORK] = 0.25
    assert kernel("perceived_sanctions").perceived_record_value(
        people, halving_list, dossier(), person(), 0, -1.0
    ) == pytest.approx(6 * 0.25)


def test_who_does_not_know_of_the_regime_fears_and_hopes_nothing(kernel, people, halving_list, dossier):
    me = NOTHING_MORE.copy()
    me[UNAWARE] = 1
    halving_list.opacity = 0.5
    assert (
        kernel("perceived_sanctions").perceived_record_cost(
            people, halving_list, dossier(), person(personal=me), 0, -1.0
        )
        == 0
    )
    assert (
        kernel("perceived_sanctions").perceived_record_value(
            people, halving_list, dossier(), person(personal=me), 0, -1.0
        )
        == 0
    )


@pytest.mark.parametrize(("unaware", "believed"), [(0, 2500), (1, 0)])
def test_true_and_believed_weight_are_counted_in_thousandths(
    kernel, people, halving_list, dossier, tally, unaware, believed
):
    me = NOTHING_MORE.copy()
    me[UNAWARE] = unaware
    halving_list.opacity = 0.5
    kernel("perceived_sanctions").tally_record_weight(people, halving_list, tally, dossier(), person(personal=me), 0, 0)
    assert (tally.weighed_opportunities[0], tally.weight_true[0], tally.weight_believed[0]) == (1, 3000, believed)


def test_what_is_weighed_already_is_taken_as_it_is(kernel, people, halving_list, dossier):
    halving_list.opacity = 0.5
    assert kernel("perceived_sanctions").perceived_record_cost(people, halving_list, dossier(), person(), 0, 7.0) == 4.5
    assert (
        kernel("perceived_sanctions").perceived_record_value(people, halving_list, dossier(), person(), 0, 7.0)
        == 6 * 3.5 + 1
    )


@pytest.mark.parametrize(("of_class", "expected"), [(MONEY, 0.0), (ORDER, 0.6), (SPEECH, 2.0)])
def test_only_the_difference_between_guilty_and_innocent_deters(kernel, beliefs, of_class, expected):
    assert kernel("perceived_sanctions").marginal_sanction_risk(beliefs, 0, of_class, 2.0) == pytest.approx(
        expected, abs=1e-4
    )


def test_more_fear_when_innocent_is_no_deterrence(kernel, beliefs):
    assert kernel("perceived_sanctions").marginal_sanction_risk(beliefs[:, [0, 1, 3, 2, 4, 5]], 0, ORDER, 1.0) == 0
