"""Stage 4 over a town: how each grown person stands."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Int
from underheaven.engine.room import GROWN, Room, person_at
from underheaven.engine.stages.census import meet_all
from underheaven.fields import N_ORIGINS, State, Sums
from underheaven.jit import kernel, loop, stage
from underheaven.kernel.carriers import Here
from underheaven.kernel.dossier import ORIGIN_BITS, origins_in
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import (
    add_moments,
    observe_favour,
    observe_lists,
    on_no_list,
    read_dossier,
    score_from,
    state_with,
    stays_clean,
    year_ends,
)
from underheaven.kernel.stays import follow
from underheaven.kernel.tables import DRAWN, EXTRA, FAVOUR, GRADES, OUTSIDE
from underheaven.kernel.tally import Tally


@stage
def standing(who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Set what this month's standing says of a town's grown persons, and count it."""
    n_grown = np.int64(room.counted[GROWN])
    n_recorded = read_again(rules, tally, state, room, here, n_grown)
    n_some = stand(rules, tally, state, room, here, n_grown)
    meet_all(who, rules, tally, room, n_grown)
    for a in range(n_some):
        j = np.int64(room.some[a])
        person = person_at(who, state.generation, room, here.first + j, j)
        lists, lists_before = np.int64(room.stands[j]) // GRADES, np.int64(room.before[j]) // GRADES
        listed = observe_lists(who, rules, tally, here.of_region, state.dossier, person, lists, lists_before)
        if listed:
            here.seen_next[2] += 1
            count_listed(tally, sums, here.first + j, person.group, listed)
        follow(sums, state.leaving, here.first + j, here.month - who.burn_in + 1, listed, room.me[OUTSIDE, j])
    if rules.favour > 0:
        see_favour(rules, tally, room, here, n_grown)
    if rules.graded != 0 and year_ends(here.month):
        see_conviction(who, rules, tally, room, here, n_grown)
    room.n_recorded[0] = n_recorded


@loop
def read_again(rules: Rules, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> Int:
    """Read the dossiers that have changed, count live records, list the places of who has one; return how many."""
    dossier, refiled, points, held, recorded = state.dossier, room.refiled, room.points, room.held, room.recorded
    n_recorded, n_some = 0, 0
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        recorded[n_recorded] = j
        n_recorded += 1 if (held[j] != 0) | (refiled[j] != 0) else 0
        room.some[n_some] = j
        n_some += 1 if refiled[j] != 0 else 0
    for a in range(n_some):
        j = np.int64(room.some[a])
        points[j], held[j] = read_dossier(rules, dossier, here.first + j)
        room.origins[j] = origins_in(dossier, here.first + j)
    count_live(tally, room, n_recorded, dossier.shape[1])
    return n_recorded


@loop
def count_live(tally: Tally, room: Room, n_recorded: Int, capacity: Int) -> None:
    """Count live records by origin: of as many persons at a time as their counts hold, of ``capacity`` records each."""
    origins, most = room.origins, (1 << ORIGIN_BITS) // capacity - 1
    for start in range(0, n_recorded, most):
        counts = np.int64(0)
        for a in range(start, min(start + most, n_recorded)):
            counts += origins[room.recorded[a]]
        for origin in range(N_ORIGINS):
            tally.live_records[origin] += counts & ((1 << ORIGIN_BITS) - 1)
            counts >>= ORIGIN_BITS


@loop
def stand(rules: Rules, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> Int:
    """Set the standing of all; put into ``some`` the places of those on a list now or before, and return how many."""
    adults, some, stands, before = room.adults, room.some, room.stands, room.before
    stood, first, n_some = state.stood, here.first, 0
    n_special, total = stand_by_score(rules, room, here, n_grown)
    for a in range(n_special):
        j = np.int64(some[a])
        points = room.points[j] + room.me[EXTRA, j]
        stands[j] = state_with(rules, state.dossier, first + j, -1, points, room.held[j])
    for a in range(n_grown):
        j = np.int64(adults[a])
        some[n_some] = j
        n_some += 0 if on_no_list(np.int64(stands[j]), np.int64(before[j])) else 1
        if len(stood) > 0:
            stood[first + j] = stands[j]
    tally.score += total
    return n_some


@loop
def stand_by_score(rules: Rules, room: Room, here: Here, n_grown: Int) -> tuple[Int, Int]:
    """Set scores, and the standing of all as their scores say.

    Put into ``some`` the places of those for whom records decide as well; return how many, and the sum of scores.
    """
    extra, outside, held, points, scores = room.me[EXTRA], room.me[OUTSIDE], room.held, room.points, room.scores
    stands, before, some, feeding, low = room.stands, room.before, room.some, rules.feeding, rules.minimum
    clean, wide, n_some = np.int64(rules.empty_state), rules.n_looked_up == 0, 0
    grown = room.grown
    total = np.int64(0)
    for j in range(here.n):
        score = score_from(rules, points[j] + extra[j])
        now = clean if wide else np.int64(rules.state_at[score - low])
        observed = not stays_clean(rules, held[j], extra[j], np.int64(before[j]))
        now = now if observed else clean
        stands[j] = now if outside[j] == 0 else np.int64(rules.outside_state)
        scores[j] = score
        total += score if observed & (outside[j] == 0) & (grown[j] != 0) else np.int64(0)
    for a in range(n_grown):
        p = np.int64(room.adults[a])
        some[n_some] = p
        special = (held[p] & feeding != 0) | (wide & (not stays_clean(rules, held[p], extra[p], np.int64(before[p]))))
        n_some += 1 if special & (outside[p] == 0) else 0
    return n_some, total


@loop
def see_favour(rules: Rules, tally: Tally, room: Room, here: Here, n_grown: Int) -> None:
    """Count scores with and without favour: of all as if there were none, then what differs of those who have it."""
    favour, outside, scores, grown = room.me[FAVOUR], room.me[OUTSIDE], room.scores, room.grown
    zero = np.int64(0)
    n, total, squares, best = 0, zero, zero, 0
    for j in range(here.n):
        plain = (grown[j] != 0) & (outside[j] == 0) & (favour[j] == 0)
        above = scores[j] - rules.minimum if plain else zero
        best += 1 if plain & (scores[j] >= rules.band[0]) else 0
        n += 1 if plain else 0
        total += above
        squares += above * above
    for a in range(n_grown):
        p = np.int64(room.adults[a])
        if (favour[p] != 0) & (outside[p] == 0):
            observe_favour(rules, tally, room.points[p], room.me[:, p])
    if rules.n_grades > 0:
        tally.best_grade[0] += best if rules.n_grades > 1 else n
    for m, amount in enumerate((n, total, total, squares, squares, squares)):
        tally.favour_moments[m] += amount


@loop
def see_conviction(who: Society, rules: Rules, tally: Tally, room: Room, here: Here, n_grown: Int) -> None:
    """Set scores against convictions, of those whom the regime can record."""
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        if rules.applies[np.int64(room.cells[j])] and room.me[OUTSIDE, j] == 0:
            add_moments(who, tally, room.scores[j], here.first + j, room.me[DRAWN, j])


@kernel
def count_listed(tally: Tally, sums: Sums, i: Int, group: Int, listed: Int) -> None:
    """Count one person's month on a blacklist; ``listed`` as ``observe`` returns it."""
    if sums.months_listed[i] == 0:
        tally.first_listed[group] += 1
    sums.months_listed[i] += 1
    sums.times_listed[i] += listed >> 2
    if listed & 2:
        if sums.months_wrongly_listed[i] == 0:
            tally.first_wrongly_listed[group] += 1
        sums.months_wrongly_listed[i] += 1
