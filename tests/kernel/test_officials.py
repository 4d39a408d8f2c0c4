from __future__ import annotations

import pytest

from underheaven.fields.codes import DISCRETION, FALSE, INHERITED, TRUE
from underheaven.kernel.argument_types import SensedRules

from .conftest import ONE, here, sensed


@pytest.fixture
def quota(rules, file_as):
    """Two records a month for a hundred persons, filed as kind 1."""
    file_as(0, 1)
    rules.quota, rules.quota_kind = 0.02, 1
    return rules


@pytest.mark.parametrize(
    ("eligible", "sensed", "chance"), [(100, 0, 0.02), (100, 1, 0.01), (100, 2, 0.0), (100, 50, 0.0), (0, 0, 0.0)]
)
def test_what_a_quota_lacks_is_shared_out_over_all(kernel, quota, eligible, sensed, chance):
    assert kernel("officials").quota_pick_chance(quota, eligible, sensed) == round(chance * ONE)


def test_without_a_quota_nothing_lacks(kernel, rules):
    assert kernel("officials").quota_pick_chance(rules, 100, 0) == 0


def test_persons_are_picked_at_that_chance_under_the_quotas_rule(kernel, quota):
    draws_of = (0, ONE // 4 - 1, ONE // 4, ONE - 1)
    assert [int(kernel("officials").quota_rule(quota, u, ONE // 4)) for u in draws_of] == [0b10, 0b10, 0, 0]


@pytest.fixture
def kept_back(people, rules, file_as):
    """Everybody is in favour; all bad news of kinds 0 and 1 is kept back; kind 2 is a good act."""
    file_as(0, 1, 2)
    people.prosocial[2] = 1
    rules.favour, rules.suppression = ONE, ONE
    return rules


def suppressed(kernel, people, rules, tally, key, held=0, sets=(0b101, 0b010, 0, 0b011, 0b010)):
    return int(
        kernel("officials").withheld_records(people, rules, tally, here(key=key), 0, 0, held, SensedRules(*sets))
    )


def test_bad_news_of_persons_in_favour_is_kept_back_and_counted(kernel, people, kept_back, tally, key):
    assert suppressed(kernel, people, kept_back, tally, key) == 0b011
    assert [int(tally.suppressed[o - 1]) for o in (TRUE, FALSE, DISCRETION, INHERITED)] == [1, 1, 1, 1]


def test_that_of_others_is_not(kernel, people, kept_back, tally, key):
    kept_back.favour = 0
    assert suppressed(kernel, people, kept_back, tally, key) == 0
    assert not tally.suppressed.any()


def test_what_would_not_be_filed_is_not_counted(kernel, people, kept_back, tally, key):
    kept_back.refile[0] = 0
    assert suppressed(kernel, people, kept_back, tally, key, held=0b001) == 0b010
    assert int(tally.suppressed[TRUE - 1]) == 0


def test_it_is_kept_back_at_its_share(kernel, people, kept_back, tally, key):
    kept_back.suppression = ONE // 4
    k = kernel("officials")
    town, sets = here(key=key), sensed(true=1)
    hidden = sum(int(k.withheld_records(people, kept_back, tally, town, i, 0, 0, sets)) for i in range(2000))
    assert abs(hidden - 500) < 5 * (2000 * 3 / 16) ** 0.5
