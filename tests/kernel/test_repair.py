from __future__ import annotations

import numpy as np
import pytest

from underheaven import draws
from underheaven.fields.codes import (
    APPEALED,
    BORROWING,
    CLEAR,
    CORRECTED,
    EARLY,
    ERROR,
    EXPIRED,
    FALSE,
    OWES,
    PERFORMED,
    RENEWED,
    TRUE,
)
from underheaven.fields.person_values import SUMS, Sums
from underheaven.fields.scales import OPEN_ENDED
from underheaven.kernel.argument_types import RepairDraws
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.tally import TALLY_DTYPE
from underheaven.labels import REMOVAL_REASONS

from .conftest import ONE, here, state

NO_STAY = Sums(*(np.zeros(1, f.dtype) for f in SUMS))
"""Sums of a person who was never on a blacklist."""


@pytest.fixture
def filed(people, rules, file_as):
    file_as(0, 1)
    rules.term[:2] = [12, 6]
    return rules


def repair(kernel, people, rules, tally, key, words, live=CLEAR << 2, month=20):
    of = state(dossier=words, livelihood=np.array([live], np.uint8), leaving=np.zeros(1, np.uint8))
    kernel("repair").repair(people, rules, tally, here(key=key, month=month), of, NO_STAY, 0)
    return [int(kernel("dossier").record_months_left(int(w))) for w in words[0] if w]


def ways(tally):
    return {REMOVAL_REASONS[w]: int(n) for w, n in enumerate(tally.removals.sum(axis=1)) if n}


def test_a_month_passes_over_every_record(kernel, people, filed, tally, key, dossier):
    assert repair(kernel, people, filed, tally, key, dossier((0, 12, TRUE), (1, 2, FALSE))) == [11, 1]
    assert ways(tally) == {}


def test_a_record_leaves_when_its_term_is_over_and_keeps_its_place_until_the_next_recording(
    kernel, people, filed, tally, key, dossier
):
    words = dossier((0, 1, TRUE), (1, 2, TRUE))
    assert repair(kernel, people, filed, tally, key, words) == [0, 1]
    assert words[0, 0] != 0
    assert tally.removals[EXPIRED, TRUE - 1] == 1
    assert repair(kernel, people, filed, tally, key, words) == [0, 0]
    assert ways(tally) == {"expired": 2}


def test_an_open_ended_record_does_not_age(kernel, people, filed, tally, key, dossier):
    assert repair(kernel, people, filed, tally, key, dossier((0, OPEN_ENDED, TRUE))) == [OPEN_ENDED]


@pytest.mark.parametrize(
    ("origin", "stage", "leaves"),
    [
        (TRUE, CLEAR, True),
        (TRUE, BORROWING, True),
        (TRUE, OWES, False),
        (FALSE, CLEAR, False),
    ],
)
def test_performance_takes_the_debtors_own_record(kernel, people, filed, tally, key, dossier, origin, stage, leaves):
    filed.by_performance[0] = 1
    left = repair(kernel, people, filed, tally, key, dossier((0, OPEN_ENDED, origin)), live=stage << 2)
    assert left == [0 if leaves else OPEN_ENDED]
    assert ways(tally) == ({"performed": 1} if leaves else {})
    assert tally.removals[PERFORMED, origin - 1] == leaves


def test_a_judgment_in_error_goes_when_it_is_set_aside(kernel, people, filed, tally, key, dossier):
    filed.by_performance[0], people.kind_of_stage[ERROR] = 1, 0
    assert repair(kernel, people, filed, tally, key, dossier((0, OPEN_ENDED, FALSE)), live=ERROR << 2) == [OPEN_ENDED]
    assert repair(kernel, people, filed, tally, key, dossier((0, OPEN_ENDED, FALSE)), live=CLEAR << 2) == [0]


def test_correction_finds_wrongful_records_alone(kernel, people, filed, tally, key, dossier):
    filed.correction = ONE
    assert repair(kernel, people, filed, tally, key, dossier((0, 9, TRUE), (1, 5, FALSE))) == [8, 0]
    assert tally.removals[CORRECTED, FALSE - 1] == 1


@pytest.mark.parametrize(("left", "leaves"), [(12, False), (10, False), (9, True), (2, True)])
def test_early_removal_waits_for_its_minimum_term(kernel, people, filed, tally, key, dossier, left, leaves):
    """Of twelve months at least four must have passed, this one included."""
    filed.early_after[0], filed.early[0] = 4, ONE
    assert repair(kernel, people, filed, tally, key, dossier((0, left, TRUE))) == [0 if leaves else left - 1]
    assert tally.removals[EARLY].sum() == leaves


def test_a_geometric_record_does_not_age_and_ends_by_chance(kernel, people, filed, tally, key, dossier):
    filed.expiry[0] = 1
    assert repair(kernel, people, filed, tally, key, dossier((0, 12, TRUE))) == [12]
    filed.expiry[0] = ONE
    assert repair(kernel, people, filed, tally, key, dossier((0, 12, TRUE))) == [0]
    assert ways(tally) == {"expired": 1}


@pytest.mark.parametrize(("origin", "side"), [(TRUE, "rightful"), (FALSE, "wrongful")])
def test_an_appeal_that_is_heard_at_once_and_granted(kernel, people, filed, tally, key, dossier, origin, side):
    filed[f"filed_{side}"], filed[f"granted_{side}"], filed.heard = ONE, ONE, ONE
    assert repair(kernel, people, filed, tally, key, dossier((0, 9, origin))) == [0]
    assert tally.appeals_filed[origin - 1] == tally.appeals_granted[origin - 1] == 1
    assert tally.removals[APPEALED, origin - 1] == 1


def test_an_appeal_waits_until_it_is_heard(kernel, people, filed, tally, key, dossier):
    filed.filed_wrongful, filed.granted_wrongful = ONE, ONE
    words = dossier((0, 9, FALSE))
    assert repair(kernel, people, filed, tally, key, words) == [8]
    assert kernel("dossier").is_contested(int(words[0, 0])) == 1
    filed.heard = ONE
    assert repair(kernel, people, filed, tally, key, words) == [0]
    assert tally.appeals_filed.sum() == 1


def test_a_denied_appeal_can_be_filed_again(kernel, people, filed, tally, key, dossier):
    filed.filed_wrongful, filed.heard = ONE, ONE
    words = dossier((0, 9, FALSE))
    for expected in (8, 7, 6):
        assert repair(kernel, people, filed, tally, key, words) == [expected]
    assert tally.appeals_filed.sum() == 3
    assert tally.appeals_granted.sum() == 0


def test_equal_records_of_different_months_have_different_luck(kernel, people, filed, tally, key, dossier):
    filed.correction = ONE // 2
    fates = set()
    for month in range(20, 50):
        words = dossier((0, 9, FALSE), (0, 8, FALSE))
        fates.add(tuple(left > 0 for left in repair(kernel, people, filed, tally, key, words, month=month)))
    assert len(fates) == 4


def test_a_renewed_place_leaves_its_lists_and_records(kernel, filed, tally, dossier):
    filed.n_lists = 2
    words = dossier((0, 5, TRUE), (1, 0, FALSE), (1, 3, FALSE))
    kernel("repair").close_dossier(filed, tally, words, 0, 8 * 0b10)
    assert not words.any()
    assert tally.renewed_while_listed[:2].tolist() == [0, 1]  # on the second list alone
    assert tally.removals[RENEWED, :2].tolist() == [1, 1]
    assert np.sum(tally.removals) == 2


def test_a_record_keeps_its_address_while_it_lives_and_shares_it_with_no_other(kernel, people, filed):
    address, pack = kernel("repair").record_address, kernel("dossier").pack_record
    life = {int(address(people, filed, pack(0, 12 - age, FALSE), 30 + age)) for age in range(12)}
    assert len(life) == 1
    others = [(0, 11, FALSE), (0, 12, TRUE), (1, 6, FALSE)]
    assert len(life | {int(address(people, filed, pack(*record), 30)) for record in others}) == 4


@pytest.mark.parametrize("contested", [False, True])
@pytest.mark.parametrize("left", [1, 5, OPEN_ENDED])
@pytest.mark.parametrize("origin", [TRUE, FALSE])
@pytest.mark.parametrize("rule", [0, 1, 2])
def test_where_a_record_rests_nothing_but_time_passes(
    kernel, people, rules, file_as, key, rule, origin, left, contested
):
    """Who rests is told from two draws alone; the whole of a month's repair comes to the same."""
    file_as(0, 1, 2)
    rules.term[:3], rules.by_performance[1], rules.expiry[2] = 12, 1, ONE // 2
    rules.filed_wrongful, rules.filed_rightful, rules.correction = ONE // 4, ONE // 8, ONE // 4
    k, rested = kernel("repair"), 0
    for month in range(60):
        for live in (CLEAR << 2, OWES << 2):
            word = int(kernel("dossier").pack_record(rule, left, origin))
            word = int(kernel("dossier").mark_contested(word)) if contested else word
            tally = make_records(TALLY_DTYPE)[0]
            u = [int(x) for x in draws.draw_block(key, 0, month, draws.APPEAL_FILED >> 2, 9)]
            after, way = (
                int(x)
                for x in k.repair_record(
                    people, rules, tally, here(key=key, month=month), 0, word, live, RepairDraws(9, *u)
                )
            )
            assert (way == k.RECORD_STAYS) == (int(kernel("dossier").record_months_left(after)) > 0)
            if k.is_record_unaffected(people, rules, word, live, u[0], u[3]):
                rested += 1
                assert after == int(k.age_record(word))
                assert tally.removals.sum() == tally.appeals_filed.sum() == tally.appeals_granted.sum() == 0
    assert (rested > 0) == (left != 1 and rule != 2 and not contested)
