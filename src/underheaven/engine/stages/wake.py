"""Before the stages: who stands at each place of a town, how that person stood, and what ties mean this month."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int, U1s, U2s, U4s
from underheaven.draws import block_of, fill_block, fill_lives
from underheaven.engine.room import ELIGIBLE, FILED, GROWN, SENSED, Room
from underheaven.engine.stages.fetch import fetch
from underheaven.engine.stages.ties import look_out
from underheaven.fields import State, Sums
from underheaven.jit import loop, stage
from underheaven.kernel.ageing import age_in, arrived, came_from, cell_at, move_on
from underheaven.kernel.carriers import Here
from underheaven.kernel.consent import declines
from underheaven.kernel.dossier import left_of, one_of, rule_of
from underheaven.kernel.people import cell_from, household_category
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import state_of, unaware
from underheaven.kernel.tables import DRAWN, EXTRA, FAVOUR, GRADES, OUTSIDE, TIES, UNAWARE
from underheaven.kernel.tally import Tally

_BORN, _LIVES = 0, draws.FAVOUR // 4
_MONTH, _DEBTS = draws.OPPORTUNITY // 4, draws.SOLVENCY // 4
_U_FAVOUR, _U_CONSENT, _U_AWARE = draws.FAVOUR % 4, draws.CONSENT % 4, draws.AWARE % 4


@loop
def fill_cells(who: Society, key: U4s, generation: U1s, first: Int, n: Int, block: U4s, cells: U1s) -> None:
    """Compute the cell in which every person of a town arrived; ``block`` gets the draws that each was born with."""
    fill_block(block, key, first, n, 0, _BORN)
    for j in range(n):
        alive = np.int64(generation[first + j])
        if alive > 0:  # the draw of the household stays that of the first generation
            block[0, j], _, block[2, j], block[3, j] = block_of(key, first + j, alive, _BORN, 0)
    for j in range(n):
        household = household_category(who, np.int64(block[1, np.int64(who.house[j, 0])]))
        cells[j] = cell_from(who, np.int64(block[0, j]), household, np.int64(generation[first + j]))


@loop
def age_cells(who: Society, born: U2s, first: Int, n: Int, month: Int, cells: U1s) -> None:
    """Turn the cells in which the people of a town arrived into those of a month."""
    for j in range(n):
        cells[j] = cell_at(who, cells[j], age_in(born, first + j, month))


@loop
def grow_older(who: Society, key: U4s, state: State, first: Int, n: Int, month: Int, cells: U1s) -> None:
    """Do what ``age_cells`` does, and let those who come into another cell this month begin there."""
    for j in range(n):
        age, arrival = age_in(state.born, first + j, month), np.int64(cells[j])
        if age >= who.until[arrival]:
            cell = cell_at(who, arrival, age)
            cells[j] = cell
            if age == who.since[cell]:
                generation, before = np.int64(state.generation[first + j]), came_from(who, arrival, cell)
                move_on(who, key, state, first + j, generation, before, cell)


@stage
def ageing(who: Society, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Fill in the cells of a town's persons this month; those who come into another begin there."""
    fetch(state, sums, room, here)
    fill_cells(who, here.key, state.generation, here.first, here.n, room.born, room.cells)
    if len(state.born) > 0:
        grow_older(who, here.key, state, here.first, here.n, here.month, room.cells)


@stage
def wake(who: Society, rules: Rules, last_rules: Rules, tally: Tally, state: State, room: Room, here: Here) -> None:
    """Fill the room with who stands where, and what was drawn for whom; count the grown."""
    fill_block(room.now, here.key, here.first, here.n, here.month, _MONTH)
    fill_block(room.debts, here.key, here.first, here.n, here.month, _DEBTS)
    room.counted[ELIGIBLE], room.counted[FILED], room.counted[SENSED] = 0, 0, 0
    n_grown = part_minors(who, rules, tally, state, room, here)
    recall(rules, room, here, n_grown, state)
    if rules.personal or rules.secret or rules.suppression > 0 or who.meets > 0:
        fill_lives(room.lives, here.key, here.first, here.n, state.generation, _LIVES)
    if rules.personal:
        meet(who, rules, tally, state, room, here, n_grown)
    if rules.secret:
        tell(rules, room, n_grown)
    look_back(who, last_rules, state, room, here, n_grown)
    room.counted[GROWN] = n_grown


@loop
def part_minors(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here) -> Int:
    """Count persons, show minors as clean, and list the places of the grown; return how many these are."""
    cells, adults, grown, face_next, score_next = room.cells, room.adults, room.grown, state.face_next, state.score_next
    clean, n_grown = rules.face[rules.empty_state], 0
    room.lessons[: here.n] = 0
    face_next[here.first : here.first + here.n] = clean
    if len(score_next) > 0:
        score_next[here.first : here.first + here.n] = 0
    for j in range(here.n):
        cell = np.int64(cells[j])
        tally.persons[who.group[cell]] += 1
        adults[n_grown] = j
        grown[j] = 0 if who.minor[cell] else 1
        n_grown += 0 if who.minor[cell] else 1
    return n_grown


@loop
def recall(rules: Rules, room: Room, here: Here, n_grown: Int, state: State) -> None:
    """Read the dossiers as last month left them, and forget what the room holds of another town.

    Who has a record that left last month is to be filed anew.
    """
    dossier, held, points, refiled, origins = state.dossier, room.held, room.points, room.refiled, room.origins
    fills = rules.personal != 0 or rules.secret != 0 or rules.gaps != 0
    if fills:
        room.me[:, : here.n] = 0
    elif room.stirred[0] != 0:
        room.me[:] = 0
    room.stirred[0] = 1 if fills else 0
    room.minds[: here.n] = here.watched
    for p in range(here.n):
        room.me[DRAWN, p], room.me[DRAWN + 1, p] = np.int64(room.born[2, p]), np.int64(room.born[3, p])
    start, some, n_some = np.int64(rules.start), room.some, 0
    for p in range(here.n):
        held[p], points[p], refiled[p], origins[p] = 0, start, 0, 0
    for a in range(n_grown):
        some[n_some] = room.adults[a]
        n_some += 1 if dossier[here.first + np.int64(room.adults[a]), 0] != 0 else 0
    for s in range(dossier.shape[1]):  # of all persons the first record, then the second of those who have one
        more = 0
        after = min(s + 1, dossier.shape[1] - 1)
        for a in range(n_some):
            j = np.int64(some[a])
            word = np.int64(dossier[here.first + j, s])
            held[j] |= np.int64(1) << rule_of(word)
            points[j] += rules.points[rule_of(word)]
            refiled[j] |= np.uint8(1 if left_of(word) == 0 else 0)
            origins[j] += one_of(word)
            some[more] = j
            more += 1 if dossier[here.first + j, after] != 0 else 0
        n_some = more


@loop
def meet(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Fill in what comes to a person from ties and officials, and whether the person has joined."""
    if rules.association > 0.0 or rules.contagion_rule >= 0:
        look_out(who, rules, tally, state, room, here, n_grown)
    set_favour(rules, room, here)
    if rules.consent:
        ask_to_join(who, rules, room, here, n_grown)


@loop
def set_favour(rules: Rules, room: Room, here: Here) -> None:
    """Set favour and what it makes with points from ties; see ``standing.personal_points``."""
    u, favour, extra, ties = room.lives[_U_FAVOUR], room.me[FAVOUR], room.me[EXTRA], room.me[TIES]
    for j in range(here.n):
        favour[j] = rules.favour_points if np.int64(u[j]) < rules.favour else np.int64(0)
        extra[j] = favour[j] + ties[j]


@loop
def ask_to_join(who: Society, rules: Rules, room: Room, here: Here, n_grown: Int) -> None:
    """Set who stays out; the conviction is looked up of those alone for whom it decides."""
    u, adults, cells, outside, minds = room.lives[_U_CONSENT], room.adults, room.cells, room.me[OUTSIDE], room.minds
    least, most = room.joins_least, room.joins_most
    for a in range(n_grown):
        j = np.int64(adults[a])
        cell, out = np.int64(cells[j]), np.int64(u[j]) >= most[np.int64(cells[j])]
        if least[cell] <= np.int64(u[j]) < most[cell]:
            out = declines(who, rules, here.first + j, cell, np.int64(u[j]), room.me[DRAWN, j])
        outside[j] = 1 if out else 0
        minds[j] = 0 if out else minds[j]


@loop
def tell(rules: Rules, room: Room, n_grown: Int) -> None:
    """Set who does not know of the regime."""
    told, unknown, cells, held = room.lives[_U_AWARE], room.me[UNAWARE], room.cells, room.held
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        unknown[j] = unaware(rules, np.int64(told[j]), np.int64(cells[j]), held[j])


@loop
def look_back(who: Society, last_rules: Rules, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Set what last month's standing said: kept where it hangs on more than the records, else read from them again."""
    dossier, stood, before, held = state.dossier, state.stood, room.before, room.held
    keeps_stood, clean = len(stood) > 0, np.int64(last_rules.empty_state)
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        i = here.first + j
        said: Int = clean
        if keeps_stood:
            said = np.int64(stood[i])
        elif held[j] != 0:
            said = state_of(last_rules, dossier, i, -1, room.me[EXTRA, j])
        elif clean >= GRADES and arrived(who, here.key, state.born, i, here.month, np.int64(state.generation[i]),
                                         np.int64(room.cells[j])):  # fmt: skip
            said %= GRADES  # a newcomer was on no list
        before[j] = said
