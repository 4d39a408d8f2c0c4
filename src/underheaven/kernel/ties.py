"""Effects of ties: others' scores in one's own, severed ties, and exposure to records along ties.

All that is read of others is what they showed last month.
"""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Flag, Float, I8s, Int
from underheaven.draws import draw
from underheaven.fields.codes import PUBLIC_BLACKLISTED
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.acquaintances import FIRST_ACQUAINTANCE, find_acquaintance
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.fixed_point import draw_threshold, floor_integer
from underheaven.kernel.rules import Rules
from underheaven.kernel.scores import bounded_score
from underheaven.kernel.society import Society
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
        points: Start plus points of the records, see `status.read_dossier`.
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
    return draw(town.key, i, town.month, draws.SEVERED_TIE, tie) < society.tie_severed


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
        docs/stages/standing.md, "Extra points" and "Severed ties".
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
