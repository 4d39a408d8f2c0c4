"""Before the stages: each person's cell, last month's status, and the effects of ties this month."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Int, U1s, U2s, U4s
from underheaven.draws import draw_block, fill_block, fill_lifelong_block
from underheaven.engine.stages.prefetch import prefetch_state
from underheaven.engine.stages.ties import fill_tie_effects
from underheaven.engine.workspace import ELIGIBLE, FILED, GROWN, SENSED, Workspace
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_loop, jit_stage
from underheaven.kernel.ageing import age_in_month, cell_at_age, enter_cell, is_new_adult, previous_cell
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.consent import declines_consent
from underheaven.kernel.dossier import origin_count_unit, record_months_left, record_rule
from underheaven.kernel.monthly_variables import is_unaware
from underheaven.kernel.person_attributes import cell_from_draw, household_category
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.status import dossier_status
from underheaven.kernel.table_layout import (
    EXTRA_POINTS,
    FAVOUR_POINTS,
    MAX_GRADES,
    OPTED_OUT,
    TIE_POINTS,
    TRAIT_DRAWS,
    UNAWARE,
)
from underheaven.kernel.tally import Tally

_BORN, _LIVES = 0, draws.FAVOUR // 4
_MONTH, _DEBTS = draws.OPPORTUNITY // 4, draws.SOLVENCY // 4
_U_FAVOUR, _U_CONSENT, _U_AWARE = draws.FAVOUR % 4, draws.CONSENT % 4, draws.AWARE % 4


@jit_loop
def fill_arrival_cells(
    society: Society, key: U4s, generation: U1s, first: Int, n: Int, draw_lanes: U4s, cells: U1s
) -> None:
    """Compute the cell in which every person of a town arrived.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        generation: Generation of all persons, uint8 (person,).
        first: Index of the first person of the town.
        n: Persons in the town.
        draw_lanes: Draws at birth, uint32 (4, person of the town); set.
        cells: Cells, uint8 (person of the town,); set.
    """
    fill_block(draw_lanes, key, first, n, 0, _BORN)
    for j in range(n):
        own_generation = np.int64(generation[first + j])
        if own_generation > 0:  # the household keeps the draw of its first generation
            draw_lanes[0, j], _, draw_lanes[2, j], draw_lanes[3, j] = draw_block(
                key, first + j, own_generation, _BORN, 0
            )
    for j in range(n):
        household = household_category(society, np.int64(draw_lanes[1, np.int64(society.house[j, 0])]))
        cells[j] = cell_from_draw(society, np.int64(draw_lanes[0, j]), household, np.int64(generation[first + j]))


@jit_loop
def age_cells(society: Society, born: U2s, first: Int, n: Int, month: Int, cells: U1s) -> None:
    """Replace the cells in which a town's persons arrived by those of a month.

    Args:
        society: The compiled society.
        born: Months of birth, uint16 (person,).
        first: Index of the first person of the town.
        n: Persons in the town.
        month: Month of the run, from 0.
        cells: Cells, uint8 (person of the town,); changed in place.
    """
    for j in range(n):
        cells[j] = cell_at_age(society, cells[j], age_in_month(born, first + j, month))


@jit_loop
def grow_older(society: Society, key: U4s, state: State, first: Int, n: Int, month: Int, cells: U1s) -> None:
    """Replace cells as `age_cells` does, and move persons who enter another cell this month."""
    for j in range(n):
        age, arrival = age_in_month(state.born, first + j, month), np.int64(cells[j])
        if age >= society.until[arrival]:
            cell = cell_at_age(society, arrival, age)
            cells[j] = cell
            if age == society.since[cell]:
                generation, cell_before = np.int64(state.generation[first + j]), previous_cell(society, arrival, cell)
                enter_cell(society, key, state, first + j, generation, cell_before, cell)


@jit_stage
def ageing(society: Society, state: State, sums: Sums, workspace: Workspace, town: TownMonth) -> None:
    """Set ``cells`` of the workspace for this month; persons who enter another cell begin there."""
    prefetch_state(state, sums, workspace, town)
    fill_arrival_cells(society, town.key, state.generation, town.first, town.n, workspace.birth_draws, workspace.cells)
    if len(state.born) > 0:
        grow_older(society, town.key, state, town.first, town.n, town.month, workspace.cells)


@jit_stage
def begin_month(
    society: Society,
    rules: Rules,
    rules_previous: Rules,
    tally: Tally,
    state: State,
    workspace: Workspace,
    town: TownMonth,
) -> None:
    """Fill the workspace with the town's persons and their draws, and count the persons.

    Set are dossiers read, personal variables, last month's status, and the number of adults.
    """
    fill_block(workspace.month_draws, town.key, town.first, town.n, town.month, _MONTH)
    fill_block(workspace.debt_draws, town.key, town.first, town.n, town.month, _DEBTS)
    workspace.counted[ELIGIBLE], workspace.counted[FILED], workspace.counted[SENSED] = 0, 0, 0
    n_grown = split_minors(society, rules, tally, state, workspace, town)
    read_dossiers(rules, workspace, town, n_grown, state)
    if rules.personal or rules.secret or rules.suppression > 0 or society.meets > 0:
        fill_lifelong_block(workspace.lifelong_draws, town.key, town.first, town.n, state.generation, _LIVES)
    if rules.personal:
        fill_personal_variables(society, rules, tally, state, workspace, town, n_grown)
    if rules.secret:
        set_unaware(rules, workspace, n_grown)
    set_previous_status(society, rules_previous, state, workspace, town, n_grown)
    workspace.counted[GROWN] = n_grown


@jit_loop
def split_minors(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth
) -> Int:
    """Count persons, show minors as clean, and list the adults; return the number of adults."""
    cells, adults, is_adult, public_status_next, score_next = (
        workspace.cells,
        workspace.adults,
        workspace.is_adult,
        state.public_status_next,
        state.score_next,
    )
    clean_status, n_grown = rules.public_status[rules.empty_state], 0
    workspace.lessons[: town.n] = 0
    public_status_next[town.first : town.first + town.n] = clean_status
    if len(score_next) > 0:
        score_next[town.first : town.first + town.n] = 0
    for j in range(town.n):
        cell = np.int64(cells[j])
        tally.persons[society.group[cell]] += 1
        adults[n_grown] = j
        is_adult[j] = 0 if society.minor[cell] else 1
        n_grown += 0 if society.minor[cell] else 1
    return n_grown


@jit_loop
def read_dossiers(rules: Rules, workspace: Workspace, town: TownMonth, n_grown: Int, state: State) -> None:
    """Read the dossiers as last month left them, and clear what the workspace holds of another town.

    A dossier with a record that left last month is marked as changed.
    """
    dossier, active_rules, points, dossier_changed, origin_counts = (
        state.dossier,
        workspace.active_rules,
        workspace.points,
        workspace.dossier_changed,
        workspace.origin_counts,
    )
    fills_personal = rules.personal != 0 or rules.secret != 0 or rules.evadable != 0
    if fills_personal:
        workspace.personal[:, : town.n] = 0
    elif workspace.personal_dirty[0] != 0:
        workspace.personal[:] = 0
    workspace.personal_dirty[0] = 1 if fills_personal else 0
    workspace.is_subject[: town.n] = town.has_regime
    for p in range(town.n):
        workspace.personal[TRAIT_DRAWS, p], workspace.personal[TRAIT_DRAWS + 1, p] = (
            np.int64(workspace.birth_draws[2, p]),
            np.int64(workspace.birth_draws[3, p]),
        )
    start, selected, n_selected = np.int64(rules.start), workspace.selected, 0
    for p in range(town.n):
        active_rules[p], points[p], dossier_changed[p], origin_counts[p] = 0, start, 0, 0
    for a in range(n_grown):
        selected[n_selected] = workspace.adults[a]
        n_selected += 1 if dossier[town.first + np.int64(workspace.adults[a]), 0] != 0 else 0
    for s in range(dossier.shape[1]):  # the first record of all persons, then the second of those who have one
        n_more = 0
        next_slot = min(s + 1, dossier.shape[1] - 1)
        for a in range(n_selected):
            j = np.int64(selected[a])
            record = np.int64(dossier[town.first + j, s])
            active_rules[j] |= np.int64(1) << record_rule(record)
            points[j] += rules.points[record_rule(record)]
            dossier_changed[j] |= np.uint8(1 if record_months_left(record) == 0 else 0)
            origin_counts[j] += origin_count_unit(record)
            selected[n_more] = j
            n_more += 1 if dossier[town.first + j, next_slot] != 0 else 0
        n_selected = n_more


@jit_loop
def fill_personal_variables(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_grown: Int
) -> None:
    """Set what comes to a person from ties and officials, and whether the person opts out."""
    if rules.association > 0.0 or rules.contagion_rule >= 0:
        fill_tie_effects(society, rules, tally, state, workspace, town, n_grown)
    set_favour_points(rules, workspace, town)
    if rules.consent:
        ask_to_join(society, rules, workspace, town, n_grown)


@jit_loop
def set_favour_points(rules: Rules, workspace: Workspace, town: TownMonth) -> None:
    """Set the points from favour, and their sum with the points from ties; see `scores.set_personal_points`."""
    u, favour, extra, ties = (
        workspace.lifelong_draws[_U_FAVOUR],
        workspace.personal[FAVOUR_POINTS],
        workspace.personal[EXTRA_POINTS],
        workspace.personal[TIE_POINTS],
    )
    for j in range(town.n):
        favour[j] = rules.favour_points if np.int64(u[j]) < rules.favour else np.int64(0)
        extra[j] = favour[j] + ties[j]


@jit_loop
def ask_to_join(society: Society, rules: Rules, workspace: Workspace, town: TownMonth, n_grown: Int) -> None:
    """Set who opts out; conviction is looked up only where it decides."""
    u, adults, cells, opted_out, is_subject = (
        workspace.lifelong_draws[_U_CONSENT],
        workspace.adults,
        workspace.cells,
        workspace.personal[OPTED_OUT],
        workspace.is_subject,
    )
    certain_join, possible_join = workspace.certain_join, workspace.possible_join
    for a in range(n_grown):
        j = np.int64(adults[a])
        cell, declines = np.int64(cells[j]), np.int64(u[j]) >= possible_join[np.int64(cells[j])]
        if certain_join[cell] <= np.int64(u[j]) < possible_join[cell]:
            declines = declines_consent(
                society, rules, town.first + j, cell, np.int64(u[j]), workspace.personal[TRAIT_DRAWS, j]
            )
        opted_out[j] = 1 if declines else 0
        is_subject[j] = 0 if declines else is_subject[j]


@jit_loop
def set_unaware(rules: Rules, workspace: Workspace, n_grown: Int) -> None:
    """Set which adults do not know of the regime."""
    awareness_draws, unaware_flags, cells, active_rules = (
        workspace.lifelong_draws[_U_AWARE],
        workspace.personal[UNAWARE],
        workspace.cells,
        workspace.active_rules,
    )
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        unaware_flags[j] = is_unaware(rules, np.int64(awareness_draws[j]), np.int64(cells[j]), active_rules[j])


@jit_loop
def set_previous_status(
    society: Society, rules_previous: Rules, state: State, workspace: Workspace, town: TownMonth, n_grown: Int
) -> None:
    """Set last month's status: stored where it depends on more than the records, else computed from them again."""
    dossier, stored_status, status_previous, active_rules = (
        state.dossier,
        state.status,
        workspace.status_previous,
        workspace.active_rules,
    )
    keeps_status, clean_status = len(stored_status) > 0, np.int64(rules_previous.empty_state)
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        i = town.first + j
        status: Int = clean_status
        if keeps_status:
            status = np.int64(stored_status[i])
        elif active_rules[j] != 0:
            status = dossier_status(rules_previous, dossier, i, -1, workspace.personal[EXTRA_POINTS, j])
        elif clean_status >= MAX_GRADES and is_new_adult(
            society, town.key, state.born, i, town.month, np.int64(state.generation[i]), np.int64(workspace.cells[j])
        ):
            status %= MAX_GRADES  # a newcomer was on no list
        status_previous[j] = status
