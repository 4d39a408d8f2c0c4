from __future__ import annotations

import numpy as np

from underheaven.fields.scales import OPEN_ENDED
from underheaven.kernel.table_layout import N_PERSONAL, TIE_EXPOSURE

from .conftest import ONE, here


def test_what_is_inherited_is_filed_under_rules_in_force(kernel, rules, file_as):
    file_as(0, 1, 2)
    me = np.zeros(N_PERSONAL, np.int64)
    rules.rule_of[1] = -1
    assert kernel("inherited_records").inherited_rules(rules, ONE - 1, 0b111, me) == 0b101
    me[TIE_EXPOSURE], rules.contagion_rule = ONE, 2
    assert kernel("inherited_records").inherited_rules(rules, ONE - 1, 0, me) == 0b100


def test_only_new_adverse_records_with_a_term_pass_on(kernel, people, rules, file_as):
    file_as(0, 1, 2, 3)
    people.prosocial[1], rules.term[2], rules.refile[3] = 1, OPEN_ENDED, 0
    assert kernel("inherited_records").pass_to_household(people, rules, 0, 0b1111) == 0b1001
    assert kernel("inherited_records").pass_to_household(people, rules, 0b1001, 0b1111) == 0b0001


def test_a_household_answers_for_each_other_with_a_draw_a_record(kernel, people, rules, key, file_as):
    file_as(0, 1)
    people.house[:4] = [[0, 3], [0, 3], [0, 3], [3, 4]]
    passing = np.array([0b01, 0b10, 0, 0b11])
    takes = kernel("inherited_records").rules_from_household
    town = here(key=key, month=5)
    assert takes(people, rules, town, passing, 2) == 0
    rules.household_liability = ONE
    assert [takes(people, rules, town, passing, i) for i in range(4)] == [0b10, 0b01, 0b11, 0]
    rules.household_liability = ONE // 2
    often = sum(takes(people, rules, here(key=key, month=month), passing, 2) == 0b11 for month in range(400))
    assert 60 < often < 140
