"""Stage 6, livelihood: jobs, savings, loans, default, judgments and their performance.

The byte of livelihood: employed 1, in the workforce 2, stage of solvency << 2, unwilling 32.
"""

from __future__ import annotations

import math

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, Int
from underheaven.draws import ONE, draw
from underheaven.fields import (
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
    State,
)
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Means, Person
from underheaven.kernel.conduct import dread, expected_price, rule_weight
from underheaven.kernel.numbers import chance, scaled
from underheaven.kernel.people import trait, trait_of
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import AVERSION, CONVICTION, DEFAULTED_COLUMN, DRAWN, REPAID_COLUMN
from underheaven.kernel.tally import Tally

EMPLOYED, WORKER, UNWILLING = 1, 2, 32
UNABLE_DEBT, UNWILLING_DEBT, ERROR_DEBT = 0, 1, 2
BY_LAW, BY_LENDER, GOOD = 0, 1, 2


@kernel
def stage_of(live: Int) -> Int:
    """Return the stage of solvency, 0..6, with owing unwillingly not told apart."""
    return (live >> 2) & 7


@kernel
def with_stage(live: Int, stage: Int, unwilling: Int) -> Int:
    """Return the byte with another stage, and with the mark of unwillingness set or cleared."""
    return (live & 3) | (stage << 2) | (UNWILLING if unwilling else 0)


@kernel
def able(live: Int, savings: Int) -> Bool:
    """Return whether a person can pay: a job, savings, or a living from outside the workforce."""
    return (live & EMPLOYED != 0) | (live & WORKER == 0) | (savings > 0)


@kernel
def shown_stage(live: Int, savings: Int) -> Int:
    """Return the stage as tallied: who owes is unwilling only if able and not minded to pay."""
    stage = stage_of(live)
    minded = (stage == OWES) & (live & UNWILLING != 0) & able(live, savings)
    return np.int64(OWES_UNWILLING) if minded else stage


@kernel
def work(people: Society, rules: Rules, tally: Tally, live: Int, cell: Int, group: Int, state: Int, u: Int) -> Int:
    """Return the byte after job loss or job finding; a job missed for lost access counts as denied."""
    if live & WORKER == 0:
        return live
    if live & EMPLOYED:
        if u < people.job_loss[cell]:
            tally.jobs_lost[group] += 1
            return live & ~np.int64(EMPLOYED)
        return live
    full = people.job_find[cell]
    open_ = scaled(full, rules.access[state, WORK])
    if u < open_:
        tally.jobs_found[group] += 1
        return live | EMPLOYED
    if u < full:
        tally.jobs_denied[group] += 1
    return live


@kernel
def work_stays(people: Society, live: Int, cell: Int, u: Int) -> Bool:
    """Return whether work certainly stays as it is: ``work`` then changes and counts nothing.

    So it is for those outside the workforce, and for those who keep their job by the draw ``u``.
    """
    return (live & WORKER == 0) | ((live & EMPLOYED != 0) & (u >= people.job_loss[cell]))


@kernel
def save(people: Society, live: Int, savings: Int) -> Int:
    """Return savings after a month, in thousandths of a month of income."""
    if live & EMPLOYED:
        return min(savings + people.saved, np.int64(people.savings_most))
    if live & WORKER:
        return max(savings - people.spent, 0)
    return savings


@kernel
def visible_of(rules: Rules, face: Int) -> Int:
    """Return the class of standing that a lender sees: blacklist 1, redlist 2, grade times 4, as allowed.

    What another version shows and these rules do not is that of a clean person, ``rules.unseen``.
    """
    return np.int64(face) & 3 & rules.see | (((np.int64(face) >> 4) & 7) * 4 if rules.see & 4 else 0) | rules.unseen


@kernel
def ask_for_loan(
    people: Society, rules: Rules, tally: Tally, here: Here, person: Person, visible: Int, stands: Int
) -> Bool:
    """Return whether a loan is made: the law must leave access, and the lender must expect to gain."""
    i, group = person.i, person.group
    tally.loans_asked[group] += 1
    granted = True
    if draw(here.key, i, here.month, draws.ACCESS, 0) >= chance(rules.access[stands, CREDIT]):
        tally.loans_refused[BY_LAW, group] += 1
        granted = False
    elif here.accepts[visible] == 0 and draw(here.key, i, here.month, draws.EXPLORATION, 0) >= people.exploration:
        tally.loans_refused[BY_LENDER, group] += 1
        granted = False
    if granted:
        tally.loans_made[group] += 1
    elif trait(people, here.key, i, person.generation, CONVICTION) >= people.unwilling_below:
        tally.loans_refused[GOOD, group] += 1
    return granted


@kernel
def chooses_default(people: Society, rules: Rules, state: State, person: Person, u: Int) -> Bool:
    """Return whether an able borrower chooses default: little conviction, weighed against what is feared."""
    i, me = person.i, person.me
    if u >= people.unwilling_most[person.cell]:
        return False
    if trait_of(people, i, CONVICTION, me[DRAWN]) >= people.unwilling_below:
        return False
    if not person.minds:
        return True
    weight = 0.0
    for stage in (ARREARS, OWES_UNWILLING):
        kind = people.kind_of_stage[stage]
        if kind >= 0 and rules.rule_of[kind] >= 0:
            weight = max(weight, rule_weight(people, rules, state.dossier, person, rules.rule_of[kind], -1.0))
    fear = dread(state.beliefs, i, MONEY, trait_of(people, i, AVERSION, me[DRAWN + 1])) * weight
    return u < chance(people.unwilling[person.cell] * math.exp(-fear / people.fear_scale))


@kernel
def borrow(
    people: Society, rules: Rules, tally: Tally, here: Here, state: State, person: Person, visible: Int, means: Means
) -> Int:
    """Return the byte of a borrower after a month: repaid, fallen behind, or still borrowing."""
    live = means.live
    if not able(live, means.savings):
        if means.u < people.unable[person.cell]:
            here.of_region[DEFAULTED_COLUMN + visible] += 1
            tally.defaults[UNABLE_DEBT, person.group] += 1
            return with_stage(live, ARREARS, 0)
        return live
    if chooses_default(people, rules, state, person, means.u_default):
        here.of_region[DEFAULTED_COLUMN + visible] += 1
        tally.defaults[UNWILLING_DEBT, person.group] += 1
        return with_stage(live, ARREARS, 1)
    if means.u < people.repay:
        here.of_region[REPAID_COLUMN + visible] += 1
        return with_stage(live, CLEAR, 0)
    return live


@kernel
def settle(people: Society, rules: Rules, tally: Tally, here: Here, person: Person, means: Means) -> Int:
    """Return the byte of a debtor after a month in arrears, before the court, or under a judgment."""
    live, savings, u = means.live, means.savings, means.u
    stage = stage_of(live)
    unwilling = live & UNWILLING
    if stage == ARREARS:
        cure = people.cure if able(live, savings) else np.int64(0)
        if u < cure:
            return with_stage(live, CLEAR, 0)
        return with_stage(live, PENDING, unwilling) if ONE - 1 - u < people.sued else live
    shown = UNWILLING_DEBT if shown_stage(with_stage(live, OWES, unwilling), savings) == OWES_UNWILLING else UNABLE_DEBT
    if stage == PENDING:
        if u < people.judged:
            tally.judgments[shown] += 1
            return with_stage(live, OWES, unwilling)
        return live
    if stage == ERROR:
        if u < people.set_aside:
            tally.performed[ERROR_DEBT] += 1
            return with_stage(live, CLEAR, 0)
        return live
    if not able(live, savings):
        return live
    hazard: Int = people.performs_able
    if unwilling:
        price = expected_price(people, rules, person.cell, means.stands)
        hazard = chance(people.performs + people.performs_detriment * price)
    if draw(here.key, person.i, here.month, draws.PERFORMANCE, 0) < hazard:
        tally.performed[shown] += 1
        return with_stage(live, CLEAR, 0)
    return live


@kernel
def nothing_due(people: Society, live: Int, savings: Int, cell: Int, u: Int, u_court: Int, u_default: Int) -> Bool:
    """Return whether this month's step of solvency cannot change anything: ``debt`` then returns the byte as it is.

    It counts nothing either. Both who is clear and who borrows are asked everything: to guess which of them a person
    is would cost more.
    """
    stage = stage_of(live)
    clear = (u >= people.need[cell]) & (u_court >= people.court_error)
    keeps = (u >= people.repay) & (u_default >= people.unwilling_most[cell])
    borrows = keeps if able(live, savings) else u >= people.unable[cell]
    return ((stage == CLEAR) & clear) | ((stage == BORROWING) & borrows)


@kernel
def debt(people: Society, rules: Rules, tally: Tally, here: Here, state: State, person: Person, means: Means) -> Int:
    """Return the byte after this month's step of solvency; one step a month at most."""
    live, visible = means.live, visible_of(rules, np.int64(state.face[person.i]))
    stage = stage_of(live)
    if stage == CLEAR:
        if means.u_court < people.court_error:
            tally.judgments[ERROR_DEBT] += 1
            return with_stage(live, ERROR, 0)
        asks = means.u < people.need[person.cell]
        if asks and ask_for_loan(people, rules, tally, here, person, visible, means.stands):
            return with_stage(live, BORROWING, 0)
        return live
    if stage == BORROWING:
        return borrow(people, rules, tally, here, state, person, visible, means)
    return settle(people, rules, tally, here, person, means)


@kernel
def lender_accepts(people: Society, rules: Rules, visible: Int, repaid: Int, defaulted: Int) -> Int:
    """Return 1 where the posterior chance of repayment covers the lender's loss.

    visible: class of standing. repaid, defaulted: counts of the last year among those who look so.
    """
    first_repaid, first_defaulted = rules.first_repaid[visible], rules.first_defaulted[visible]
    trials = repaid + defaulted + first_repaid + first_defaulted
    if trials <= 0.0:
        return np.int64(1)
    repay = (repaid + first_repaid) / trials
    return np.int64(1) if repay >= people.loss / (people.loss + people.gain) else np.int64(0)
