"""Arrival of a person: in the first generation, or as a newcomer at a slot that is renewed.

Nobody arrives with a record, and all arrive with the initial beliefs. A newcomer is clear of debt. The first generation
is drawn from the tables of ``FirstGeneration``: the stationary state of the economy, or newcomers where a society says
so.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import I8s, Int, U4s
from underheaven.draws import draw, draw_below
from underheaven.fields.codes import CLEAR, ERROR, OWES
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.livelihood import EMPLOYED, IN_WORKFORCE, UNWILLING, solvency_stage
from underheaven.kernel.person_attributes import draw_trait
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import CONVICTION, FIRST_STAGES, SAVINGS_QUANTILES, FirstGeneration

WITH_JOB, WITHOUT_JOB, WITHOUT_MEANS = 0, 1, 2
"""Kinds of means: a job or a living outside the workforce; savings alone; neither."""
_FIRST_MARKED, _LAST_MARKED, _FIRST_OWING = 2, 7, 6


@jit_kernel
def work_on_entering_cell(
    society: Society, key: U4s, i: Int, generation: Int, cell: Int, livelihood_bits: Int, purpose: Int
) -> Int:
    """Return the byte of livelihood with work as it is on entering a cell; one lifelong draw decides participation.

    A person who is in the workforce already keeps the job or keeps seeking one. A person who joins it has a job or
    seeks one as a newcomer does, by the draw of ``purpose``.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        i: Index of the person in the society, from 0.
        generation: Generation of the person, 0 to 255.
        cell: Cell of the person, 0 to 255.
        livelihood_bits: Packed byte of livelihood.
        purpose: Purpose of the draw that gives a job, from `draws`.

    Returns:
        Packed byte of livelihood.

    Source:
        docs/stages/repair.md, "Growing older".
    """
    if draw(key, i, generation, draws.PARTICIPATION, 0) >= society.participation[cell]:
        return livelihood_bits & ~np.int64(IN_WORKFORCE | EMPLOYED)
    if livelihood_bits & IN_WORKFORCE:
        return livelihood_bits
    return (
        livelihood_bits
        | IN_WORKFORCE
        | (EMPLOYED if draw(key, i, generation, purpose, 0) < society.employed_at_start else 0)
    )


@jit_kernel
def newcomer_livelihood(society: Society, key: U4s, i: Int, generation: Int, cell: Int) -> Int:
    """Return the first byte of livelihood of a newcomer: in the workforce or not, and employed or not."""
    if society.minor[cell]:
        return np.int64(0)
    return work_on_entering_cell(society, key, i, generation, cell, np.int64(CLEAR), draws.START_JOB)


@jit_kernel
def initialise_newcomer(society: Society, key: U4s, state: State, i: Int, generation: Int, cell: Int) -> None:
    """Set the state of a newcomer, except for dossier and public status, which start empty.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        state: State of all persons.
        i: Index of the person in the society, from 0.
        generation: Generation of the person, 0 to 255.
        cell: Cell of the person, 0 to 255.
    """
    initialise_beliefs(society, state, i)
    state.livelihood[i] = newcomer_livelihood(society, key, i, generation, cell)
    state.savings[i] = society.savings_at_start


@jit_kernel
def initialise_beliefs(society: Society, state: State, i: Int) -> None:
    """Set the initial beliefs and legitimacy of a person."""
    for b in range(6):
        state.beliefs[i, b] = society.belief[b]
    state.legitimacy[i] = society.legitimacy


@jit_kernel
def livelihood_from_outcome(stage: Int, kind: Int, worker: Int) -> Int:
    """Return the byte of livelihood for an outcome of the ``FirstGeneration`` tables.

    ``kind`` is the kind of means; WITH_JOB gives a job to a member of the workforce.
    """
    livelihood_bits = IN_WORKFORCE * worker + (EMPLOYED if (kind == WITH_JOB) & (worker == 1) else 0)
    if stage < _FIRST_MARKED:
        return np.int64(livelihood_bits | (stage << 2))
    if stage > _LAST_MARKED:
        return np.int64(livelihood_bits | (ERROR << 2))
    return np.int64(livelihood_bits | ((2 + (stage - _FIRST_MARKED) // 2) << 2) | (UNWILLING if stage & 1 else 0))


@jit_kernel
def draw_savings(
    first: FirstGeneration, cell: Int, low_conviction: Int, worker: Int, stage: Int, kind: Int, u: Int
) -> Int:
    """Return savings drawn from those of persons with the same means, stage and work."""
    if kind == WITHOUT_MEANS:
        return np.int64(0)
    return np.int64(first.savings[cell, low_conviction, worker, stage, kind, draw_below(u, SAVINGS_QUANTILES)])


@jit_kernel
def cumulative_index(u: Int, cumulative: I8s) -> Int:
    """Return the index of a draw among cumulative thresholds: the first threshold above it."""
    index = 0
    while u >= cumulative[index]:
        index += 1
    return index


@jit_kernel
def has_low_conviction(society: Society, key: U4s, i: Int, generation: Int) -> Int:
    """Return 1 where a person's conviction is low enough to choose default, else 0."""
    return 1 if draw_trait(society, key, i, generation, CONVICTION) < society.unwilling_below else 0


@jit_kernel
def initialise_founder(society: Society, first: FirstGeneration, key: U4s, state: State, i: Int, cell: Int) -> None:
    """Set the state of a person of the first generation, except for dossier and public status, which start empty.

    Args:
        society: The compiled society.
        first: Tables of the first generation.
        key: Key of all draws, uint32 (2,).
        state: State of all persons.
        i: Index of the person in the society, from 0.
        cell: Cell of the person, 0 to 255.

    Source:
        docs/stages/livelihood.md, "The start".
    """
    livelihood, savings = state.livelihood, state.savings
    initialise_beliefs(society, state, i)
    livelihood[i] = 0
    savings[i] = society.savings_at_start
    if society.minor[cell]:
        return
    worker = 1 if draw(key, i, 0, draws.PARTICIPATION, 0) < society.participation[cell] else 0
    low_conviction = has_low_conviction(society, key, i, 0)
    outcome = cumulative_index(draw(key, i, 0, draws.START_JOB, 0), first.outcome_cum[cell, low_conviction, worker])
    kind, stage = outcome // FIRST_STAGES, outcome % FIRST_STAGES
    livelihood[i] = livelihood_from_outcome(stage, kind, worker)
    savings[i] = draw_savings(first, cell, low_conviction, worker, stage, kind, draw(key, i, 0, draws.START_SAVINGS, 0))


@jit_kernel
def apply_debt_backlog(
    society: Society, first: FirstGeneration, key: U4s, state: State, i: Int, generation: Int, cell: Int
) -> None:
    """Clear a debtor's debt or put a clear person into debt, so that the stated share of adults owes.

    Args:
        society: The compiled society.
        first: Tables of the first generation.
        key: Key of all draws, uint32 (2,).
        state: State of all persons.
        i: Index of the person in the society, from 0.
        generation: Generation of the person, 0 to 255.
        cell: Cell of the person, 0 to 255.

    Source:
        docs/stages/livelihood.md, "The backlog".
    """
    if society.minor[cell]:
        return
    livelihood, savings = state.livelihood, state.savings
    livelihood_bits = np.int64(livelihood[i])
    stage, unwilling = solvency_stage(livelihood_bits), 1 if livelihood_bits & UNWILLING else 0
    if (stage != OWES) & (stage != CLEAR):
        return
    u = draw(key, i, generation, draws.START_DEBT, 0)
    if stage == OWES:
        if u < first.paid_below[unwilling]:
            livelihood[i] = livelihood_bits & (IN_WORKFORCE | EMPLOYED)
        return
    worker, low_conviction = 1 if livelihood_bits & IN_WORKFORCE else 0, has_low_conviction(society, key, i, generation)
    debts = first.debt_cum[cell, low_conviction, worker]
    if u >= debts[len(debts) - 1]:
        return
    outcome = cumulative_index(u, debts)
    kind, stage = outcome % 3, _FIRST_OWING + outcome // 3
    livelihood[i] = livelihood_from_outcome(stage, kind, worker)
    savings[i] = draw_savings(
        first, cell, low_conviction, worker, stage, kind, draw(key, i, generation, draws.BACKLOG_SAVINGS, 0)
    )
