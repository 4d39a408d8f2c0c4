from __future__ import annotations

import pytest

from underheaven.fields.codes import DISCRETION, FALSE, INHERITED, MISTAKEN, MONEY, ORDER, SPEECH, TRUE
from underheaven.fields.scales import DOSSIER_CAPACITY, OPEN_ENDED
from underheaven.kernel.argument_types import SensedRules

from .conftest import person


@pytest.fixture
def filing(people, rules, file_as):
    """Rules 0 (money), 1 (order), 2 (speech) and 3 (a good deed)."""
    file_as(0, 1, 2, 3)
    people.class_of[:4] = [MONEY, ORDER, SPEECH, ORDER]
    people.prosocial[3] = 1
    rules.term[:4] = [12, 6, 24, 3]
    return rules


def record(kernel, people, rules, tally, words, true=0, false=0, mistaken=0, quota=0, inherited=0, held=None):
    k = kernel("dossier")
    held = k.active_rule_set(words, 0) if held is None else held
    sets = SensedRules(true, false, mistaken, quota, inherited)
    result = int(kernel("recording").recording(people, rules, tally, words, person(group=2), held, sets))
    return result, [
        (int(k.record_rule(w)), int(k.record_months_left(w)), int(k.record_origin(w))) for w in map(int, words[0]) if w
    ]


def test_an_inherited_record_is_one_that_the_person_did_not_earn(kernel, people, filing, tally, dossier):
    result, records = record(kernel, people, filing, tally, dossier(), inherited=0b010)
    assert records == [(1, 6, INHERITED)]
    assert result & 15 == 0b010 | 8
    k = kernel("recording")
    assert (k.wrongful_count(result), k.adverse_count(result), k.sensed_count(result)) == (1, 1, 0)
    assert tally.recorded[1, INHERITED - 1] == 1


def test_records_are_filed_with_their_term_and_origin(kernel, people, filing, tally, dossier):
    result, records = record(kernel, people, filing, tally, dossier(), true=0b001, false=0b010, mistaken=0b100)
    assert records == [(0, 12, TRUE), (1, 6, FALSE), (2, 24, MISTAKEN)]
    assert result & 7 == 0b111
    assert result & 8
    k = kernel("recording")
    assert (k.wrongful_count(result), k.adverse_count(result), k.sensed_count(result)) == (2, 3, 3)
    assert [int(tally.recorded[k, o - 1]) for k, o in ((0, TRUE), (1, FALSE), (2, MISTAKEN))] == [1, 1, 1]
    assert tally.filed[2, :3].tolist() == [1, 1, 1]


def test_a_true_record_is_no_injustice(kernel, people, filing, tally, dossier):
    result, _ = record(kernel, people, filing, tally, dossier(), true=0b001)
    assert result & 15 == 0b001
    assert (kernel("recording").wrongful_count(result), kernel("recording").adverse_count(result)) == (0, 1)


def test_praise_is_no_sanction(kernel, people, filing, tally, dossier):
    assert record(kernel, people, filing, tally, dossier(), true=0b1000)[0] & 7 == 0
    assert record(kernel, people, filing, tally, dossier(), false=0b1000)[0] & 15 == 0


def test_one_kind_can_be_filed_with_several_origins(kernel, people, filing, tally, dossier):
    _, records = record(kernel, people, filing, tally, dossier(), true=1, false=1, mistaken=1)
    assert [origin for _, _, origin in records] == [TRUE, FALSE, MISTAKEN]


def test_what_a_quota_lacks_is_true_of_who_did_it_and_else_at_discretion(kernel, people, filing, tally, dossier):
    result, records = record(kernel, people, filing, tally, dossier(), true=0b001, quota=0b011)
    assert records == [(0, 12, TRUE), (1, 6, DISCRETION)]
    k = kernel("recording")
    assert (k.wrongful_count(result), k.adverse_count(result), k.sensed_count(result)) == (1, 2, 0)
    assert result & 8
    assert [int(tally.made_for_quota[o - 1]) for o in (TRUE, DISCRETION)] == [1, 1]


def test_good_records_are_not_adverse(kernel, people, filing, tally, dossier):
    result, _ = record(kernel, people, filing, tally, dossier(), true=0b1001, false=0b1000)
    assert (kernel("recording").wrongful_count(result), kernel("recording").adverse_count(result)) == (1, 1)


def test_what_stands_is_not_filed_again_where_the_rule_says_so(kernel, people, filing, tally, dossier):
    filing.refile[0] = 0
    words = dossier((0, 5, TRUE))
    result, records = record(kernel, people, filing, tally, words, true=1, false=1)
    assert records == [(0, 5, TRUE)]
    assert result == 0


def test_departed_records_are_dropped_first(kernel, people, filing, tally, dossier):
    _, records = record(kernel, people, filing, tally, dossier((1, 0, TRUE), (2, 5, TRUE)), true=1)
    assert records == [(2, 5, TRUE), (0, 12, TRUE)]


def test_a_full_dossier_loses_the_record_with_the_fewest_months_left(kernel, people, filing, tally, dossier):
    words = dossier(*((2, 20 - s, FALSE) for s in range(DOSSIER_CAPACITY)))
    _, records = record(kernel, people, filing, tally, words, true=0b010, held=0)
    assert records == [*((2, 20 - s, FALSE) for s in range(DOSSIER_CAPACITY))]
    assert tally.displaced_records[TRUE - 1] == 1  # six months are fewer than thirteen: the new one is lost
    _, records = record(kernel, people, filing, tally, words, true=0b100, held=0)
    assert records == [*((2, 20 - s, FALSE) for s in range(DOSSIER_CAPACITY - 1)), (2, 24, TRUE)]
    assert tally.displaced_records[FALSE - 1] == 1
    assert tally.overflow == 2


def test_of_equals_the_oldest_goes(kernel, people, filing, tally, dossier):
    words = dossier(*((r % 3, 5, TRUE) for r in range(DOSSIER_CAPACITY)))
    _, records = record(kernel, people, filing, tally, words, true=1, held=0)
    assert [rule for rule, _, _ in records] == [1, 2, 0, 1, 2, 0, 1, 0]


def test_an_open_ended_record_is_never_crowded_out_by_a_term(kernel, people, filing, tally, dossier):
    words = dossier(*((0, OPEN_ENDED, TRUE) for _ in range(DOSSIER_CAPACITY)))
    _, records = record(kernel, people, filing, tally, words, true=0b100, held=0)
    assert {left for _, left, _ in records} == {OPEN_ENDED}


def test_nothing_sensed_files_nothing(kernel, people, filing, tally, dossier):
    result, records = record(kernel, people, filing, tally, dossier((0, 3, TRUE)))
    assert (result, records) == (0, [(0, 3, TRUE)])
    assert not tally.recorded.any()
