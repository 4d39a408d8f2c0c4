"""Stage 5, treatment: access lost, the price of it, the records that cause it, and attempts denied.

Which records bear a loss is computed in `loss_attribution`.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, F8s, Int, U2s
from underheaven.draws import draw
from underheaven.fields.codes import CLEAR, N_CONTEXTS, PUBLIC_OPEN, PUBLIC_SPEAKING, WORK
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Finances, Loss, LossAttribution, Person, TownMonth
from underheaven.kernel.fixed_point import lowest_bit, to_micro_months
from underheaven.kernel.livelihood import EMPLOYED, IN_WORKFORCE, solvency_stage
from underheaven.kernel.loss_attribution import adverse_points, attribute_loss, count_list_support, set_point_shares
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import DENIES_HABIT, N_REALISED_CONTEXTS, TIE_POINTS
from underheaven.kernel.tally import Tally


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
        docs/stages/treatment.md, "Detriment" and "Causes".
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
