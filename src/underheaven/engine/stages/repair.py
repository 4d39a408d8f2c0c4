"""Stage 8 over a town: records that leave, and persons who are replaced."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Int, U2s, U4s
from underheaven.draws import fill_listed_block
from underheaven.engine.stages.month_start import age_cells, fill_arrival_cells
from underheaven.engine.workspace import Workspace
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel, jit_loop, jit_stage
from underheaven.kernel.ageing import birth_month, initial_age
from underheaven.kernel.argument_types import RepairDraws, TownMonth
from underheaven.kernel.blacklist_stays import end_stay_by_renewal, note_removal
from underheaven.kernel.dossier import record_months_left, record_rule
from underheaven.kernel.grace import pass_grace
from underheaven.kernel.newcomer import apply_debt_backlog, initialise_founder, initialise_newcomer
from underheaven.kernel.person_attributes import arrival_cell
from underheaven.kernel.repair import (
    RECORD_STAYS,
    age_record,
    close_dossier,
    is_record_unaffected,
    record_address,
    repair_record,
    withdraw_records,
)
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.status import dossier_status
from underheaven.kernel.table_layout import MAX_GRADES, OPTED_OUT, FirstGeneration
from underheaven.kernel.tally import Tally

_MENDED = draws.APPEAL_FILED // 4


@jit_stage
def repair(
    society: Society, rules: Rules, tally: Tally, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Let a month pass over the records of a town's adults, in batches of as many as the workspace holds."""
    n: Int
    dossier, selected, n_selected, n = state.dossier, workspace.selected, 0, 0
    for a in range(workspace.n_recorded[0]):
        j = np.int64(workspace.recorded[a])
        selected[n_selected] = j
        if workspace.personal[OPTED_OUT, j] != 0:
            withdraw_records(tally, dossier, town.first + j)
        else:
            n_selected += 1 if dossier[town.first + j, 0] != 0 else 0
    for s in range(dossier.shape[1]):  # the first record of all persons, then the second of those who have one
        if n + n_selected > len(workspace.item_address):
            repair_listed(society, rules, tally, state, sums, workspace, town, n)
            n = 0
        n = list_records(society, rules, dossier, workspace, town, s, n_selected, n)
        n_more, next_slot = 0, min(s + 1, dossier.shape[1] - 1)
        for a in range(n_selected):
            selected[n_more] = selected[a]
            n_more += 1 if dossier[town.first + np.int64(selected[a]), next_slot] != 0 else 0
        n_selected = n_more
    repair_listed(society, rules, tally, state, sums, workspace, town, n)
    if len(state.notices) > 0:
        age_notices(society, rules, tally, state, workspace, town)


@jit_loop
def age_notices(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth
) -> None:
    """Let a month pass over the notices of a town; a person who opts out has none."""
    for j in range(town.n):
        i = town.first + j
        if state.notices[i, 0] != 0 and workspace.personal[OPTED_OUT, j] != 0:
            state.notices[i, :] = 0
        elif state.notices[i, 0] != 0:
            pass_grace(society, rules, tally, state.notices, i, np.int64(state.livelihood[i]))


@jit_kernel
def list_records(
    society: Society, rules: Rules, dossier: U2s, workspace: Workspace, town: TownMonth, s: Int, n_selected: Int, n: Int
) -> Int:
    """Append to a batch of ``n`` the live records of the selected persons at one position; return the new length."""
    item_person, item_slot, item_address = workspace.item_person, workspace.item_slot, workspace.item_address
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        record = np.int64(dossier[town.first + j, s])
        item_person[n], item_slot[n], item_address[n] = j, s, record_address(society, rules, record, town.month)
        n += 1 if record_months_left(record) != 0 else 0
    return n


@jit_loop
def repair_listed(
    society: Society,
    rules: Rules,
    tally: Tally,
    state: State,
    sums: Sums,
    workspace: Workspace,
    town: TownMonth,
    n: Int,
) -> None:
    """Let a month pass over a batch of ``n`` records, whose draws are made together."""
    dossier, batch_draws, item_address = state.dossier, workspace.batch_draws, workspace.item_address
    fill_listed_block(batch_draws, town.key, town.first, workspace.item_person, n, town.month, _MENDED, item_address)
    for m in range(n):
        i, s = town.first + np.int64(workspace.item_person[m]), np.int64(workspace.item_slot[m])
        record, livelihood_bits = np.int64(dossier[i, s]), np.int64(state.livelihood[i])
        if is_record_unaffected(
            society, rules, record, livelihood_bits, np.int64(batch_draws[0, m]), np.int64(batch_draws[3, m])
        ):
            dossier[i, s] = age_record(record)
        else:
            repair_draws = RepairDraws(
                np.int64(item_address[m]),
                np.int64(batch_draws[0, m]),
                np.int64(batch_draws[1, m]),
                np.int64(batch_draws[2, m]),
                np.int64(batch_draws[3, m]),
            )
            dossier[i, s], removal = repair_record(
                society, rules, tally, town, i, record, livelihood_bits, repair_draws
            )
            if removal != RECORD_STAYS:
                note_removal(rules, sums, state.leaving, i, record_rule(record), removal)


@jit_loop
def initialise_town(
    society: Society,
    first_generation: FirstGeneration,
    key: U4s,
    state: State,
    first: Int,
    n: Int,
    workspace: Workspace,
) -> None:
    """Create the first generation of a town.

    Args:
        society: The compiled society.
        first_generation: Tables of the first generation.
        key: Key of all draws, uint32 (2,).
        state: State of all persons.
        first: Index of the first person of the town.
        n: Persons in the town.
        workspace: The thread's work arrays.
    """
    draw_lanes, cells = workspace.month_draws, workspace.cells
    fill_arrival_cells(society, key, state.generation, first, n, draw_lanes, cells)
    for j in range(n):
        if len(state.born) > 0:
            state.born[first + j] = birth_month(0, initial_age(society, np.int64(cells[j]), np.int64(draw_lanes[0, j])))
        initialise_founder(society, first_generation, key, state, first + j, np.int64(cells[j]))


@jit_loop
def apply_town_backlog(
    society: Society,
    first_generation: FirstGeneration,
    key: U4s,
    state: State,
    first: Int,
    n: Int,
    month: Int,
    workspace: Workspace,
) -> None:
    """Bring the share of debtors of a town to the stated backlog, before a month begins.

    Args:
        society: The compiled society.
        first_generation: Tables of the first generation.
        key: Key of all draws, uint32 (2,).
        state: State of all persons.
        first: Index of the first person of the town.
        n: Persons in the town.
        month: Month of the run, from 0.
        workspace: The thread's work arrays.
    """
    cells = workspace.cells
    fill_arrival_cells(society, key, state.generation, first, n, workspace.month_draws, cells)
    if len(state.born) > 0:
        age_cells(society, state.born, first, n, month - 1, cells)
    for j in range(n):
        apply_debt_backlog(
            society, first_generation, key, state, first + j, np.int64(state.generation[first + j]), np.int64(cells[j])
        )


@jit_stage
def renewal(
    society: Society, rules: Rules, tally: Tally, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Replace the persons of a town who leave."""
    u, cells = workspace.month_draws[3], workspace.cells
    for j in range(town.n):
        cell = np.int64(cells[j])
        if np.int64(u[j]) < society.renewal[cell]:
            renew_person(society, rules, tally, town.key, state, town.first + j, town.month, cell)
            sums.renewals[town.first + j] += 1
            end_stay_by_renewal(sums, state.leaving, town.first + j)


@jit_loop
def renew_person(
    society: Society, rules: Rules, tally: Tally, key: U4s, state: State, i: Int, month: Int, cell: Int
) -> None:
    """Replace the person at a slot by a newcomer of the next generation."""
    tally.renewed[society.group[cell]] += 1
    if society.minor[cell] == 0:
        if len(state.status) > 0:
            status: Int = np.int64(state.status[i])
            state.status[i] = status % MAX_GRADES
        else:
            status = dossier_status(rules, state.dossier, i, -1, 0)
        close_dossier(rules, tally, state.dossier, i, status)
    generation = (np.int64(state.generation[i]) + 1) & 255
    state.generation[i] = generation
    state.public_status_next[i] = rules.public_status[rules.empty_state]
    if len(state.score_next) > 0:
        state.score_next[i] = 0
    if len(state.household_liability) > 0:
        state.household_liability[i] = 0
    if len(state.notices) > 0:
        state.notices[i, :] = 0
    cell = arrival_cell(society, key, i, generation)
    if len(state.born) > 0:
        state.born[i] = birth_month(month + 1, society.since[cell])
    initialise_newcomer(society, key, state, i, generation, cell)
