"""Stage 5 over a town: what standing costs and brings, and what others will see of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.engine.room import MET
from underheaven.jit import kernel
from underheaven.kernel.numbers import raised
from underheaven.kernel.treatment import denials, face_of, reward
from underheaven.kernel.treatment import treatment as treat
from underheaven.kernel.ties import shown_score

_U16, _U32 = np.iinfo(np.uint16).max, np.iinfo(np.uint32).max


@kernel
def treatment(who: Any, rules: Any, tally: Any, key: Any, state: Any, sums: Any, room: Any, here: Any,
              n_grown: Any) -> None:  # fmt: skip
    """Book what the month's standing costs a town's grown persons, and set the faces of next month."""
    adults, stands, booked, outcome, some = room.adults, room.stands, room.booked, room.outcome, room.some
    face_next, first, n_some = state.face_next, here.first, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        booked[j] = 0
        some[n_some] = j
        n_some += 1 if rules.closes[stands[j]] else 0
        face_next[first + j] = face_of(rules, stands[j], outcome[j])
    for a in range(n_some):
        j = np.int64(some[a])
        i, cell = first + j, np.int64(room.cells[j])
        booked[j] = treat(who, rules, tally, state.dossier, i, cell, who.group[cell], stands[j], room.weights,
                          room.me[j])  # fmt: skip
        raised(sums.detriment, i, booked[j], _U32)
        denied = denials(who, rules, tally, key, i, here.month, cell, who.group[cell], stands[j])
        raised(sums.denials, i, denied, _U16)
    meet_rewarded(who, rules, tally, room, n_grown)
    if len(state.score_next) > 0:
        for a in range(n_grown):
            j = np.int64(adults[a])
            state.score_next[first + j] = shown_score(rules, room.points[j], here.watched, room.me[j])


@kernel
def meet_rewarded(who: Any, rules: Any, tally: Any, room: Any, n_grown: Any) -> None:
    """Count how many of which cell stand in a state that is rewarded; ``hand_out`` makes rewards of it."""
    adults, stands, cells, slot_of, met = room.adults, room.stands, room.cells, room.slot_of, room.met
    for a in range(n_grown):
        j = np.int64(adults[a])
        if rules.rewards[stands[j]] == 0:
            continue
        slot = np.int64(slot_of[stands[j]])
        if slot == 0 and np.int64(room.slots[0]) < MET:
            room.slots[0] += 1
            slot = np.int64(room.slots[0])
            room.slots[slot], slot_of[stands[j]] = stands[j], slot
        if slot > 0:
            met[slot - 1, cells[j]] += 1
        else:
            reward(who, rules, tally, np.int64(cells[j]), stands[j], 1)


@kernel
def hand_out(who: Any, rules: Any, tally: Any, room: Any) -> None:
    """Count the rewards of all who were met since the last time, under these rules."""
    for slot in range(np.int64(room.slots[0])):
        state = np.int64(room.slots[slot + 1])
        room.slot_of[state] = 0
        for cell in range(room.met.shape[1]):
            if room.met[slot, cell] > 0:
                reward(who, rules, tally, cell, state, np.int64(room.met[slot, cell]))
                room.met[slot, cell] = 0
    room.slots[0] = 0
