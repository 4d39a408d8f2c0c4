"""Effects of ties: others' scores in one's own, and records that pass to a household or along ties.

All that is read of others is what they showed last month, or what was filed in the household last month.
"""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Flag, Float, I8s, Int
from underheaven.draws import draw
from underheaven.fields.codes import PUBLIC_BLACKLISTED
from underheaven.fields.scales import OPEN_ENDED
from underheaven.fields.state import State
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
    """Return the score that a person's ties will see next month.

    Args:
        rules: The rules in force.
        points: Start plus points of the records, see `standing.read_dossier`.
        has_regime: Whether a regime is in force in the town.
        personal: Personal variables of the month, int64 (N_PERSONAL,).

    Returns:
        Steps from the start around 128, 1 to 255; 0 for no score.

    Source:
        docs/stages/standing.md, "Extra points".
    """
    if not has_regime or personal[OPTED_OUT]:
        return np.int64(NO_SCORE)
    return visible_from_score(rules, bounded_score(rules, points + personal[EXTRA_POINTS]))


@jit_kernel
def visible_from_score(rules: Rules, score: Int) -> Int:
    """Return what ties will see of a score: whole steps from the start, rounded to the nearest, halves up.

    Args:
        rules: The rules in force.
        score: Score, within the regime's bounds.

    Returns:
        1 to 255; 128 at the start.
    """
    steps: Int = (2 * (score - rules.start) + rules.shown_step) // (2 * rules.shown_step)
    return START_STEP + min(max(steps, -MAX_SCORE_STEPS), np.int64(MAX_SCORE_STEPS))


@jit_kernel
def severs_tie(society: Society, rules: Rules, town: TownMonth, i: Int, tie: Int) -> Bool:
    """Return whether the person severs a tie to somebody on a blacklist this month, where scores of ties count."""
    if society.tie_severed == 0 or rules.association == 0.0:
        return False
    return draw(town.key, i, town.month, draws.SET_ASIDE, tie) < society.tie_severed


@jit_kernel
def observe_ties(society: Society, rules: Rules, town: TownMonth, state: State, person: Person) -> None:
    """Fill a person's variables of the month that depend on ties: points, severed ties, and exposure to records.

    ``state.score_shown`` is empty where no regime of the scenario counts ties.

    Args:
        society: The compiled society.
        rules: The rules in force.
        town: The town's month.
        state: State of all persons.
        person: The person's month; its `personal` is set.

    Source:
        docs/stages/standing.md, "Extra points" and "Ties set aside".
    """
    i, personal, public_status, visible_scores = person.i, person.personal, state.public_status, state.score_shown
    counts_scores = rules.association > 0.0
    along_ties = rules.contagion_rule >= 0 and rules.contagion_reference_group == LOOK_TIES
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
"""Sums of tie words lie between this and its negative."""


@jit_kernel
def tie_word(public_status: Int, visible_score: Int) -> Int:
    """Return what a tie showed last month, packed so that the words of up to 47 ties can be added.

    Bits 0 to 5 hold 1, bits 6 to 11 whether a score was shown, bits 12 to 17 whether the tie is on a blacklist; above
    them are the score's steps from the start, of either sign.

    Args:
        public_status: Public status of last month.
        visible_score: Score that was shown, 1 to 255, or NO_SCORE.

    Returns:
        Packed word, within WORD_LIMIT.
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
    """Return the number of ties in a sum of words.

    Args:
        tie_words: Sum of words, see `tie_word`.

    Returns:
        0 to 47.
    """
    return tie_words & _COUNT


@jit_kernel
def count_listed_ties(tie_words: Int) -> Int:
    """Return the number of ties on a blacklist in a sum of words.

    Args:
        tie_words: Sum of words, see `tie_word`.

    Returns:
        0 to 47.
    """
    return (tie_words >> _LISTED) & _COUNT


@jit_kernel
def points_from_ties(rules: Rules, tie_words: Int) -> Int:
    """Return the points that come from the scores of ties.

    Args:
        rules: The rules in force.
        tie_words: Sum of words of the ties that were not severed.

    Returns:
        Points, rounded to the nearest, halves up; 0 where no tie shows a score.

    Source:
        docs/stages/standing.md, "Extra points".
    """
    scored = (tie_words >> _SCORED) & _COUNT
    return floor_integer(rules.association * (rules.shown_step * (tie_words >> _STEPS) / max(scored, 1)) + 0.5)


@jit_kernel
def exposure_from_ties(rules: Rules, tie_words: Int, town_share: Float) -> Int:
    """Return the probability of a record along ties.

    Args:
        rules: The rules in force.
        tie_words: Sum of words of the ties that were not severed.
        town_share: Share of the town's adults on a blacklist, 0 to 1.

    Returns:
        Threshold for draws, 0 to 2**32.

    Source:
        docs/stages/recording.md, "Along ties".
    """
    if rules.contagion_rule < 0:
        return np.int64(0)
    n_ties, n_listed = count_ties(tie_words), count_listed_ties(tie_words)
    tie_share = n_listed / n_ties if n_listed > 0 else 0.0
    return contagion_chance(rules, tie_share if rules.contagion_reference_group == LOOK_TIES else town_share)


@jit_kernel
def contagion_chance(rules: Rules, share: Float) -> Int:
    """Return the probability, as a threshold for draws, of a record, given the share of others who are listed."""
    if share == 0.0:
        return draw_threshold(1.0 - (1.0 - rules.background))
    return draw_threshold(1.0 - (1.0 - rules.background) * math.exp(-rules.contagion * share))


@jit_kernel
def nothing_passes(u: Int, household_liability: Int, personal: I8s) -> Bool:
    """Return whether no record of others passes to the person by the draw ``u``: ``inherited_rules`` finds no rule.

    Args:
        u: Draw of contagion, 0 to 2**32 - 1.
        kin: Rules for which the household is liable, as bits.
        personal: Personal variables of the month, int64 (N_PERSONAL,).

    Returns:
        Whether `inherited_rules` can be skipped.
    """
    return (u >= personal[TIE_EXPOSURE]) & (household_liability == 0)  # type: ignore[no-any-return]


@jit_kernel
def inherited_rules(rules: Rules, u: Int, household_liability: Int, personal: I8s) -> Int:
    """Return the rules under which a record of others is filed on a person this month.

    Args:
        rules: The rules in force.
        u: Draw of contagion, 0 to 2**32 - 1.
        household_liability: Rules for which the household is liable, as bits; rules no longer in force fall away.
        personal: Personal variables of the month, int64 (N_PERSONAL,).

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "What others did".
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
    """Return the rules of this month's own records for which the household is liable: adverse, with a term.

    Args:
        society: The compiled society.
        rules: The rules in force.
        active_rules: Rules with a record at last month's standing, as bits.
        filed: Rules under which something was sensed this month, as bits.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "Guilt by household".
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
    """Return the rules under which a person is liable next month for records of the household.

    Each record has its own draw.

    Args:
        society: The compiled society.
        rules: The rules in force.
        town: The town's month.
        liable_rules: Rules of this month's records, as bits, int64 (person of the town,).
        i: Index of the person in the society, from 0.

    Returns:
        Rules, as bits.

    Source:
        docs/stages/recording.md, "Guilt by household".
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
            if draw(town.key, i, town.month, draws.KINSHIP, address) < rules.household_liability:
                found |= np.int64(1) << rule
    return found
