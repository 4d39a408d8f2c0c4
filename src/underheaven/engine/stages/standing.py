"""Stage 4 over a town: how each grown person stands."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.engine.stages.census import meet_all, too_wide
from underheaven.fields import CAPACITY
from underheaven.jit import kernel
from underheaven.kernel.dossier import origin_of
from underheaven.kernel.numbers import bits_in
from underheaven.kernel.standing import (
    add_moments,
    observe_favour,
    observe_lists,
    read_dossier,
    score_from,
    state_with,
    year_ends,
)
from underheaven.kernel.tables import APART, EXTRA, FAVOUR, GRADES, OUTSIDE


@kernel
def standing(who: Any, rules: Any, tally: Any, by_region: Any, key: Any, state: Any, sums: Any, seen_next: Any,
             room: Any, here: Any, n_grown: Any) -> None:  # fmt: skip
    """Set what this month's standing says of a town's grown persons, and count it."""
    n_recorded = read_again(rules, tally, state, room, here, n_grown)
    n_some = stand(rules, tally, state, room, here, n_grown)
    meet_all(who, rules, tally, room, n_grown)
    for a in range(n_some):
        j = np.int64(room.some[a])
        listed = observe_lists(
            who, rules, tally, by_region, state.dossier, here.first + j, who.group[np.int64(room.cells[j])],
            here.region, np.int64(room.stands[j]) // GRADES, np.int64(room.before[j]) // GRADES, room.me[j],
        )  # fmt: skip
        if listed:
            seen_next[2] += 1
            count_listed(tally, sums, here.first + j, who.group[np.int64(room.cells[j])], listed)
    if rules.favour > 0:
        see_favour(rules, tally, room, n_grown)
    if who.tie_set_aside > 0 and rules.association > 0.0:
        for a in range(n_grown):
            if room.me[room.adults[a], APART] != 0:
                tally.set_aside += bits_in(room.me[room.adults[a], APART])
    if rules.graded != 0 and year_ends(here.month):
        see_conviction(who, rules, tally, key, state, room, here, n_grown)
    room.n_recorded[0] = n_recorded


@kernel
def read_again(rules: Any, tally: Any, state: Any, room: Any, here: Any, n_grown: Any) -> Any:
    """Read the dossiers that have changed, count live records, list the places of who has one; return how many."""
    dossier, refiled, points, held, recorded = state.dossier, room.refiled, room.points, room.held, room.recorded
    n_recorded = 0
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        recorded[n_recorded] = j
        n_recorded += 1 if (held[j] != 0) | (refiled[j] != 0) else 0
    for a in range(n_recorded):
        j = np.int64(recorded[a])
        i = here.first + j
        if refiled[j] != 0:
            points[j], held[j] = read_dossier(rules, dossier, i)
        for s in range(CAPACITY):
            word = np.int64(dossier[i, s])
            if word == 0:
                break
            tally.live_records[origin_of(word) - 1] += 1
    return n_recorded


@kernel
def stand(rules: Any, tally: Any, state: Any, room: Any, here: Any, n_grown: Any) -> Any:
    """Set the standing of all; put into ``some`` the places of those on a list now or before, and return how many.

    A score alone says how somebody stands who has no record that could feed a list.
    """
    adults, some, me, held, points, stands, before = (
        room.adults, room.some, room.me, room.held, room.points, room.stands, room.before
    )  # fmt: skip
    stood, state_at, by_record, by_number = state.stood, room.state_at, room.feeding[0], room.feeding[1]
    clean, keeps_stood, counts, wide = (
        np.int64(rules.empty_state), len(stood) > 0, rules.counts_clean != 0, too_wide(rules)
    )  # fmt: skip
    n_some, total = 0, np.int64(0)
    for a in range(n_grown):
        j = np.int64(adults[a])
        extra, outside, now = me[j, EXTRA], me[j, OUTSIDE] != 0, clean
        if counts | (held[j] != 0) | (extra != 0) | (np.int64(before[j]) != clean) | outside:
            score = score_from(rules, points[j] + extra)
            total += 0 if outside else score
            if wide | (held[j] & by_record != 0) | (held[j] & by_number != 0):
                now = state_with(rules, state.dossier, here.first + j, -1, points[j] + extra, held[j])
            else:
                now = np.int64(state_at[score - rules.minimum])
            now = np.int64(rules.outside_state) if outside else now
        stands[j] = now
        some[n_some] = j
        n_some += 1 if (now >= GRADES) | (before[j] >= GRADES) else 0
        if keeps_stood:
            stood[here.first + j] = now
    tally.score += total
    return n_some


@kernel
def see_favour(rules: Any, tally: Any, room: Any, n_grown: Any) -> None:
    """Count scores with and without favour: of all as if there were none, then what differs of those who have it."""
    adults, me, points = room.adults, room.me, room.points
    n, total, squares, best = 0, 0, 0, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        if me[j, OUTSIDE] != 0:
            continue
        if me[j, FAVOUR] != 0:
            observe_favour(rules, tally, points[j], me[j])
            continue
        score = score_from(rules, points[j] + me[j, EXTRA])
        best += 1 if score >= rules.band[0] else 0
        score -= rules.minimum
        n, total, squares = n + 1, total + score, squares + score * score
    if rules.n_grades > 0:
        tally.best_grade[0] += best if rules.n_grades > 1 else n
    for m, amount in enumerate((n, total, total, squares, squares, squares)):
        tally.favour_moments[m] += amount


@kernel
def see_conviction(
    who: Any, rules: Any, tally: Any, key: Any, state: Any, room: Any, here: Any, n_grown: Any
) -> None:
    """Set scores against convictions, of those whom the regime can record."""
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        if rules.applies[np.int64(room.cells[j])] and room.me[j, OUTSIDE] == 0:
            score = score_from(rules, room.points[j] + room.me[j, EXTRA])
            add_moments(who, tally, key, score, here.first + j, np.int64(state.generation[here.first + j]))


@kernel
def count_listed(tally: Any, sums: Any, i: Any, group: Any, listed: Any) -> None:
    """Count one person's month on a blacklist; ``listed`` as ``observe`` returns it."""
    if sums.months_listed[i] == 0:
        tally.first_listed[group] += 1
    sums.months_listed[i] += 1
    sums.times_listed[i] += listed >> 2
    if listed & 2:
        if sums.months_wrongly_listed[i] == 0:
            tally.first_wrongly_listed[group] += 1
        sums.months_wrongly_listed[i] += 1
