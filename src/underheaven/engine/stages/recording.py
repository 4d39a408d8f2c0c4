"""Stage 3 over a town: what is bought off or kept back, what is filed, and what households will answer for."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Int, U2s
from underheaven.engine.room import FILED, GROWN, SENSED, Room, person_at
from underheaven.fields import State, Sums
from underheaven.jit import kernel, loop, stage
from underheaven.kernel.carriers import Here, Sensed
from underheaven.kernel.dossier import drop_departed
from underheaven.kernel.fusion import count_together, counts_alone, place_alone
from underheaven.kernel.gaming import bought_off, nothing_to_buy_off
from underheaven.kernel.grace import after_grace
from underheaven.kernel.numbers import raised
from underheaven.kernel.officials import keeps_nothing_back, suppressed
from underheaven.kernel.recording import adverse_of, nothing_to_file, sensed_of, wrongful_of
from underheaven.kernel.recording import recording as file
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import from_household, passed_on

_U16, _U_FAVOUR = np.iinfo(np.uint16).max, draws.FAVOUR % 4


@stage
def recording(who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here) -> None:
    """File what was sensed of a town's grown persons; count adverse records, and those of them that channels made."""
    n_grown = np.int64(room.counted[GROWN])
    filed, passing, sets, n_filed, n_sensed = room.filed, room.passing, room.sets, 0, 0
    filed[: here.n] = 0
    passing[: here.n] = 0
    for a in range(pick(room, state.notices, here, n_grown)):
        j = np.int64(room.some[a])
        if room.sensed[j] == 0:
            if len(state.notices) == 0 or state.notices[here.first + j, 0] == 0:
                drop_departed(state.dossier, here.first + j)
                continue
            sets[:, j] = 0
        keep_out_of_the_file(who, rules, tally, state, room, here, j)
        if len(state.notices) > 0:
            give_notice(rules, tally, state.notices, room, here.first + j, j)
        held, own = room.held[j], sets[0, j] | sets[1, j] | sets[2, j] | sets[3, j]
        if len(state.kin) > 0:
            passing[j] = passed_on(who, rules, held, own)
        person = person_at(who, state.generation, room, here.first + j, j)
        sensed = Sensed(sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j])
        found = file(who, rules, tally, state.dossier, person, held, sensed)
        raised(sums.wrongful_records, here.first + j, wrongful_of(found), _U16)
        n_filed += adverse_of(found)
        n_sensed += sensed_of(found)
        filed[j] = found
        room.refiled[j] = 1
    if rules.fused:
        count_moments(rules, tally, room, here, n_grown)
    answer_at_home(who, rules, state, room, here, n_grown)
    room.counted[FILED], room.counted[SENSED] = n_filed, n_sensed


@loop
def pick(room: Room, notices: U2s, here: Here, n_grown: Int) -> Int:
    """Put into ``some`` the places of those whose dossiers or notices change this month; return how many."""
    n_some = 0
    if len(notices) > 0:
        for a in range(n_grown):
            j = np.int64(room.adults[a])
            room.some[n_some] = j
            changes = (room.sensed[j] != 0) | (room.refiled[j] != 0) | (notices[here.first + j, 0] != 0)
            n_some += 1 if changes else 0
        return n_some
    for a in range(n_grown):
        room.some[n_some] = room.adults[a]
        j = np.int64(room.adults[a])
        n_some += 0 if nothing_to_file(np.int64(room.sensed[j]), np.int64(room.refiled[j])) else 1
    return n_some


@kernel
def keep_out_of_the_file(
    who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, j: Int
) -> None:
    """Take out of a person's sets what the person buys off, then what an official keeps back."""
    i, sets, held = here.first + j, room.sets, room.held[j]
    true_set, false_set, mistaken_set = sets[0, j], sets[1, j], sets[2, j]
    made_set, inherited_set = sets[3, j], sets[4, j]
    sensed = Sensed(true_set, false_set, mistaken_set, made_set, inherited_set)
    if not nothing_to_buy_off(rules, sensed):
        person = person_at(who, state.generation, room, i, j)
        bought = bought_off(who, rules, tally, here, state.dossier, person, held, sensed)
        made_set &= ~(true_set & bought)  # a true record made for the quota goes with the true record
        true_set, false_set, mistaken_set = true_set & ~bought, false_set & ~bought, mistaken_set & ~bought
    if not keeps_nothing_back(rules):
        sensed = Sensed(true_set, false_set, mistaken_set, made_set, inherited_set)
        hidden = suppressed(who, rules, tally, here, i, np.int64(room.lives[_U_FAVOUR, j]), held, sensed)
        true_set, false_set, mistaken_set = true_set & ~hidden, false_set & ~hidden, mistaken_set & ~hidden
        made_set, inherited_set = made_set & ~hidden, inherited_set & ~hidden
    sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j] = (
        true_set, false_set, mistaken_set, made_set, inherited_set
    )  # fmt: skip


@kernel
def give_notice(rules: Rules, tally: Tally, notices: U2s, room: Room, i: Int, j: Int) -> None:
    """Leave in a person's sets what is filed this month; see ``after_grace``."""
    sets = room.sets
    sensed = Sensed(sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j])
    filed = after_grace(rules, tally, notices, i, room.held[j], sensed)
    sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j] = (
        filed.true, filed.false, filed.mistaken, filed.made, filed.inherited
    )  # fmt: skip


@loop
def count_moments(rules: Rules, tally: Tally, room: Room, here: Here, n_grown: Int) -> None:
    """Count what records went together, of those whom the regime can record.

    Who holds records of one rule at most and gets no adverse one is counted by that rule, and entered at the end.
    """
    held, filed, minds, cells, alone, some = room.held, room.filed, room.minds, room.cells, room.alone, room.some
    alone[:] = 0
    n_some = 0
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        can = (minds[j] != 0) & (rules.applies[np.int64(cells[j])] != 0) & (here.first + j != here.exempt)
        one = counts_alone(held[j], adverse_of(filed[j]))
        alone[place_alone(held[j])] += 1 if can & one else 0
        some[n_some] = j
        n_some += 1 if can & (not one) else 0
    for a in range(n_some):
        j = np.int64(some[a])
        count_together(tally.moments, held[j], adverse_of(filed[j]) > 0)
    for place in range(len(alone)):
        tally.moments[0, 0] += alone[place]
        if place > 0:
            tally.moments[place, place] += alone[place]


@loop
def answer_at_home(who: Society, rules: Rules, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Set what households of a town will answer for next month."""
    passing, adults, kin = room.passing, room.adults, state.kin
    if len(kin) == 0:
        return
    kin[here.first : here.first + here.n] = 0
    if rules.household_guilt == 0:
        return
    for a in range(n_grown):
        if passing[adults[a]] != 0:
            j = np.int64(adults[a])
            for p in range(np.int64(who.house[j, 0]), min(np.int64(who.house[j, 1]), here.n)):
                if p != j and who.minor[np.int64(room.cells[p])] == 0 and kin[here.first + p] == 0:
                    kin[here.first + p] = from_household(who, rules, here, passing, here.first + p)
