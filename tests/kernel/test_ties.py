from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.fields.codes import PUBLIC_BLACKLISTED
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.table_layout import (
    LOOK_TIES,
    LOOK_TOWN,
    N_PERSONAL,
    OPTED_OUT,
    SEVERED_TIES,
    TIE_EXPOSURE,
    TIE_POINTS,
)

from .conftest import NOTHING_MORE, ONE, here, person, state

START, DOWN_TEN, NONE = 128, 118, 0


@pytest.fixture
def home(people):
    """A household of four in the town, and nobody else to look at."""
    people.house[:4] = [0, 4]
    return people


@pytest.fixture
def counting(rules):
    """Half of the ties' mean distance counts, seen in steps of two points from 100."""
    rules.association, rules.shown_step, rules.start = 0.5, 2, 100
    rules.minimum, rules.maximum, rules.contagion_rule = 0, 200, -1
    return rules


@pytest.mark.parametrize(
    ("points", "steps"), [(0, 0), (-1, 0), (1, 1), (-2, -1), (-3, -1), (3, 2), (-100, -50), (100, 50)]
)
def test_a_score_is_shown_in_steps_from_the_start_halves_up(kernel, counting, points, steps):
    assert kernel("ties").visible_person_score(counting, 100 + points, 1, NOTHING_MORE) == START + steps


def test_a_score_far_off_is_shown_at_the_end_of_the_steps(kernel, counting):
    counting.shown_step = 1
    for points, shown in ((-100, 28), (100, 228)):
        assert kernel("ties").visible_person_score(counting, 100 + points, 1, NOTHING_MORE) == shown
    counting.minimum, counting.maximum = -1000, 1000
    assert kernel("ties").visible_person_score(counting, -800, 1, NOTHING_MORE) == 1


def test_nothing_is_shown_where_no_regime_is_or_of_who_stays_out(kernel, counting):
    outside = np.zeros(N_PERSONAL, np.int64)
    outside[OPTED_OUT] = 1
    assert kernel("ties").visible_person_score(counting, 100, 0, NOTHING_MORE) == NONE
    assert kernel("ties").visible_person_score(counting, 100, 1, outside) == NONE


def look(kernel, people, rules, key, public_statuses, shown=(), month=3, town_share=0.0):
    me = np.zeros(N_PERSONAL, np.int64)
    of = state(public_status=np.array(public_statuses, np.uint8), score_shown=np.array(shown, np.uint8))
    kernel("ties").observe_ties(
        people, rules, here(key=key, month=month, listed_share=town_share), of, person(personal=me)
    )
    return me


@pytest.mark.parametrize(
    ("shown", "points"),
    [
        ((50, START, START, START), 0),  # one's own does not count
        ((NONE, DOWN_TEN, DOWN_TEN, DOWN_TEN), -10),
        ((NONE, DOWN_TEN, START, START), -3),  # 0.5 x 2 x -10/3, to the nearest
        ((NONE, START + 5, START, NONE), 3),  # 2.5, halves up; who shows none is no tie here
        ((NONE, NONE, NONE, NONE), 0),
    ],
)
def test_points_of_ties_are_a_share_of_their_mean_distance(kernel, home, counting, key, shown, points):
    assert look(kernel, home, counting, key, [0] * 4, shown)[TIE_POINTS] == points


def test_a_tie_to_a_listed_person_is_set_aside_and_counts_no_more(kernel, home, counting, key):
    public_statuses, shown = [0, PUBLIC_BLACKLISTED, 0, PUBLIC_BLACKLISTED], (NONE, 28, START, 28)
    assert look(kernel, home, counting, key, public_statuses, shown)[TIE_POINTS] == -67
    home.tie_severed = ONE
    me = look(kernel, home, counting, key, public_statuses, shown)
    assert me[TIE_POINTS] == 0
    assert me[SEVERED_TIES] == 0b1010
    counting.association = 0.0
    counting.contagion_rule, counting.contagion_reference_group = 2, LOOK_TIES
    assert look(kernel, home, counting, key, public_statuses)[SEVERED_TIES] == 0


def test_acquaintances_are_set_aside_by_their_number(kernel, people, counting, key):
    people.house[:4] = [[p, p + 1] for p in range(4)]
    people.acquaintances, people.tie_severed = 3, ONE
    me = look(kernel, people, counting, key, [PUBLIC_BLACKLISTED] * 4, [28] * 4)
    assert me[SEVERED_TIES] == 0b111 << 32
    assert me[TIE_POINTS] == 0


@pytest.mark.parametrize(
    ("whose", "public_statuses", "town", "share"),
    [
        (LOOK_TIES, [0, PUBLIC_BLACKLISTED, 0, 0], 0.9, 1 / 3),
        (LOOK_TIES, [PUBLIC_BLACKLISTED, 0, 0, 0], 0.9, 0.0),
        (LOOK_TOWN, [0, PUBLIC_BLACKLISTED, 0, 0], 0.25, 0.25),
    ],
)
def test_exposure_is_to_the_listed_share_of_ties_or_town(
    kernel, home, counting, key, whose, public_statuses, town, share
):
    counting.association, counting.contagion, counting.background = 0.0, 0.8, 0.02
    counting.contagion_rule, counting.contagion_reference_group = 1, whose
    exposed = look(kernel, home, counting, key, public_statuses, town_share=town)[TIE_EXPOSURE]
    assert exposed == pytest.approx((1 - 0.98 * math.exp(-0.8 * share)) * ONE, abs=1)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 255)), max_size=47))
def test_words_of_ties_add_up_to_what_they_showed(ties_shown):
    ties = interpreted_copy("kernel.ties")
    words = sum(
        int(ties.tie_word(np.int64(PUBLIC_BLACKLISTED * black), np.int64(shown))) for black, shown in ties_shown
    )
    scores = [shown - START for _, shown in ties_shown if shown != NONE]
    assert abs(words) < ties.WORD_LIMIT
    assert ties.count_listed_ties(words) == sum(black for black, _ in ties_shown)
    assert (words & 63, words >> 6 & 63, words >> 18) == (len(ties_shown), len(scores), sum(scores))
