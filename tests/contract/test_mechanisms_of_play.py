"""Help, gaming and secrecy: switched on, each changes its count by a known size; off, not at all."""

from __future__ import annotations

import math

import numpy as np
import pytest

from underheaven.fields.codes import FALSE, TRUE
from underheaven.fields.scales import MICRO, MILLI

from .bench import NEVER, PERSONS, near, try_out

MONTHS = 12
PM = PERSONS * MONTHS
ALL, DISCRIMINATING, DEFECTING = range(3)
CLEAR, LISTED = range(2)

REFUSING = {"name": "refusing", "class": "order", "context": "reputation", "gravity": 1}
GAME = {
    "conduct.+": REFUSING,
    "livelihood.exchange": {"rate": 1.0, "refusal_conduct": "refusing", "cost": 1.0, "benefit": 3.0},
    **NEVER,
}
WATCHED = {
    "sensing.channels.eye.conduct": ["act", "refusing"],
    "recording.rules.+": {"conduct": "refusing", "months": 120},
    "standing.lists.black.conduct": ["refusing"],
}


def playing(**game):
    return GAME | {f"livelihood.exchange.{key}": value for key, value in game.items()}


def everybody(strategy):
    return {"helps_all": 0, "discriminates": 0, "defects": 0} | {strategy: 1}


def asked(life):
    return life["help_granted"] + life["help_refused"]


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
def test_everybody_is_asked_at_the_rate_and_by_one_other_person(rate):
    life = try_out({}, playing(rate=rate))
    assert near(asked(life).sum(), PM, rate)
    assert life["help_granted"].sum() == asked(life).sum()
    assert life["help_refused"].sum() == life["acts"].sum() == 0


def test_nobody_is_asked_in_a_town_of_one():
    life = try_out({}, playing() | {"people.town_size": 4}, months=3, persons=5)
    assert asked(life).sum() == 3 * 4


def test_without_the_game_nothing_is_counted():
    life = try_out({}, NEVER)
    assert asked(life).sum() == life["help_cost"].sum() == life["help_benefit"].sum() == 0


@pytest.mark.parametrize("weights", [(1, 0, 0), (1, 2, 1), (0, 0, 3)])
def test_strategies_are_dealt_by_their_weights(weights):
    game = dict(zip(("helps_all", "discriminates", "defects"), weights, strict=True))
    by_strategy = asked(try_out({}, playing(**game), months=1))[0].sum(axis=1)
    for count, weight in zip(by_strategy, weights, strict=True):
        assert near(count, PERSONS, weight / sum(weights))


def test_a_strategy_is_for_life():
    counts = asked(try_out({}, playing(helps_all=1, defects=1))).sum(axis=2)
    assert (counts == counts[0]).all()


def test_defectors_refuse_and_slips_refuse():
    life = try_out({}, playing(**everybody("defects")))
    assert life["help_refused"].sum() == life["acts"].sum() == life.sums.acts.sum() == PM
    life = try_out({}, playing(slip=0.2))
    assert near(life["help_refused"].sum(), PM, 0.2)


@pytest.mark.parametrize("visibility", [0.0, 0.4, 1.0])
def test_discriminators_refuse_whom_they_see_listed(visibility):
    """Half of all defect: each refuses in the first month and stands listed from then on."""
    life = try_out(WATCHED, playing(visibility=visibility, **everybody("discriminates") | {"defects": 1}))
    to_listed = (
        life["help_granted"][2:, DISCRIMINATING, LISTED].sum(),
        life["help_refused"][2:, DISCRIMINATING, LISTED].sum(),
    )
    assert sum(to_listed) > 0.2 * PM
    assert near(to_listed[1], sum(to_listed), visibility)
    assert life["help_refused"][:, DISCRIMINATING, CLEAR].sum() == 0
    assert life["help_granted"][:, DEFECTING].sum() == 0


@pytest.mark.parametrize("recorded", [False, True])
def test_refusing_the_listed_is_conduct_only_where_it_is_said_to_be(recorded):
    people = playing(visibility=1, refusing_is_recorded=recorded, **everybody("discriminates") | {"defects": 1})
    life = try_out(WATCHED, people)
    conduct = life["help_refused"] if recorded else life["help_refused"][:, :, CLEAR]
    occasions = asked(life) if recorded else asked(life)[:, :, CLEAR]
    kind = life.place("kind", "refusing")
    assert life["acts"][:, kind].sum() == life["recorded"][:, kind, TRUE - 1].sum() == conduct.sum()
    assert life["opportunities"][:, kind].sum() == occasions.sum()


def test_a_refusal_that_is_no_conduct_is_never_recorded():
    people = {k: v for k, v in playing(**everybody("defects")).items() if k != "conduct.+"}
    life = try_out({}, people | {"livelihood.exchange": {"rate": 1.0, "helps_all": 0, "defects": 1}})
    assert life["help_refused"].sum() == PM
    assert life["acts"].sum() == life["recorded"].sum() == 0


@pytest.mark.parametrize(("belief", "weight", "helps"), [(0.5, 3, True), (0.5, 1.9, False), (0.0, 99, False)])
def test_defectors_help_where_a_record_is_feared_more_than_help_costs(belief, weight, helps):
    rules = WATCHED | {"opacity": 1.0, "recording.rules.refusing.rumoured_weight": weight}
    people = {"response.beliefs.order": {"guilty": belief, "innocent": 0}}
    life = try_out(rules, playing(**everybody("defects")) | people)
    assert life["help_granted"].sum() == (PM if helps else 0)


def test_help_costs_and_brings_what_it_is_said_to():
    life = try_out({}, playing(cost=1.5, benefit=2.5, helps_all=1, defects=1))
    helps = life["help_granted"].sum(axis=2)
    assert np.array_equal(life["help_cost"], helps * (3 * MICRO // 2))
    assert np.array_equal(life["help_benefit"].sum(axis=1), helps.sum(axis=1) * (5 * MICRO // 2))
    assert (life["help_benefit"].sum(axis=0)[[ALL, DEFECTING]] > 0).all()


def test_help_moves_savings_within_their_bounds():
    """All start with one month put by: who helps and is helped ends with more, never above two or below nought."""
    savings = {"livelihood.savings.at_start": 1, "livelihood.savings.maximum": 2}
    life = try_out({}, playing(cost=0.25, benefit=0.5) | savings, months=3)
    assert (life.state.savings == 1.75 * MILLI).all()
    life = try_out({}, playing(cost=0.25, benefit=0.5, helps_all=1, defects=1) | savings, months=60)
    assert {int(life.state.savings.min()), int(life.state.savings.max())} == {0, 2 * MILLI}


LISTED_LOSES = {
    "treatment.effects": [{"of": "black", "context": "reputation", "strength": 0.5}],
    "recording.rules.act.months": 4,
}
"""A first record weighs half a month for four months, a second one nothing."""


@pytest.mark.parametrize(("cost", "paid"), [(1.9, True), (2.1, False)])
def test_a_record_is_bought_off_where_that_is_cheaper_than_the_record(cost, paid):
    rules = LISTED_LOSES | {"recording.rules.act.evadable": True}
    life = try_out(rules, {"people.traits.gaming_cost": {"law": "fixed", "value": cost}})
    assert life["acts"].sum() == PM
    assert life["bribed_records"][:, 0, TRUE - 1].sum() == (PM if paid else 0)
    assert life["recorded"].sum() == (0 if paid else PM)


def test_without_a_gap_nothing_is_bought_off():
    life = try_out(LISTED_LOSES, {"people.traits.gaming_cost": {"law": "fixed", "value": 0}})
    assert life["bribed_records"].sum() == 0
    assert life["recorded"].sum() == PM


def test_false_records_are_bought_off_too_and_teach_nothing():
    rules = LISTED_LOSES | {"recording.rules.act.evadable": True, "sensing.channels.eye.false_records_per_year": 6}
    people = NEVER | {"people.traits.gaming_cost": {"law": "fixed", "value": 1}, "response.legitimacy_loss": 0.5}
    life = try_out(rules, people)
    assert near(life["bribed_records"][:, 0, FALSE - 1].sum(), PM, 0.5)
    assert life["recorded"].sum() == life["unjust"].sum() == 0


STAGE = {
    "standing.lists": [{"name": "red", "colour": "red", "conduct": ["act"]}],
    "treatment.rewards": [{"of": "red", "context": "reputation", "strength": 0.5}],
    "recording.rules.act.months": 4,
    "recording.rules.act.evadable": True,
    "sensing.channels.eye.detection_rate": 0.5,
}
"""A good record promises two months of income; the eye sees half of what is done or staged."""


@pytest.mark.parametrize(("cost", "stages"), [(1.9, True), (2.1, False)])
def test_a_good_act_is_staged_where_the_promise_exceeds_the_cost(cost, stages):
    people = {
        "conduct.act.prosocial": True,
        "conduct.act.benefit": 2,
        "people.traits.gaming_cost": {"law": "fixed", "value": cost},
    }
    life = try_out(STAGE, people, months=1)
    done = life["acts"].sum()
    assert near(done, PERSONS, 1 - math.exp(-1))
    assert near(life["recorded"][:, 0, TRUE - 1].sum(), done, 0.5)
    staged = life["faked_acts"].sum()
    assert staged == life["recorded"][:, 0, FALSE - 1].sum()
    assert near(staged, PERSONS - done, 0.5) if stages else staged == 0


@pytest.mark.parametrize("awareness", [0.0, 0.25, 1.0])
def test_who_does_not_know_of_the_regime_fears_nothing(awareness):
    rules = {
        "awareness": awareness,
        "opacity": 1.0,
        "recording.rules.act.rumoured_weight": 4,
        "sensing.channels.eye.detection_rate": 0,
    }
    life = try_out(rules, {"response.beliefs.order": {"guilty": 0.5, "innocent": 0}})
    for acts in life["acts"].sum(axis=(1, 2)):
        assert near(acts, PERSONS, 1 - awareness * (1 - math.exp(-2)))


def test_awareness_differs_by_attribute():
    rules = {
        "awareness": 0.5,
        "awareness_factors": {"type": {"told": 2, "untold": 0}},
        "opacity": 1.0,
        "recording.rules.act.rumoured_weight": 99,
        "sensing.channels.eye.detection_rate": 0,
    }
    people = {
        "response.beliefs.order": {"guilty": 1, "innocent": 0},
        "people.attributes": [{"name": "type", "categories": {"told": 1, "untold": 1}}],
    }
    acts, persons = (try_out(rules, people, months=2)[name] for name in ("acts", "persons"))
    assert acts.sum(axis=(0, 1)).tolist() == [0, persons.sum(axis=0)[1]]


def test_a_record_of_the_own_tells_of_the_regime():
    """Nobody knows of it at first; whoever is recorded does, a month later, for as long as the record stands."""
    rules = {
        "awareness": 0.0,
        "opacity": 1.0,
        "recording.rules.act.rumoured_weight": 99,
        "recording.rules.act.months": 3,
    }
    life = try_out(rules, {"response.beliefs.order": {"guilty": 1, "innocent": 0}}, months=9)
    assert life["acts"].sum(axis=(1, 2)).tolist() == [PERSONS, 0, 0, 0, PERSONS, 0, 0, 0, PERSONS]


@pytest.mark.parametrize("opacity", [0.0, 1.0])
def test_opacity_moves_conduct_and_speech_as_far_as_rumour_leaves_the_truth(opacity):
    """The truth is two months, the rumour half of one: those who do not know the rules act and speak more."""
    speech = {
        "conduct": [
            {"name": "act", "class": "order", "context": "reputation", "gravity": 1, "opportunities_per_year": 12},
            {
                "name": "speak",
                "class": "speech",
                "context": "speech",
                "gravity": 0,
                "opportunities_per_year": 12,
                "threshold": True,
            },
        ]
    }
    people = speech | {
        "people.traits.grievance": {"law": "fixed", "value": 1.0},
        "people.traits.speech_threshold": {"law": "uniform", "low": 0.0, "high": 1.0},
        "response.legitimacy_at_start": 0.0,
        "response.beliefs": {c: {"guilty": 0.25, "innocent": 0} for c in ("money", "order", "speech")},
    }
    rules = LISTED_LOSES | {
        "opacity": opacity,
        "sensing.channels.eye": {"name": "eye", "conduct": ["act", "speak"], "detection_rate": 0},
        "recording.rules.act.rumoured_weight": 0.5,
        "recording.rules.+": {"conduct": "speak", "months": 4, "rumoured_weight": 0.5},
        "standing.lists.black.conduct": ["act", "speak"],
    }
    life = try_out(rules, people)
    weight = 0.5 if opacity else 2.0
    assert near(life["acts"][:, 0].sum(), PM, math.exp(-0.25 * weight))
    assert near(life["speaking"].sum(), PM, 1 - 0.25 * weight)


def test_true_and_believed_weight_are_counted_where_they_can_differ():
    rules = LISTED_LOSES | {
        "opacity": 0.5,
        "recording.rules.act.rumoured_weight": 7,
        "awareness": 0.75,
        "sensing.channels.eye.detection_rate": 0,
    }
    life = try_out(rules, {})
    assert life["weighed_opportunities"].sum() == life["opportunities"].sum() == PM
    assert life["weight_true"].sum() == 2 * MILLI * PM
    assert near(life["weight_believed"][0].sum() / 4.5 / MILLI, PERSONS, 0.75)
    known = try_out(LISTED_LOSES, {})
    assert known["weighed_opportunities"].sum() == known["weight_true"].sum() == known["weight_believed"].sum() == 0


def test_score_and_conviction_are_counted_together_every_twelfth_month():
    """The unprincipled act and lose ten points, once a month as long as a year."""
    rules = {
        "standing.grades": {"A": 50, "B": 0},
        "standing.start": 100,
        "recording.rules.act.points": -10,
        "recording.rules.act.months": 2,
    }
    people = {
        "people.traits.conviction": {"law": "uniform", "low": 0.0, "high": 1.0},
        "conduct.act.conviction_weight": 99,
    }
    moments = try_out(rules, people, months=24)["score_moments"]
    assert np.flatnonzero(moments.any(axis=1)).tolist() == [11, 23]
    n, points, conviction, points_2, conviction_2, both = moments[11].astype(float)
    assert n == PERSONS
    assert 0 < PERSONS * 100 - points < 20 * PERSONS
    assert conviction / n / MILLI == pytest.approx(0.5, abs=0.03)
    correlation = (n * both - points * conviction) / math.sqrt(
        (n * points_2 - points**2) * (n * conviction_2 - conviction**2)
    )
    assert 0.05 < correlation < 0.5


def test_a_regime_without_grades_counts_no_moments():
    assert try_out({}, {})["score_moments"].sum() == 0
