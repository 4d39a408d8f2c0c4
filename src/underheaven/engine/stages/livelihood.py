"""Stage 6 over a town: work, savings, debts, help given and received, and the lesson of the month."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Int
from underheaven.engine.workspace import GROWN, Workspace, make_person
from underheaven.fields.codes import BORROWING, CLEAR, OWES, OWES_UNWILLING
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel, jit_loop, jit_stage
from underheaven.kernel.argument_types import Finances, TownMonth
from underheaven.kernel.exchange import nothing_exchanged, settle_help
from underheaven.kernel.livelihood import (
    EMPLOYED,
    IN_WORKFORCE,
    solvency_stage,
    tallied_stage,
    update_savings,
    update_work,
    work_stays,
)
from underheaven.kernel.recording import UNJUST_BIT
from underheaven.kernel.response import UNJUST_LESSON
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.solvency import solvency_unchanged, update_solvency
from underheaven.kernel.tally import Tally

_U_STRATEGY = draws.STRATEGY % 4


@jit_stage
def livelihood(
    society: Society, rules: Rules, tally: Tally, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Let a month of work and debts pass for a town's adults; set their ``lessons``."""
    n_grown = np.int64(workspace.counted[GROWN])
    livelihood_bits: Int
    savings: Int
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        i, cell, livelihood_bits = (
            town.first + j,
            np.int64(workspace.cells[j]),
            np.int64(state.livelihood[town.first + j]),
        )
        group, savings = society.group[cell], np.int64(state.savings[i])
        tally.workforce[group] += (livelihood_bits & IN_WORKFORCE) // IN_WORKFORCE
        if not work_stays(society, livelihood_bits, cell, np.int64(workspace.month_draws[2, j])):
            livelihood_bits = update_work(
                society,
                rules,
                tally,
                livelihood_bits,
                cell,
                group,
                np.int64(workspace.status[j]),
                np.int64(workspace.month_draws[2, j]),
            )
            if livelihood_bits & EMPLOYED == 0:
                tally.unemployed[group] += 1
                sums.months_unemployed[i] += 1
        savings = update_savings(society, livelihood_bits, savings)
        u, u_court, u_default = (
            np.int64(workspace.debt_draws[0, j]),
            np.int64(workspace.debt_draws[2, j]),
            np.int64(workspace.debt_draws[3, j]),
        )
        if not solvency_unchanged(society, livelihood_bits, savings, cell, u, u_court, u_default):
            stage_before = solvency_stage(livelihood_bits)
            finances = Finances(livelihood_bits, savings, np.int64(workspace.status[j]), u, u_court, u_default)
            livelihood_bits = update_solvency(
                society, rules, tally, town, state, make_person(society, state.generation, workspace, i, j), finances
            )
            if stage_before == CLEAR and solvency_stage(livelihood_bits) == BORROWING:
                sums.loans[i] += 1
        stage_shown = tallied_stage(livelihood_bits, savings)
        tally.solvency[stage_shown, group] += 1 if stage_shown != CLEAR else 0
        if solvency_stage(livelihood_bits) == OWES:
            sums.months_under_judgment[i] += 1
        state.livelihood[i] = livelihood_bits
        state.savings[i] = savings
        workspace.lessons[j] = pack_lesson(workspace.outcome[j], workspace.filed[j], stage_shown)
    if society.meets > 0:
        settle_town_help(society, tally, state, workspace, town)


@jit_kernel
def pack_lesson(outcome: Int, filed: Int, stage_shown: Int) -> Int:
    """Return the lesson of the month, see `kernel.response`; to owe unwillingly counts as an act."""
    lesson = (outcome & 7) | ((filed & 7) << 3)
    if stage_shown == OWES_UNWILLING:
        lesson |= 1
    if filed & UNJUST_BIT:
        lesson |= UNJUST_LESSON
    return lesson


@jit_loop
def settle_town_help(society: Society, tally: Tally, state: State, workspace: Workspace, town: TownMonth) -> None:
    """Move savings for help given and received in a town this month."""
    for j in range(town.n):
        if not nothing_exchanged(np.int64(workspace.help_marks[j])):
            i = town.first + j
            state.savings[i] = settle_help(
                society,
                tally,
                np.int64(workspace.lifelong_draws[_U_STRATEGY, j]),
                np.int64(state.savings[i]),
                np.int64(workspace.help_marks[j]),
            )
