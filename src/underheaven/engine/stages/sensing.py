"""Stage 2 over a town: what reaches a channel of each person, true or not."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int
from underheaven.draws import fill_block
from underheaven.engine.room import Room, person_at
from underheaven.fields import BORROWING, CLEAR, ERROR, State
from underheaven.jit import kernel, loop, stage
from underheaven.kernel.carriers import Here
from underheaven.kernel.gaming import staged_records
from underheaven.kernel.livelihood import shown_stage
from underheaven.kernel.officials import picked
from underheaven.kernel.rules import Rules
from underheaven.kernel.sensing import culprits, false_records, kind_of_state, mistaken_records
from underheaven.kernel.society import Society
from underheaven.kernel.tables import EXPOSED, MARKED, STAGED
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import inherits

_PASSED = draws.CONTAGION // 4  # and that of the quota
_U_QUOTA, _U_PASSED = draws.QUOTA % 4, draws.CONTAGION % 4


@stage
def sensing(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> Int:
    """Set what was sensed of the grown persons of a town; return how many could be recorded."""
    show_states(who, tally, state, room, here, n_grown)
    room.sensed[: here.n] = 0
    if here.watched == 0:
        return 0
    if here.short > 0 or rules.contagion_rule >= 0:
        fill_block(room.passed, here.key, here.first, here.n, here.month, _PASSED)
    if rules.follows:
        room.looks[0] = 0
    n_eligible, n_some = pick(rules, state, room, here, n_grown)
    for a in range(n_some):
        sense(who, rules, tally, state, room, here, np.int64(room.some[a]))
    return n_eligible


@loop
def show_states(who: Society, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Let states of solvency be conduct."""
    livelihood, savings, done = state.livelihood, state.savings, room.done
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        live = np.int64(livelihood[here.first + j])
        if live >> 2 > BORROWING:
            done[j] |= kind_of_state(who, tally, shown_stage(live, np.int64(savings[here.first + j])))


@loop
def pick(rules: Rules, state: State, room: Room, here: Here, n_grown: Int) -> tuple[Int, Int]:
    """Put into ``some`` the places of whom something may be sensed; return how many can be, and how many may be."""
    adults, some, cells, done, minds, me, kin = (
        room.adults, room.some, room.cells, room.done, room.minds, room.me, state.kin
    )  # fmt: skip
    u_false, u_victim, u_passed, u_quota = room.now[1], room.debts[1], room.passed[_U_PASSED], room.passed[_U_QUOTA]
    keeps_kin, passes, first, short = len(kin) > 0, rules.contagion_rule >= 0, here.first, np.int64(here.short)
    n_lost, eligible, everybody = here.n_lost, here.eligible, here.attention > MARKED
    n_eligible, n_some = 0, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        can = (minds[j] != 0) & (rules.applies[np.int64(cells[j])] != 0) & (first + j != here.exempt)
        n_eligible += 1 if can else 0
        may = everybody | (done[j] != 0) | (rules.bucket[np.int64(u_false[j]) >> 20] != 0) | (me[STAGED, j] != 0)
        may |= (np.int64(u_victim[j]) * eligible) >> 32 < n_lost
        if short > 0:
            may |= np.int64(u_quota[j]) < short
        if passes:
            may |= np.int64(u_passed[j]) < me[EXPOSED, j]
        if keeps_kin:
            may |= kin[first + j] != 0
        some[n_some] = j
        n_some += 1 if can & may else 0
    return n_eligible, n_some


@kernel
def sense(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, j: Int) -> None:
    """Set what was sensed of one person."""
    i, me, done, zero = here.first + j, room.me[:, j], room.done[j], np.int64(0)
    person = person_at(who, state.generation, room, i, j)
    group, u = who.group[np.int64(room.cells[j])], np.int64(room.now[1, j])
    true_set: Int
    false_set: Int
    mistaken_set: Int
    made_set: Int
    inherited_set: Int
    true_set, false_set, mistaken_set, made_set, inherited_set = zero, zero, zero, zero, zero
    if done != 0:
        true_set = culprits(who, rules, tally, here, person, done, room.held[j], room.looks)
    if rules.bucket[u >> 20] or here.attention > MARKED:
        false_set = false_records(rules, u, group, here.zone, done, here.attention)
    if rules.gaps != 0 and me[STAGED] != 0:
        false_set |= staged_records(who, rules, tally, here, person, room.looks)
    if here.n_lost > 0:
        mistaken_set = mistaken_records(who, rules, np.int64(room.debts[1, j]), here.lost, here.n_lost, here.eligible)
    if here.short > 0:
        made_set = picked(rules, np.int64(room.passed[_U_QUOTA, j]), here.short) & ~true_set
        if (done >> rules.quota_kind) & 1:
            true_set |= made_set
    live = np.int64(state.livelihood[i])
    if live >> 2 != CLEAR and shown_stage(live, np.int64(state.savings[i])) == ERROR:
        wrong = true_set & _bit_of(rules, who.kind_of_stage[ERROR])
        true_set, false_set, made_set = true_set ^ wrong, false_set | wrong, made_set & ~wrong
    kin = np.int64(state.kin[i]) if len(state.kin) > 0 else zero
    if rules.contagion_rule >= 0 or kin != 0:
        inherited_set = inherits(rules, np.int64(room.passed[_U_PASSED, j]), kin, me)
    room.sensed[j] = 1 if (true_set | false_set | mistaken_set | made_set | inherited_set) != 0 else 0
    room.sets[0, j], room.sets[1, j], room.sets[2, j] = true_set, false_set, mistaken_set
    room.sets[3, j], room.sets[4, j] = made_set, inherited_set


@kernel
def _bit_of(rules: Rules, kind: Int) -> Int:
    """Return the rule of a kind as a bit, 0 where it has none."""
    if kind < 0 or rules.rule_of[kind] < 0:
        return np.int64(0)
    return np.int64(1) << rules.rule_of[kind]
