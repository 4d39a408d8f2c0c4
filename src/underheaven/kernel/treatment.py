"""Stage 5, treatment: access lost, the price of it, the records that cause it, and attempts denied."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, F8s, I8s, Int, U2s
from underheaven.draws import draw
from underheaven.fields.codes import (
    CLEAR,
    DISCRETION,
    INHERITED,
    N_CONTEXTS,
    N_ORIGINS,
    NONE_OFFICIAL,
    NONE_OUTSIDE,
    NONE_TIES,
    PUBLIC_OPEN,
    PUBLIC_SPEAKING,
    WORK,
)
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import Finances, Loss, LossAttribution, Person, TownMonth
from underheaven.kernel.dossier import record_origin, record_rule
from underheaven.kernel.fixed_point import floor_integer, lowest_bit, to_micro_months
from underheaven.kernel.livelihood import EMPLOYED, IN_WORKFORCE, solvency_stage
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import count_rule_records
from underheaven.kernel.table_layout import DENIES_HABIT, MAX_GRADES, N_REALISED_CONTEXTS, OPTED_OUT, TIE_POINTS
from underheaven.kernel.tally import Tally


@jit_kernel
def adverse_points(rules: Rules, dossier: U2s, i: Int) -> Int:
    """Return the points lost to live records."""
    total = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        total -= min(rules.points[record_rule(record)], 0)
    return total


POINT_SHARE, RECORD_WEIGHT, LIST_SUPPORT = 0, 1, 2
"""Rows of the work array: each record's share of the points lost, each record's weight, each list's support."""


@jit_kernel
def set_point_shares(rules: Rules, dossier: U2s, i: Int, lost_points: Int, weights: F8s) -> Int:
    """Set each record's share of the points lost; return the number of records."""
    n = 0
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        weights[POINT_SHARE, s] = max(-rules.points[record_rule(record)], 0) / lost_points if lost_points > 0 else 0.0
        n += 1
    return n


@jit_kernel
def count_list_support(rules: Rules, dossier: U2s, i: Int, status: Int, weights: F8s) -> None:
    """Set the number of records of the dossier that support each list of a status."""
    lists = status // MAX_GRADES
    while lists != 0:
        list_index = lowest_bit(lists)
        lists &= lists - 1
        feeding_rules = rules.list_rules[list_index] | rules.list_count_rules[list_index]
        weights[LIST_SUPPORT, list_index] = count_rule_records(dossier, i, feeding_rules) if feeding_rules != 0 else 0


@jit_kernel
def attribution_weight(rules: Rules, rule: Int, status: Int, context: Int, share: float, weights: F8s) -> float:
    """Return the weight of one record in what a status closes: by points for grades, evenly for lists.

    ``rule`` is the record's rule and ``share`` its share of the points lost.
    """
    weight = rules.grade_strength[status % MAX_GRADES, context] * share
    lists = status // MAX_GRADES
    while lists != 0:
        list_index = lowest_bit(lists)
        lists &= lists - 1
        strength = rules.list_strength[list_index, context]
        if strength == 0.0:
            continue
        if weights[LIST_SUPPORT, list_index] == 0.0:
            weight += strength * share
        elif ((rules.list_rules[list_index] | rules.list_count_rules[list_index]) >> rule) & 1:
            weight += strength / weights[LIST_SUPPORT, list_index]
    return weight


@jit_kernel
def tie_attribution_weight(rules: Rules, loss: Loss, attribution: LossAttribution, personal: I8s) -> float:
    """Return the weight of the ties' scores in what a status closes: by points, where it is closed by grade."""
    if personal[TIE_POINTS] >= 0 or attribution.points_lost <= 0:
        return 0.0
    weight = rules.grade_strength[loss.status % MAX_GRADES, loss.context]
    lists = loss.status // MAX_GRADES
    while lists != 0:
        list_index = lowest_bit(lists)
        lists &= lists - 1
        if attribution.weights[LIST_SUPPORT, list_index] == 0.0:
            weight += rules.list_strength[list_index, loss.context]
    return weight * (-personal[TIE_POINTS] / attribution.points_lost)  # type: ignore[no-any-return]


@jit_kernel
def attribute_loss(
    society: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, loss: Loss, attribution: LossAttribution
) -> None:
    """Book a loss to (cause, effect, origin) and to the rule's kind, by weight; the oldest record bears the remainder.

    A loss that no record and no tie bears is booked to officials; a person who opted out loses all of it for opting
    out. The formula is in docs/stages/treatment.md, "Causes".
    """
    i, group, personal, context, amount, weights = (
        person.i,
        person.group,
        person.personal,
        loss.context,
        loss.amount,
        attribution.weights,
    )
    of_ties = tie_attribution_weight(rules, loss, attribution, personal)
    total = of_ties
    for s in range(attribution.n_records):
        rule = record_rule(np.int64(dossier[i, s]))
        weights[RECORD_WEIGHT, s] = attribution_weight(
            rules, rule, loss.status, context, weights[POINT_SHARE, s], weights
        )
        total += weights[RECORD_WEIGHT, s]
    if total <= 0.0 or personal[OPTED_OUT]:
        cause = NONE_OUTSIDE if personal[OPTED_OUT] else NONE_OFFICIAL
        tally.detriment[cause, context, DISCRETION - 1] += amount
        tally.detriment_by_group[cause, context, group] += amount
        return
    remaining = amount
    if of_ties > 0.0:
        loss_share = floor_integer(amount * (of_ties / total))
        remaining -= loss_share
        tally.detriment[NONE_TIES, context, INHERITED - 1] += loss_share
        tally.detriment_by_group[NONE_TIES, context, group] += loss_share
    oldest = -1
    for s in range(attribution.n_records):
        if weights[RECORD_WEIGHT, s] <= 0.0:
            continue
        loss_share = floor_integer(amount * (weights[RECORD_WEIGHT, s] / total))
        remaining -= loss_share
        book_to_record(society, rules, tally, np.int64(dossier[i, s]), group, context, loss_share)
        if oldest < 0:
            oldest = s
    if oldest >= 0 and remaining != 0:  # where no record bears a share, ties bear it all
        book_to_record(society, rules, tally, np.int64(dossier[i, oldest]), group, context, remaining)


@jit_kernel
def book_to_record(
    society: Society, rules: Rules, tally: Tally, record: Int, group: Int, context: Int, loss_share: Int
) -> None:
    """Book a part of a loss to one record; `sum_ledger` adds it to ``tally.detriment``."""
    kind = rules.kind_of[record_rule(record)]
    tally.detriment_by_group[society.context_of[kind], context, group] += loss_share
    tally.ledger[kind, context, record_origin(record) - 1] += loss_share


@jit_kernel
def sum_ledger(society: Society, tally: Tally) -> None:
    """Set the month's detriment by the context of the record from the ledger by kind.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
    """
    for cause in range(N_CONTEXTS):
        for context in range(N_CONTEXTS):
            for origin in range(N_ORIGINS):
                tally.detriment[cause, context, origin] = 0
    for kind in range(society.n_kinds):
        for context in range(N_CONTEXTS):
            for origin in range(N_ORIGINS):
                tally.detriment[society.context_of[kind], context, origin] += tally.ledger[kind, context, origin]


@jit_kernel
def uses_context_now(society: Society, cell: Int, context: Int, finances: Finances) -> Bool:
    """Return whether a person uses work or credit this month: seeks a job, or asks for a loan."""
    if context == WORK:
        return finances.livelihood_bits & (IN_WORKFORCE | EMPLOYED) == IN_WORKFORCE
    return (
        (solvency_stage(finances.livelihood_bits) == CLEAR)
        & (finances.u_solvency < society.need[cell])
        & (finances.u_court >= society.court_error)
    )


@jit_kernel
def context_worth_now(society: Society, cell: Int, context: Int, finances: Finances) -> float:
    """Return months of income that a context is worth this month: on average, or as lived."""
    if context < N_REALISED_CONTEXTS and society.realised_price[context] > 0.0:
        return society.realised_price[context] if uses_context_now(society, cell, context, finances) else 0.0
    return society.use[cell, context]


@jit_kernel
def treatment(
    society: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, finances: Finances, weights: F8s
) -> Int:
    """Book this month's detriment of a person.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        finances: Livelihood before this month's work and debts, and the draws.
        weights: Work array, float64 (3, MAX_DOSSIER_CAPACITY).

    Returns:
        Detriment, in micro-months of income.

    Source:
        docs/stages/treatment.md, "What happens" and "Causes".
    """
    i, status, total_booked = person.i, finances.status, np.int64(0)
    lost_points = adverse_points(rules, dossier, i) + max(-person.personal[TIE_POINTS], 0)
    attribution = LossAttribution(lost_points, set_point_shares(rules, dossier, i, lost_points, weights), weights)
    count_list_support(rules, dossier, i, status, weights)
    closed_contexts = rules.closes[status] & np.int64(DENIES_HABIT - 1)
    while closed_contexts != 0:
        context = lowest_bit(closed_contexts)
        closed_contexts &= closed_contexts - 1
        worth = context_worth_now(society, person.cell, context, finances)
        amount = to_micro_months(worth * (1.0 - rules.access[status, context]))
        if amount > 0:
            total_booked += amount
            attribute_loss(society, rules, tally, dossier, person, Loss(status, context, amount), attribution)
    return total_booked


@jit_kernel
def nothing_closed(rules: Rules, state: Int) -> Bool:
    """Return whether a status closes nothing: ``treatment`` then books nothing, and ``count_denials`` counts none.

    Args:
        rules: The rules in force.
        state: Status of this month: grade + 8 * lists (as bits).

    Returns:
        Whether `treatment` and `count_denials` can be skipped.
    """
    return rules.closes[state] == 0  # type: ignore[no-any-return]


@jit_kernel
def nothing_denied(rules: Rules, state: Int) -> Bool:
    """Return whether a status denies no habit: ``count_denials`` then counts none.

    Args:
        rules: The rules in force.
        state: Status of this month: grade + 8 * lists (as bits).

    Returns:
        Whether `count_denials` can be skipped.
    """
    return rules.closes[state] & DENIES_HABIT == 0  # type: ignore[no-any-return]


@jit_kernel
def nothing_added(rules: Rules, state: Int) -> Bool:
    """Return whether a status brings no reward: ``count_rewards`` then counts nothing.

    Args:
        rules: The rules in force.
        state: Status of this month: grade + 8 * lists (as bits).

    Returns:
        Whether `count_rewards` can be skipped.
    """
    return rules.rewards[state] == 0  # type: ignore[no-any-return]


@jit_kernel
def count_rewards(society: Society, rules: Rules, tally: Tally, cell: Int, status: Int, times: Int) -> None:
    """Count the rewards that a status adds to one month of several persons of a cell.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        cell: Cell of the person, 0 to 255.
        status: Status of this month: grade + 8 * lists (as bits).
        times: Number of persons, 0 or more.
    """
    for context in range(N_CONTEXTS):
        strength = rules.reward[status, context]
        if strength > 0.0:
            tally.reward[context, society.group[cell]] += times * to_micro_months(society.use[cell, context] * strength)


@jit_kernel
def count_denials(society: Society, rules: Rules, tally: Tally, town: TownMonth, person: Person, status: Int) -> Int:
    """Count attempts at habits that are denied this month.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        person: The person's month.
        status: Status of this month: grade + 8 * lists (as bits).

    Returns:
        Attempts denied, of all habits.

    Source:
        docs/stages/treatment.md, "Denials".
    """
    total, i, cell = np.int64(0), person.i, person.cell
    for h in range(society.n_habits):
        share = rules.denial[status, h]
        if share == 0:
            continue
        attempts = society.habit_whole[cell, h]
        if draw(town.key, i, town.month, draws.DENIAL, society.habit_hash[h]) < society.habit_part[cell, h]:
            attempts += 1
        for attempt in range(attempts):
            if draw(town.key, i, town.month, draws.ACCESS, society.habit_hash[h] + attempt) < share:
                tally.denied[h, person.group] += 1
                total += 1
    return total


@jit_kernel
def next_public_status(rules: Rules, status: Int, outcome: Int) -> Int:
    """Return what others will see next month: lists and grade of the status, speech, and open acts.

    Args:
        rules: The rules in force.
        status: Status of this month: grade + 8 * lists (as bits).
        outcome: Packed outcome of the month, see `conduct.count_acts`.

    Returns:
        Public status, packed as in `state.public_status`.

    Source:
        docs/stages/treatment.md, "Public status".
    """
    seen = np.int64(rules.public_status[status])
    if outcome & 16:
        seen |= PUBLIC_SPEAKING
    if outcome & 8:
        seen |= PUBLIC_OPEN
    return seen
