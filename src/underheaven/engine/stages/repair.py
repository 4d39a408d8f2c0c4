"""Stage 8 over a town: records that leave, and persons who are replaced."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int, U2s, U4s
from underheaven.draws import fill_listed
from underheaven.engine.room import Room
from underheaven.engine.stages.wake import age_cells, fill_cells
from underheaven.fields import State, Sums
from underheaven.jit import kernel, loop, stage
from underheaven.kernel.ageing import born_at, first_age
from underheaven.kernel.carriers import Here, Lot
from underheaven.kernel.dossier import left_of, rule_of
from underheaven.kernel.grace import pass_grace
from underheaven.kernel.newcomer import arrive, settle, state_backlog
from underheaven.kernel.people import first_cell
from underheaven.kernel.repair import STAYS, address_of, aged, close_dossier, mend, rests, withdraw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import state_of
from underheaven.kernel.stays import end_by_renewal, note_leaving
from underheaven.kernel.tables import GRADES, OUTSIDE, First
from underheaven.kernel.tally import Tally

_MENDED = draws.APPEAL_FILED // 4


@stage
def repair(who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Let a month pass over the records of a town's grown persons, as many at a time as the room has places for."""
    n: Int
    dossier, some, n_some, n = state.dossier, room.some, 0, 0
    for a in range(room.n_recorded[0]):
        j = np.int64(room.recorded[a])
        some[n_some] = j
        if room.me[OUTSIDE, j] != 0:
            withdraw(tally, dossier, here.first + j)
        else:
            n_some += 1 if dossier[here.first + j, 0] != 0 else 0
    for s in range(dossier.shape[1]):  # of all persons the first record, then the second of those who have one
        if n + n_some > len(room.address):
            mend_listed(who, rules, tally, state, sums, room, here, n)
            n = 0
        n = list_records(who, rules, dossier, room, here, s, n_some, n)
        more, after = 0, min(s + 1, dossier.shape[1] - 1)
        for a in range(n_some):
            some[more] = some[a]
            more += 1 if dossier[here.first + np.int64(some[a]), after] != 0 else 0
        n_some = more
    mend_listed(who, rules, tally, state, sums, room, here, n)
    if len(state.notices) > 0:
        age_notices(who, rules, tally, state, room, here)


@loop
def age_notices(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here) -> None:
    """Let a month pass over the notices of a town; whoever has not joined a regime that asks has none."""
    for j in range(here.n):
        i = here.first + j
        if state.notices[i, 0] != 0 and room.me[OUTSIDE, j] != 0:
            state.notices[i, :] = 0
        elif state.notices[i, 0] != 0:
            pass_grace(who, rules, tally, state.notices, i, np.int64(state.livelihood[i]))


@kernel
def list_records(who: Society, rules: Rules, dossier: U2s, room: Room, here: Here, s: Int, n_some: Int, n: Int) -> Int:
    """List after ``n`` others the live records that those in ``some`` have in one slot; return how many there are."""
    whose, which, address = room.whose, room.which, room.address
    for a in range(n_some):
        j = np.int64(room.some[a])
        word = np.int64(dossier[here.first + j, s])
        whose[n], which[n], address[n] = j, s, address_of(who, rules, word, here.month)
        n += 1 if left_of(word) != 0 else 0
    return n


@loop
def mend_listed(
    who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here, n: Int
) -> None:
    """Let a month pass over ``n`` records, whose draws are made together."""
    dossier, drawn, address = state.dossier, room.drawn, room.address
    fill_listed(drawn, here.key, here.first, room.whose, n, here.month, _MENDED, address)
    for m in range(n):
        i, s = here.first + np.int64(room.whose[m]), np.int64(room.which[m])
        word, live = np.int64(dossier[i, s]), np.int64(state.livelihood[i])
        if rests(who, rules, word, live, np.int64(drawn[0, m]), np.int64(drawn[3, m])):
            dossier[i, s] = aged(word)
        else:
            lot = Lot(
                np.int64(address[m]), np.int64(drawn[0, m]), np.int64(drawn[1, m]), np.int64(drawn[2, m]),
                np.int64(drawn[3, m]),
            )  # fmt: skip
            dossier[i, s], way = mend(who, rules, tally, here, i, word, live, lot)
            if way != STAYS:
                note_leaving(rules, sums, state.leaving, i, rule_of(word), way)


@loop
def settle_town(who: Society, tables: First, key: U4s, state: State, first: Int, n: Int, room: Room) -> None:
    """Let the first generation of a town arrive; tables: those of ``First``."""
    block, cells = room.now, room.cells
    fill_cells(who, key, state.generation, first, n, block, cells)
    for j in range(n):
        if len(state.born) > 0:
            state.born[first + j] = born_at(0, first_age(who, np.int64(cells[j]), np.int64(block[0, j])))
        settle(who, tables, key, state, first + j, np.int64(cells[j]))


@loop
def state_backlog_of_town(
    who: Society, tables: First, key: U4s, state: State, first: Int, n: Int, month: Int, room: Room
) -> None:
    """Let as many persons of a town owe as the society states, before a month begins; tables: those of ``First``."""
    cells = room.cells
    fill_cells(who, key, state.generation, first, n, room.now, cells)
    if len(state.born) > 0:
        age_cells(who, state.born, first, n, month - 1, cells)
    for j in range(n):
        state_backlog(who, tables, key, state, first + j, np.int64(state.generation[first + j]), np.int64(cells[j]))


@stage
def renewal(who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Replace those of a town who leave."""
    u, cells = room.now[3], room.cells
    for j in range(here.n):
        cell = np.int64(cells[j])
        if np.int64(u[j]) < who.renewal[cell]:
            renew(who, rules, tally, here.key, state, here.first + j, here.month, cell)
            sums.renewals[here.first + j] += 1
            end_by_renewal(sums, state.leaving, here.first + j)


@loop
def renew(who: Society, rules: Rules, tally: Tally, key: U4s, state: State, i: Int, month: Int, cell: Int) -> None:
    """Replace the person of a place by a newcomer of the next generation."""
    tally.renewed[who.group[cell]] += 1
    if who.minor[cell] == 0:
        if len(state.stood) > 0:
            stands: Int = np.int64(state.stood[i])
            state.stood[i] = stands % GRADES
        else:
            stands = state_of(rules, state.dossier, i, -1, 0)
        close_dossier(rules, tally, state.dossier, i, stands)
    generation = (np.int64(state.generation[i]) + 1) & 255
    state.generation[i] = generation
    state.face_next[i] = rules.face[rules.empty_state]
    if len(state.score_next) > 0:
        state.score_next[i] = 0
    if len(state.kin) > 0:
        state.kin[i] = 0
    if len(state.notices) > 0:
        state.notices[i, :] = 0
    cell = first_cell(who, key, i, generation)
    if len(state.born) > 0:
        state.born[i] = born_at(month + 1, who.since[cell])
    arrive(who, key, state, i, generation, cell)
