"""Stage 1 over a town: who has an occasion, who is asked for help, and what they do."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int
from underheaven.draws import fill_block, fill_listed
from underheaven.engine.room import GROWN, Room, person_at
from underheaven.fields import State, Sums
from underheaven.jit import kernel, loop, stage
from underheaven.kernel.carriers import Here, Request
from underheaven.kernel.conduct import (
    count_acts,
    fall_silent,
    next_rare,
    no_occasion,
    nothing_follows,
    opportunity,
    rest_of,
)
from underheaven.kernel.exchange import HELPED, RECEIVED, REFUSED, answer, not_asked, step_of
from underheaven.kernel.livelihood import WORKER
from underheaven.kernel.numbers import raised
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import KINDS
from underheaven.kernel.tally import Tally

_ASKED, _U_PARTNER, _U_SEEN, _U_SLIP = draws.PARTNER // 4, draws.PARTNER % 4, draws.SEEN % 4, draws.SLIP % 4
_U_STRATEGY = draws.STRATEGY % 4
_TEMPTED, _U_FOLLOWING, _U_TEMPTED = draws.TEMPTATION // 4, draws.OPPORTUNITY_NEXT % 4, draws.TEMPTATION % 4
_U16 = np.iinfo(np.uint16).max


@stage
def conduct(who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Let the grown persons of a town act; what each did stands in ``done`` and ``outcome``."""
    n_grown = np.int64(room.counted[GROWN])
    take_occasions(who, rules, tally, state, room, here, pick_occasions(who, state, room, here, n_grown))
    if who.meets > 0:
        ask(who, rules, tally, state, room, here, n_grown)
    sum_up(who, tally, sums, room, here, n_grown)


@loop
def pick_occasions(who: Society, state: State, room: Room, here: Here, n_grown: Int) -> Int:
    """Put into ``some`` the places of those who may have an occasion; return how many."""
    adults, some, done, u, n_some = room.adults, room.some, room.done, room.now[0], 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        done[j] = 0
        some[n_some] = j
        n_some += 0 if no_occasion(who, row_of(state, room, here, j), np.int64(u[j])) else 1
    return n_some


@loop
def take_occasions(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, n_some: Int) -> None:
    """Let those in ``some`` meet their occasions, as ``kernel.conduct.conduct`` says of one person.

    The first of everybody come together, then the second of those who have one, and so on; then, kind by kind, those
    that come often.
    """
    n = find_first(who, state, room, here, n_some)
    while n > 0:
        draw_for(who, room, here, n)
        meet(who, rules, tally, state, room, here, n)
        n = find_next(who, state, room, here, n)
    for k in range(who.n_often):
        n = find_often(who, state, room, here, n_some, np.int64(who.often[k]))
        meet(who, rules, tally, state, room, here, n)
    for a in range(n_some):
        j = np.int64(room.some[a])
        fall_silent(who, tally, np.int64(room.cells[j]), room.done[j], room.me[:, j])


@kernel
def row_of(state: State, room: Room, here: Here, j: Int) -> Int:
    """Return the row of a person's chances of occasions: by cell, and whether at work or seeking none."""
    busy = np.int64(0) if np.int64(state.livelihood[here.first + j]) & 3 == WORKER else np.int64(1)
    return 2 * np.int64(room.cells[j]) + busy


@loop
def find_first(who: Society, state: State, room: Room, here: Here, n_some: Int) -> Int:
    """List the first rare occasion of those in ``some``: whose, its place among the rare, its kind; return how many."""
    n = 0
    for a in range(n_some):
        j = np.int64(room.some[a])
        place = next_rare(who, row_of(state, room, here, j), np.int64(room.now[0, j]), 0)
        room.whose[n], room.which[n], room.kinds[n] = j, place, who.rare[place & (KINDS - 1)]
        n += 1 if place < who.n_rare else 0
    return n


@loop
def find_next(who: Society, state: State, room: Room, here: Here, n: Int) -> Int:
    """Put in place of ``n`` occasions the next ones of the same persons; return how many have any."""
    place: Int
    kept = 0
    for m in range(n):
        j, place = np.int64(room.whose[m]), np.int64(room.which[m])
        row = row_of(state, room, here, j)
        u = rest_of(who, row, np.int64(room.drawn[_U_FOLLOWING, m]), place)
        if not nothing_follows(who, row, u, place):  # few
            place = next_rare(who, row, u, place + 1)
            room.whose[kept], room.which[kept], room.kinds[kept] = j, place, who.rare[place]
            kept += 1
    return kept


@loop
def find_often(who: Society, state: State, room: Room, here: Here, n_some: Int, kind: Int) -> Int:
    """List who of those in ``some`` has an occasion of a kind that comes often, and draw for it; return how many."""
    whose, drawn, n = room.whose, room.drawn, 0
    for a in range(n_some):
        whose[a], room.kinds[a] = room.some[a], kind
    draw_for(who, room, here, n_some)
    for a in range(n_some):
        row = row_of(state, room, here, np.int64(whose[a]))
        whose[n], drawn[_U_TEMPTED, n] = whose[a], drawn[_U_TEMPTED, a]
        n += 1 if np.int64(drawn[_U_FOLLOWING, a]) < who.opportunity[row, kind] else 0
    return n


@loop
def draw_for(who: Society, room: Room, here: Here, n: Int) -> None:
    """Draw for ``n`` occasions."""
    for m in range(n):
        room.address[m] = who.hash[room.kinds[m]]
    fill_listed(room.drawn, here.key, here.first, room.whose, n, here.month, _TEMPTED, room.address)


@loop
def meet(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, n: Int) -> None:
    """Let ``n`` occasions be met."""
    for m in range(n):
        j = np.int64(room.whose[m])
        person = person_at(who, state.generation, room, here.first + j, j)
        kind, u = np.int64(room.kinds[m]), np.int64(room.drawn[_U_TEMPTED, m])
        room.done[j] |= opportunity(who, rules, tally, here, state, person, kind, u)


@loop
def ask(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Let persons of the town ask others of it for help."""
    first, n, asked, game = here.first, here.n, room.asked, room.game
    step = step_of(here.key, first, here.month, n)
    game[:n] = 0
    if step == 0:
        return
    fill_block(asked, here.key, first, n, here.month, _ASKED)
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        asking = j + step if j + step < n else j + step - n
        if not_asked(who, np.int64(asked[_U_PARTNER, j])) or who.minor[np.int64(room.cells[asking])] != 0:
            continue
        request = Request(
            np.int64(state.face[first + asking]), np.int64(room.lives[_U_STRATEGY, j]),
            np.int64(asked[_U_PARTNER, j]), np.int64(asked[_U_SEEN, j]), np.int64(asked[_U_SLIP, j]),
        )  # fmt: skip
        person = person_at(who, state.generation, room, first + j, j)
        answered = answer(who, rules, tally, state, person, request)
        if answered & HELPED:
            game[j] |= HELPED
            game[asking] |= RECEIVED
        if answered & REFUSED:
            room.done[j] |= np.int64(1) << who.refusal_kind


@loop
def sum_up(who: Society, tally: Tally, sums: Sums, room: Room, here: Here, n_grown: Int) -> None:
    """Count what was done."""
    done, outcome, some, n_some = room.done, room.outcome, room.some, 0
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        outcome[j] = 0
        some[n_some] = j
        n_some += 1 if done[j] != 0 else 0
    for a in range(n_some):
        j = np.int64(some[a])
        i, found = here.first + j, count_acts(who, tally, done[j], who.group[np.int64(room.cells[j])])
        here.seen_next[0] += (found >> 3) & 1
        here.seen_next[1] += (found >> 4) & 1
        raised(sums.acts, i, found >> 8, _U16)
        sums.months_speaking[i] += (found >> 4) & 1
        outcome[j] = found
