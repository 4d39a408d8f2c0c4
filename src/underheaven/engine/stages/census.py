"""Persons who stand alike are counted together, and entered into the tallies once for all."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Int
from underheaven.draws import ONE
from underheaven.engine.room import MET, Room
from underheaven.jit import loop
from underheaven.kernel.consent import joins_at_most, joins_surely
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import GRADES, OUTSIDE, STATES
from underheaven.kernel.tally import Tally
from underheaven.kernel.treatment import nothing_added, reward


@loop
def look_up(rules: Rules, room: Room) -> None:
    """Fill between which draws of consent the conviction decides, by cell, and forget what other rules said of ties."""
    room.exposures[:] = -1
    for cell in range(len(room.joins_least)):
        asked = rules.consent != 0 and rules.applies[cell] != 0
        room.joins_least[cell] = joins_surely(rules, cell) if asked else np.int64(ONE)
        room.joins_most[cell] = joins_at_most(rules, cell) if asked else np.int64(ONE)


@loop
def meet_all(who: Society, rules: Rules, tally: Tally, room: Room, n_grown: Int) -> None:
    """Count a town's grown persons by standing, whether they stay out, and cell."""
    adults, stands, cells, slot_of, met, me = room.adults, room.stands, room.cells, room.slot_of, room.met, room.me
    for a in range(n_grown):
        j = np.int64(adults[a])
        alike = np.int64(stands[j]) + STATES * me[OUTSIDE, j]
        slot: Int = np.int64(slot_of[alike])
        if slot == 0:
            slot = open_slot(who, rules, tally, room, alike)
        met[slot - 1, cells[j]] += 1


@loop
def open_slot(who: Society, rules: Rules, tally: Tally, room: Room, alike: Int) -> Int:
    """Return a slot for those who stand like this, after entering all where none is left."""
    if np.int64(room.slots[0]) == MET:
        enter_all(who, rules, tally, room)
    room.slots[0] += 1
    slot = np.int64(room.slots[0])
    room.slots[slot], room.slot_of[alike] = alike, slot
    return slot


@loop
def enter_all(who: Society, rules: Rules, tally: Tally, room: Room) -> None:
    """Enter into the tallies all who were met under these rules since the last time."""
    for slot in range(np.int64(room.slots[0])):
        alike = np.int64(room.slots[slot + 1])
        room.slot_of[alike] = 0
        for cell in range(room.met.shape[1]):
            if room.met[slot, cell] > 0:
                enter(who, rules, tally, cell, alike, np.int64(room.met[slot, cell]))
                room.met[slot, cell] = 0
    room.slots[0] = 0


@loop
def enter(who: Society, rules: Rules, tally: Tally, cell: Int, alike: Int, times: Int) -> None:
    """Enter so many persons of one cell who stand alike."""
    state, outside = alike % STATES, alike >= STATES
    if rules.n_grades > 0 and not outside:
        tally.grades[rules.grade_label[state % GRADES], who.group[cell]] += times
    if rules.consent and rules.applies[cell]:
        if outside:
            tally.stayed_out[who.group[cell]] += times
        else:
            tally.joined[who.group[cell]] += times
    if not nothing_added(rules, state):
        reward(who, rules, tally, cell, state, times)
