from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import MONEY, ORDER, SPEECH
from underheaven.fields.scales import BELIEF_ONE

from .conftest import ONE, here, person, state

HALF, QUARTER, TENTH = ONE // 2, ONE // 4, ONE // 10
HOME = [10_000, 1_000, 20_000, 2_000, 30_000, 3_000]
UNJUST = 64


@pytest.fixture
def learners(people):
    """Up a half, down a quarter; at home by half of that; a tenth of the way back each month."""
    people.belief[:] = HOME
    people.learn_up[:], people.learn_down[:] = [HALF, QUARTER], [QUARTER, QUARTER // 2]
    people.forget, people.household = TENTH, 1
    people.legitimacy, people.legitimacy_recovery = 50_000, TENTH
    people.legitimacy_loss[:] = [HALF, QUARTER]
    return people


def lesson(acted=(), sanctioned=(), unjust=False):
    return sum(1 << c for c in acted) | sum(8 << c for c in sanctioned) | (UNJUST if unjust else 0)


def respond(kernel, people, tally, lessons, held=None, rightful=50_000, household=(0, 1)):
    n = len(lessons)
    of = state(beliefs=np.array([held or HOME] * n, np.uint16), legitimacy=np.full(n, rightful, np.uint16))
    people.house[0] = household
    kernel("response").response(people, tally, here(n=n), of, person(group=2), np.array(lessons, np.uint8))
    return of.beliefs[0].tolist(), int(of.legitimacy[0])


def test_a_sanction_after_an_act_raises_the_belief_of_the_guilty(kernel, learners, tally):
    beliefs, _ = respond(kernel, learners, tally, [lesson([ORDER], [ORDER])])
    assert beliefs[2] == 20_000 + round((BELIEF_ONE - 20_000) / 2)
    assert beliefs[3] == 2_000


def test_impunity_lowers_it(kernel, learners, tally):
    assert respond(kernel, learners, tally, [lesson([MONEY])])[0][0] == 10_000 - 2_500


def test_a_month_without_an_act_teaches_what_befalls_the_innocent(kernel, learners, tally):
    quiet, _ = respond(kernel, learners, tally, [lesson()])
    assert quiet == [10_000, 750, 20_000, 1_500, 30_000, 2_250]
    struck, _ = respond(kernel, learners, tally, [lesson([], [SPEECH])])
    assert struck[5] == 3_000 + round((BELIEF_ONE - 3_000) / 2)
    assert struck[:5] == quiet[:5]


def test_what_is_not_exercised_goes_a_step_home(kernel, learners, tally):
    beliefs, _ = respond(kernel, learners, tally, [lesson()], held=[20_000, 0, 10_000, 0, 30_000, 0])
    assert beliefs[0::2] == [19_000, 11_000, 30_000]


def test_beliefs_stay_within_what_their_type_holds(kernel, learners, tally):
    learners.learn_up[0] = learners.learn_down[0] = ONE
    top, _ = respond(kernel, learners, tally, [lesson([ORDER], [ORDER])], held=[BELIEF_ONE] * 6)
    bottom, _ = respond(kernel, learners, tally, [lesson([ORDER])], held=[0] * 6)
    assert top[2] == BELIEF_ONE
    assert bottom[2] == 0


def test_the_household_teaches_less(kernel, learners, tally):
    alone, _ = respond(kernel, learners, tally, [lesson(), lesson([ORDER], [ORDER])], household=(0, 1))
    together, _ = respond(kernel, learners, tally, [lesson(), lesson([ORDER], [ORDER])], household=(0, 2))
    assert alone[2] == 20_000
    assert together[2] == 20_000 + round((BELIEF_ONE - 20_000) / 4)


def test_where_the_household_has_no_weight_it_teaches_nothing(kernel, learners, tally):
    learners.household = 0
    lessons = [lesson(), lesson([ORDER], [ORDER], unjust=True)]
    assert respond(kernel, learners, tally, lessons, household=(0, 2))[0][2] == 20_000
    assert tally.unjust.sum() == 0


@pytest.mark.parametrize(
    ("lessons", "after", "unjust"),
    [
        ([0, 0], 50_000, 0),
        ([UNJUST, 0], 25_000, 1),
        ([0, UNJUST], 37_500, 1),
        ([UNJUST, UNJUST], 25_000, 1),
    ],
)
def test_an_unjust_record_costs_legitimacy(kernel, learners, tally, lessons, after, unjust):
    assert respond(kernel, learners, tally, lessons, household=(0, 2))[1] == after
    assert tally.unjust[2] == unjust


@pytest.mark.parametrize(("rightful", "after"), [(30_000, 32_000), (60_000, 59_000), (50_000, 50_000)])
def test_legitimacy_goes_a_step_home(kernel, learners, tally, rightful, after):
    assert respond(kernel, learners, tally, [0], rightful=rightful)[1] == after


def test_a_lesson_at_home_that_is_not_unjust_costs_no_legitimacy(kernel, learners, tally):
    assert respond(kernel, learners, tally, [0, lesson([ORDER], [ORDER])], household=(0, 2))[1] == 50_000
    assert tally.unjust.sum() == 0


def test_a_quiet_month_is_a_month_of_the_innocent(kernel, learners, tally):
    held = [20_000, 500, 15_000, 40_000, 0, 65_535]
    beliefs = np.array([held], np.uint16)
    kernel("response").learn_uneventful_month(learners, beliefs, 0)
    assert beliefs[0].tolist() == respond(kernel, learners, tally, [lesson()], held=held)[0]


def test_a_sanction_at_home_without_an_act_teaches_about_the_innocent(kernel, learners, tally):
    beliefs, _ = respond(kernel, learners, tally, [lesson(), lesson([], [ORDER])], household=(0, 2))
    assert beliefs[2] == 20_000
    assert beliefs[3] == 1_500 + round((BELIEF_ONE - 1_500) / 4)


def test_a_person_is_found_in_any_town(kernel, learners, tally):
    beliefs, legitimacy = np.array([HOME] * 6, np.uint16), np.full(6, 50_000, np.uint16)
    lessons = np.array([0, lesson([ORDER], [ORDER], unjust=True)], np.uint8)
    learners.house[1] = [0, 1]
    of = state(beliefs=beliefs, legitimacy=legitimacy)
    kernel("response").response(learners, tally, here(first=4, n=2), of, person(i=5, group=2), lessons)
    assert beliefs[5, 2] == 20_000 + round((BELIEF_ONE - 20_000) / 2)
    assert legitimacy.tolist() == [50_000] * 5 + [25_000]
