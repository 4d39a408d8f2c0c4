"""What others are to a person: their scores in one's own, and records that pass to a household or along ties.

Everything read of others is what they showed last month, or what was filed in the household last month.
"""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Flag, Float, I8s, Int
from underheaven.draws import draw
from underheaven.fields import OPEN_ENDED, PUBLIC_BLACKLISTED, State
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.fixed_point import draw_threshold, floor_integer, lowest_bit
from underheaven.kernel.person_attributes import FIRST_ACQUAINTANCE, find_acquaintance
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import bounded_score
from underheaven.kernel.table_layout import (
    EXTRA_POINTS,
    LOOK_TIES,
    MAX_SCORE_STEPS,
    NO_SCORE,
    OPTED_OUT,
    SEVERED_TIES,
    START_STEP,
    TIE_EXPOSURE,
    TIE_POINTS,
)


@jit_kernel
def visible_person_score(rules: Rules, points: Int, has_regime: Flag, personal: I8s) -> Int:
    """Return what ties will see of a score: steps from the start, to the nearest, halves up, around 128; 0 for none.

    points: start and points of the records, see ``standing.read_dossier``.
    """
    if not has_regime or personal[OPTED_OUT]:
        return np.int64(NO_SCORE)
    return visible_from_score(rules, bounded_score(rules, points + personal[EXTRA_POINTS]))


@jit_kernel
def visible_from_score(rules: Rules, score: Int) -> Int:
    """Return what ties will see of a score."""
    steps: Int = (2 * (score - rules.start) + rules.shown_step) // (2 * rules.shown_step)
    return START_STEP + min(max(steps, -MAX_SCORE_STEPS), np.int64(MAX_SCORE_STEPS))


@jit_kernel
def severs_tie(society: Society, rules: Rules, town: TownMonth, i: Int, tie: Int) -> Bool:
    """Return whether a tie to somebody on a blacklist is set aside this month, where scores of ties count.

    tie: its bit, from 0.
    """
    if society.tie_set_aside == 0 or rules.association == 0.0:
        return False
    return draw(town.key, i, town.month, draws.SET_ASIDE, tie) < society.tie_set_aside


@jit_kernel
def observe_ties(society: Society, rules: Rules, town: TownMonth, state: State, person: Person) -> None:
    """Fill what ties mean to a person this month: points, ties set aside, the chance of a record along ties.

    The scores of last month are empty where no regime of the world counts ties.
    """
    i, personal, public_status, visible_scores = person.i, person.personal, state.face, state.score_shown
    counts_scores = rules.association > 0.0
    along_ties = rules.contagion_rule >= 0 and rules.contagion_look == LOOK_TIES
    slot = i % society.town_size
    head = i - slot + np.int64(society.house[slot, 0])
    at_home = np.int64(society.house[slot, 1]) - np.int64(society.house[slot, 0])
    severed, tie_words = np.int64(0), np.int64(0)
    for t in range(at_home + society.acquaintances if counts_scores or along_ties else 0):
        tie, other = np.int64(t), head + t
        if t >= at_home:
            tie = FIRST_ACQUAINTANCE + tie - at_home
            other = find_acquaintance(society, town.key, i, t - at_home)
        if other == i or other >= society.n_persons:
            continue
        if np.int64(public_status[other]) & PUBLIC_BLACKLISTED and severs_tie(society, rules, town, i, tie):
            severed |= np.int64(1) << tie
            continue
        tie_words += tie_word(
            np.int64(public_status[other]), np.int64(visible_scores[other]) if counts_scores else np.int64(NO_SCORE)
        )
    personal[SEVERED_TIES] = severed
    personal[TIE_POINTS] = points_from_ties(rules, tie_words)
    personal[TIE_EXPOSURE] = exposure_from_ties(rules, tie_words, town.listed_share)


_SCORED, _LISTED, _STEPS = 6, 12, 18
_COUNT = 63
WORD_LIMIT = 2**31
"""Words of ties lie between this and its negative."""


@jit_kernel
def tie_word(public_status: Int, visible_score: Int) -> Int:
    """Return what a tie showed last month so that words of up to 47 ties can be added.

    One in bits 0-5; in 6-11 whether a score was shown, in 12-17 whether the tie is on a blacklist; above, the score's
    steps from the start, of either sign.
    """
    scored = np.int64(1) if visible_score != NO_SCORE else np.int64(0)
    return (
        1
        + (scored << _SCORED)
        + ((public_status & PUBLIC_BLACKLISTED) << _LISTED)
        + scored * ((visible_score - START_STEP) << _STEPS)
    )


@jit_kernel
def count_ties(tie_words: Int) -> Int:
    """Return how many ties the words are of."""
    return tie_words & _COUNT


@jit_kernel
def count_listed_ties(tie_words: Int) -> Int:
    """Return how many of the ties whose words were added are on a blacklist."""
    return (tie_words >> _LISTED) & _COUNT


@jit_kernel
def points_from_ties(rules: Rules, tie_words: Int) -> Int:
    """Return the points that come from ties; words: of ties kept, added. Without a score among them, none."""
    scored = (tie_words >> _SCORED) & _COUNT
    return floor_integer(rules.association * (rules.shown_step * (tie_words >> _STEPS) / max(scored, 1)) + 0.5)


@jit_kernel
def exposure_from_ties(rules: Rules, tie_words: Int, town_share: Float) -> Int:
    """Return the chance of a record along ties, as a threshold for draws; words: of ties kept, added."""
    if rules.contagion_rule < 0:
        return np.int64(0)
    n_ties, n_listed = count_ties(tie_words), count_listed_ties(tie_words)
    tie_share = n_listed / n_ties if n_listed > 0 else 0.0
    return contagion_chance(rules, tie_share if rules.contagion_look == LOOK_TIES else town_share)


@jit_kernel
def contagion_chance(rules: Rules, share: Float) -> Int:
    """Return the chance, as a threshold for draws, of a record that comes from a share of others who are listed."""
    if share == 0.0:
        return draw_threshold(1.0 - (1.0 - rules.background))
    return draw_threshold(1.0 - (1.0 - rules.background) * math.exp(-rules.contagion * share))


@jit_kernel
def nothing_passes(u: Int, kin: Int, personal: I8s) -> Bool:
    """Return whether no record of others passes to the person by the draw ``u``: ``inherits`` then finds no rule."""
    return (u >= personal[TIE_EXPOSURE]) & (kin == 0)  # type: ignore[no-any-return]


@jit_kernel
def inherited_rules(rules: Rules, u: Int, household_liability: Int, personal: I8s) -> Int:
    """Return the rules under which a record of others is filed this month, as bits.

    u: the draw of contagion. kin: rules that come from the household, as bits; those no longer in force fall away.
    """
    found = np.int64(0)
    if u < personal[TIE_EXPOSURE]:
        found |= np.int64(1) << rules.contagion_rule
    if household_liability != 0:
        rest = household_liability
        while rest != 0:
            rule = lowest_bit(rest)
            rest &= rest - 1
            if rules.rule_of[rules.kind_of[rule]] == rule:
                found |= np.int64(1) << rule
    return found


@jit_kernel
def pass_to_household(society: Society, rules: Rules, active_rules: Int, filed: Int) -> Int:
    """Return the rules, as bits, of this month's own records for which the household answers: adverse, with a term.

    held, filed: rules that stood last month and under which something was sensed in this one, as bits.
    """
    liable_rules = np.int64(0)
    while filed != 0:
        rule = lowest_bit(filed)
        bit = np.int64(1) << rule
        filed &= filed - 1
        if active_rules & bit and rules.refile[rule] == 0:
            continue
        if society.prosocial[rules.kind_of[rule]] == 0 and rules.term[rule] != OPEN_ENDED:
            liable_rules |= bit
    return liable_rules


@jit_kernel
def rules_from_household(society: Society, rules: Rules, town: TownMonth, liable_rules: I8s, i: Int) -> Int:
    """Return the rules under which a person's household is to answer next month, as bits; each record has its draw.

    passing: rules of this month's records, by place of the town.
    """
    found = np.int64(0)
    slot = i - town.first
    a = np.int64(society.house[slot, 0])
    for p in range(a, min(np.int64(society.house[slot, 1]), town.n)):
        if p == slot or liable_rules[p] == 0:
            continue
        rest = np.int64(liable_rules[p])
        while rest != 0:
            rule = lowest_bit(rest)
            rest &= rest - 1
            address = (society.hash[rules.kind_of[rule]] + 0x9E3779B1 * (p - a + 1)) & 0xFFFFFFFF
            if draw(town.key, i, town.month, draws.KINSHIP, address) < rules.household_guilt:
                found |= np.int64(1) << rule
    return found
