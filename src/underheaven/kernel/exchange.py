"""The game of helping: each month everybody can be asked by one other person of the town, and helps or refuses.

Who asks whom is a turn of the town's circle by a step that is drawn once a month: everybody asks one other person and
is asked by one, with the same chance by each.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, Int, U4s
from underheaven.draws import below, draw
from underheaven.fields import FACE_BLACK, MILLI, State
from underheaven.jit import kernel
from underheaven.kernel.carriers import Person, Request
from underheaven.kernel.conduct import dread, rule_weight, weigh
from underheaven.kernel.numbers import micro, whole
from underheaven.kernel.people import trait_of
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import AVERSION, DRAWN
from underheaven.kernel.tally import Tally

HELPS_ALL, DISCRIMINATES, DEFECTS = 0, 1, 2
HELPED, REFUSED, RECEIVED = 1, 2, 4


@kernel
def step_of(key: U4s, first: Int, month: Int, n: Int) -> Int:
    """Return how far along a town of ``n`` persons the one stands who asks, 1 to n - 1; 0 where nobody else is."""
    if n < 2:
        return np.int64(0)
    return 1 + below(draw(key, first, month, draws.PARTNER, 1), n - 1)


@kernel
def strategy_of(people: Society, u: Int) -> Int:
    """Return what a person does when asked for help, from the draw of it for life."""
    if u < people.strategy_cum[0]:
        return HELPS_ALL
    return DISCRIMINATES if u < people.strategy_cum[1] else DEFECTS


@kernel
def feared(people: Society, rules: Rules, state: State, person: Person, rule: Int, weighed: float) -> float:
    """Return what a refusal is feared to cost, in months of income, as conduct weighs it."""
    fear = dread(state.beliefs, person.i, people.class_of[people.refusal_kind], 1.0)
    if fear <= 0.0:
        return 0.0
    fear *= trait_of(people, person.i, AVERSION, person.me[DRAWN + 1])
    return fear * rule_weight(people, rules, state.dossier, person, rule, weighed)


@kernel
def not_asked(people: Society, u: Int) -> Bool:
    """Return whether nobody asks the person for help this month: ``answer`` is then 0 and counts nothing."""
    return u >= people.meets


@kernel
def answer(people: Society, rules: Rules, tally: Tally, state: State, person: Person, request: Request) -> Int:
    """Return 0 where the person is not asked, HELPED, REFUSED where refusing is conduct, or 8 where it is none.

    Who would refuse helps all the same where a record of refusing is feared more than helping costs.
    """
    if not_asked(people, request.asked):
        return np.int64(0)
    listed = np.int64(1) if np.int64(request.shown) & FACE_BLACK else np.int64(0)
    strategy = strategy_of(people, request.strategy)
    kind = people.refusal_kind
    conduct = kind >= 0 and (listed == 0 or people.refusing_listed != 0)
    rule = rules.rule_of[kind] if conduct and person.minds else np.int64(-1)
    if conduct:
        tally.opportunities[kind] += 1
    weighed = -1.0
    if rule >= 0 and rules.veiled:
        weighed = weigh(people, rules, tally, state.dossier, person, kind, rule)
    blind = listed == 0 or request.seen >= people.sees
    willing = strategy == HELPS_ALL or (strategy == DISCRIMINATES and blind)
    if not willing and rule >= 0:
        fear = feared(people, rules, state, person, rule, weighed)
        willing = fear > people.help_cost
    if willing and request.slip >= people.slips:
        tally.helps[strategy, listed] += 1
        return np.int64(HELPED)
    tally.refusals[strategy, listed] += 1
    return np.int64(REFUSED) if conduct else np.int64(8)


@kernel
def nothing_exchanged(marks: Int) -> Bool:
    """Return whether no help was given or received: ``settle_up`` then leaves savings as they are."""
    return marks & (HELPED | RECEIVED) == 0


@kernel
def settle_up(people: Society, tally: Tally, drawn: Int, savings: Int, marks: Int) -> Int:
    """Return savings after help given and received, in thousandths of a month of income.

    drawn: the draw of the strategy. marks: HELPED and RECEIVED of the month, as bits. Savings stay at 0 or more, and
    grow no further than they may.
    """
    strategy = strategy_of(people, drawn)
    after = savings
    if marks & HELPED:
        tally.help_cost[strategy] += micro(people.help_cost)
        after -= whole(people.help_cost * MILLI + 0.5)
    if marks & RECEIVED:
        tally.help_benefit[strategy] += micro(people.help_benefit)
        after += whole(people.help_benefit * MILLI + 0.5)
    return max(min(after, max(np.int64(people.savings_most), savings)), 0)
