from __future__ import annotations

import numpy as np

from underheaven.kernel.argument_types import LifelongDraws
from underheaven.kernel.table_layout import EXTRA_POINTS, N_PERSONAL, OPTED_OUT, SEVERED_TIES, TIE_POINTS

from .conftest import ONE, here, person, state


def test_extra_points_are_favour_and_what_comes_from_ties(kernel, people, rules, key):
    people.house[:4] = [0, 4]
    rules.association, rules.shown_step, rules.contagion_rule = 0.5, 2, -1
    rules.favour, rules.favour_points = ONE, 7  # for every draw of favour; nobody joins by their draw of consent
    me = np.full(N_PERSONAL, 99, np.int64)
    of, who, drawn = state(4, score_shown=np.full(4, 118, np.uint8)), person(personal=me), LifelongDraws(0, ONE - 1, 0)
    kernel("monthly_variables").fill_personal(people, rules, here(key=key), of, who, drawn)
    assert (me[TIE_POINTS], me[EXTRA_POINTS], me[OPTED_OUT]) == (-10, -3, 0)
    rules.consent, rules.applies[0] = 1, 1
    kernel("monthly_variables").fill_personal(people, rules, here(key=key), of, who, drawn)
    assert me[OPTED_OUT] == 1


def test_who_joined_and_what_was_set_aside_is_counted(kernel, rules, tally):
    rules.consent, rules.applies[0] = 1, 1
    me = np.zeros(N_PERSONAL, np.int64)
    me[SEVERED_TIES] = 0b1011 << 30
    kernel("monthly_variables").count_personal(rules, tally, 0, 2, me)
    me[OPTED_OUT], me[SEVERED_TIES] = 1, 0
    kernel("monthly_variables").count_personal(rules, tally, 0, 2, me)
    kernel("monthly_variables").count_personal(rules, tally, 1, 2, me)
    assert (tally.joined[2], tally.stayed_out[2], tally.severed_ties) == (1, 1, 3)


def test_whoever_was_not_told_and_has_no_record_does_not_know_of_the_regime(kernel, rules):
    unaware, draws_of = kernel("monthly_variables").is_unaware, (0, ONE // 2 - 1, ONE // 2, ONE - 1)
    rules.aware[0] = ONE // 2
    assert [unaware(rules, u, 0, 0) for u in draws_of] == [0, 0, 0, 0]
    rules.secret = 1
    assert [unaware(rules, u, 0, 0) for u in draws_of] == [0, 0, 1, 1]
    assert [unaware(rules, u, 0, 1) for u in draws_of] == [0, 0, 0, 0]
