"""Who lives, where a regime reaches, and what amendments change: known sizes on, nothing off."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import RENEWED

from . import worlds
from .bench import NEVER, PERSONS, near, regime, society, try_out
from .worlds import REMOVED, alter

TOWNS = {"people.town_size": 16}


def recorded(life):
    return [int(n) for n in life["recorded"].sum(axis=(1, 2))]


def test_a_roll_out_brings_in_towns_evenly():
    life = try_out({"rollout.full_after_months": 4}, TOWNS, months=6, persons=8 * 16)
    assert recorded(life) == [32, 64, 96, 128, 128, 128]
    assert recorded(try_out({}, TOWNS, months=6, persons=8 * 16)) == [128] * 6


def test_a_roll_out_stays_in_its_regions():
    people = TOWNS | {"people.regions": [{"name": "here", "persons": 3}, {"name": "there", "persons": 1}]}
    life = try_out({"rollout.regions": ["here"]}, people, months=3, persons=8 * 16)
    assert recorded(life) == [96] * 3
    assert life["listed_by_region"][-1].tolist() == [[96, 0]]


def test_an_amendment_brings_in_further_regions_from_its_month_on():
    """Of eight towns six are in the first region; the others join over two months from the fourth on, and all stay."""
    people = TOWNS | {"people.regions": [{"name": "here", "persons": 3}, {"name": "there", "persons": 1}]}
    change = {"rollout": {"regions": ["there"], "full_after_months": 2}}
    life = try_out({"rollout.regions": ["here"]} | amended(change), people, months=6, persons=8 * 16)
    assert recorded(life) == [96, 96, 96, 112, 128, 128]
    unchanged = try_out({"rollout.regions": ["here"]} | amended({}), people, months=6, persons=8 * 16)
    assert recorded(unchanged) == [96] * 6


def test_a_channel_stays_in_its_regions():
    people = TOWNS | {"people.regions": [{"name": "here", "persons": 3}, {"name": "there", "persons": 1}]}
    life = try_out({"sensing.channels.eye.regions": ["there"]}, people, months=3, persons=8 * 16)
    assert recorded(life) == [32] * 3
    assert life["listed_by_region"][-1].tolist() == [[0, 32]]


def test_nothing_is_recorded_before_the_regime_starts():
    built = worlds.build(regime({"start": "2001-04"}), society(), PERSONS, start="2001-01")
    assert recorded(worlds.live(built, 5)) == [0, 0, 0, PERSONS, PERSONS]


def test_nothing_is_recorded_in_the_burn_in():
    life = try_out({}, {"burn_in_months": 3}, months=2)
    assert recorded(life) == [0, 0, 0, PERSONS, PERSONS]


def amended(change, start="2001-01", month="2001-04"):
    return {"start": start, "amendments": [{"from": month, "describes": "A change.", "change": change}]}


def test_an_amendment_changes_points_from_its_month_on():
    before = try_out({"start": "2001-01"})
    after = try_out(amended({"recording": {"rules": [{"conduct": "act", "points": -3}]}}))
    assert np.array_equal(before["score"][:3], after["score"][:3])
    assert [int(s) // PERSONS for s in before["score"][:6]] == [-1, -2, -3, -4, -5, -6]
    assert [int(s) // PERSONS for s in after["score"][:6]] == [-1, -2, -3, -12, -15, -18]


def test_an_amendment_adds_an_effect():
    change = {"treatment": {"effects": [{"of": "black", "context": "credit", "strength": 0.5}]}}
    life = try_out(amended(change))
    by_month = life["detriment"].sum(axis=(1, 2, 3))
    assert by_month[:3].sum() == 0
    assert set(by_month[3:].tolist()) == {PERSONS * 500_000}


def test_amendments_add_up_in_their_order():
    rules = amended({"sensing": {"channels": [{"name": "eye", "detection_rate": 0.0}]}})
    rules["amendments"] = [
        *rules["amendments"],
        {
            "from": "2001-06",
            "describes": "It opens again.",
            "change": {"sensing": {"channels": [{"name": "eye", "detection_rate": 1.0}]}},
        },
    ]
    assert recorded(try_out(rules, months=7)) == [PERSONS] * 3 + [0] * 2 + [PERSONS] * 2


def test_an_amendment_removes_a_rule():
    change = {
        "recording": {"rules": [{"conduct": "act", "removed": True}]},
        "sensing": {"channels": [{"name": "eye", "removed": True}]},
        "standing": {"lists": [{"name": "black", "removed": True}]},
    }
    assert recorded(try_out(amended(change), months=5)) == [PERSONS] * 3 + [0] * 2


def test_an_amendment_removes_a_list():
    life = try_out(amended({"standing": {"lists": [{"name": "black", "removed": True}]}}), months=5)
    assert "black" in life.built.labels["list"]
    assert [int(n) for n in life["listed"].sum(axis=(1, 2))] == [PERSONS] * 3 + [0] * 2


def test_an_amendment_adds_a_grade():
    """Until it comes, nobody is in the new grade, and the old ones keep their effects."""
    graded = {
        "standing.grades": {"A": 0, "D": -100},
        "treatment.effects": [{"of": "D", "context": "credit", "strength": 0.5}],
    }
    life = try_out(graded | amended({"standing": {"grades": {"AA": 50}}}), months=5)
    counts = {g: life["grades"].sum(axis=2)[:3, n].sum() for n, g in enumerate(life.built.labels["grade"])}
    assert counts == {"AA": 0, "A": 0, "D": 3 * PERSONS}
    assert life["detriment"].sum() == 5 * PERSONS * 500_000


@pytest.mark.parametrize("share", [0.0, 0.12, 0.6])
def test_places_are_renewed_at_their_rate(share):
    life = try_out({}, NEVER | {"people.renewed_per_year": share}, months=24)
    assert near(life["renewed"].sum(), 24 * PERSONS, share / 12)
    assert life.state.generation.sum() == life["renewed"].sum()


def test_a_newcomer_has_no_record():
    life = try_out({"recording.rules.act.refile": False}, {"people.renewed_per_year": 0.6}, months=6)
    renewed, listed = life["renewed"].sum(axis=1), life["listed"].sum(axis=(1, 2))
    assert life["removals"][:, RENEWED].sum() == life["renewed_while_listed"].sum() == renewed.sum() > 0
    assert (listed == PERSONS).all()
    assert life["entries"][1:].sum() == renewed[:-1].sum()


def test_minors_have_no_conduct_work_or_credit():
    people = {
        "people.attributes": [{"name": "age", "categories": {"child": 1, "grown": 3}}],
        "people.minors": {"age": ["child"]},
        "conduct.act.opportunities_per_year": 6,
        "livelihood.credit.need_per_year": 6,
    }
    life = try_out({"sensing.channels.eye.false_records_per_year": 6}, people)
    child = life.place("group", "child")
    assert near(life["persons"][0, child], PERSONS, 0.25)
    for name in ("acts", "filed", "listed", "workforce", "loans_asked", "solvency", "unjust", "first_listed"):
        by_group = life[name].sum(axis=2) if name == "filed" else life[name]
        assert by_group[..., child].sum() == 0 < by_group.sum()


@pytest.mark.parametrize("life", [{"months": 100, "geometric": True}, {"months": "until performed"}], ids=str)
def test_early_removal_of_a_record_without_an_age_is_refused(life):
    """Neither a geometric nor an open-ended record knows how many months it has stood."""
    rule = {"conduct": "act", "points": -1, "early_removal_after_months": 3, "early_removal": 0.5}
    with pytest.raises(worlds.Refused, match="early_removal"):
        regime({"recording.rules.act": rule | life})
    assert regime({"recording.rules.act": rule | {"months": 100}})


def test_the_open_class_of_households_has_the_largest_size():
    sizes = {"ties.household_sizes": {"1": 1, "2+": 1}, "ties.largest_household": 5}
    built = worlds.build(regime(), society(sizes | {"people.town_size": 60}), 60)
    house = built.society[0].house[:60]
    assert set((house[:, 1] - house[:, 0]).tolist()) >= {5}


def test_a_removed_appeal_is_gone():
    rules = {
        "repair.appeal": {
            "filed_wrongful": 1,
            "filed_rightful": 1,
            "granted_wrongful": 1,
            "granted_rightful": 1,
            "months": 0,
        }
    }
    assert try_out(rules)["appeals_granted"].sum() > 0
    without = worlds.run(alter(regime(rules), {"repair.appeal": REMOVED}), society(), PERSONS, 12)
    assert without["appeals_filed"].sum() == without["removals"].sum() == 0
