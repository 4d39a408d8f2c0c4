"""Stage 5, treatment: access lost, the price of it, the records that cause it, and attempts denied."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven import draws
from underheaven.draws import draw
from underheaven.fields import (
    CAPACITY,
    DISCRETION,
    FACE_OPEN,
    FACE_SPEAKING,
    INHERITED,
    N_CONTEXTS,
    NONE_OFFICIAL,
    NONE_TIES,
)
from underheaven.jit import kernel
from underheaven.kernel.dossier import origin_of, rule_of
from underheaven.kernel.numbers import micro, whole
from underheaven.kernel.standing import records_in
from underheaven.kernel.tables import GRADES, OUTSIDE, TIES


@kernel
def adverse_points(rules: Any, dossier: Any, i: Any) -> Any:
    """Return the sum of points lost over live records."""
    total = np.int64(0)
    for s in range(CAPACITY):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        total -= min(rules.points[rule_of(word)], 0)
    return total


@kernel
def blame(rules: Any, dossier: Any, i: Any, slot: Any, state: Any, context: Any, lost_points: Any) -> Any:
    """Return the weight of one record in what a state closes: by points for grades, evenly for lists."""
    rule = rule_of(np.int64(dossier[i, slot]))
    by_points = max(-rules.points[rule], 0) / lost_points if lost_points > 0 else 0.0
    weight = rules.grade_strength[state % GRADES, context] * by_points
    for which in range(rules.n_lists):
        strength = rules.list_strength[which, context]
        if strength == 0.0 or ((state // GRADES) >> which) & 1 == 0:
            continue
        feeding = rules.list_rules[which] | rules.list_count_rules[which]
        n_feeding = records_in(dossier, i, feeding) if feeding != 0 else 0
        if n_feeding == 0:
            weight += strength * by_points
        elif (feeding >> rule) & 1:
            weight += strength / n_feeding
    return weight


@kernel
def blame_of_ties(rules: Any, dossier: Any, i: Any, state: Any, context: Any, lost_points: Any, me: Any) -> Any:
    """Return the weight of the ties' scores in what a state closes: by points, where grades or lists go by grade."""
    if me[TIES] >= 0 or lost_points <= 0:
        return 0.0
    weight = rules.grade_strength[state % GRADES, context]
    for which in range(rules.n_lists):
        if ((state // GRADES) >> which) & 1:
            feeding = rules.list_rules[which] | rules.list_count_rules[which]
            if records_in(dossier, i, feeding) == 0:
                weight += rules.list_strength[which, context]
    return weight * (-me[TIES] / lost_points)


@kernel
def book(
    people: Any, rules: Any, tally: Any, dossier: Any, i: Any, group: Any, state: Any, context: Any, amount: Any,
    lost_points: Any, me: Any,
) -> None:  # fmt: skip
    """Book micro-months to (cause, effect, origin) and the rule's kind: shares by blame, the rest to the oldest record.

    What no record and no tie bears, and all that staying out costs, is the official's.
    """
    of_ties = blame_of_ties(rules, dossier, i, state, context, lost_points, me)
    total, first = of_ties, 0.0
    for s in range(CAPACITY):
        if dossier[i, s] == 0:
            break
        weight = blame(rules, dossier, i, s, state, context, lost_points)
        first = weight if s == 0 else first
        total += weight
    if total <= 0.0 or me[OUTSIDE]:
        tally.detriment[NONE_OFFICIAL, context, DISCRETION - 1] += amount
        tally.detriment_by_group[NONE_OFFICIAL, context, group] += amount
        return
    rest = amount
    if of_ties > 0.0:
        part = whole(amount * (of_ties / total))
        rest -= part
        tally.detriment[NONE_TIES, context, INHERITED - 1] += part
        tally.detriment_by_group[NONE_TIES, context, group] += part
    oldest = -1
    for s in range(CAPACITY):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        weight = first if s == 0 else blame(rules, dossier, i, s, state, context, lost_points)
        if weight <= 0.0:
            continue
        cause = people.context_of[rules.kind_of[rule_of(word)]]
        part = whole(amount * (weight / total))
        rest -= part
        tally.detriment[cause, context, origin_of(word) - 1] += part
        tally.detriment_by_group[cause, context, group] += part
        tally.ledger[rules.kind_of[rule_of(word)], context, origin_of(word) - 1] += part
        if oldest < 0:
            oldest = s
    if oldest < 0:
        return  # ties bear it all
    word = np.int64(dossier[i, oldest])
    cause = people.context_of[rules.kind_of[rule_of(word)]]
    tally.detriment[cause, context, origin_of(word) - 1] += rest
    tally.detriment_by_group[cause, context, group] += rest
    tally.ledger[rules.kind_of[rule_of(word)], context, origin_of(word) - 1] += rest


@kernel
def treatment(
    people: Any, rules: Any, tally: Any, dossier: Any, i: Any, cell: Any, group: Any, state: Any, me: Any
) -> Any:
    """Book this month's detriment and reward of a person; return the detriment in micro-months of income."""
    booked = np.int64(0)
    lost_points = adverse_points(rules, dossier, i) + max(-me[TIES], 0)
    for context in range(N_CONTEXTS):
        access = rules.access[state, context]
        if access == 1.0 and rules.reward[state, context] <= 0.0:
            continue
        use = people.use[cell, context]
        amount = micro(use * (1.0 - access))
        if amount > 0:
            booked += amount
            book(people, rules, tally, dossier, i, group, state, context, amount, lost_points, me)
        if rules.reward[state, context] > 0.0:
            tally.reward[context, group] += micro(use * rules.reward[state, context])
    return booked


@kernel
def denials(
    people: Any, rules: Any, tally: Any, key: Any, i: Any, month: Any, cell: Any, group: Any, state: Any
) -> Any:
    """Count attempts at habits that are denied this month; return how many."""
    total = np.int64(0)
    for h in range(people.n_habits):
        share = rules.denial[state, h]
        if share == 0:
            continue
        attempts = people.habit_whole[cell, h]
        if draw(key, i, month, draws.DENIAL, people.habit_hash[h]) < people.habit_part[cell, h]:
            attempts += 1
        for attempt in range(attempts):
            if draw(key, i, month, draws.ACCESS, people.habit_hash[h] + attempt) < share:
                tally.denied[h, group] += 1
                total += 1
    return total


@kernel
def face_of(rules: Any, state: Any, outcome: Any) -> Any:
    """Return what others see next month: lists and grade of a state, speaking, acted in the open."""
    seen = np.int64(rules.face[state])
    if outcome & 16:
        seen |= FACE_SPEAKING
    if outcome & 8:
        seen |= FACE_OPEN
    return seen
