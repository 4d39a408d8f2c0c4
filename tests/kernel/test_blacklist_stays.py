"""First stays on a blacklist, month by month of one person."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import APPEALED, EXPIRED, PERFORMED, RENEWED, STAY_ENDS, STAY_ONGOING, WITHDRAWN
from underheaven.fields.person_values import SUMS, Sums

NEWLY, ON, WRONGLY, OFF = 5, 1, 3, 0
"""What ``standing.observe`` returns: on a blacklist as of this month, on one, on one wrongly, on none."""


@pytest.fixture
def sums():
    return Sums(*(np.zeros(1, f.dtype) for f in SUMS))


@pytest.fixture
def listing(rules, file_as):
    """Two rules: records of the first put on a blacklist, records of the second on a redlist."""
    file_as(0, 1)
    rules.n_lists, rules.black, rules.red = 2, 1, 2
    rules.list_rules[:2] = [1, 2]
    return rules


def stay(kernel, rules, sums, months, outside=0):
    """Follow a person; a month is what standing says, and the rules and ways of the records that leave after it."""
    leaving = np.zeros(1, np.uint8)
    for observed, (listed, *left) in enumerate(months, start=1):
        kernel("blacklist_stays").update_first_stay(sums, leaving, 0, observed, listed, outside if listed == OFF else 0)
        for rule, way in left:
            kernel("blacklist_stays").note_removal(rules, sums, leaving, 0, rule, way)
    return int(sums.stay_entry[0]), int(sums.stay_months[0]), STAY_ENDS[sums.stay_end[0]]


def test_a_stay_has_an_entry_months_and_a_way_out(kernel, listing, sums):
    months = [(OFF,), (NEWLY | 2,), (ON,), (ON, (0, APPEALED)), (OFF,), (OFF,)]
    assert stay(kernel, listing, sums, months) == (2, 3, "appealed")
    assert sums.stay_wrongful[0] == 1


def test_a_stay_that_lasts_has_no_end_yet(kernel, listing, sums):
    """A record that left in the last month has not ended the stay: the person is listed in that month."""
    assert stay(kernel, listing, sums, [(NEWLY,), (ON, (0, EXPIRED))]) == (1, 2, "still on")


def test_the_first_stay_alone_counts(kernel, listing, sums):
    months = [(NEWLY, (0, PERFORMED)), (OFF,), (NEWLY | 2,), (WRONGLY, (0, APPEALED)), (OFF,)]
    assert stay(kernel, listing, sums, months) == (1, 1, "performed")
    assert sums.stay_wrongful[0] == 0


def test_the_way_out_is_that_of_the_last_record_to_leave(kernel, listing, sums):
    """A record that left months before, while another one stood, ended nothing."""
    months = [(NEWLY, (0, PERFORMED)), (ON,), (ON,), (OFF,)]
    assert stay(kernel, listing, sums, months) == (1, 3, "other")
    assert stay(
        kernel, listing, Sums(*(np.zeros(1, f.dtype) for f in SUMS)), [(NEWLY, (0, PERFORMED), (0, EXPIRED)), (OFF,)]
    ) == (1, 1, "expired")


def test_a_record_that_feeds_no_blacklist_ends_no_stay(kernel, listing, sums):
    assert stay(kernel, listing, sums, [(NEWLY, (1, EXPIRED)), (OFF,)]) == (1, 1, "other")


def test_who_does_not_join_is_withdrawn(kernel, listing, sums):
    assert stay(kernel, listing, sums, [(NEWLY,), (OFF,)], outside=1) == (1, 1, STAY_ENDS[1 + WITHDRAWN])


def test_a_stay_ends_with_its_person(kernel, listing, sums):
    k, leaving = kernel("blacklist_stays"), np.array([1 + EXPIRED], np.uint8)
    k.end_stay_by_renewal(sums, leaving, 0)
    assert leaving[0] == STAY_ONGOING  # a record of who has gone ends no stay of the newcomer
    assert sums.stay_end[0] == STAY_ONGOING  # nobody was listed
    stay(kernel, listing, sums, [(NEWLY,)])
    k.end_stay_by_renewal(sums, leaving, 0)
    assert STAY_ENDS[sums.stay_end[0]] == STAY_ENDS[1 + RENEWED] == "renewed"
    assert stay(kernel, listing, sums, [(NEWLY,), (OFF,)]) == (1, 1, "renewed")  # the newcomer's stay is another


def test_a_world_without_blacklists_keeps_nothing(kernel, sums):
    kernel("blacklist_stays").update_first_stay(sums, np.zeros(0, np.uint8), 0, 3, OFF, 0)
    assert not any(array.any() for array in sums)
