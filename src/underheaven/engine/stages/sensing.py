"""Stage 2 over a town: what reaches a channel of each person, true or not."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int
from underheaven.draws import fill_block
from underheaven.engine.room import ELIGIBLE, GROWN, Room, person_at
from underheaven.fields import CLEAR, ERROR, State
from underheaven.jit import kernel, loop, stage
from underheaven.kernel.carriers import Here
from underheaven.kernel.gaming import nothing_staged, staged_records
from underheaven.kernel.livelihood import shown_stage
from underheaven.kernel.officials import not_picked, picked
from underheaven.kernel.rules import Rules
from underheaven.kernel.sensing import (
    culprits,
    false_records,
    kind_of_state,
    mistaken_records,
    no_state_shows,
    nothing_invented,
    nothing_lands,
)
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import inherits, nothing_passes

_PASSED = draws.CONTAGION // 4  # and that of the quota
_U_QUOTA, _U_PASSED = draws.QUOTA % 4, draws.CONTAGION % 4


@stage
def sensing(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here) -> None:
    """Set what was sensed of the grown persons of a town, and count how many could be recorded."""
    n_grown = np.int64(room.counted[GROWN])
    show_states(who, tally, state, room, here, n_grown)
    room.sensed[: here.n] = 0
    if here.watched == 0:
        return
    if here.short > 0 or rules.contagion_rule >= 0:
        fill_block(room.passed, here.key, here.first, here.n, here.month, _PASSED)
    if rules.follows:
        room.looks[0] = 0
    room.counted[ELIGIBLE], n_some = pick(rules, state, room, here, n_grown)
    for a in range(n_some):
        sense(who, rules, tally, state, room, here, np.int64(room.some[a]))


@loop
def show_states(who: Society, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Let states of solvency be conduct."""
    livelihood, savings, done = state.livelihood, state.savings, room.done
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        live = np.int64(livelihood[here.first + j])
        if not no_state_shows(live):
            done[j] |= kind_of_state(who, tally, shown_stage(live, np.int64(savings[here.first + j])))


@loop
def pick(rules: Rules, state: State, room: Room, here: Here, n_grown: Int) -> tuple[Int, Int]:
    """Put into ``some`` the places of whom something may be sensed; return how many can be, and how many may be."""
    adults, some, cells, done, minds, me, kin = (
        room.adults, room.some, room.cells, room.done, room.minds, room.me, state.kin
    )  # fmt: skip
    u_false, u_victim, u_passed, u_quota = room.now[1], room.debts[1], room.passed[_U_PASSED], room.passed[_U_QUOTA]
    keeps_kin, passes, first, short = len(kin) > 0, rules.contagion_rule >= 0, here.first, np.int64(here.short)
    n_lost, eligible = here.n_lost, here.eligible
    n_eligible, n_some = 0, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        can = (minds[j] != 0) & (rules.applies[np.int64(cells[j])] != 0) & (first + j != here.exempt)
        n_eligible += 1 if can else 0
        may = (done[j] != 0) | (not nothing_invented(rules, np.int64(u_false[j]), here.attention))
        may |= (not nothing_staged(me[:, j])) | (not nothing_lands(np.int64(u_victim[j]), n_lost, eligible))
        if short > 0:
            may |= not not_picked(np.int64(u_quota[j]), short)
        if passes | keeps_kin:
            kept = np.int64(kin[first + j]) if keeps_kin else np.int64(0)
            may |= not nothing_passes(np.int64(u_passed[j]), kept, me[:, j])
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
    if not nothing_invented(rules, u, here.attention):
        false_set = false_records(rules, u, group, here.zone, done, here.attention)
    if rules.gaps != 0 and not nothing_staged(me):
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
