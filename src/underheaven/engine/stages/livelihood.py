"""Stage 6 over a town: work, savings and debts, help given and received, and what the month will teach."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int
from underheaven.engine.room import GROWN, Room, person_at
from underheaven.fields import BORROWING, CLEAR, OWES, OWES_UNWILLING, State, Sums
from underheaven.jit import kernel, loop, stage
from underheaven.kernel.carriers import Here, Means
from underheaven.kernel.exchange import nothing_exchanged, settle_up
from underheaven.kernel.livelihood import (
    EMPLOYED,
    WORKER,
    debt,
    nothing_due,
    save,
    shown_stage,
    stage_of,
    work,
    work_stays,
)
from underheaven.kernel.recording import UNJUST
from underheaven.kernel.response import UNJUST_LESSON
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

_U_STRATEGY = draws.STRATEGY % 4


@stage
def livelihood(who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Let a month of work and debts pass for the grown persons of a town."""
    n_grown = np.int64(room.counted[GROWN])
    live: Int
    savings: Int
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        i, cell, live = here.first + j, np.int64(room.cells[j]), np.int64(state.livelihood[here.first + j])
        group, savings = who.group[cell], np.int64(state.savings[i])
        tally.workforce[group] += (live & WORKER) // WORKER
        if not work_stays(who, live, cell, np.int64(room.now[2, j])):
            live = work(who, rules, tally, live, cell, group, np.int64(room.stands[j]), np.int64(room.now[2, j]))
            if live & EMPLOYED == 0:
                tally.unemployed[group] += 1
                sums.months_unemployed[i] += 1
        savings = save(who, live, savings)
        u, u_court, u_default = np.int64(room.debts[0, j]), np.int64(room.debts[2, j]), np.int64(room.debts[3, j])
        if not nothing_due(who, live, savings, cell, u, u_court, u_default):
            was = stage_of(live)
            means = Means(live, savings, np.int64(room.stands[j]), u, u_court, u_default)
            live = debt(who, rules, tally, here, state, person_at(who, state.generation, room, i, j), means)
            if was == CLEAR and stage_of(live) == BORROWING:
                sums.loans[i] += 1
        shown = shown_stage(live, savings)
        tally.solvency[shown, group] += 1 if shown != CLEAR else 0
        if stage_of(live) == OWES:
            sums.months_owing[i] += 1
        state.livelihood[i] = live
        state.savings[i] = savings
        room.lessons[j] = lesson_of(room.outcome[j], room.filed[j], shown)
    if who.meets > 0:
        settle_town_up(who, tally, state, room, here)


@kernel
def lesson_of(outcome: Int, filed: Int, shown: Int) -> Int:
    """Return what the month teaches, see ``kernel.response``; to owe unwillingly is an act."""
    lesson = (outcome & 7) | ((filed & 7) << 3)
    if shown == OWES_UNWILLING:
        lesson |= 1
    if filed & UNJUST:
        lesson |= UNJUST_LESSON
    return lesson


@loop
def settle_town_up(who: Society, tally: Tally, state: State, room: Room, here: Here) -> None:
    """Let help that was given and received this month move the savings of a town."""
    for j in range(here.n):
        if not nothing_exchanged(np.int64(room.game[j])):
            i = here.first + j
            state.savings[i] = settle_up(who, tally, np.int64(room.lives[_U_STRATEGY, j]), np.int64(state.savings[i]),
                                         np.int64(room.game[j]))  # fmt: skip
