"""A person arrives: with the first generation at the start, or as a newcomer in a place that is renewed.

Both have no record and the beliefs with which people start. A newcomer is clear of debt. The first generation is
drawn from the tables of ``First``, which hold the economy at rest, or newcomers where a society says so.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import I8s, Int, U4s
from underheaven.draws import below, draw
from underheaven.fields import CLEAR, ERROR, OWES, State
from underheaven.jit import kernel
from underheaven.kernel.livelihood import EMPLOYED, UNWILLING, WORKER, stage_of
from underheaven.kernel.people import trait
from underheaven.kernel.society import Society
from underheaven.kernel.tables import CONVICTION, FIRST_STAGES, SAVINGS_QUANTILES, First

WITH_JOB, WITHOUT_JOB, BARE = 0, 1, 2
"""A job, or a living outside the workforce; savings alone; neither."""
_FIRST_MARKED, _LAST_MARKED, _FIRST_OWING = 2, 7, 6


@kernel
def work_in(people: Society, key: U4s, i: Int, generation: Int, cell: Int, live: Int, purpose: Int) -> Int:
    """Return the byte of livelihood with work as it is on coming into a cell: one draw for life says who takes part.

    Who takes part already keeps a job or keeps seeking one; whoever begins has a job or seeks one as a newcomer does,
    by the draw of ``purpose``.
    """
    if draw(key, i, generation, draws.PARTICIPATION, 0) >= people.participation[cell]:
        return live & ~np.int64(WORKER | EMPLOYED)
    if live & WORKER:
        return live
    return live | WORKER | (EMPLOYED if draw(key, i, generation, purpose, 0) < people.employed_at_start else 0)


@kernel
def first_livelihood(people: Society, key: U4s, i: Int, generation: Int, cell: Int) -> Int:
    """Return the first byte of a newcomer's livelihood: in the workforce or not, and employed."""
    if people.minor[cell]:
        return np.int64(0)
    return work_in(people, key, i, generation, cell, np.int64(CLEAR), draws.START_JOB)


@kernel
def arrive(people: Society, key: U4s, state: State, i: Int, generation: Int, cell: Int) -> None:
    """Set the state of a newcomer, dossier and face apart, which start empty."""
    believe(people, state, i)
    state.livelihood[i] = first_livelihood(people, key, i, generation, cell)
    state.savings[i] = people.savings_at_start


@kernel
def believe(people: Society, state: State, i: Int) -> None:
    """Set the beliefs and the legitimacy with which people start."""
    for b in range(6):
        state.beliefs[i, b] = people.belief[b]
    state.legitimacy[i] = people.legitimacy


@kernel
def live_in(stage: Int, kind: Int, worker: Int) -> Int:
    """Return the byte of livelihood of a stage of ``First``, with a job where ``kind`` says so."""
    live = WORKER * worker + (EMPLOYED if (kind == WITH_JOB) & (worker == 1) else 0)
    if stage < _FIRST_MARKED:
        return np.int64(live | (stage << 2))
    if stage > _LAST_MARKED:
        return np.int64(live | (ERROR << 2))
    return np.int64(live | ((2 + (stage - _FIRST_MARKED) // 2) << 2) | (UNWILLING if stage & 1 else 0))


@kernel
def savings_of(first: First, cell: Int, low: Int, worker: Int, stage: Int, kind: Int, u: Int) -> Int:
    """Return savings drawn from those of persons of the same kind, stage and work."""
    if kind == BARE:
        return np.int64(0)
    return np.int64(first.savings[cell, low, worker, stage, kind, below(u, SAVINGS_QUANTILES)])


@kernel
def found(u: Int, cumulative: I8s) -> Int:
    """Return the place of a draw among cumulative thresholds: the first that lies above it."""
    place = 0
    while u >= cumulative[place]:
        place += 1
    return place


@kernel
def is_low(people: Society, key: U4s, i: Int, generation: Int) -> Int:
    """Return 1 where a person's conviction would let default be chosen, else 0."""
    return 1 if trait(people, key, i, generation, CONVICTION) < people.unwilling_below else 0


@kernel
def settle(people: Society, first: First, key: U4s, state: State, i: Int, cell: Int) -> None:
    """Set the state of a person of the first generation, dossier and face apart, which start empty."""
    livelihood, savings = state.livelihood, state.savings
    believe(people, state, i)
    livelihood[i] = 0
    savings[i] = people.savings_at_start
    if people.minor[cell]:
        return
    worker = 1 if draw(key, i, 0, draws.PARTICIPATION, 0) < people.participation[cell] else 0
    low = is_low(people, key, i, 0)
    outcome = found(draw(key, i, 0, draws.START_JOB, 0), first.state[cell, low, worker])
    kind, stage = outcome // FIRST_STAGES, outcome % FIRST_STAGES
    livelihood[i] = live_in(stage, kind, worker)
    savings[i] = savings_of(first, cell, low, worker, stage, kind, draw(key, i, 0, draws.START_SAVINGS, 0))


@kernel
def state_backlog(people: Society, first: First, key: U4s, state: State, i: Int, generation: Int, cell: Int) -> None:
    """Let a person count as having paid, or as owing, so that as many owe as the society states."""
    if people.minor[cell]:
        return
    livelihood, savings = state.livelihood, state.savings
    live = np.int64(livelihood[i])
    stage, mark = stage_of(live), 1 if live & UNWILLING else 0
    if (stage != OWES) & (stage != CLEAR):
        return
    u = draw(key, i, generation, draws.START_DEBT, 0)
    if stage == OWES:
        if u < first.paid[mark]:
            livelihood[i] = live & (WORKER | EMPLOYED)
        return
    worker, low = 1 if live & WORKER else 0, is_low(people, key, i, generation)
    debts = first.debts[cell, low, worker]
    if u >= debts[len(debts) - 1]:
        return
    outcome = found(u, debts)
    kind, stage = outcome % 3, _FIRST_OWING + outcome // 3
    livelihood[i] = live_in(stage, kind, worker)
    savings[i] = savings_of(first, cell, low, worker, stage, kind, draw(key, i, generation, draws.BACKLOG_SAVINGS, 0))
