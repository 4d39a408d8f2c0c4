"""Persons counted together are entered into the tallies as if each had been entered alone."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.stages.aggregation import aggregate_statuses, tally_aggregated
from underheaven.engine.workspace import N_STATUS_SLOTS, make_workspace
from underheaven.jit.decorators import jit_entry
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.society import SOCIETY_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import MAX_GRADES, OPTED_OUT
from underheaven.kernel.tally import TALLY_DTYPE


@jit_entry
def _count(people, rules, tally, room, n):
    aggregate_statuses(people[0], rules[0], tally[0], room, n)
    left = int(room.used_slots[0])
    tally_aggregated(people[0], rules[0], tally[0], room)
    return left


@pytest.fixture
def tables():
    people, rules, tally = make_records(SOCIETY_DTYPE), make_records(RULES_DTYPE), make_records(TALLY_DTYPE)
    people.group[0][:3] = [4, 5, 6]
    people.use[0][:3, 0] = [1.0, 0.5, 0.25]
    rules.n_grades, rules.grade_label[0][:3] = 3, [0, 1, 2]
    rules.consent, rules.applies[0][:3] = 1, [1, 1, 0]
    rules.reward[0][8:16, 0], rules.rewards[0][8:16] = 0.5, 1
    return people, rules, tally


def met(tables, stands, cells, outside=()):
    people, rules, tally = tables
    room = make_workspace(256)
    n = len(stands)
    room.adults[:n], room.status[:n], room.cells[:n] = np.arange(n), stands, cells
    room.personal[OPTED_OUT, list(outside)] = 1
    return _count(people, rules, tally, room, n), tally[0], room


def test_grades_rewards_and_consent_are_those_of_the_persons_met(tables):
    _, tally, _ = met(tables, [0, 1, 9, 9, 10, 3], [0, 0, 1, 1, 2, 1], outside=[5])
    assert tally.grades[:3, 4:7].tolist() == [[1, 0, 0], [1, 2, 0], [0, 0, 1]]
    assert tally.reward[0, 4:7].tolist() == [0, 2 * 250_000, 125_000]
    assert tally.joined[4:7].tolist() == [2, 2, 0]
    assert tally.stayed_out[4:7].tolist() == [0, 1, 0]


def test_more_ways_to_stand_than_there_is_room_for_are_entered_on_the_way(tables):
    stands = [MAX_GRADES * lists for lists in range(2 * N_STATUS_SLOTS + 3)]
    left, tally, room = met(tables, stands, [0] * len(stands))
    assert left == 3
    assert tally.grades[0, 4] == tally.joined[4] == len(stands)
    assert not room.status_counts.any()
    assert not room.slot_by_status.any()
