"""Solvency: loans, default, judgments and their performance, at most one step a month."""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int
from underheaven.draws import DRAW_RANGE, draw
from underheaven.fields.codes import ARREARS, BORROWING, CLEAR, ERROR, MONEY, OWES, OWES_UNWILLING, PENDING
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Finances, Person, TownMonth
from underheaven.kernel.fixed_point import draw_threshold
from underheaven.kernel.lending import lender_visible_class, request_loan
from underheaven.kernel.livelihood import UNWILLING, can_pay, set_solvency_stage, solvency_stage, tallied_stage
from underheaven.kernel.perceived_sanctions import expected_status_cost, marginal_sanction_risk, perceived_record_cost
from underheaven.kernel.person_attributes import trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import AVERSION, CONVICTION, DEFAULTED_COLUMN, REPAID_COLUMN, TRAIT_DRAWS
from underheaven.kernel.tally import Tally

UNABLE_DEBT, UNWILLING_DEBT, ERROR_DEBT = 0, 1, 2


@jit_kernel
def chooses_default(society: Society, rules: Rules, state: State, person: Person, u: Int) -> Bool:
    """Return whether an able borrower chooses default: little conviction, weighed against what is feared."""
    i, personal = person.i, person.personal
    if u >= society.unwilling_most[person.cell]:
        return False
    if trait_from_draw(society, i, CONVICTION, personal[TRAIT_DRAWS]) >= society.unwilling_below:
        return False
    if not person.is_subject:
        return True
    weight = 0.0
    for stage in (ARREARS, OWES_UNWILLING):
        kind = society.kind_of_stage[stage]
        if kind >= 0 and rules.rule_of[kind] >= 0:
            weight = max(
                weight, perceived_record_cost(society, rules, state.dossier, person, rules.rule_of[kind], -1.0)
            )
    fear = (
        marginal_sanction_risk(
            state.beliefs, i, MONEY, trait_from_draw(society, i, AVERSION, personal[TRAIT_DRAWS + 1])
        )
        * weight
    )
    return u < draw_threshold(society.unwilling[person.cell] * math.exp(-fear / society.fear_scale))


@jit_kernel
def update_borrower(
    society: Society,
    rules: Rules,
    tally: Tally,
    town: TownMonth,
    state: State,
    person: Person,
    visible: Int,
    finances: Finances,
) -> Int:
    """Return the byte of livelihood of a borrower after a month: repaid, in arrears, or still borrowing."""
    livelihood_bits = finances.livelihood_bits
    if not can_pay(livelihood_bits, finances.savings):
        if finances.u_solvency < society.unable[person.cell]:
            town.region_counts[DEFAULTED_COLUMN + visible] += 1
            tally.defaults[UNABLE_DEBT, person.group] += 1
            return set_solvency_stage(livelihood_bits, ARREARS, 0)
        return livelihood_bits
    if chooses_default(society, rules, state, person, finances.u_default):
        town.region_counts[DEFAULTED_COLUMN + visible] += 1
        tally.defaults[UNWILLING_DEBT, person.group] += 1
        return set_solvency_stage(livelihood_bits, ARREARS, 1)
    if finances.u_solvency < society.repay:
        town.region_counts[REPAID_COLUMN + visible] += 1
        return set_solvency_stage(livelihood_bits, CLEAR, 0)
    return livelihood_bits


@jit_kernel
def update_debtor(
    society: Society, rules: Rules, tally: Tally, town: TownMonth, person: Person, finances: Finances
) -> Int:
    """Return the byte of livelihood of a debtor after a month in arrears, before the court, or under a judgment."""
    livelihood_bits, savings, u = finances.livelihood_bits, finances.savings, finances.u_solvency
    stage = solvency_stage(livelihood_bits)
    unwilling = livelihood_bits & UNWILLING
    if stage == ARREARS:
        cure_chance = society.cure if can_pay(livelihood_bits, savings) else np.int64(0)
        if u < cure_chance:
            return set_solvency_stage(livelihood_bits, CLEAR, 0)
        return (
            set_solvency_stage(livelihood_bits, PENDING, unwilling)
            if DRAW_RANGE - 1 - u < society.sued
            else livelihood_bits
        )
    tallied_debt = (
        UNWILLING_DEBT
        if tallied_stage(set_solvency_stage(livelihood_bits, OWES, unwilling), savings) == OWES_UNWILLING
        else UNABLE_DEBT
    )
    if stage == PENDING:
        if u < society.judged:
            tally.judgments[tallied_debt] += 1
            return set_solvency_stage(livelihood_bits, OWES, unwilling)
        return livelihood_bits
    if stage == ERROR:
        if u < society.set_aside:
            tally.performed[ERROR_DEBT] += 1
            return set_solvency_stage(livelihood_bits, CLEAR, 0)
        return livelihood_bits
    if not can_pay(livelihood_bits, savings):
        return livelihood_bits
    hazard: Int = society.performs_able
    if unwilling:
        price = expected_status_cost(society, rules, person.cell, finances.status)
        hazard = draw_threshold(society.performs + society.performs_detriment * price)
    if draw(town.key, person.i, town.month, draws.PERFORMANCE, 0) < hazard:
        tally.performed[tallied_debt] += 1
        return set_solvency_stage(livelihood_bits, CLEAR, 0)
    return livelihood_bits


@jit_kernel
def solvency_unchanged(
    society: Society, livelihood_bits: Int, savings: Int, cell: Int, u: Int, u_court: Int, u_default: Int
) -> Bool:
    """Return whether solvency certainly stays as it is: ``update_solvency`` then returns the byte unchanged.

    Nothing is counted then either. The conditions for a clear person and for a borrower are both evaluated: guessing
    which of them applies would cost more.

    Args:
        society: The compiled society.
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.
        cell: Cell of the person, 0 to 255.
        u: Draw of the step of solvency, 0 to 2**32 - 1.
        u_court: Draw of a judgment in error, 0 to 2**32 - 1.
        u_default: Draw of chosen default, 0 to 2**32 - 1.

    Returns:
        Whether `update_solvency` can be skipped.
    """
    stage = solvency_stage(livelihood_bits)
    clear = (u >= society.need[cell]) & (u_court >= society.court_error)
    keeps = (u >= society.repay) & (u_default >= society.unwilling_most[cell])
    borrows = keeps if can_pay(livelihood_bits, savings) else u >= society.unable[cell]
    return ((stage == CLEAR) & clear) | ((stage == BORROWING) & borrows)


@jit_kernel
def update_solvency(
    society: Society, rules: Rules, tally: Tally, town: TownMonth, state: State, person: Person, finances: Finances
) -> Int:
    """Return the byte of livelihood after this month's step of solvency, at most one step a month.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        state: State of all persons.
        person: The person's month.
        finances: Livelihood after this month's work and savings, and the draws.

    Returns:
        Packed byte of livelihood.

    Source:
        docs/stages/livelihood.md, "Stages of solvency".
    """
    livelihood_bits, visible = (
        finances.livelihood_bits,
        lender_visible_class(rules, np.int64(state.public_status[person.i])),
    )
    stage = solvency_stage(livelihood_bits)
    if stage == CLEAR:
        if finances.u_court < society.court_error:
            tally.judgments[ERROR_DEBT] += 1
            return set_solvency_stage(livelihood_bits, ERROR, 0)
        asks = finances.u_solvency < society.need[person.cell]
        if asks and request_loan(society, rules, tally, town, person, visible, finances.status):
            return set_solvency_stage(livelihood_bits, BORROWING, 0)
        return livelihood_bits
    if stage == BORROWING:
        return update_borrower(society, rules, tally, town, state, person, visible, finances)
    return update_debtor(society, rules, tally, town, person, finances)
