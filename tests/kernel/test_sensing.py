from __future__ import annotations

import numpy as np
import pytest

from underheaven.kernel.table_layout import DETECTION_ROWS, MAX_GROUPS, MAX_KINDS

from .conftest import ONE, here, person


@pytest.fixture
def sure(rules, file_as):
    """Kinds 0, 1 and 2 are always recorded, and always the right person."""
    file_as(0, 1, 2)
    rules.detect[0, :3] = ONE
    return rules


def looks():
    """What is known of acts where a town begins."""
    return np.zeros((DETECTION_ROWS, MAX_KINDS, MAX_GROUPS), np.int64)


def culprits(kernel, people, rules, tally, key, done, held=0, look=1.0):
    town = here(key=key, month=5, attention=look)
    found = kernel("sensing").detected_acts(people, rules, tally, town, person(), done, held, looks())
    return int(found), town.lost_next


def test_what_was_done_is_recorded(kernel, people, sure, tally, key):
    assert culprits(kernel, people, sure, tally, key, 0b101)[0] == 0b101
    assert culprits(kernel, people, sure, tally, key, 0)[0] == 0


def test_a_kind_without_a_rule_is_not(kernel, people, sure, tally, key):
    sure.rule_of[1] = -1
    assert culprits(kernel, people, sure, tally, key, 0b111)[0] == 0b101


def test_what_no_channel_detects_is_not(kernel, people, sure, tally, key):
    sure.detect[0, 2] = 0
    assert culprits(kernel, people, sure, tally, key, 0b111)[0] == 0b011


def test_what_stands_is_sensed_again_only_where_it_is_filed_again(kernel, people, sure, tally, key):
    assert culprits(kernel, people, sure, tally, key, 0b011, held=0b001)[0] == 0b011
    sure.refile[0] = 0
    assert culprits(kernel, people, sure, tally, key, 0b011, held=0b001)[0] == 0b010


def test_a_record_lost_to_another_is_counted_and_not_filed(kernel, people, sure, tally, key):
    sure.mistaken[0, 1] = ONE
    recorded, lost = culprits(kernel, people, sure, tally, key, 0b111)
    assert recorded == 0b101
    assert lost[:3].tolist() == tally.misattributed_records[:3].tolist() == [0, 1, 0]


def stretch(rules, start, length, kind=0, s=0):
    rules.stretch_from[s], rules.stretch_length[0, s, :], rules.stretch_kind[s] = start, length, kind
    rules.n_stretches = s + 1


@pytest.mark.parametrize(("u", "found"), [(99, 0), (100, 1), (149, 1), (150, 0)])
def test_a_stretch_of_the_draw_is_a_false_record(kernel, rules, file_as, u, found):
    file_as(0)
    stretch(rules, 100, 50)
    assert kernel("sensing").false_records(rules, u, 0, 0, 0, 1.0) == found


@pytest.mark.parametrize(("u", "found"), [(ONE - 6, 0), (ONE - 5, 1), (ONE - 1, 1), (0, 1), (4, 1), (5, 0)])
def test_a_stretch_goes_on_past_the_end(kernel, rules, file_as, u, found):
    file_as(0)
    stretch(rules, ONE - 5, 10)
    assert kernel("sensing").false_records(rules, u, 0, 0, 0, 1.0) == found


def test_nobody_is_recorded_falsely_for_what_he_did(kernel, rules, file_as):
    file_as(0)
    stretch(rules, 0, ONE)
    assert kernel("sensing").false_records(rules, 7, 0, 0, 0b1, 1.0) == 0


def test_stretches_of_several_kinds_add_up(kernel, rules, file_as):
    file_as(0, 3)
    stretch(rules, 0, 100)
    stretch(rules, 50, 100, kind=3, s=1)
    found = [int(kernel("sensing").false_records(rules, u, 0, 0, 0, 1.0)) for u in (10, 75, 120)]
    assert found == [0b0001, 0b1001, 0b1000]


def test_a_lost_record_hits_each_eligible_person_with_the_same_chance(kernel, people, rules, file_as):
    """Of 8 eligible persons and 2 lost records, exactly a quarter of all draws are hits, half of them of each kind."""
    file_as(0, 1, 2)
    lost = np.zeros(MAX_KINDS, np.int64)
    lost[0], lost[2] = 1, 1
    hits = [int(kernel("sensing").mistaken_records(people, rules, u, lost, 2, 8)) for u in range(0, ONE, ONE // 64)]
    assert (hits.count(0b001), hits.count(0b100), hits.count(0)) == (8, 8, 48)


def test_a_lost_record_without_a_rule_hits_nobody(kernel, people, rules, file_as):
    file_as(0, 1)
    rules.rule_of[0] = -1
    lost = np.zeros(MAX_KINDS, np.int64)
    lost[0] = 8
    assert kernel("sensing").mistaken_records(people, rules, 5, lost, 8, 8) == 0


def test_being_in_a_state_is_an_act_of_its_kind(kernel, people, tally):
    people.kind_of_stage[2], people.kind_of_stage[5] = 0, 3
    kind_of_state = kernel("sensing").kind_from_solvency
    assert [int(kind_of_state(people, tally, stage)) for stage in (0, 2, 5)] == [0, 0b0001, 0b1000]
    assert tally.in_state[:4].tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize(("done", "held"), [(0b01, 0b10), (0b10, 0b01), (0b01, 0b01)])
def test_one_judgment_is_one_debt_under_either_name(kernel, people, sure, tally, key, done, held):
    people.kind_of_stage[4], people.kind_of_stage[5] = 0, 1
    assert culprits(kernel, people, sure, tally, key, done, held=held)[0] == done
    sure.refile[:2] = 0
    assert culprits(kernel, people, sure, tally, key, done, held=held)[0] == 0
    assert culprits(kernel, people, sure, tally, key, 0b100, held=held)[0] == 0b100


@pytest.fixture
def channels(rules, file_as):
    """Kind 0 known to a channel that follows attention (.2, of which half slips) and to one that does not (.3)."""
    file_as(0)
    rules.follows, rules.n_channels = 1, 2
    rules.channel_kinds[:2], rules.channel_zones[:2] = 1, 1
    rules.channel_follows[0] = 1
    rules.channel_chance[0, :], rules.channel_chance[1, :] = 0.2, 0.3
    rules.channel_mistaken[0, :] = 0.5
    return rules


@pytest.mark.parametrize("attention", [0.0, 0.5, 1.0, 3.0, 9.0])
def test_attention_multiplies_what_those_who_look_find(kernel, channels, attention):
    seen, slips, reported = (int(x) / ONE for x in kernel("sensing").detection_thresholds(channels, 0, 0, 4, attention))
    looked = min(0.2 * attention, 1.0)
    assert seen == pytest.approx(1 - 0.7 * (1 - looked), abs=1e-9)
    assert slips == pytest.approx(0.5 * looked / (looked + 0.3), abs=1e-9)
    assert reported == pytest.approx(0.3, abs=1e-9)


@pytest.mark.parametrize(("zone", "kind"), [(1, 0), (0, 2)])
def test_a_channel_elsewhere_or_of_another_kind_finds_nothing(kernel, channels, zone, kind):
    assert [int(x) for x in kernel("sensing").detection_thresholds(channels, zone, kind, 0, 2.0)] == [0, 0, 0]


def test_what_is_found_is_reported_or_discovered(kernel, people, channels, tally, key):
    culprits, town = kernel("sensing").detected_acts, here(key=key, attention=2.0)
    found = sum(
        int(culprits(people, channels, tally, town._replace(month=m), person(), 1, 0, looks())) for m in range(2000)
    )
    lost = int(tally.misattributed_records[0])
    reported, discovered = (int(n) for n in tally.recorded_by_discovery[0])
    assert reported + discovered == found + lost
    assert reported == pytest.approx(2000 * 0.3, abs=5 * (2000 * 0.3 * 0.7) ** 0.5)
    assert discovered == pytest.approx(2000 * 0.28, abs=5 * (2000 * 0.28 * 0.72) ** 0.5)


@pytest.mark.parametrize(("attention", "length"), [(0.0, 0), (0.5, 25), (1.0, 50), (1e9, 2 * ONE)])
def test_attention_stretches_the_false_records_of_who_follows_it(kernel, rules, file_as, attention, length):
    file_as(0)
    stretch(rules, 100, 50)
    rules.stretch_follows[0] = 1
    hits = [int(kernel("sensing").false_records(rules, u, 0, 0, 0, attention)) for u in range(100, 200)]
    assert sum(hits) == min(length, 100)
    assert kernel("sensing").false_records(rules, 99, 0, 0, 0, attention) == (attention > 1000)


def test_what_attention_makes_of_an_act_is_kept_for_the_town(kernel, channels):
    sensing, kept = kernel("sensing"), looks()
    first = [int(x) for x in sensing.cached_detection(channels, 0, 0, 4, 2.0, kept)]
    assert first == [int(x) for x in sensing.detection_thresholds(channels, 0, 0, 4, 2.0)]
    assert [int(x) for x in sensing.cached_detection(channels, 0, 0, 4, 9.0, kept)] == first  # of the same town still
    kept[0] = 0
    assert [int(x) for x in sensing.cached_detection(channels, 0, 0, 4, 9.0, kept)] != first
    assert [int(x) for x in sensing.cached_detection(channels, 0, 0, 3, 2.0, kept)] == [
        int(x) for x in sensing.detection_thresholds(channels, 0, 0, 3, 2.0)
    ]
