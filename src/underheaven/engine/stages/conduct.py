"""Stage 1 over a town: who has an occasion, who is asked for help, and what they do."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven import draws
from underheaven.draws import fill_block
from underheaven.jit import loop
from underheaven.kernel.conduct import conduct as act
from underheaven.kernel.conduct import count_acts
from underheaven.kernel.exchange import HELPED, RECEIVED, REFUSED, answer, step_of
from underheaven.kernel.livelihood import WORKER
from underheaven.kernel.numbers import raised

_ASKED, _U_PARTNER = draws.PARTNER // 4, draws.PARTNER % 4
_U16 = np.iinfo(np.uint16).max


@loop
def conduct(who: Any, rules: Any, tally: Any, key: Any, state: Any, sums: Any, seen_next: Any, room: Any, here: Any,
            n_grown: Any) -> None:  # fmt: skip
    """Let the grown persons of a town act; what each did stands in ``done`` and ``outcome``."""
    take_occasions(who, rules, tally, key, state, room, here, pick_occasions(who, state, room, here, n_grown))
    if who.meets > 0:
        ask(who, rules, tally, key, state, room, here, n_grown)
    sum_up(who, tally, sums, seen_next, room, here, n_grown)


@loop
def pick_occasions(who: Any, state: Any, room: Any, here: Any, n_grown: Any) -> Any:
    """Put into ``some`` the places of those who may have an occasion; return how many."""
    adults, some, done, u, cells = room.adults, room.some, room.done, room.now[0], room.cells
    livelihood, n_some = state.livelihood, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        done[j] = 0
        some[n_some] = j
        busy = np.int64(0) if np.int64(livelihood[here.first + j]) & 3 == WORKER else np.int64(1)
        n_some += 1 if np.int64(u[j]) >= who.idle[2 * np.int64(cells[j]) + busy] or who.n_often > 0 else 0
    return n_some


@loop
def take_occasions(who: Any, rules: Any, tally: Any, key: Any, state: Any, room: Any, here: Any, n_some: Any) -> None:
    """Let those in ``some`` meet their occasions."""
    for a in range(n_some):
        j = np.int64(room.some[a])
        i = here.first + j
        busy = np.int64(0) if np.int64(state.livelihood[i]) & 3 == WORKER else np.int64(1)
        room.done[j] = act(
            who, rules, tally, key, state.dossier, state.beliefs, state.legitimacy, state.face, i, here.month,
            np.int64(state.generation[i]), np.int64(room.cells[j]), busy, np.int64(room.minds[j]), room.me[:, j],
            np.int64(room.now[0, j]), here.open_share, here.speaking_share,
        )  # fmt: skip


@loop
def ask(who: Any, rules: Any, tally: Any, key: Any, state: Any, room: Any, here: Any, n_grown: Any) -> None:
    """Let persons of the town ask others of it for help."""
    first, n, asked, game = here.first, here.n, room.asked, room.game
    step = step_of(key, first, here.month, n)
    game[:n] = 0
    if step == 0:
        return
    fill_block(asked, key, first, n, here.month, _ASKED)
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        asking = j + step if j + step < n else j + step - n
        if np.int64(asked[_U_PARTNER, j]) >= who.meets or who.minor[np.int64(room.cells[asking])] != 0:
            continue
        answered = answer(
            who, rules, tally, key, state.dossier, state.beliefs, first + j, here.month,
            np.int64(state.generation[first + j]), np.int64(room.cells[j]), np.int64(room.minds[j]), room.me[:, j],
            state.face[first + asking], np.int64(asked[_U_PARTNER, j]),
        )  # fmt: skip
        if answered & HELPED:
            game[j] |= HELPED
            game[asking] |= RECEIVED
        if answered & REFUSED:
            room.done[j] |= np.int64(1) << who.refusal_kind


@loop
def sum_up(who: Any, tally: Any, sums: Any, seen_next: Any, room: Any, here: Any, n_grown: Any) -> None:
    """Count what was done."""
    done, outcome = room.done, room.outcome
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        outcome[j] = 0
        if done[j] != 0:
            i, found = here.first + j, count_acts(who, tally, done[j], who.group[np.int64(room.cells[j])])
            seen_next[0] += (found >> 3) & 1
            seen_next[1] += (found >> 4) & 1
            raised(sums.acts, i, found >> 8, _U16)
            sums.months_speaking[i] += (found >> 4) & 1
            outcome[j] = found
