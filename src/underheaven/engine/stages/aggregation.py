"""Aggregation: persons of equal status and cell are counted together and added to the tallies once."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int
from underheaven.draws import DRAW_RANGE
from underheaven.engine.workspace import N_STATUS_SLOTS, Workspace
from underheaven.jit.decorators import jit_loop
from underheaven.kernel.consent import certain_join_draw, possible_join_draw
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import MAX_GRADES, N_STATUSES, OPTED_OUT
from underheaven.kernel.tally import Tally
from underheaven.kernel.treatment import count_rewards, nothing_added


@jit_loop
def prepare_lookups(rules: Rules, workspace: Workspace) -> None:
    """Set by cell the draws of consent between which conviction decides, and clear the cache of other rules' exposures.

    Args:
        rules: The rules in force.
        workspace: The thread's work arrays.
    """
    workspace.exposure_cache[:] = -1
    for cell in range(len(workspace.certain_join)):
        asked = rules.consent != 0 and rules.applies[cell] != 0
        workspace.certain_join[cell] = certain_join_draw(rules, cell) if asked else np.int64(DRAW_RANGE)
        workspace.possible_join[cell] = possible_join_draw(rules, cell) if asked else np.int64(DRAW_RANGE)


@jit_loop
def aggregate_statuses(society: Society, rules: Rules, tally: Tally, workspace: Workspace, n_grown: Int) -> None:
    """Count a town's adults by status, opting out, and cell.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        workspace: The thread's work arrays.
        n_grown: Adults in the town.
    """
    adults, status, cells, slot_of, status_counts, personal = (
        workspace.adults,
        workspace.status,
        workspace.cells,
        workspace.slot_by_status,
        workspace.status_counts,
        workspace.personal,
    )
    for a in range(n_grown):
        j = np.int64(adults[a])
        status_key = np.int64(status[j]) + N_STATUSES * personal[OPTED_OUT, j]
        slot: Int = np.int64(slot_of[status_key])
        if slot == 0:
            slot = open_status_slot(society, rules, tally, workspace, status_key)
        status_counts[slot - 1, cells[j]] += 1


@jit_loop
def open_status_slot(society: Society, rules: Rules, tally: Tally, workspace: Workspace, status_key: Int) -> Int:
    """Return a slot of the count for a status, after adding all counts to the tallies if no slot is left."""
    if np.int64(workspace.used_slots[0]) == N_STATUS_SLOTS:
        tally_aggregated(society, rules, tally, workspace)
    workspace.used_slots[0] += 1
    slot = np.int64(workspace.used_slots[0])
    workspace.used_slots[slot], workspace.slot_by_status[status_key] = status_key, slot
    return slot


@jit_loop
def tally_aggregated(society: Society, rules: Rules, tally: Tally, workspace: Workspace) -> None:
    """Add to the tallies all persons counted under these rules since the last time.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        workspace: The thread's work arrays.
    """
    for slot in range(np.int64(workspace.used_slots[0])):
        status_key = np.int64(workspace.used_slots[slot + 1])
        workspace.slot_by_status[status_key] = 0
        for cell in range(workspace.status_counts.shape[1]):
            if workspace.status_counts[slot, cell] > 0:
                tally_status(society, rules, tally, cell, status_key, np.int64(workspace.status_counts[slot, cell]))
                workspace.status_counts[slot, cell] = 0
    workspace.used_slots[0] = 0


@jit_loop
def tally_status(society: Society, rules: Rules, tally: Tally, cell: Int, status_key: Int, times: Int) -> None:
    """Add to the tallies ``times`` persons of one cell and status."""
    status, opted_out = status_key % N_STATUSES, status_key >= N_STATUSES
    if rules.n_grades > 0 and not opted_out:
        tally.grades[rules.grade_label[status % MAX_GRADES], society.group[cell]] += times
    if rules.consent and rules.applies[cell]:
        if opted_out:
            tally.stayed_out[society.group[cell]] += times
        else:
            tally.joined[society.group[cell]] += times
    if not nothing_added(rules, status):
        count_rewards(society, rules, tally, cell, status, times)
