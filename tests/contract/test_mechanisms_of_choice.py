"""Conduct and response: switched on, each changes what people do by a known size; off, not at all."""

from __future__ import annotations

import math

import pytest

from underheaven.fields.codes import FALSE
from underheaven.fields.scales import BELIEF_ONE

from .bench import NEVER, PERSONS, near, try_out

MONTHS = 12
PM = PERSONS * MONTHS
BLIND = {"sensing.channels.eye.detection_rate": 0}


def rumour(weight, opacity=1.0):
    return BLIND | {"opacity": opacity, "recording.rules.act.rumoured_weight": weight}


def believing(guilty, innocent=0.0, which="order"):
    return {f"response.beliefs.{which}": {"guilty": guilty, "innocent": innocent}}


def share_acting(life):
    return life["acts"].sum() / life["opportunities"].sum()


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.15, 0.4, 1.0])
def test_opportunities_come_at_their_rate_by_skipping_and_by_a_draw_each(rate):
    life = try_out({}, {"conduct.act.opportunities_per_year": 12 * rate})
    assert near(life["opportunities"].sum(), PM, rate)


@pytest.mark.parametrize(("belief", "weight"), [(0.1, 10), (0.2, 5), (0.05, 20), (0.1, 0), (0.0, 10)])
def test_rumour_deters_by_the_perceived_chance_times_the_weight(belief, weight):
    life = try_out(rumour(weight), believing(belief))
    assert near(life["acts"].sum(), PM, math.exp(-belief * weight))


def test_a_chance_of_being_punished_when_innocent_takes_deterrence_away():
    assert try_out(rumour(10), believing(0.3, 0.3))["acts"].sum() == PM
    assert try_out(rumour(10), believing(0.1, 0.3))["acts"].sum() == PM


@pytest.mark.parametrize("opacity", [0.0, 0.4, 1.0])
def test_opacity_mixes_what_a_record_costs_with_what_is_rumoured(opacity):
    """Known: half of a month's income for six months. Rumoured: one month's income."""
    rules = rumour(1.0, opacity) | {
        "recording.rules.act.months": 6,
        "treatment.effects": [{"of": "black", "context": "reputation", "strength": 0.5}],
    }
    life = try_out(rules, believing(0.2))
    assert near(life["acts"].sum(), PM, math.exp(-0.2 * ((1 - opacity) * 3 + opacity * 1)))


def test_who_has_lost_everything_already_fears_nothing():
    rules = {
        "treatment.effects": [{"of": "black", "context": "reputation", "strength": 1.0}],
        "recording.rules.act.months": 3,
        "opacity": 0.0,
    }
    life = try_out(rules, believing(0.5) | {"response.learn_up": 0})
    never_listed = life["listed"].sum(axis=(1, 2))
    assert near(life["acts"][0].sum(), PERSONS, math.exp(-0.5 * 3))
    assert life["acts"][2].sum() > never_listed[1] > 0.3 * PERSONS


def test_what_is_feared_of_an_open_ended_record():
    rules = {
        "treatment.effects": [{"of": "black", "context": "reputation", "strength": 0.5}],
        "recording.rules.act.months": "until performed",
        "recording.feared_months": 8,
        **BLIND,
    }
    assert near(try_out(rules, believing(0.25))["acts"].sum(), PM, math.exp(-0.25 * 4))


@pytest.mark.parametrize("aversion", [0.5, 2.0])
def test_aversion_weighs_fear(aversion):
    people = believing(0.1) | {"people.traits.aversion": {"law": "fixed", "value": aversion}}
    assert near(try_out(rumour(8), people)["acts"].sum(), PM, math.exp(-0.8 * aversion))


@pytest.mark.parametrize(("law", "expected"), [("exponential", math.exp(-0.5)), ("uniform", 0.75)])
def test_laws_of_temptation(law, expected):
    people = {"conduct.act.benefit_law": law, "conduct.act.cost": 1, "conduct.act.benefit": 2}
    assert near(try_out(BLIND, people)["acts"].sum(), PM, expected)


@pytest.mark.parametrize(("conviction", "legitimacy"), [(0.5, 1.0), (1.0, 0.3), (0.0, 1.0), (1.0, 0.0)])
def test_conviction_holds_back_as_far_as_the_regime_seems_rightful(conviction, legitimacy):
    people = {
        "people.traits.conviction": {"law": "fixed", "value": conviction},
        "conduct.act.conviction_weight": 2,
        "response.legitimacy_at_start": legitimacy,
    }
    assert near(try_out(BLIND, people)["acts"].sum(), PM, math.exp(-2 * conviction * legitimacy))


@pytest.mark.parametrize("kappa", [0.0, 0.8])
def test_acts_in_the_open_draw_others_a_month_later(kappa):
    people = {"conduct.act.cost": 1, "conduct.act.open": True, "conduct.act.imitation": kappa, "people.town_size": 4096}
    acts = try_out(BLIND, people)["acts"].sum(axis=(1, 2))
    for now, before in zip(acts[1:], acts[:-1], strict=True):
        assert near(now, PERSONS, math.exp(-1 + kappa * before / PERSONS))
    assert near(acts[0], PERSONS, math.exp(-1))


def test_acts_that_nobody_sees_draw_nobody():
    people = {"conduct.act.cost": 1, "conduct.act.open": False, "conduct.act.imitation": 0.8}
    assert near(try_out(BLIND, people)["acts"].sum(), PM, math.exp(-1))


def test_only_the_excess_over_the_town_pulls_where_imitation_is_relative():
    people = {
        "conduct.act.cost": 1,
        "conduct.act.open": True,
        "conduct.act.imitation": 0.8,
        "conduct.act.relative_imitation": 1.0,
    }
    assert near(try_out(BLIND, people)["acts"].sum(), PM, math.exp(-1))


@pytest.mark.parametrize(
    "ties", [{"ties.acquaintances": 5}, {"ties.household_sizes": {"4": 1}, "ties.largest_household": 4}]
)
def test_who_looks_at_ties_sees_them(ties):
    people = {
        "conduct.act.cost": 1,
        "conduct.act.open": True,
        "conduct.act.imitation": 0.9,
        "conduct.act.reference_group": "ties",
    }
    alone, together = try_out(BLIND, people), try_out(BLIND, people | ties)
    assert near(alone["acts"].sum(), PM, math.exp(-1))
    assert share_acting(together) > 1.15 * share_acting(alone)


GOOD = {
    "conduct.act.prosocial": True,
    "conduct.act.benefit": 2,
}


@pytest.mark.parametrize("glow", [0.0, 1.0])
def test_a_good_act_is_done_when_its_glow_exceeds_its_cost(glow):
    life = try_out(BLIND, GOOD | {"conduct.act.warm_glow": glow})
    assert near(life["acts"].sum(), PM, 1 - math.exp(-glow / 2))
    assert life.sums.acts.sum() == 0


@pytest.mark.parametrize("strength", [0.0, 0.5])
def test_a_promised_reward_brings_good_acts(strength):
    rules = BLIND | {
        "standing.lists": [{"name": "red", "colour": "red", "conduct": ["act"]}],
        "treatment.rewards": [{"of": "red", "context": "reputation", "strength": strength}],
        "recording.rules.act.months": 4,
    }
    assert near(try_out(rules, GOOD)["acts"].sum(), PM, 1 - math.exp(-4 * strength / 2))


SPEECH = {
    "conduct": [
        {
            "name": "act",
            "class": "speech",
            "context": "speech",
            "gravity": 0,
            "opportunities_per_year": 12,
            "threshold": True,
        }
    ],
    "people.traits.grievance": {"law": "fixed", "value": 1.0},
    "people.traits.speech_threshold": {"law": "uniform", "low": 0.0, "high": 1.0},
    "response.legitimacy_at_start": 0.25,
}


@pytest.mark.parametrize(("belief", "weight"), [(0.0, 1.0), (0.5, 0.0), (0.5, 1.0), (1.0, 1.0)])
def test_a_feared_sanction_silences_speech(belief, weight):
    life = try_out(rumour(weight), SPEECH | believing(belief, which="speech"))
    assert near(life["speaking"][0].sum(), PERSONS, max(0.75 - belief * weight, 0))
    assert life.sums.months_speaking.sum() == life["speaking"].sum() == life["acts"].sum()
    free = try_out(rumour(0.0), SPEECH | believing(belief, which="speech"))
    assert free["silenced"].sum() == 0
    assert life["silenced"][0].sum() == free["speaking"][0].sum() - life["speaking"][0].sum()


def test_speech_in_town_loosens_tongues():
    people = SPEECH | {"conduct.act.imitation": 0.2, "people.town_size": 4096}
    speaking = try_out(BLIND, people)["speaking"].sum(axis=1)
    assert near(speaking[1], PERSONS, 0.75 + 0.2 * speaking[0] / PERSONS)


LEARNING = {"response.learn_up": 0.25, "response.learn_down": 0.1}


def mean(life, belief, month):
    return life["belief"][month, belief] / life.built.persons / BELIEF_ONE


def test_a_sanction_raises_the_belief_of_the_guilty():
    life = try_out({}, LEARNING | believing(0.2))
    assert mean(life, 2, 0) == pytest.approx(0.2 + 0.25 * 0.8, abs=2e-5)
    assert mean(life, 2, 1) == pytest.approx(0.4 + 0.25 * 0.6, abs=4e-5)
    assert mean(try_out({}, believing(0.2)), 2, 5) == pytest.approx(0.2, abs=1e-5)


def test_impunity_lowers_it():
    life = try_out(BLIND, LEARNING | believing(0.2))
    assert mean(life, 2, 0) == pytest.approx(0.2 * 0.9, abs=2e-5)


def test_records_of_the_innocent_raise_the_other_belief():
    rules = {"sensing.channels.eye.false_records_per_year": 12}
    life = try_out(rules, NEVER | LEARNING | believing(0.2, 0.1))
    assert mean(life, 3, 0) == pytest.approx(0.1 + 0.25 * 0.9, abs=2e-5)
    assert mean(life, 2, 0) == pytest.approx(0.2, abs=2e-5)


@pytest.mark.parametrize(("forget", "expected"), [(0.0, 1.0), (0.25, 0.55)])
def test_what_is_not_exercised_is_forgotten(forget, expected):
    """Half of the months have an act, always sanctioned: gain of a quarter of the gap, loss of a share of the way."""
    people = LEARNING | believing(0.1) | {"conduct.act.opportunities_per_year": 6, "response.forget": forget}
    life = try_out({}, people, months=80)
    assert mean(life, 2, 79) == pytest.approx(expected, abs=0.02)


HALF = {"sensing.channels.eye.false_records_per_year": 1.2}
PAIRS = {"ties.household_sizes": {"2": 1}, "ties.largest_household": 2}


@pytest.mark.parametrize("loss", [0.0, 0.4])
def test_an_unjust_record_costs_legitimacy(loss):
    life = try_out(HALF, NEVER | {"response.legitimacy_loss": loss}, months=1)
    unjust = life["unjust"].sum()
    assert unjust == life["recorded"][:, :, FALSE - 1].sum() > 0
    held = life["legitimacy"][0] / BELIEF_ONE
    assert held == pytest.approx(PERSONS - loss * unjust, abs=0.01)


def test_legitimacy_recovers_a_share_of_what_it_lost():
    rules = HALF | {
        "start": "2001-01",
        "amendments": [
            {
                "from": "2001-02",
                "describes": "No more errors.",
                "change": {"sensing": {"channels": [{"name": "eye", "false_records_per_year": 0}]}},
            }
        ],
    }
    people = NEVER | {"response.legitimacy_loss": 0.4, "response.legitimacy_recovery": 0.1}
    lacking = [PERSONS - x / BELIEF_ONE for x in try_out(rules, people, months=4)["legitimacy"]]
    assert lacking[0] > 100
    for now, before in zip(lacking[1:], lacking[:-1], strict=True):
        assert now == pytest.approx(0.9 * before, rel=1e-3)


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0])
def test_what_happens_at_home_counts_by_its_weight(weight):
    people = NEVER | PAIRS | {"response.legitimacy_loss": 0.4, "response.household_weight": weight}
    life = try_out(HALF, people, months=1)
    own = life["recorded"].sum()
    seen = life["unjust"].sum() - own
    assert near(seen, PERSONS, 0.1 * 0.9) if weight else seen == 0
    assert life["legitimacy"][0] / BELIEF_ONE == pytest.approx(PERSONS - 0.4 * own - 0.4 * weight * seen, abs=0.01)


def test_beliefs_learn_from_the_household_by_its_weight():
    people = NEVER | PAIRS | {"response.learn_up": 0.5}
    alone = try_out(HALF, people, months=1)
    together = try_out(HALF, people | {"response.household_weight": 0.5}, months=1)
    gain = mean(together, 3, 0) / mean(alone, 3, 0)
    assert gain == pytest.approx(1.5, rel=0.03)
