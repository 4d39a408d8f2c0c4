"""Stage 4 over a town: the status of each adult."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int
from underheaven.engine.stages.aggregation import aggregate_statuses
from underheaven.engine.workspace import GROWN, Workspace, make_person
from underheaven.fields.codes import N_ORIGINS
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel, jit_loop, jit_stage
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.blacklist_stays import update_first_stay
from underheaven.kernel.dossier import ORIGIN_COUNT_BITS, count_origins
from underheaven.kernel.listings import count_lists, on_no_list
from underheaven.kernel.rules import Rules
from underheaven.kernel.scores import add_score_moments, bounded_score, count_favour, is_year_end
from underheaven.kernel.society import Society
from underheaven.kernel.standing import stays_clean
from underheaven.kernel.status import read_dossier, status_from_score
from underheaven.kernel.table_layout import EXTRA_POINTS, FAVOUR_POINTS, MAX_GRADES, OPTED_OUT, TRAIT_DRAWS
from underheaven.kernel.tally import Tally


@jit_stage
def standing(
    society: Society, rules: Rules, tally: Tally, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Set ``status`` and ``scores`` of the workspace for a town's adults, and count them."""
    n_grown = np.int64(workspace.counted[GROWN])
    n_recorded = read_changed_dossiers(rules, tally, state, workspace, town, n_grown)
    n_selected = set_status(rules, tally, state, workspace, town, n_grown)
    aggregate_statuses(society, rules, tally, workspace, n_grown)
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        person = make_person(society, state.generation, workspace, town.first + j, j)
        lists, lists_before = (
            np.int64(workspace.status[j]) // MAX_GRADES,
            np.int64(workspace.status_previous[j]) // MAX_GRADES,
        )
        listed = count_lists(society, rules, tally, town.region_counts, state.dossier, person, lists, lists_before)
        if listed:
            town.seen_next[2] += 1
            count_listed(tally, sums, town.first + j, person.group, listed)
        update_first_stay(
            sums,
            state.leaving,
            town.first + j,
            town.month - society.burn_in + 1,
            listed,
            workspace.personal[OPTED_OUT, j],
        )
    if rules.favour > 0:
        tally_favour(rules, tally, workspace, town, n_grown)
    if rules.graded != 0 and is_year_end(town.month):
        tally_conviction(society, rules, tally, workspace, town, n_grown)
    workspace.n_recorded[0] = n_recorded


@jit_loop
def read_changed_dossiers(
    rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_grown: Int
) -> Int:
    """Read the dossiers that have changed, count live records, and list the persons with records.

    Return the number of these persons; dossiers emptied this month count as well.
    """
    dossier, dossier_changed, points, active_rules, recorded = (
        state.dossier,
        workspace.dossier_changed,
        workspace.points,
        workspace.active_rules,
        workspace.recorded,
    )
    n_recorded, n_selected = 0, 0
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        recorded[n_recorded] = j
        n_recorded += 1 if (active_rules[j] != 0) | (dossier_changed[j] != 0) else 0
        workspace.selected[n_selected] = j
        n_selected += 1 if dossier_changed[j] != 0 else 0
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        points[j], active_rules[j] = read_dossier(rules, dossier, town.first + j)
        workspace.origin_counts[j] = count_origins(dossier, town.first + j)
    count_live_records(tally, workspace, n_recorded, dossier.shape[1])
    return n_recorded


@jit_loop
def count_live_records(tally: Tally, workspace: Workspace, n_recorded: Int, capacity: Int) -> None:
    """Count live records by origin, in groups of persons small enough that no packed count overflows."""
    origin_counts, most = workspace.origin_counts, (1 << ORIGIN_COUNT_BITS) // capacity - 1
    for start in range(0, n_recorded, most):
        counts = np.int64(0)
        for a in range(start, min(start + most, n_recorded)):
            counts += origin_counts[workspace.recorded[a]]
        for origin in range(N_ORIGINS):
            tally.live_records[origin] += counts & ((1 << ORIGIN_COUNT_BITS) - 1)
            counts >>= ORIGIN_COUNT_BITS


@jit_loop
def set_status(rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_grown: Int) -> Int:
    """Set everybody's status; fill `selected` with adults on a list this month or last, and return their number."""
    adults, selected, status, status_previous = (
        workspace.adults,
        workspace.selected,
        workspace.status,
        workspace.status_previous,
    )
    stored_status, first, n_selected = state.status, town.first, 0
    n_special, total = set_status_by_score(rules, workspace, town, n_grown)
    for a in range(n_special):
        j = np.int64(selected[a])
        points = workspace.points[j] + workspace.personal[EXTRA_POINTS, j]
        status[j] = status_from_score(rules, state.dossier, first + j, -1, points, workspace.active_rules[j])
    for a in range(n_grown):
        j = np.int64(adults[a])
        selected[n_selected] = j
        n_selected += 0 if on_no_list(np.int64(status[j]), np.int64(status_previous[j])) else 1
        if len(stored_status) > 0:
            stored_status[first + j] = status[j]
    tally.score += total
    return n_selected


@jit_loop
def set_status_by_score(rules: Rules, workspace: Workspace, town: TownMonth, n_grown: Int) -> tuple[Int, Int]:
    """Set everybody's score, and the status that follows from it.

    Fill `selected` with adults whose records matter as well; return their number and the sum of scores.
    """
    extra, opted_out, active_rules, points, scores = (
        workspace.personal[EXTRA_POINTS],
        workspace.personal[OPTED_OUT],
        workspace.active_rules,
        workspace.points,
        workspace.scores,
    )
    status, status_previous, selected, feeding, low = (
        workspace.status,
        workspace.status_previous,
        workspace.selected,
        rules.feeding,
        rules.minimum,
    )
    clean, no_lookup, n_selected = np.int64(rules.empty_state), rules.n_looked_up == 0, 0
    is_adult = workspace.is_adult
    total = np.int64(0)
    for j in range(town.n):
        score = bounded_score(rules, points[j] + extra[j])
        status_now = clean if no_lookup else np.int64(rules.state_at[score - low])
        observed = not stays_clean(rules, active_rules[j], extra[j], np.int64(status_previous[j]))
        status_now = status_now if observed else clean
        status[j] = status_now if opted_out[j] == 0 else np.int64(rules.outside_state)
        scores[j] = score
        total += score if observed & (opted_out[j] == 0) & (is_adult[j] != 0) else np.int64(0)
    for a in range(n_grown):
        p = np.int64(workspace.adults[a])
        selected[n_selected] = p
        special = (active_rules[p] & feeding != 0) | (
            no_lookup & (not stays_clean(rules, active_rules[p], extra[p], np.int64(status_previous[p])))
        )
        n_selected += 1 if special & (opted_out[p] == 0) else 0
    return n_selected, total


@jit_loop
def tally_favour(rules: Rules, tally: Tally, workspace: Workspace, town: TownMonth, n_grown: Int) -> None:
    """Count scores with and without favour: first of adults without favour, then of those who have it."""
    favour, opted_out, scores, grown = (
        workspace.personal[FAVOUR_POINTS],
        workspace.personal[OPTED_OUT],
        workspace.scores,
        workspace.is_adult,
    )
    zero = np.int64(0)
    n, total, squares, best = 0, zero, zero, 0
    for j in range(town.n):
        plain = (grown[j] != 0) & (opted_out[j] == 0) & (favour[j] == 0)
        above = scores[j] - rules.minimum if plain else zero
        best += 1 if plain & (scores[j] >= rules.band[0]) else 0
        n += 1 if plain else 0
        total += above
        squares += above * above
    for a in range(n_grown):
        p = np.int64(workspace.adults[a])
        if (favour[p] != 0) & (opted_out[p] == 0):
            count_favour(rules, tally, workspace.points[p], workspace.personal[:, p])
    if rules.n_grades > 0:
        tally.best_grade[0] += best if rules.n_grades > 1 else n
    for m, amount in enumerate((n, total, total, squares, squares, squares)):
        tally.favour_moments[m] += amount


@jit_loop
def tally_conviction(
    society: Society, rules: Rules, tally: Tally, workspace: Workspace, town: TownMonth, n_grown: Int
) -> None:
    """Add scores and convictions of the persons whom the regime can record to their moments."""
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        if rules.applies[np.int64(workspace.cells[j])] and workspace.personal[OPTED_OUT, j] == 0:
            add_score_moments(society, tally, workspace.scores[j], town.first + j, workspace.personal[TRAIT_DRAWS, j])


@jit_kernel
def count_listed(tally: Tally, sums: Sums, i: Int, group: Int, listed: Int) -> None:
    """Count one person's month on a blacklist; ``listed`` is what `kernel.listings.count_lists` returned."""
    if sums.months_listed[i] == 0:
        tally.first_listed[group] += 1
    sums.months_listed[i] += 1
    sums.times_listed[i] += listed >> 2
    if listed & 2:
        if sums.months_wrongly_listed[i] == 0:
            tally.first_wrongly_listed[group] += 1
        sums.months_wrongly_listed[i] += 1
