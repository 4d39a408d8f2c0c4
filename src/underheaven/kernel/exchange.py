"""The helping game of indirect reciprocity: persons ask others of the town for help, who help or refuse.

Each month a shift s is drawn uniformly from 1 to n - 1. Person j is matched with asker j + s modulo n, who asks with a
stated probability. So each pair is equally likely, and nobody is asked by two persons in one month.
Source: Nowak & Sigmund 1998, for the game.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int, U4s
from underheaven.draws import draw, draw_below
from underheaven.fields.codes import PUBLIC_BLACKLISTED
from underheaven.fields.scales import MILLI
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import HelpRequest, Person
from underheaven.kernel.fixed_point import floor_integer, to_micro_months
from underheaven.kernel.perceived_sanctions import marginal_sanction_risk, perceived_record_cost, tally_record_weight
from underheaven.kernel.person_attributes import trait_from_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import AVERSION, TRAIT_DRAWS
from underheaven.kernel.tally import Tally

HELPS_ALL, DISCRIMINATES, DEFECTS = 0, 1, 2
"""Strategies: help everybody, help only persons on no blacklist, help nobody."""
HELPED, REFUSED, RECEIVED = 1, 2, 4
"""Outcomes of a month, combined as bits."""


@jit_kernel
def asking_step(key: U4s, first: Int, month: Int, n: Int) -> Int:
    """Return the step that matches askers: the person at position p is asked by the one at p + step, modulo n.

    Args:
        key: Key of all draws, uint32 (2,).
        first: Index of the first person of the town.
        month: Month of the run, from 0.
        n: Persons in the town, 1 to 8,192.

    Returns:
        1 to n - 1, or 0 in a town of one person.

    Source:
        docs/stages/conduct.md, "Help".
    """
    if n < 2:
        return np.int64(0)
    return 1 + draw_below(draw(key, first, month, draws.PARTNER, 1), n - 1)


@jit_kernel
def help_strategy(society: Society, u: Int) -> Int:
    """Return the person's strategy, from its lifelong draw."""
    if u < society.strategy_cum[0]:
        return HELPS_ALL
    return DISCRIMINATES if u < society.strategy_cum[1] else DEFECTS


@jit_kernel
def feared_refusal_cost(
    society: Society, rules: Rules, state: State, person: Person, rule: Int, known_value: float
) -> float:
    """Return what a refusal is feared to cost, in months of income, weighed as in conduct."""
    fear = marginal_sanction_risk(state.beliefs, person.i, society.class_of[society.refusal_kind], 1.0)
    if fear <= 0.0:
        return 0.0
    fear *= trait_from_draw(society, person.i, AVERSION, person.personal[TRAIT_DRAWS + 1])
    return fear * perceived_record_cost(society, rules, state.dossier, person, rule, known_value)


@jit_kernel
def not_asked(society: Society, u: Int) -> Bool:
    """Return whether nobody asks the person for help this month: ``answer_request`` is then 0 and counts nothing.

    Args:
        society: The compiled society.
        u: Draw of being asked, 0 to 2**32 - 1.

    Returns:
        Whether `answer_request` can be skipped.
    """
    return u >= society.meets


@jit_kernel
def answer_request(
    society: Society, rules: Rules, tally: Tally, state: State, person: Person, request: HelpRequest
) -> Int:
    """Decide whether a person grants a request for help.

    A person who would refuse helps all the same where a record of the refusal is feared more than the help costs.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        state: State of all persons.
        person: The person's month.
        request: The asker's public status and the draws.

    Returns:
        0 where the person is not asked, HELPED, REFUSED where refusing is conduct, or 8 where refusing is no conduct.

    Source:
        docs/stages/conduct.md, "Help".
    """
    if not_asked(society, request.u_asked):
        return np.int64(0)
    listed = np.int64(1) if np.int64(request.asker_public_status) & PUBLIC_BLACKLISTED else np.int64(0)
    strategy = help_strategy(society, request.u_strategy)
    kind = society.refusal_kind
    is_conduct = kind >= 0 and (listed == 0 or society.refusing_listed != 0)
    rule = rules.rule_of[kind] if is_conduct and person.is_subject else np.int64(-1)
    if is_conduct:
        tally.opportunities[kind] += 1
    known_value = -1.0
    if rule >= 0 and rules.veiled:
        known_value = tally_record_weight(society, rules, tally, state.dossier, person, kind, rule)
    blind = listed == 0 or request.u_seen >= society.sees
    willing = strategy == HELPS_ALL or (strategy == DISCRIMINATES and blind)
    if not willing and rule >= 0:
        fear = feared_refusal_cost(society, rules, state, person, rule, known_value)
        willing = fear > society.help_cost
    if willing and request.u_slip >= society.slips:
        tally.help_granted[strategy, listed] += 1
        return np.int64(HELPED)
    tally.help_refused[strategy, listed] += 1
    return np.int64(REFUSED) if is_conduct else np.int64(8)


@jit_kernel
def nothing_exchanged(marks: Int) -> Bool:
    """Return whether no help was given or received: ``settle_help`` then leaves savings as they are.

    Args:
        marks: HELPED and RECEIVED of the month, as bits.

    Returns:
        Whether `settle_help` can be skipped.
    """
    return marks & (HELPED | RECEIVED) == 0


@jit_kernel
def settle_help(society: Society, tally: Tally, u_strategy: Int, savings: Int, help_marks: Int) -> Int:
    """Return savings after help given and received.

    Savings stay at 0 or above, and help raises them to ``savings_maximum`` at most.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
        u_strategy: Lifelong draw of the strategy, 0 to 2**32 - 1.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.
        help_marks: HELPED and RECEIVED of the month, as bits.

    Returns:
        Savings, in thousandths of a month of income.

    Source:
        docs/stages/livelihood.md, "Help".
    """
    strategy = help_strategy(society, u_strategy)
    savings_after = savings
    if help_marks & HELPED:
        tally.help_cost[strategy] += to_micro_months(society.help_cost)
        savings_after -= floor_integer(society.help_cost * MILLI + 0.5)
    if help_marks & RECEIVED:
        tally.help_benefit[strategy] += to_micro_months(society.help_benefit)
        savings_after += floor_integer(society.help_benefit * MILLI + 0.5)
    return max(min(savings_after, max(np.int64(society.savings_maximum), savings)), 0)
