"""Stage 5, treatment: access lost, the price of it, the records that cause it, and attempts denied."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, F8s, I8s, Int, U2s
from underheaven.draws import draw
from underheaven.fields import (
    CLEAR,
    DISCRETION,
    FACE_OPEN,
    FACE_SPEAKING,
    INHERITED,
    N_CONTEXTS,
    N_ORIGINS,
    NONE_OFFICIAL,
    NONE_OUTSIDE,
    NONE_TIES,
    WORK,
)
from underheaven.jit import kernel
from underheaven.kernel.carriers import Blame, Here, Loss, Means, Person
from underheaven.kernel.dossier import origin_of, rule_of
from underheaven.kernel.livelihood import EMPLOYED, WORKER, stage_of
from underheaven.kernel.numbers import lowest, micro, whole
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import records_in
from underheaven.kernel.tables import DENIES, GRADES, N_LIVED, OUTSIDE, TIES
from underheaven.kernel.tally import Tally


@kernel
def adverse_points(rules: Rules, dossier: U2s, i: Int) -> Int:
    """Return the sum of points lost over live records."""
    total = np.int64(0)
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        total -= min(rules.points[rule_of(word)], 0)
    return total


SHARE, WEIGHT, FEEDING = 0, 1, 2
"""Rows of the room for weights: by record, its share of the points lost and its weight; by list, what feeds it."""


@kernel
def share_points(rules: Rules, dossier: U2s, i: Int, lost_points: Int, weights: F8s) -> Int:
    """Set each record's share of the points lost; return how many records there are."""
    n = 0
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        weights[SHARE, s] = max(-rules.points[rule_of(word)], 0) / lost_points if lost_points > 0 else 0.0
        n += 1
    return n


@kernel
def count_feeding(rules: Rules, dossier: U2s, i: Int, state: Int, weights: F8s) -> None:
    """Set how many records of the dossier feed each list of a state."""
    lists = state // GRADES
    while lists != 0:
        which = lowest(lists)
        lists &= lists - 1
        feeding = rules.list_rules[which] | rules.list_count_rules[which]
        weights[FEEDING, which] = records_in(dossier, i, feeding) if feeding != 0 else 0


@kernel
def blame(rules: Rules, rule: Int, state: Int, context: Int, share: float, weights: F8s) -> float:
    """Return the weight of one record in what a state closes: by points for grades, evenly for lists.

    rule: the record's. share: the record's share of the points lost.
    """
    weight = rules.grade_strength[state % GRADES, context] * share
    lists = state // GRADES
    while lists != 0:
        which = lowest(lists)
        lists &= lists - 1
        strength = rules.list_strength[which, context]
        if strength == 0.0:
            continue
        if weights[FEEDING, which] == 0.0:
            weight += strength * share
        elif ((rules.list_rules[which] | rules.list_count_rules[which]) >> rule) & 1:
            weight += strength / weights[FEEDING, which]
    return weight


@kernel
def blame_of_ties(rules: Rules, loss: Loss, borne: Blame, me: I8s) -> float:
    """Return the weight of the ties' scores in what a state closes: by points, where grades or lists go by grade."""
    if me[TIES] >= 0 or borne.points <= 0:
        return 0.0
    weight = rules.grade_strength[loss.state % GRADES, loss.context]
    lists = loss.state // GRADES
    while lists != 0:
        which = lowest(lists)
        lists &= lists - 1
        if borne.weights[FEEDING, which] == 0.0:
            weight += rules.list_strength[which, loss.context]
    return weight * (-me[TIES] / borne.points)  # type: ignore[no-any-return]


@kernel
def book(people: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, loss: Loss, borne: Blame) -> None:
    """Book micro-months to (cause, effect, origin) and the rule's kind: shares by blame, the rest to the oldest record.

    borne: what ``share_points`` and ``count_feeding`` found.
    What no record and no tie bears is the official's; all that whoever stays out loses is for staying out.
    """
    i, group, me, context, amount, weights = person.i, person.group, person.me, loss.context, loss.amount, borne.weights
    of_ties = blame_of_ties(rules, loss, borne, me)
    total = of_ties
    for s in range(borne.n):
        rule = rule_of(np.int64(dossier[i, s]))
        weights[WEIGHT, s] = blame(rules, rule, loss.state, context, weights[SHARE, s], weights)
        total += weights[WEIGHT, s]
    if total <= 0.0 or me[OUTSIDE]:
        cause = NONE_OUTSIDE if me[OUTSIDE] else NONE_OFFICIAL
        tally.detriment[cause, context, DISCRETION - 1] += amount
        tally.detriment_by_group[cause, context, group] += amount
        return
    rest = amount
    if of_ties > 0.0:
        part = whole(amount * (of_ties / total))
        rest -= part
        tally.detriment[NONE_TIES, context, INHERITED - 1] += part
        tally.detriment_by_group[NONE_TIES, context, group] += part
    oldest = -1
    for s in range(borne.n):
        if weights[WEIGHT, s] <= 0.0:
            continue
        part = whole(amount * (weights[WEIGHT, s] / total))
        rest -= part
        enter(people, rules, tally, np.int64(dossier[i, s]), group, context, part)
        if oldest < 0:
            oldest = s
    if oldest >= 0 and rest != 0:  # where none is, ties bear it all
        enter(people, rules, tally, np.int64(dossier[i, oldest]), group, context, rest)


@kernel
def enter(people: Society, rules: Rules, tally: Tally, word: Int, group: Int, context: Int, part: Int) -> None:
    """Book a part to one record; see ``sum_ledger``."""
    kind = rules.kind_of[rule_of(word)]
    tally.detriment_by_group[people.context_of[kind], context, group] += part
    tally.ledger[kind, context, origin_of(word) - 1] += part


@kernel
def sum_ledger(people: Society, tally: Tally) -> None:
    """Set a month's detriment by the context of the record to what its ledger says by the kind."""
    for cause in range(N_CONTEXTS):
        for context in range(N_CONTEXTS):
            for origin in range(N_ORIGINS):
                tally.detriment[cause, context, origin] = 0
    for kind in range(people.n_kinds):
        for context in range(N_CONTEXTS):
            for origin in range(N_ORIGINS):
                tally.detriment[people.context_of[kind], context, origin] += tally.ledger[kind, context, origin]


@kernel
def used_now(people: Society, cell: Int, context: Int, means: Means) -> Bool:
    """Return whether a person uses work or credit this month: seeks a job, or asks for a loan; means: before it."""
    if context == WORK:
        return means.live & (WORKER | EMPLOYED) == WORKER
    return (stage_of(means.live) == CLEAR) & (means.u < people.need[cell]) & (means.u_court >= people.court_error)


@kernel
def worth_now(people: Society, cell: Int, context: Int, means: Means) -> float:
    """Return months of income that a context is worth this month: on average, or as it is lived."""
    if context < N_LIVED and people.lived[context] > 0.0:
        return people.lived[context] if used_now(people, cell, context, means) else 0.0
    return people.use[cell, context]


@kernel
def treatment(
    people: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, means: Means, weights: F8s
) -> Int:
    """Book this month's detriment of a person and return it, in micro-months of income; weights: room, see ``Blame``.

    means: before this month's work and debts.
    """
    i, state, booked = person.i, means.stands, np.int64(0)
    lost_points = adverse_points(rules, dossier, i) + max(-person.me[TIES], 0)
    borne = Blame(lost_points, share_points(rules, dossier, i, lost_points, weights), weights)
    count_feeding(rules, dossier, i, state, weights)
    closed = rules.closes[state] & np.int64(DENIES - 1)
    while closed != 0:
        context = lowest(closed)
        closed &= closed - 1
        worth = worth_now(people, person.cell, context, means)
        amount = micro(worth * (1.0 - rules.access[state, context]))
        if amount > 0:
            booked += amount
            book(people, rules, tally, dossier, person, Loss(state, context, amount), borne)
    return booked


@kernel
def nothing_closed(rules: Rules, state: Int) -> Bool:
    """Return whether a state closes nothing: ``treatment`` then books nothing, and ``denials`` counts none."""
    return rules.closes[state] == 0  # type: ignore[no-any-return]


@kernel
def nothing_denied(rules: Rules, state: Int) -> Bool:
    """Return whether a state denies no habit: ``denials`` then counts none."""
    return rules.closes[state] & DENIES == 0  # type: ignore[no-any-return]


@kernel
def nothing_added(rules: Rules, state: Int) -> Bool:
    """Return whether a state adds nothing to a month: ``reward`` then counts nothing."""
    return rules.rewards[state] == 0  # type: ignore[no-any-return]


@kernel
def reward(people: Society, rules: Rules, tally: Tally, cell: Int, state: Int, times: Int) -> None:
    """Count what a state adds to a month of each of so many persons of a cell."""
    for context in range(N_CONTEXTS):
        strength = rules.reward[state, context]
        if strength > 0.0:
            tally.reward[context, people.group[cell]] += times * micro(people.use[cell, context] * strength)


@kernel
def denials(people: Society, rules: Rules, tally: Tally, here: Here, person: Person, state: Int) -> Int:
    """Count attempts at habits that are denied this month; return how many."""
    total, i, cell = np.int64(0), person.i, person.cell
    for h in range(people.n_habits):
        share = rules.denial[state, h]
        if share == 0:
            continue
        attempts = people.habit_whole[cell, h]
        if draw(here.key, i, here.month, draws.DENIAL, people.habit_hash[h]) < people.habit_part[cell, h]:
            attempts += 1
        for attempt in range(attempts):
            if draw(here.key, i, here.month, draws.ACCESS, people.habit_hash[h] + attempt) < share:
                tally.denied[h, person.group] += 1
                total += 1
    return total


@kernel
def face_of(rules: Rules, state: Int, outcome: Int) -> Int:
    """Return what others see next month: lists and grade of a state, speaking, acted in the open."""
    seen = np.int64(rules.face[state])
    if outcome & 16:
        seen |= FACE_SPEAKING
    if outcome & 8:
        seen |= FACE_OPEN
    return seen
