"""A dossier of any width does what a list of records of that length does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underheaven.fields.codes import N_ORIGINS
from underheaven.fields.scales import OPEN_ENDED
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.tally import TALLY_DTYPE

WIDTHS = st.sampled_from([1, 3, 7, 8, 9, 13, 16, 31, 32])
TERMS = [1, 2, 6, 12, 30, 126, OPEN_ENDED, 4]
FILED = st.lists(st.tuples(st.integers(0, len(TERMS) - 1), st.integers(1, N_ORIGINS)), max_size=4)
MONTHS = st.lists(FILED, max_size=40)
"""What is filed month by month: rule and origin."""


def tables():
    rules = make_records(RULES_DTYPE)[0]
    for rule, term in enumerate(TERMS):
        rules.kind_of[rule], rules.term[rule], rules.points[rule] = rule, term, -(10**rule)
    rules.minimum, rules.maximum = -(10**9), 10**9
    return rules


def unpacked(word):
    k = interpreted_copy("kernel.dossier")
    return [int(k.record_rule(word)), int(k.record_months_left(word)), int(k.record_origin(word))]


def file_into(records, width, rule, origin):
    """The same in plain words: a full dossier drops the record with the fewest months left, the oldest of equals."""
    if len(records) == width:
        least = min(records, key=lambda record: record[1])
        if least[1] > TERMS[rule]:
            return 1
        records.remove(least)
        records.append([rule, TERMS[rule], origin])
        return 1
    records.append([rule, TERMS[rule], origin])
    return 0


@given(WIDTHS, MONTHS)
@settings(deadline=None, max_examples=150)
def test_filing_and_expiry_do_what_a_list_does(width, months):
    rules = tables()
    tally, words, records, lost = make_records(TALLY_DTYPE)[0], np.zeros((2, width), np.uint16), [], 0
    packed, file, repair = (interpreted_copy(f"kernel.{name}") for name in ("dossier", "recording", "repair"))
    for filed in months:
        n = packed.drop_ended_records(words, 1)
        records = [record for record in records if record[1] > 0]
        assert n == len(records)
        for rule, origin in filed:
            n = file.file_record(rules, tally, words, 1, 0, rule, origin, n)
            lost += file_into(records, width, rule, origin)
        assert n == len(records) <= width
        assert [unpacked(int(word)) for word in words[1] if word] == records
        assert not words[1, n:].any()
        agree_on_reading(rules, words, records)
        for s in range(n):
            words[1, s] = repair.age_record(int(words[1, s]))
        records = [[rule, left - (left != OPEN_ENDED), origin] for rule, left, origin in records]
    assert not words[0].any()
    assert tally.overflow == tally.displaced_records.sum() == lost


def agree_on_reading(rules, words, records):
    """Score, rules that stand, and counts are those of all records."""
    status, packed = interpreted_copy("kernel.status"), interpreted_copy("kernel.dossier")
    held = sum(1 << rule for rule in {rule for rule, _, _ in records})
    points = sum(int(rules.points[rule]) for rule, _, _ in records)
    assert status.read_dossier(rules, words, 1) == (points, held)
    assert packed.active_rule_set(words, 1) == held
    assert status.count_rule_records(words, 1, 0b101) == sum(rule in (0, 2) for rule, _, _ in records)
    assert interpreted_copy("kernel.panel").count_records(words, 1) == len(records)
    assert interpreted_copy("kernel.loss_attribution").adverse_points(rules, words, 1) == -points
    counts = int(packed.count_origins(words, 1))
    for origin in range(N_ORIGINS):
        stand = counts >> packed.ORIGIN_COUNT_BITS * origin & (1 << packed.ORIGIN_COUNT_BITS) - 1
        assert stand == sum(record[2] == origin + 1 for record in records)


@pytest.mark.parametrize("width", [5, 11, 32])
def test_a_dossier_is_emptied_to_its_last_place(width):
    rules = tables()
    tally = make_records(TALLY_DTYPE)[0]
    packed, repair = interpreted_copy("kernel.dossier"), interpreted_copy("kernel.repair")
    words = np.full((1, width), packed.pack_record(3, 9, 1), np.uint16)
    repair.withdraw_records(tally, words, 0)
    assert {unpacked(int(word))[1] for word in words[0]} == {0}
    assert tally.removals.sum() == width
    words[:] = packed.pack_record(3, 9, 1)
    repair.close_dossier(rules, tally, words, 0, 0)
    assert not words.any()
    assert tally.removals.sum() == 2 * width
