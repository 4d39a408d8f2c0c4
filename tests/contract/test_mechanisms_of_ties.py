"""Ties, households and consent: switched on, each changes its measure by a known size; off, not at all."""

from __future__ import annotations

import math

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.codes import FALSE, INHERITED, NONE_OUTSIDE, NONE_TIES, TRUE, WITHDRAWN

from . import worlds
from .bench import ALWAYS, NEVER, PERSONS, near, try_out
from .worlds import alter, cpu, live, same

HALF = {"people.attributes": [{"name": "sex", "categories": {"women": 1, "men": 1}}]}
PAIRS = {"ties.household_sizes": {"2": 1}, "ties.largest_household": 2, "ties.acquaintances": 0}
COUPLES = HALF | PAIRS
MEN_SEEN = {"sensing.channels.eye.detection_factors": {"sex": {"women": 0.0}}}
"""Only men are ever recorded for what all do."""
SCORED = {"standing.start": 100, "standing.minimum": 0, "standing.maximum": 200, "recording.rules.act.points": -10}
GRADED = SCORED | {
    "standing.grades": {"A": 96, "B": 0},
    "standing.lists": [{"name": "low", "colour": "black", "grade_at_most": "B"}],
    "treatment.effects": [{"of": "low", "context": "work", "strength": 0.5}],
    "recording.rules.act.refile": False,
}
WORTH = {"contexts": {"work": {"use": 1.0, "value": 1.0}}}


def origins(life, *chosen):
    return int(life["recorded"][:, :, [o - 1 for o in chosen]].sum())


# the score of ties


def test_a_score_takes_in_a_share_of_the_mean_of_ties_a_month_later():
    """Everybody loses ten points more each month, and half of what the other at home had lost the month before."""
    life = try_out(SCORED | {"standing.association": 0.5}, PAIRS, months=4)
    assert [int(s) / PERSONS for s in life["score"]] == [
        90,
        75,
        58,
        39,
    ]
    alone = try_out(SCORED, PAIRS, months=4)
    assert [int(s) / PERSONS for s in alone["score"]] == [90, 80, 70, 60]


def test_ties_alone_can_list_and_what_that_costs_is_theirs():
    """Men are recorded once and fall to 90; half of that takes a woman who lives with one to 95, below the grade."""
    life = try_out(GRADED | MEN_SEEN | {"standing.association": 0.5}, COUPLES | WORTH, months=3)
    women = life.place("group", "women")
    by_ties = life["listed_by_origin"][:, 0, INHERITED - 1]
    assert by_ties[0] == 0 < by_ties[1] == by_ties[2] == life["listed"][1, 0, women]
    assert near(by_ties[1], PERSONS, 1 / 4)  # a woman, and beside her a man
    assert life["first_wrongly_listed"].sum() == by_ties[1]
    # Her loss is all the ties'. In the third month the man beside her has 2 of 12 points lost from her; two men have 5
    # of 15 from each other in the second month and 7 of 17 in the third.
    men = life["listed"][0, 0].sum()
    shared = 2 * by_ties[1] + 2 / 12 * by_ties[1] + (5 / 15 + 7 / 17) * (men - by_ties[1])
    assert life["detriment"][:, NONE_TIES, :, INHERITED - 1].sum() == pytest.approx(0.5e6 * shared, rel=1e-5)
    assert life["detriment"].sum() == life["detriment_by_group"].sum() == life.sums.detriment.sum(dtype=np.int64)


def test_without_association_ties_cost_nothing():
    life = try_out(GRADED | MEN_SEEN, COUPLES | WORTH, months=3)
    assert life["listed"][:, 0, life.place("group", "women")].sum() == 0
    assert life["detriment"][:, NONE_TIES].sum() == 0 < life["detriment"].sum()


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_ties_to_the_listed_are_set_aside_with_their_chance(chance):
    people = COUPLES | WORTH | {"ties.severed_per_month": chance}
    life = try_out(GRADED | MEN_SEEN | {"standing.association": 0.5}, people, months=2)
    men = int(life["listed"][0].sum())
    assert life["severed_ties"][0] == 0
    assert near(life["severed_ties"][1], men, chance)
    if chance == 1:
        assert life["listed"][1].sum() == men
    else:
        assert life["listed"][1].sum() > men
    aside = try_out(GRADED | MEN_SEEN, people, months=2)
    assert aside["severed_ties"].sum() == 0


# likeness

FRIENDS = {
    "ties.household_sizes": {"1": 1},
    "ties.largest_household": 1,
    "ties.acquaintances": 4,
    "ties.nearby_share": 0.0,
    "people.town_size": 1024,
}
LOW = SCORED | {"standing.association": 0.5, "recording.rules.act.refile": False}


def alike(share, by="sex"):
    return {"ties.alike_share": share, "ties.alike_by": by}


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_friends_who_are_alike_lower_the_scores_of_those_they_are_like(share):
    """Only men are recorded and fall to 90. A woman whose friends are all women keeps 100; one man of four takes 1."""
    people = HALF | FRIENDS | alike(share)
    grades = {"standing.grades": {"untouched": 100, "a little": 99, "more": 0}}
    life = try_out(LOW | MEN_SEEN | grades, people, months=2)
    women, unlike = life.place("group", "women"), (1 - share) / 2
    graded = life["grades"][1, :, women]
    for grade, chance in ((0, (1 - unlike) ** 4), (1, 4 * unlike * (1 - unlike) ** 3)):
        assert near(graded[grade], graded.sum(), chance)


@pytest.mark.parametrize("by", ["conviction", "sex", "age", "income"])
def test_both_engines_draw_the_same_alike(by):
    """Conduct looks at ties, scores count them and records pass along them; towns are small and the last is cut."""
    society = alter(worlds.rich_society(), alike(0.7, by) | {"ties.acquaintances": 5})
    built = worlds.build(worlds.rich_regime(), society, persons=70)
    one = live(built, 6, make_engine("plain"))
    assert same(one, live(built, 6, cpu(2))) == []
    turned = make_engine("cpu", 3, order=np.arange(built.n_towns)[::-1])
    assert same(one, live(built, 6, turned)) == []
    without = worlds.build(worlds.rich_regime(), alter(worlds.rich_society(), {"ties.acquaintances": 5}), persons=70)
    assert same(one, live(without, 6, cpu(2))) != []


def test_a_share_of_nought_changes_nothing():
    built = worlds.build(worlds.rich_regime(), worlds.rich_society(), persons=300)
    named = worlds.build(worlds.rich_regime(), alter(worlds.rich_society(), alike(0.0)), persons=300)
    assert same(live(built, 12), live(named, 12)) == []


def test_who_is_alike_is_the_same_in_every_world():
    """Ties are of the society: a regime moves none of them, and what differs between two worlds is its own doing."""
    people = worlds.build(worlds.no_regime(), alter(worlds.rich_society(), alike(0.5)), persons=200).society
    other = worlds.build(worlds.rich_regime(), alter(worlds.rich_society(), alike(0.5)), persons=200).society
    assert people.tobytes() == other.tobytes()


# the household


@pytest.mark.parametrize("guilt", [0.0, 0.25, 1.0])
def test_a_household_answers_the_next_month_for_a_record_of_one(guilt):
    once = {"recording.rules.act.refile": False, "association.household_liability": guilt}
    life = try_out(MEN_SEEN | once, COUPLES, months=4)
    inherited = life["recorded"][:, 0, INHERITED - 1]
    women = life.place("group", "women")
    assert inherited[0] == 0
    assert origins(life, TRUE) == life["filed"][0, :, TRUE - 1].sum()
    assert near(inherited[1], PERSONS, guilt / 4)  # a woman, and beside her a man
    assert inherited[1:].sum() == inherited[1] == life["filed"][1, women, INHERITED - 1]
    assert life.sums.wrongful_records.sum() == inherited.sum()


def test_what_was_inherited_is_not_passed_on_again():
    """One false record in the first month alone; three live together and all inherit it once."""
    rules = {
        "start": "2020-01",
        "sensing.channels.eye.false_records_per_year": 1.2,
        "amendments": [
            {
                "from": "2020-02",
                "describes": "x",
                "change": {"sensing": {"channels": [{"name": "eye", "false_records_per_year": 0.0}]}},
            }
        ],
        "association.household_liability": 1.0,
    }
    people = NEVER | {"ties.household_sizes": {"3": 1}, "ties.largest_household": 3, "people.town_size": 1023}
    life = try_out(rules, people, months=6)
    false, inherited = life["recorded"][:, 0, FALSE - 1], life["recorded"][:, 0, INHERITED - 1]
    assert false[0] == false.sum() > 0
    assert inherited.sum() == inherited[1]
    assert near(inherited[1], PERSONS, 1 - 0.9**2)


@pytest.mark.parametrize("change", [{"months": "until performed"}, {"months": 12}])
def test_only_records_with_a_term_pass_to_the_household(change):
    debts = {"name": "other", "class": "order", "context": "work", "gravity": 1}
    rules = {
        "recording.rules": [{"conduct": "act", "refile": False} | change, {"conduct": "other", "months": 3}],
        "sensing.channels.+": {"name": "ear", "conduct": ["other"], "detection_rate": 1.0},
        "association.household_liability": 1.0,
    }
    life = try_out(MEN_SEEN | rules, COUPLES | {"conduct.+": debts}, months=3)
    assert (origins(life, INHERITED) > 0) == (change["months"] == 12)


# along ties


@pytest.mark.parametrize(("beta", "background"), [(0.0, 0.02), (0.9, 0.0), (0.9, 0.02), (0.0, 0.0)])
def test_a_record_passes_on_by_the_listed_share_of_the_town(beta, background):
    """A tenth is listed in the first month; who stands listed is not filed against."""
    rules = {
        "start": "2020-01",
        "sensing.channels.eye.false_records_per_year": 1.2,
        "amendments": [
            {
                "from": "2020-02",
                "describes": "x",
                "change": {"sensing": {"channels": [{"name": "eye", "false_records_per_year": 0.0}]}},
            }
        ],
        "recording.rules.act.refile": False,
    }
    if beta or background:
        rules |= {
            "association": {
                "contagion": beta,
                "contagion_background": background,
                "contagion_conduct": "act",
                "contagion_reference_group": "town",
            }
        }
    life = try_out(rules, NEVER | {"people.town_size": PERSONS}, months=2)
    share = life["listed"][0].sum() / PERSONS
    assert near(life["recorded"][0, 0, INHERITED - 1], PERSONS, background)
    hazard = 1 - (1 - background) * math.exp(-beta * share)
    assert near(life["recorded"][1, 0, INHERITED - 1], PERSONS - life["listed"][0].sum(), hazard)


def test_along_ties_it_reaches_those_who_know_somebody_listed():
    """Couples: with a man listed beside her, and him alone, a woman's hazard is 1 - exp(-beta)."""
    rules = {"recording.rules.act.refile": False, "association": {"contagion": 1.5, "contagion_conduct": "act"}}
    life = try_out(MEN_SEEN | rules, COUPLES, months=2)
    assert near(life["recorded"][1, 0, INHERITED - 1], PERSONS, (1 - math.exp(-1.5)) / 4)


# consent

ASKED = {"consent.required": True}
SHUT = {
    "standing.lists.+": {"name": "out", "colour": "grey", "outsiders": True},
    "treatment.effects": [{"of": "out", "context": "work", "strength": 0.25}],
}


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_only_those_who_join_are_recorded_and_listed(share):
    life = try_out(ASKED | {"consent.share": share})
    joined, out = life["joined"].sum(axis=1), life["stayed_out"].sum(axis=1)
    assert (joined + out == PERSONS).all()
    assert (joined == joined[0]).all()
    assert near(joined[0], PERSONS, share)
    assert (life["recorded"].sum(axis=(1, 2)) == joined).all()
    assert (life["listed"].sum(axis=(1, 2)) == joined).all()
    assert life["acts"].sum() == PERSONS * 12


def test_where_nobody_is_asked_nobody_is_counted_as_joined_or_out():
    life = try_out()
    assert life["joined"].sum() == life["stayed_out"].sum() == life["removals"][:, WITHDRAWN].sum() == 0


def test_who_joins_differs_by_attribute_and_by_conviction():
    life = try_out(ASKED | {"consent.share": 0.4, "consent.factors": {"sex": {"men": 2.0}}}, HALF)
    for group, share in (("women", 0.4), ("men", 0.8)):
        g = life.place("group", group)
        assert near(life["joined"][0, g], life["persons"][0, g], share)
    for value, share in ((1.0, 0.6), (0.0, 0.2), (0.5, 0.4)):
        people = {"people.traits.conviction": {"law": "fixed", "value": value}}
        life = try_out(ASKED | {"consent.share": 0.4, "consent.conviction": 0.5}, people)
        assert near(life["joined"][0].sum(), PERSONS, share)


def test_staying_out_costs_what_the_list_of_outsiders_closes():
    life = try_out(ASKED | SHUT | {"consent.share": 0.5}, WORTH, months=4)
    out, grey = life["stayed_out"].sum(), life.place("list", "out")
    assert life["listed"][:, grey].sum() == out > 0
    assert life["detriment"].sum() == life["detriment"][:, NONE_OUTSIDE].sum() == 250_000 * out
    assert life["entries"][:, grey].sum() == life["entries"][0, grey].sum() == life["stayed_out"][0].sum()
    assert (life.sums.months_listed > 0).sum() == life["joined"][0].sum()


def test_who_stays_out_fears_and_hopes_nothing():
    """A record costs a month of work, and everybody is sure of it: only outsiders act."""
    feared = {
        "treatment.effects": [{"of": "black", "context": "work", "strength": 1.0}],
        "consent.required": True,
        "consent.share": 0.5,
    }
    people = WORTH | {"response.beliefs.order": {"guilty": 1.0, "innocent": 0.0}, "conduct.act.benefit": 0.01}
    life = try_out(feared, people, months=3)
    assert life["acts"].sum() == life["stayed_out"].sum() > 0


def test_an_amendment_that_asks_ends_the_records_of_who_stays_out():
    rules = {
        "start": "2020-01",
        "amendments": [
            {
                "from": "2020-04",
                "describes": "x",
                "change": {
                    "consent": {"required": True, "share": 0.25},
                    "standing": {"lists": [{"name": "out", "colour": "grey", "outsiders": True}]},
                },
            }
        ],
    }
    life = try_out(rules, months=6)
    out, black = life["stayed_out"].sum(axis=1), life.place("list", "black")
    assert [int(n) for n in out[:3]] == [0, 0, 0]
    assert near(out[3], PERSONS, 0.75)
    withdrawn = life["removals"][:, WITHDRAWN].sum(axis=1)
    assert [int(n) for n in withdrawn] == [0, 0, 0, 3 * out[3], 0, 0]
    assert life["exits"][3, black] == life["entries"][3, life.place("list", "out")].sum() == out[3]
    assert life["live_records"].sum(axis=1)[4] == 5 * (PERSONS - out[3])


def test_a_society_in_which_everybody_acts_and_nobody_is_tied_is_what_these_start_from():
    assert ALWAYS["conduct.act.opportunities_per_year"] == 12
    assert origins(try_out(), INHERITED) == 0
