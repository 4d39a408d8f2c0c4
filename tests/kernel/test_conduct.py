from __future__ import annotations

import math

import numpy as np
import pytest

from underheaven import draws
from underheaven.fields.codes import MONEY, ORDER, SPEECH
from underheaven.fields.scales import BELIEF_ONE
from underheaven.kernel.table_layout import (
    AVERSION,
    CONVICTION,
    FAKED_KINDS,
    GAMING,
    GRIEVANCE,
    LOOK_TIES,
    N_PERSONAL,
    SEVERED_TIES,
    THRESHOLD,
    UNIFORM,
)

from .conftest import NOTHING_MORE, here, person, state


@pytest.mark.parametrize(
    ("good", "gaps", "cost", "stages"), [(1, 1, 0.1, 1), (0, 1, 0.1, 0), (1, 0, 0.1, 0), (1, 1, 9, 0)]
)
def test_a_good_act_left_undone_is_staged_where_that_pays(
    kernel, people, halving_list, dossier, key, good, gaps, cost, stages
):
    people.prosocial[0] = good
    people.traits[GAMING] = cost
    halving_list.evadable, halving_list.opacity = gaps, 1.0
    me = NOTHING_MORE.copy()
    kernel("conduct").fake_good_act(people, halving_list, here(key=key), dossier(), person(personal=me), 0, 0, -1.0)
    assert me[FAKED_KINDS] == stages


@pytest.mark.parametrize(
    ("hurdle", "law", "expected"),
    [
        (-1.0, 0, 1.0),
        (0.0, 0, 1.0),
        (3.0, 0, math.exp(-1)),
        (1.5, UNIFORM, 0.75),
        (6.0, UNIFORM, 0.0),
        (9.0, UNIFORM, 0.0),
    ],
)
def test_the_chance_of_a_temptation_above_a_hurdle(kernel, people, hurdle, law, expected):
    people.mean_gain[0], people.law[0] = 3.0, law
    assert kernel("conduct").chance_benefit_exceeds(people, 0, hurdle) == pytest.approx(expected)


@pytest.mark.parametrize(("kappa", "zeta", "expected"), [(0.0, 0.0, 0.0), (2.0, 0.0, 0.6), (2.0, 1.0, 0.0)])
def test_the_pull_of_a_town(kernel, people, key, kappa, zeta, expected):
    people.imitation[0], people.relative_imitation[0] = kappa, zeta
    public_status = np.zeros(4, np.uint8)
    town = here(key=key, open_share=0.3, speaking_share=0.9)
    assert kernel("conduct").social_influence(people, town, public_status, person(), 0) == pytest.approx(expected)


def test_the_pull_of_ties_and_of_speech(kernel, people, key):
    people.imitation[0], people.reference_group[0], people.class_of[0] = 1.0, LOOK_TIES, SPEECH
    people.house[:4] = [0, 4]
    pull, public_statuses = kernel("conduct").social_influence, np.array([0, 4, 8, 4], np.uint8)
    town = here(key=key, open_share=0.1, speaking_share=0.2)
    assert pull(people, town, public_statuses, person(), 0) == pytest.approx(2 / 3)
    apart = NOTHING_MORE.copy()
    apart[SEVERED_TIES] = 0b1000  # a speaker is set aside
    assert pull(people, town, public_statuses, person(personal=apart), 0) == pytest.approx(1 / 2)
    people.reference_group[0] = 0
    assert pull(people, town, public_statuses, person(), 0) == pytest.approx(0.2)


def acts(kernel, people, rules, key, dossier, beliefs, watched=1, legitimacy=0.5, months=200):
    """Return in which share of many months the act is done."""
    rightful = np.array([round(legitimacy * BELIEF_ONE)], np.uint16)
    of, who = state(4, dossier=dossier(), beliefs=beliefs, legitimacy=rightful), person(is_subject=watched)
    luck = [draws.draw(key, 0, m, draws.BENEFIT, people.hash[0]) for m in range(months)]
    done = [kernel("conduct").takes_opportunity(people, rules, here(key=key), of, who, 0, u, -1.0) for u in luck]
    return sum(bool(d) for d in done) / months


def test_an_act_is_done_as_often_as_temptation_exceeds_the_hurdle(kernel, people, halving_list, key, dossier, beliefs):
    people.traits[AVERSION] = 1.0
    people.cost[0] = 0.5
    halving_list.opacity = 0.0
    hurdle = 0.5 + 0.3 * 3.0
    share = acts(kernel, people, halving_list, key, dossier, beliefs, months=1500)
    assert share == pytest.approx(math.exp(-hurdle), abs=5 * 0.43 / 1500**0.5)


@pytest.mark.parametrize(("glow", "cost"), [(1.0, 0.0), (1.0, 0.4), (1.0, 1.0), (0.2, 0.4)])
def test_a_good_act_is_done_where_its_whole_cost_lies_below_what_it_brings(
    kernel, people, rules, key, dossier, beliefs, glow, cost
):
    """The fixed cost comes on top of the drawn one: 0.1 took away three in five good acts while the docs said none."""
    people.prosocial[0], people.mean_gain[0] = 1, 1.0
    people.warm_glow[0], people.cost[0] = glow, cost
    share = acts(kernel, people, rules, key, dossier, beliefs, watched=0, months=1500)
    expected = 1 - math.exp(-max(glow - cost, 0.0))
    assert share == pytest.approx(expected, abs=5 * 0.5 / 1500**0.5)
    assert (share == 0) == (cost >= glow)


def test_without_a_regime_only_the_cost_holds_back(kernel, people, halving_list, key, dossier, beliefs):
    people.traits[AVERSION] = 1.0
    assert acts(kernel, people, halving_list, key, dossier, beliefs, watched=0) == 1.0
    assert acts(kernel, people, halving_list, key, dossier, beliefs, watched=1) < 0.7


def test_conviction_counts_as_far_as_the_regime_seems_rightful(kernel, people, halving_list, key, dossier, beliefs):
    people.conviction_weight[0], people.traits[CONVICTION] = 1e6, 1.0
    assert acts(kernel, people, halving_list, key, dossier, beliefs, watched=0, legitimacy=0.01) == 0.0
    assert acts(kernel, people, halving_list, key, dossier, beliefs, watched=0, legitimacy=0.0) == 1.0


@pytest.mark.parametrize(("threshold", "speaks"), [(0.29, 1.0), (0.31, 0.0)])
def test_speech_is_a_threshold(kernel, people, rules, key, dossier, beliefs, threshold, speaks):
    """Grievance .6 and legitimacy .5 make .3, the same in every month."""
    people.threshold[0], people.class_of[0] = 1, SPEECH
    people.traits[GRIEVANCE], people.traits[THRESHOLD] = 0.6, threshold
    assert acts(kernel, people, rules, key, dossier, beliefs, months=20) == speaks


def test_a_feared_sanction_weighs_against_speech(kernel, people, halving_list, key, dossier, beliefs):
    people.threshold[0], people.class_of[0] = 1, SPEECH
    people.traits[GRIEVANCE], people.traits[THRESHOLD], people.traits[AVERSION] = 1.0, 0.0, 0.1
    halving_list.opacity = 1.0
    halving_list.rumour[0] = 4.9
    assert acts(kernel, people, halving_list, key, dossier, beliefs, months=20) == 1.0
    halving_list.rumour[0] = 5.1
    assert acts(kernel, people, halving_list, key, dossier, beliefs, months=20) == 0.0


@pytest.mark.parametrize(("threshold", "weight", "counted"), [(0.9, 4.9, 0), (0.9, 20.0, 1), (1.1, 20.0, 0)])
def test_who_is_silent_for_fear_alone_is_counted_once(
    kernel, people, halving_list, tally, key, dossier, beliefs, threshold, weight, counted
):
    """Two occasions, grievance 1 and no legitimacy: enough for a threshold of .9 and too little for one of 1.1."""
    people.threshold[:2], people.class_of[:2], people.n_kinds, people.n_rare = 1, SPEECH, 2, 2
    people.rare[:2], people.survive[0, :2], people.group[0] = [0, 1], [0, 0], 5
    people.traits[GRIEVANCE], people.traits[THRESHOLD], people.traits[AVERSION] = 1.0, threshold, 0.02
    halving_list.opacity = 1.0
    halving_list.rumour[:2] = weight
    halving_list.rule_of[:2] = 0
    me, of = np.zeros(N_PERSONAL, np.int64), state(dossier=dossier(), beliefs=beliefs)
    for watched in (1, 0):
        kernel("conduct").conduct(
            people, halving_list, tally, here(key=key), of, person(is_subject=watched, personal=me), 0, 0
        )
    assert tally.opportunities[:2].tolist() == [2, 2]
    assert tally.silenced.tolist() == [counted * (group == 5) for group in range(len(tally.silenced))]
    assert not me.any()


def test_who_speaks_on_another_occasion_is_not_silenced(kernel, people, halving_list, tally, key, dossier, beliefs):
    people.threshold[:2], people.class_of[:2], people.n_kinds, people.n_rare = 1, SPEECH, 2, 2
    people.rare[:2], people.survive[0, :2] = [0, 1], [0, 0]
    people.traits[GRIEVANCE], people.traits[AVERSION] = 1.0, 1.0
    halving_list.opacity, halving_list.rumour[0], halving_list.rule_of[:2] = 1.0, 50.0, [0, -1]
    me, of = np.zeros(N_PERSONAL, np.int64), state(dossier=dossier(), beliefs=beliefs)
    done = kernel("conduct").conduct(people, halving_list, tally, here(key=key), of, person(personal=me), 0, 0)
    assert (int(done), tally.silenced.sum(), me.any()) == (0b10, 0, False)


def test_a_good_act_is_done_when_the_gain_exceeds_its_cost(kernel, people, rules, key, dossier, beliefs):
    people.prosocial[0] = 1
    assert acts(kernel, people, rules, key, dossier, beliefs) == 0.0
    people.warm_glow[0] = 100.0
    assert acts(kernel, people, rules, key, dossier, beliefs) == 1.0


def test_acts_are_counted_by_kind_and_told_apart(kernel, people, tally):
    people.n_kinds = 4
    people.class_of[:4] = [MONEY, ORDER, SPEECH, ORDER]
    people.open[1], people.prosocial[3] = 1, 1
    count = kernel("conduct").count_acts
    assert [int(count(people, tally, 1 << k, 5)) for k in range(4)] == [256 + 1, 256 + 8 + 2, 256 + 16 + 4, 0]
    assert int(count(people, tally, 0b1111, 5)) == 3 * 256 + 16 + 8 + 7
    assert tally.acts[:4, 5].tolist() == [2, 2, 2, 2]
    assert tally.speaking[5] == 2


def test_grievance_enough_is_enough_and_nobody_needs_a_reason_at_threshold_zero(
    kernel, people, rules, key, dossier, beliefs
):
    people.threshold[0], people.class_of[0] = 1, SPEECH
    assert acts(kernel, people, rules, key, dossier, beliefs, months=3) == 1.0
    people.traits[THRESHOLD] = 1e-9
    assert acts(kernel, people, rules, key, dossier, beliefs, months=3) == 0.0


def test_conviction_moves_to_good_acts(kernel, people, rules, key, dossier, beliefs):
    people.prosocial[0], people.conviction_weight[0] = 1, 1e6
    assert acts(kernel, people, rules, key, dossier, beliefs) == 0.0
    people.traits[CONVICTION] = 1.0
    assert acts(kernel, people, rules, key, dossier, beliefs) == 1.0
    people.cost[0] = 1e6
    assert acts(kernel, people, rules, key, dossier, beliefs) == 0.0
