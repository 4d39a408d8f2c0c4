"""What others are to a person: their scores in one's own, and records that pass to a household or along ties.

Everything read of others is what they showed last month, or what was filed in the household last month.
"""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, Flag, Float, I8s, Int
from underheaven.draws import draw
from underheaven.fields import FACE_BLACK, OPEN_ENDED, State
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Person
from underheaven.kernel.numbers import chance, lowest, whole
from underheaven.kernel.people import FIRST_ACQUAINTANCE, acquaintance
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import score_from
from underheaven.kernel.tables import (
    APART,
    AT_START,
    EXPOSED,
    EXTRA,
    LOOK_TIES,
    MOST_STEPS,
    NO_SCORE,
    OUTSIDE,
    TIES,
)


@kernel
def shown_score(rules: Rules, points: Int, watched: Flag, me: I8s) -> Int:
    """Return what ties will see of a score: steps from the start, to the nearest, halves up, around 128; 0 for none.

    points: start and points of the records, see ``standing.read_dossier``.
    """
    if not watched or me[OUTSIDE]:
        return np.int64(NO_SCORE)
    return shown_from(rules, score_from(rules, points + me[EXTRA]))


@kernel
def shown_from(rules: Rules, score: Int) -> Int:
    """Return what ties will see of a score."""
    steps: Int = (2 * (score - rules.start) + rules.shown_step) // (2 * rules.shown_step)
    return AT_START + min(max(steps, -MOST_STEPS), np.int64(MOST_STEPS))


@kernel
def drops(people: Society, rules: Rules, here: Here, i: Int, tie: Int) -> Bool:
    """Return whether a tie to somebody on a blacklist is set aside this month, where scores of ties count.

    tie: its bit, from 0.
    """
    if people.tie_set_aside == 0 or rules.association == 0.0:
        return False
    return draw(here.key, i, here.month, draws.SET_ASIDE, tie) < people.tie_set_aside


@kernel
def look_around(people: Society, rules: Rules, here: Here, state: State, person: Person) -> None:
    """Fill what ties mean to a person this month: points, ties set aside, the chance of a record along ties.

    The scores of last month are empty where no regime of the world counts ties.
    """
    i, me, face, shown = person.i, person.me, state.face, state.score_shown
    counts = rules.association > 0.0
    along_ties = rules.contagion_rule >= 0 and rules.contagion_look == LOOK_TIES
    place = i % people.town_size
    head = i - place + np.int64(people.house[place, 0])
    at_home = np.int64(people.house[place, 1]) - np.int64(people.house[place, 0])
    apart, words = np.int64(0), np.int64(0)
    for t in range(at_home + people.acquaintances if counts or along_ties else 0):
        tie, other = np.int64(t), head + t
        if t >= at_home:
            tie = FIRST_ACQUAINTANCE + tie - at_home
            other = acquaintance(people, here.key, i, t - at_home)
        if other == i or other >= people.n_persons:
            continue
        if np.int64(face[other]) & FACE_BLACK and drops(people, rules, here, i, tie):
            apart |= np.int64(1) << tie
            continue
        words += word_of(np.int64(face[other]), np.int64(shown[other]) if counts else np.int64(NO_SCORE))
    me[APART] = apart
    me[TIES] = points_of(rules, words)
    me[EXPOSED] = exposed_to(rules, words, here.listed_share)


_SCORED, _LISTED, _STEPS = 6, 12, 18
_COUNT = 63
WORDS = 2**31
"""Words of ties lie between this and its negative."""


@kernel
def word_of(face: Int, shown: Int) -> Int:
    """Return what a tie showed last month so that words of up to 47 ties can be added.

    One in bits 0-5; in 6-11 whether a score was shown, in 12-17 whether the tie is on a blacklist; above, the score's
    steps from the start, of either sign.
    """
    scored = np.int64(1) if shown != NO_SCORE else np.int64(0)
    return 1 + (scored << _SCORED) + ((face & FACE_BLACK) << _LISTED) + scored * ((shown - AT_START) << _STEPS)


@kernel
def kept_of(words: Int) -> Int:
    """Return how many ties the words are of."""
    return words & _COUNT


@kernel
def listed_of(words: Int) -> Int:
    """Return how many of the ties whose words were added are on a blacklist."""
    return (words >> _LISTED) & _COUNT


@kernel
def points_of(rules: Rules, words: Int) -> Int:
    """Return the points that come from ties; words: of ties kept, added. Without a score among them, none."""
    scored = (words >> _SCORED) & _COUNT
    return whole(rules.association * (rules.shown_step * (words >> _STEPS) / max(scored, 1)) + 0.5)


@kernel
def exposed_to(rules: Rules, words: Int, town_share: Float) -> Int:
    """Return the chance of a record along ties, as a threshold for draws; words: of ties kept, added."""
    if rules.contagion_rule < 0:
        return np.int64(0)
    kept, listed = kept_of(words), listed_of(words)
    of_ties = listed / kept if listed > 0 else 0.0
    return exposure(rules, of_ties if rules.contagion_look == LOOK_TIES else town_share)


@kernel
def exposure(rules: Rules, share: Float) -> Int:
    """Return the chance, as a threshold for draws, of a record that comes from a share of others who are listed."""
    if share == 0.0:
        return chance(1.0 - (1.0 - rules.background))
    return chance(1.0 - (1.0 - rules.background) * math.exp(-rules.contagion * share))


@kernel
def nothing_passes(u: Int, kin: Int, me: I8s) -> Bool:
    """Return whether no record of others passes to the person by the draw ``u``: ``inherits`` then finds no rule."""
    return (u >= me[EXPOSED]) & (kin == 0)  # type: ignore[no-any-return]


@kernel
def inherits(rules: Rules, u: Int, kin: Int, me: I8s) -> Int:
    """Return the rules under which a record of others is filed this month, as bits.

    u: the draw of contagion. kin: rules that come from the household, as bits; those no longer in force fall away.
    """
    found = np.int64(0)
    if u < me[EXPOSED]:
        found |= np.int64(1) << rules.contagion_rule
    if kin != 0:
        rest = kin
        while rest != 0:
            rule = lowest(rest)
            rest &= rest - 1
            if rules.rule_of[rules.kind_of[rule]] == rule:
                found |= np.int64(1) << rule
    return found


@kernel
def passed_on(people: Society, rules: Rules, held: Int, filed: Int) -> Int:
    """Return the rules, as bits, of this month's own records for which the household answers: adverse, with a term.

    held, filed: rules that stood last month and under which something was sensed in this one, as bits.
    """
    passing = np.int64(0)
    while filed != 0:
        rule = lowest(filed)
        bit = np.int64(1) << rule
        filed &= filed - 1
        if held & bit and rules.refile[rule] == 0:
            continue
        if people.prosocial[rules.kind_of[rule]] == 0 and rules.term[rule] != OPEN_ENDED:
            passing |= bit
    return passing


@kernel
def from_household(people: Society, rules: Rules, here: Here, passing: I8s, i: Int) -> Int:
    """Return the rules under which a person's household is to answer next month, as bits; each record has its draw.

    passing: rules of this month's records, by place of the town.
    """
    found = np.int64(0)
    place = i - here.first
    a = np.int64(people.house[place, 0])
    for p in range(a, min(np.int64(people.house[place, 1]), here.n)):
        if p == place or passing[p] == 0:
            continue
        rest = np.int64(passing[p])
        while rest != 0:
            rule = lowest(rest)
            rest &= rest - 1
            address = (people.hash[rules.kind_of[rule]] + 0x9E3779B1 * (p - a + 1)) & 0xFFFFFFFF
            if draw(here.key, i, here.month, draws.KINSHIP, address) < rules.household_guilt:
                found |= np.int64(1) << rule
    return found
