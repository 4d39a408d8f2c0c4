from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import INHERITED
from underheaven.fields.scales import DOSSIER_CAPACITY, OPEN_ENDED


@pytest.mark.parametrize("rule", [0, 1, 31])
@pytest.mark.parametrize("left", [0, 1, 126, OPEN_ENDED])
@pytest.mark.parametrize("origin", [1, INHERITED])
def test_a_record_says_what_was_packed(kernel, rule, left, origin):
    k = kernel("dossier")
    word = k.pack_record(rule, left, origin)
    assert 0 < word < 2**15
    assert (k.record_rule(word), k.record_months_left(word), k.record_origin(word), k.is_contested(word)) == (
        rule,
        left,
        origin,
        0,
    )


def test_contesting_changes_nothing_else(kernel):
    k = kernel("dossier")
    word = k.mark_contested(k.pack_record(17, 99, 3))
    assert word < 2**16
    assert (k.record_rule(word), k.record_months_left(word), k.record_origin(word), k.is_contested(word)) == (
        17,
        99,
        3,
        1,
    )


def test_months_left_are_replaced_and_nothing_else(kernel):
    k = kernel("dossier")
    word = k.set_months_left(k.mark_contested(k.pack_record(31, OPEN_ENDED, 5)), 3)
    assert (k.record_rule(word), k.record_months_left(word), k.record_origin(word), k.is_contested(word)) == (
        31,
        3,
        5,
        1,
    )


def test_held_rules_are_a_set_with_those_that_left_last_month(kernel, dossier):
    assert kernel("dossier").active_rule_set(dossier((2, 5, 1), (2, 1, 1), (7, 0, 2)), 0) == (1 << 2) | (1 << 7)
    assert kernel("dossier").active_rule_set(dossier(), 0) == 0


def test_departed_records_go_and_the_rest_keeps_its_order(kernel, dossier):
    words = dossier((1, 0, 1), (2, 5, 1), (3, 0, 1), (4, 1, 2))
    assert kernel("dossier").drop_ended_records(words, 0) == 2
    assert [int(w) & 31 for w in words[0]] == [2, 4] + [0] * (DOSSIER_CAPACITY - 2)
    assert not words[0, 2:].any()


def test_a_full_dossier_stays_full(kernel, dossier):
    words = dossier(*((r, 5, 1) for r in range(DOSSIER_CAPACITY)))
    before = np.array(words)
    assert kernel("dossier").drop_ended_records(words, 0) == DOSSIER_CAPACITY
    assert np.array_equal(words, before)


def test_records_are_counted_by_origin(kernel, dossier):
    k = kernel("dossier")
    counts = int(k.count_origins(dossier((1, 5, 1), (2, 5, 3), (3, 0, 3), (4, 1, INHERITED)), 0))
    assert [(counts >> (k.ORIGIN_COUNT_BITS * o)) & ((1 << k.ORIGIN_COUNT_BITS) - 1) for o in range(5)] == [
        1,
        0,
        2,
        0,
        1,
    ]
    assert int(k.count_origins(dossier(), 0)) == 0
