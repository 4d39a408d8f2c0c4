"""Lending: what lenders see, whom they accept, and whether a loan is made."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int
from underheaven.draws import draw
from underheaven.fields.codes import CREDIT
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.fixed_point import draw_threshold
from underheaven.kernel.person_attributes import draw_trait
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import CONVICTION
from underheaven.kernel.tally import Tally

BY_LAW, BY_LENDER, GOOD_BORROWER = 0, 1, 2


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
