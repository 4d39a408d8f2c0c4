"""Work arrays for one town's month: what its persons carry from stage to stage.

Each thread has one workspace and uses it for town after town. Nothing in it outlives a town's month except the counts
of persons by status.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from underheaven.array_types import F8s, I4s, I8s, Int, U1s, U2s, U4s
from underheaven.fields.scales import MAX_DOSSIER_CAPACITY
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.acquaintances import MAX_TIES
from underheaven.kernel.argument_types import Person
from underheaven.kernel.hooks import WORDS
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import field_layout
from underheaven.kernel.table_layout import (
    DETECTION_ROWS,
    MAX_ACQUAINTANCES,
    MAX_CELLS,
    MAX_GROUPS,
    MAX_KINDS,
    N_FIT_TERMS,
    N_PERSONAL,
    N_STATUSES,
)

MAX_COUNTED_TIES = 64
"""Upper bound, never reached, of the number of ties in a sum of tie words."""

N_STATUS_SLOTS = 64
"""Number of different statuses that are counted together before they are entered into the tallies."""

NO_WINDOW = -9
"""Value of ``window_town`` while no town's window is filled."""

PER_SLOT = -1
"""In place of a size: the slots of a town and at least one more; its multiples give multiples."""


GROWN, ELIGIBLE, FILED, SENSED = range(4)
"""Positions in ``Workspace.counted``: adults, persons who can be recorded, adverse records filed, and those of the
adverse records that channels made."""


class Workspace(NamedTuple):
    """Every work array by name; a slot is one person of the town."""

    # draws by lane: attributes at birth, the month's two blocks, other lifelong draws, help, contagion and quota, and
    # the draws of a batch of items
    birth_draws: Annotated[U4s, (4, PER_SLOT)]
    month_draws: Annotated[U4s, (4, PER_SLOT)]
    debt_draws: Annotated[U4s, (4, PER_SLOT)]
    lifelong_draws: Annotated[U4s, (4, PER_SLOT)]
    help_draws: Annotated[U4s, (4, PER_SLOT)]
    contagion_draws: Annotated[U4s, (4, PER_SLOT)]
    batch_draws: Annotated[U4s, (4, PER_SLOT)]
    # by slot, the person's cell and whether an adult; then lists of slots: adults, persons whom a stage selected,
    # persons whom it left unaffected, and persons with records
    cells: Annotated[U1s, (PER_SLOT,)]
    is_adult: Annotated[U1s, (PER_SLOT,)]
    adults: Annotated[U2s, (PER_SLOT,)]
    selected: Annotated[U2s, (PER_SLOT,)]
    unaffected: Annotated[U2s, (PER_SLOT,)]
    recorded: Annotated[U2s, (PER_SLOT,)]
    n_recorded: Annotated[I8s, (1,)]
    # counts of the town's month: GROWN, ELIGIBLE, FILED and SENSED
    counted: Annotated[I8s, (4,)]
    # personal variables of the month, see ``table_layout``; whether an earlier town may have left some of them other
    # than 0; whether the regime applies to the person
    personal: Annotated[I8s, (N_PERSONAL, PER_SLOT)]
    personal_dirty: Annotated[U1s, (1,)]
    is_subject: Annotated[U1s, (PER_SLOT,)]
    # ties: acquaintances as positions in the window, see `fill_acquaintances`; homophily classes, see
    # `homophily_class`; tie words of all in the window, running sums of them, and sums over each person's ties
    acquaintance_slots: Annotated[U2s, (MAX_ACQUAINTANCES, PER_SLOT)]
    homophily_classes: Annotated[U1s, (PER_SLOT,)]
    tie_window: Annotated[I4s, (3 * PER_SLOT,)]
    running_sums: Annotated[I8s, (PER_SLOT,)]
    tie_sums: Annotated[I4s, (PER_SLOT,)]
    # 2 * the town whose window is filled, plus 1 where it holds scores; or NO_WINDOW
    window_town: Annotated[I8s, (1,)]
    # probabilities of a record along ties, see `exposure_from_ties`, by listed ties and ties; below 0 if not computed
    exposure_cache: Annotated[I8s, (MAX_COUNTED_TIES, MAX_COUNTED_TIES)]
    # the draws of consent between which conviction decides, by cell
    certain_join: Annotated[I8s, (MAX_CELLS,)]
    possible_join: Annotated[I8s, (MAX_CELLS,)]
    # dossier: rules of its records, as bits; start plus their points; whether it changes this month; number of
    # records by origin, see `dossier.count_origins`
    active_rules: Annotated[I8s, (PER_SLOT,)]
    points: Annotated[I8s, (PER_SLOT,)]
    dossier_changed: Annotated[U1s, (PER_SLOT,)]
    origin_counts: Annotated[I8s, (PER_SLOT,)]
    # results of stages, as their kernels pack them; help given and received; lessons of the month
    acts_done: Annotated[I8s, (PER_SLOT,)]
    outcome: Annotated[I8s, (PER_SLOT,)]
    filed: Annotated[I8s, (PER_SLOT,)]
    help_marks: Annotated[U1s, (PER_SLOT,)]
    lessons: Annotated[U1s, (PER_SLOT,)]
    # whether anything was sensed, and the rules by origin, as bits, where it was; rules for which the household is
    # liable next month
    has_sensed: Annotated[U1s, (PER_SLOT,)]
    rule_sets: Annotated[I8s, (5, PER_SLOT)]
    liable_rules: Annotated[I8s, (PER_SLOT,)]
    # scores; status of last month and of this one
    scores: Annotated[I8s, (PER_SLOT,)]
    status_previous: Annotated[U2s, (PER_SLOT,)]
    status: Annotated[U2s, (PER_SLOT,)]
    # persons by status slot and cell; number of status slots in use, then the status of each; status slot by status,
    # from 1
    status_counts: Annotated[I4s, (N_STATUS_SLOTS, MAX_CELLS)]
    used_slots: Annotated[I8s, (1 + N_STATUS_SLOTS,)]
    slot_by_status: Annotated[U1s, (2 * N_STATUSES,)]
    # persons with records of one rule alone, by term of the moments; weights of records, see `treatment`
    single_rule_counts: Annotated[I8s, (N_FIT_TERMS,)]
    weights: Annotated[F8s, (3, MAX_DOSSIER_CAPACITY)]
    # batch of items (records, ties or opportunities) whose draws are made together: slot of the person, number of the
    # item within the person, address, and kind of conduct
    item_person: Annotated[U2s, (PER_SLOT,)]
    item_slot: Annotated[U1s, (PER_SLOT,)]
    item_address: Annotated[U4s, (PER_SLOT,)]
    item_kind: Annotated[U1s, (PER_SLOT,)]
    # numbers that a hook sees, and the same before the hook; of the first fault: row of the table of hooks, position,
    # value and person
    seen: Annotated[I8s, (WORDS,)]
    laid_out: Annotated[I8s, (WORDS,)]
    fault: Annotated[I8s, (4,)]
    # never read: see `prefetch_state`
    prefetch_sink: Annotated[I8s, (1,)]
    # detection thresholds in this town, see `sensing.cached_detection`
    detection_cache: Annotated[I8s, (DETECTION_ROWS, MAX_KINDS, MAX_GROUPS)]


@jit_kernel
def make_person(society: Society, generation: U1s, workspace: Workspace, i: Int, j: Int) -> Person:
    """Return one person's month for kernels.

    Args:
        society: The compiled society.
        generation: Generation of all persons, uint8 (person,).
        workspace: The thread's work arrays.
        i: Index of the person in the society, from 0.
        j: Index of the person in the town, from 0.

    Returns:
        The person's month.
    """
    cell = np.int64(workspace.cells[j])
    return Person(
        i,
        np.int64(generation[i]),
        cell,
        society.group[cell],
        np.int64(workspace.is_subject[j]),
        workspace.personal[:, j],
    )


_LAYOUT = field_layout(Workspace)
"""Shape and type of each array."""

_LINE = 64
"""Bytes of a cache line."""


def make_workspace(size: int) -> Workspace:
    """Return an empty workspace for towns of at most ``size`` persons, with room for all ties of one of them.

    It is one block of memory. A row of 8 bytes per slot is an odd number of cache lines long, because rows are read
    side by side: with lengths that are powers of two they would compete for the same few lines of the cache.

    Args:
        size: Persons of the largest town, 1 to 8,192.

    Returns:
        Work arrays of zeros.
    """
    per_line = _LINE // 8
    slots = (max(size, MAX_TIES) // per_line | 1) * per_line + (per_line << 1)
    shapes = {name: tuple(-n * slots if n < 0 else n for n in shape) for name, (shape, _) in _LAYOUT.items()}
    lines = {name: -(-math.prod(shape) * _LAYOUT[name][1].itemsize // _LINE) for name, shape in shapes.items()}
    memory = np.zeros((sum(lines.values()) + 1) * _LINE, np.uint8)
    offset, arrays = -memory.ctypes.data % _LINE, {}
    for name, shape in shapes.items():
        arrays[name] = np.ndarray(shape, _LAYOUT[name][1], memory, offset)
        offset += lines[name] * _LINE
    return Workspace(**arrays)
