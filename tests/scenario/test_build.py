from __future__ import annotations

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.fields.codes import CONTEXTS
from underheaven.kernel.table_layout import MAX_GRADES, MAX_ZONES

from ..contract.worlds import alter, build, no_regime, rich_regime, rich_society
from ..contract.worlds import plain_society as plain

ONE = 2**32


@pytest.fixture(scope="module")
def world():
    return build(rich_regime(), rich_society(), 200)


def test_towns_cover_everybody_once(world):
    assert world.n_towns == 13
    assert world.town_starts.tolist() == [*range(0, 200, 16), 200]
    assert len(world.regions) == len(world.zones) == len(world.join_months(0)) == 13


def test_scale_is_real_persons_for_each_synthetic_one(world):
    assert world.scale == 6000 / 200


def test_labels_are_the_names_of_the_documents(world):
    assert world.labels["list"] == ("defaulters", "repeaters", "untrustworthy", "models", "strangers")
    assert world.labels["list_colour"] == ("black", "black", "black", "red", "grey")
    assert world.labels["grade"] == ("A", "B", "C", "D")
    assert world.labels["denial"] == ("flights", "trains")
    assert world.labels["region"] == ("hill", "dale", "coast")
    assert len(world.labels["visible"]) == 16
    assert dict(zip(world.labels["kind"], world.labels["kind_state"], strict=True))["arrears"] == "in arrears"


def test_the_rules_in_force_by_town_and_month(world):
    burn_in = world.burn_in_months
    coast = world.regions == world.labels["region"].index("coast")
    assert not world.rules_index_at(burn_in - 1, 0).any()
    first = world.rules_index_at(burn_in, 0)
    assert set(first[~coast].tolist()) == {0, 1}
    assert set(world.rules_index_at(burn_in + 3, 0)[~coast].tolist()) == {1}
    assert set(world.rules_index_at(burn_in + 4, 0)[~coast].tolist()) == {2}
    assert set(world.rules_index_at(burn_in + 8, 0)[~coast].tolist()) == {3}
    assert not world.rules_index_at(burn_in + 400, 0)[coast].any()


def test_a_later_start_of_observation_finds_the_regime_in_place():
    later = build(rich_regime(), rich_society(), 200, start="2001-06")
    inland = later.regions < 2
    assert set(later.rules_index_at(later.burn_in_months, 0)[inland].tolist()) == {2}


def test_an_earlier_start_of_observation_waits_for_it():
    earlier = build(rich_regime(), rich_society(), 200, start="2000-10")
    inland = earlier.regions < 2
    assert not earlier.rules_index_at(earlier.burn_in_months + 2, 0).any()
    assert earlier.rules_index_at(earlier.burn_in_months + 6, 0)[inland].all()


def state(world, grade, *lists):
    bits = sum(1 << world.labels["list"].index(name) for name in lists)
    return world.labels["grade"].index(grade) + MAX_GRADES * bits


@pytest.mark.parametrize(
    ("grade", "lists", "context", "access"),
    [
        ("A", (), "credit", 1.0),
        ("C", (), "credit", 0.8),
        ("C", ("defaulters",), "credit", 0.8 * 0.4),
        ("D", ("untrustworthy",), "work", 0.5),
        ("D", ("untrustworthy", "repeaters"), "work", 0.5 * 0.7),
        ("A", ("defaulters",), "travel", 0.0),
    ],
)
def test_access_is_the_product_of_what_lists_and_grades_leave(world, grade, lists, context, access):
    rules = world.rules[1]
    assert rules.access[state(world, grade, *lists), CONTEXTS.index(context)] == pytest.approx(access)


def test_rewards_add(world):
    rules = world.rules[1]
    assert rules.reward[state(world, "A", "models"), CONTEXTS.index("credit")] == pytest.approx(0.3)
    assert rules.reward[state(world, "B"), CONTEXTS.index("public service")] == pytest.approx(0.1)


def test_denials_of_two_lists_leave_what_both_leave(world):
    both = state(world, "D", "untrustworthy", "repeaters")
    assert world.rules[1].denial[both, 1] == pytest.approx(0.4 * ONE, abs=1)
    assert world.rules[2].denial[both, 1] == pytest.approx((1 - 0.6 * 0.5) * ONE, abs=1)


def test_an_amendment_changes_its_table_and_no_earlier_one(world):
    shouting = [r.conduct for r in rich_regime().model.recording.rules].index("shouting")
    points = [int(world.rules[t].points[shouting]) for t in (1, 2, 3)]
    assert points == [-5, -7, -7]
    assert [int(world.rules[t].correction) for t in (1, 2, 3)] == [int(ONE * c + 0.5) for c in (0.05, 0.05, 0.15)]


def test_channels_of_a_region_make_a_zone(world):
    hill, dale = (world.regions == world.labels["region"].index(n) for n in ("hill", "dale"))
    assert len(set(world.zones[hill])) == len(set(world.zones[dale])) == 1
    assert world.zones[hill][0] != world.zones[dale][0]
    speaking = world.labels["kind"].index("speaking")
    detect = world.rules[1].detect[:, speaking, 0] / ONE
    assert detect[world.zones[hill][0]] == pytest.approx(1 - (1 - 0.7 * 0.5) * (1 - 0.8 * 0.6))
    assert detect[world.zones[dale][0]] == pytest.approx(0.8 * 0.6)


def test_every_bucket_that_a_stretch_touches_is_marked(world):
    rules = world.rules[1]
    lengths = rules.stretch_length[:, : rules.n_stretches].max(axis=(0, 2))
    rng = np.random.default_rng(3)
    for start, length in zip(rules.stretch_from[: rules.n_stretches], lengths, strict=True):
        inside = (int(start) + rng.integers(0, int(length), 50)) % ONE
        assert rules.bucket[inside >> 20].all()
    assert 0 < rules.bucket.sum() < rules.bucket.size


def test_too_many_zones_are_refused_in_a_sentence():
    regions = [{"name": f"r{n}", "persons": 1} for n in range(MAX_ZONES + 1)]
    channels = [
        {"name": f"c{n}", "conduct": ["act"], "detection_rate": 0.1, "regions": [f"r{n}"]} for n in range(MAX_ZONES + 1)
    ]
    many = alter(no_regime(), {"sensing.channels": channels, "recording.rules": [{"conduct": "act", "months": 3}]})
    with pytest.raises(RequestError, match="different zones of regions"):
        build(many, alter(plain(), {"people.regions": regions}), 100)


def test_no_regime_builds_a_world_too():
    world = build(no_regime(), plain(), 100)
    assert not world.labels["list"]
    assert world.labels["visible"] == ("clear",)
    assert world.rules_index_at(0, 0).tolist() == [1]


GRADED = {
    "start": "2000-01",
    "standing.start": 100,
    "standing.grades": {"A": 200, "B": 50, "C": 0},
    "standing.lists": [{"name": "trusted", "colour": "red", "grade_at_least": "B"}],
}


def opened(month, *sees):
    """An amendment that changes what lenders see."""
    return {"from": month, "describes": "x", "change": {"treatment": {"lenders_see": list(sees)}}}


def test_what_lenders_do_not_see_yet_or_any_more_counts_as_for_the_clean():
    changes = {"amendments": [opened("2000-07", "grade"), opened("2001-01", "redlist")]}
    world = build(alter(no_regime(), GRADED | changes), plain(), 100)
    assert world.rules.see.tolist() == [0, 0, 4, 2]
    assert world.rules.unseen.tolist() == [4 + 2, 4 + 2, 2, 4]
    assert world.labels["visible"][world.clean_visible] == "redlisted, grade B"


def believed(*standings):
    return [{"of": of, "repaid": 10 + n, "defaulted": n} for n, of in enumerate(standings)]


def test_lenders_start_from_the_society_s_counts_and_from_what_the_regime_says():
    """The second version hides grades; what it says of the redlisted holds for who looks so beside a clean grade."""
    first = GRADED | {"treatment.lenders_see": ["grade"], "treatment.lenders_believe": believed("clear, grade C")}
    amendment = opened("2000-07", "redlist")
    amendment["change"]["treatment"]["lenders_believe"] = [
        {"of": "clear, grade C", "removed": True},
        *believed("clear", "redlisted"),
    ]
    world = build(alter(no_regime(), first | {"amendments": [amendment]}), plain(), 100)
    credit = plain().model.livelihood.credit
    expected = np.full((3, 32), float(credit.pseudo_repaid))
    expected[1, 4 * 2 + 2] = 10
    expected[2, 4 + 0], expected[2, 4 + 2] = 10, 11
    assert world.rules.unseen.tolist() == [4 + 2, 2, 4]  # before the regime nothing is seen
    assert np.array_equal(world.rules.first_repaid, expected)
    assert (world.rules.first_defaulted[0] == credit.pseudo_defaulted).all()
    assert world.rules.first_defaulted[2, 4:8].tolist() == [0, credit.pseudo_defaulted, 1, credit.pseudo_defaulted]


def test_what_no_version_shows_has_no_part_in_what_lenders_see():
    world = build(alter(no_regime(), GRADED | {"treatment.lenders_see": ["blacklist"]}), plain(), 100)
    assert world.labels["visible"] == ("clear", "blacklisted")
    assert not world.rules.unseen.any()


def test_gaps_are_a_set_of_rules_and_awareness_a_chance_of_each_cell(world):
    t = world.rules[1]
    gaps = [rule.conduct for rule in rich_regime().model.recording.rules if rule.evadable]
    bits = [k for k in range(int(t.n_rules)) if int(t.evadable) >> k & 1]
    assert sorted(world.labels["kind"][int(t.kind_of[k])] for k in bits) == sorted(gaps)
    assert {round(int(a) / 2**32, 6) for a in t.aware if a} == {0.7, 0.84}
    assert (int(t.secret), int(t.veiled)) == (1, 1)


def test_what_everybody_knows_is_neither_secret_nor_veiled():
    for opacity, awareness, secret, veiled in ((0, 1.0, 0, 0), (0.1, 1.0, 0, 1), (0, 0.99, 1, 1)):
        known = alter(rich_regime(), {"opacity": opacity, "awareness": awareness, "awareness_factors": {}})
        before, t, *_ = build(known, rich_society(), 50).rules
        assert (int(t.secret), int(t.veiled)) == (secret, veiled)
        assert int(before.secret) == int(before.veiled) == int(before.evadable) == 0
