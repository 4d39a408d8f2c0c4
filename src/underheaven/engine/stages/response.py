"""Stage 7 over a town: what the month teaches, household by household."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Int
from underheaven.engine.room import GROWN, Room, person_at
from underheaven.fields import State
from underheaven.jit import loop, stage
from underheaven.kernel.carriers import Here
from underheaven.kernel.response import legitimacy_after, nothing_happened, quiet_month
from underheaven.kernel.response import response as learn
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally


@stage
def response(who: Society, tally: Tally, state: State, room: Room, here: Here) -> None:
    """Let the grown persons of a town learn from their month and from that of their households."""
    n_grown = np.int64(room.counted[GROWN])
    beliefs, legitimacy, first = state.beliefs, state.legitimacy, here.first
    n_quiet, n_some = part_households(who, room, here, n_grown)
    for a in range(n_quiet):
        i = first + np.int64(room.quiet[a])
        quiet_month(who, beliefs, i)
        legitimacy[i] = legitimacy_after(who, np.int64(legitimacy[i]), 0, 0)
    for a in range(n_some):
        j = np.int64(room.some[a])
        learn(who, tally, here, state, person_at(who, state.generation, room, first + j, j), room.lessons)
    sum_up(tally, state, room, here, n_grown)


@loop
def part_households(who: Society, room: Room, here: Here, n_grown: Int) -> tuple[Int, Int]:
    """Put the places of the grown into ``quiet`` where nothing happened to the household, else into ``some``.

    Return how many are in each.
    """
    adults, lessons, running, quiet, some = room.adults, room.lessons, room.running, room.quiet, room.some
    running[0] = 0
    for p in range(here.n):
        running[p + 1] = running[p] + (1 if lessons[p] != 0 else 0)
    n_quiet, n_some = 0, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        end = min(np.int64(who.house[j, 1]), here.n)
        is_quiet = nothing_happened(running[np.int64(who.house[j, 0])], running[end])
        quiet[n_quiet], some[n_some] = j, j
        n_quiet += 1 if is_quiet else 0
        n_some += 0 if is_quiet else 1
    return n_quiet, n_some


@loop
def sum_up(tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Add what the grown persons of a town believe."""
    beliefs, legitimacy, zero = state.beliefs, state.legitimacy, np.int64(0)
    rightful, b0, b1, b2, b3, b4, b5 = zero, zero, zero, zero, zero, zero, zero
    for a in range(n_grown):
        i = here.first + np.int64(room.adults[a])
        rightful += np.int64(legitimacy[i])
        b0, b1 = b0 + np.int64(beliefs[i, 0]), b1 + np.int64(beliefs[i, 1])
        b2, b3 = b2 + np.int64(beliefs[i, 2]), b3 + np.int64(beliefs[i, 3])
        b4, b5 = b4 + np.int64(beliefs[i, 4]), b5 + np.int64(beliefs[i, 5])
    tally.legitimacy += rightful
    for b, total in enumerate((b0, b1, b2, b3, b4, b5)):
        tally.belief[b] += total
