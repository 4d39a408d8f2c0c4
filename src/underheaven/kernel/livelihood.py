"""Stage 6, livelihood: jobs, savings, loans, default, judgments and their performance.

The byte of livelihood: employed 1, in the workforce 2, stage of solvency << 2, unwilling 32.
"""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int
from underheaven.draws import DRAW_RANGE, draw
from underheaven.fields.codes import (
    ARREARS,
    BORROWING,
    CLEAR,
    CREDIT,
    ERROR,
    MONEY,
    OWES,
    OWES_UNWILLING,
    PENDING,
    WORK,
)
from underheaven.fields.state import State
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import Finances, Person, TownMonth
from underheaven.kernel.conduct import expected_status_cost, marginal_sanction_risk, perceived_record_cost
from underheaven.kernel.fixed_point import draw_threshold, scale_rounded
from underheaven.kernel.person_attributes import draw_trait, trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import AVERSION, CONVICTION, DEFAULTED_COLUMN, REPAID_COLUMN, TRAIT_DRAWS
from underheaven.kernel.tally import Tally

EMPLOYED, IN_WORKFORCE, UNWILLING = 1, 2, 32
UNABLE_DEBT, UNWILLING_DEBT, ERROR_DEBT = 0, 1, 2
BY_LAW, BY_LENDER, GOOD_BORROWER = 0, 1, 2


@jit_kernel
def solvency_stage(livelihood_bits: Int) -> Int:
    """Return the stage of solvency; owing unwillingly is not distinguished from owing unable.

    Args:
        livelihood_bits: Packed byte of livelihood.

    Returns:
        0 clear, 1 borrowing, 2 in arrears, 3 judgment pending, 4 owes, 6 judged in error.
    """
    return (livelihood_bits >> 2) & 7


@jit_kernel
def set_solvency_stage(livelihood_bits: Int, stage: Int, unwilling: Int) -> Int:
    """Return the byte of livelihood with another stage, and with the mark of unwillingness set or cleared.

    Args:
        livelihood_bits: Packed byte of livelihood.
        stage: Stage of solvency, 0 to 6.
        unwilling: Other than 0 where default was chosen.

    Returns:
        Packed byte of livelihood, without bits above the mark.
    """
    return (livelihood_bits & 3) | (stage << 2) | (UNWILLING if unwilling else 0)


@jit_kernel
def can_pay(livelihood_bits: Int, savings: Int) -> Bool:
    """Return whether a person can pay: has a job, has savings, or is outside the workforce.

    Args:
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.

    Returns:
        Whether the person is able to pay.

    Source:
        docs/stages/livelihood.md, "Work and savings".
    """
    return (livelihood_bits & EMPLOYED != 0) | (livelihood_bits & IN_WORKFORCE == 0) | (savings > 0)


@jit_kernel
def tallied_stage(livelihood_bits: Int, savings: Int) -> Int:
    """Return the stage of solvency as tallied: a debtor is unwilling only if marked so and able to pay.

    Args:
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.

    Returns:
        Index in `fields.codes.SOLVENCY`, 0 to 6; 5 for a debtor who is unwilling.

    Source:
        docs/stages/livelihood.md, "Unable or unwilling".
    """
    stage = solvency_stage(livelihood_bits)
    refuses = (stage == OWES) & (livelihood_bits & UNWILLING != 0) & can_pay(livelihood_bits, savings)
    return np.int64(OWES_UNWILLING) if refuses else stage


@jit_kernel
def update_work(
    society: Society, rules: Rules, tally: Tally, livelihood_bits: Int, cell: Int, group: Int, status: Int, u: Int
) -> Int:
    """Return the byte of livelihood after a job is lost or found; a job missed for lack of access counts as denied.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        livelihood_bits: Packed byte of livelihood.
        cell: Cell of the person, 0 to 255.
        group: Reporting group, 0 to 31.
        status: Status of this month: grade + 8 * lists (as bits).
        u: Draw of the job, 0 to 2**32 - 1.

    Returns:
        Packed byte of livelihood.

    Source:
        docs/stages/livelihood.md, "Work and savings".
    """
    if livelihood_bits & IN_WORKFORCE == 0:
        return livelihood_bits
    if livelihood_bits & EMPLOYED:
        if u < society.job_loss[cell]:
            tally.jobs_lost[group] += 1
            return livelihood_bits & ~np.int64(EMPLOYED)
        return livelihood_bits
    full_chance = society.job_find[cell]
    open_chance = scale_rounded(full_chance, rules.access[status, WORK])
    if u < open_chance:
        tally.jobs_found[group] += 1
        return livelihood_bits | EMPLOYED
    if u < full_chance:
        tally.jobs_denied[group] += 1
    return livelihood_bits


@jit_kernel
def work_stays(society: Society, livelihood_bits: Int, cell: Int, u: Int) -> Bool:
    """Return whether work certainly stays as it is: ``update_work`` then changes and counts nothing.

    This holds outside the workforce, and for those who keep their job by the draw ``u``.

    Args:
        society: The compiled society.
        livelihood_bits: Packed byte of livelihood.
        cell: Cell of the person, 0 to 255.
        u: Draw of the job, 0 to 2**32 - 1.

    Returns:
        Whether `update_work` can be skipped.
    """
    return (livelihood_bits & IN_WORKFORCE == 0) | ((livelihood_bits & EMPLOYED != 0) & (u >= society.job_loss[cell]))


@jit_kernel
def update_savings(society: Society, livelihood_bits: Int, savings: Int) -> Int:
    """Return savings after a month: they grow with a job and fall without one.

    Args:
        society: The compiled society.
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.

    Returns:
        Savings, in thousandths of a month of income.

    Source:
        docs/stages/livelihood.md, "Work and savings".
    """
    if livelihood_bits & EMPLOYED:
        return min(savings + society.saved, np.int64(society.savings_maximum))
    if livelihood_bits & IN_WORKFORCE:
        return max(savings - society.spent, 0)
    return savings


@jit_kernel
def lender_visible_class(rules: Rules, public_status: Int) -> Int:
    """Return the class of status that a lender sees: 1 blacklist + 2 redlist + 4 * grade, as far as the rules allow.

    What another version of the rules shows and these do not is that of a person without records, ``rules.unseen``.
    """
    return (
        np.int64(public_status) & 3 & rules.see
        | (((np.int64(public_status) >> 4) & 7) * 4 if rules.see & 4 else 0)
        | rules.unseen
    )


@jit_kernel
def request_loan(
    society: Society, rules: Rules, tally: Tally, town: TownMonth, person: Person, visible: Int, status: Int
) -> Bool:
    """Return whether a loan is made: the law must leave access, and the lender must expect to gain."""
    i, group = person.i, person.group
    tally.loans_asked[group] += 1
    granted = True
    if draw(town.key, i, town.month, draws.ACCESS, 0) >= draw_threshold(rules.access[status, CREDIT]):
        tally.loans_refused[BY_LAW, group] += 1
        granted = False
    elif (
        town.lender_accepts[visible] == 0 and draw(town.key, i, town.month, draws.EXPLORATION, 0) >= society.exploration
    ):
        tally.loans_refused[BY_LENDER, group] += 1
        granted = False
    if granted:
        tally.loans_made[group] += 1
    elif draw_trait(society, town.key, i, person.generation, CONVICTION) >= society.unwilling_below:
        tally.loans_refused[GOOD_BORROWER, group] += 1
    return granted


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


@jit_kernel
def lender_accepts(society: Society, rules: Rules, visible: Int, repaid: Int, defaulted: Int) -> Int:
    """Return 1 where the posterior chance of repayment covers the lender's loss.

    Args:
        society: The compiled society.
        rules: The rules in force.
        visible: Class of status that lenders see, 0 to MAX_VISIBLE - 1.
        repaid: Loans of that class repaid in the last twelve months.
        defaulted: Loans of that class defaulted on in the last twelve months.

    Returns:
        1 to lend, else 0; 1 where nothing is counted and there is no prior.

    Source:
        docs/stages/livelihood.md, "Lending".
    """
    first_repaid, first_defaulted = rules.first_repaid[visible], rules.first_defaulted[visible]
    trials = repaid + defaulted + first_repaid + first_defaulted
    if trials <= 0.0:
        return np.int64(1)
    repay = (repaid + first_repaid) / trials
    return np.int64(1) if repay >= society.loss / (society.loss + society.gain) else np.int64(0)
