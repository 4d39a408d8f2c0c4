"""Room for one town's month: what its persons bring from stage to stage.

One room a thread, used for town after town; nothing in it outlives a town's month, but for who has been met.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from underheaven.array_types import F8s, I4s, I8s, Int, U1s, U2s, U4s
from underheaven.fields import MAX_DOSSIER_CAPACITY
from underheaven.jit import jit_kernel
from underheaven.kernel.argument_types import Person
from underheaven.kernel.hooks import WORDS
from underheaven.kernel.person_attributes import MAX_TIES
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
"""No sum of words counts so many ties."""

N_STATUS_SLOTS = 64
"""Ways to stand of which persons are counted together before they are entered into the tallies."""

NO_WINDOW = -9
"""In place of a town whose window stands: none, and none before any town."""

PER_SLOT = -1
"""In place of a size: as many as a town has places, and one more; so with its multiples."""


GROWN, ELIGIBLE, FILED, SENSED = range(4)
"""Places of ``Room.counted``: grown persons, those who can be recorded, adverse records filed, and those of them that
channels made."""


class Workspace(NamedTuple):
    """Every array by name; a place is one person of the town."""

    # draws by lane: of what a person is born with, of the month's two blocks, of what else holds for life, of help, of
    # contagion and the quota, and of what is drawn for together
    birth_draws: Annotated[U4s, (4, PER_SLOT)]
    month_draws: Annotated[U4s, (4, PER_SLOT)]
    debt_draws: Annotated[U4s, (4, PER_SLOT)]
    lifelong_draws: Annotated[U4s, (4, PER_SLOT)]
    help_draws: Annotated[U4s, (4, PER_SLOT)]
    contagion_draws: Annotated[U4s, (4, PER_SLOT)]
    batch_draws: Annotated[U4s, (4, PER_SLOT)]
    # who stands at each place, places of the grown, of those whom a stage has picked out and of the others, of
    # who has a record
    cells: Annotated[U1s, (PER_SLOT,)]
    is_adult: Annotated[U1s, (PER_SLOT,)]
    adults: Annotated[U2s, (PER_SLOT,)]
    selected: Annotated[U2s, (PER_SLOT,)]
    unaffected: Annotated[U2s, (PER_SLOT,)]
    recorded: Annotated[U2s, (PER_SLOT,)]
    n_recorded: Annotated[I8s, (1,)]
    # what the town counts of its month: GROWN, ELIGIBLE, FILED and SENSED
    counted: Annotated[I8s, (4,)]
    # what a person has this month, see ``tables.ME``; whether anything of it may differ from 0 for some town before;
    # whether the regime is about the person
    personal: Annotated[I8s, (N_PERSONAL, PER_SLOT)]
    personal_dirty: Annotated[U1s, (1,)]
    is_subject: Annotated[U1s, (PER_SLOT,)]
    # ties: acquaintances as places of the window, see ``people.fill_acquaintances``, and the classes of the alike, see
    # ``people.likeness``; words of all in the window, sums of them
    acquaintance_slots: Annotated[U2s, (MAX_ACQUAINTANCES, PER_SLOT)]
    homophily_classes: Annotated[U1s, (PER_SLOT,)]
    tie_window: Annotated[I4s, (3 * PER_SLOT,)]
    running_sums: Annotated[I8s, (PER_SLOT,)]
    tie_sums: Annotated[I4s, (PER_SLOT,)]
    # the town whose window stands, doubled, and 1 more where scores are seen in it; or NO_WINDOW
    window_town: Annotated[I8s, (1,)]
    # chances of a record along ties, see ``exposed_to``, by ties on a blacklist and ties; below 0 where not yet known
    exposure_cache: Annotated[I8s, (MAX_COUNTED_TIES, MAX_COUNTED_TIES)]
    # between which draws of consent the conviction decides, by cell
    certain_join: Annotated[I8s, (MAX_CELLS,)]
    possible_join: Annotated[I8s, (MAX_CELLS,)]
    # of the dossier: rules whose records stand, as bits; start and their points; whether it changes this month;
    # how many are of each origin, see ``dossier.origins_in``
    active_rules: Annotated[I8s, (PER_SLOT,)]
    points: Annotated[I8s, (PER_SLOT,)]
    dossier_changed: Annotated[U1s, (PER_SLOT,)]
    origin_counts: Annotated[I8s, (PER_SLOT,)]
    # what a stage found, as its kernel packs it; help given and received; what the month teaches
    acts_done: Annotated[I8s, (PER_SLOT,)]
    outcome: Annotated[I8s, (PER_SLOT,)]
    filed: Annotated[I8s, (PER_SLOT,)]
    help_marks: Annotated[U1s, (PER_SLOT,)]
    lessons: Annotated[U1s, (PER_SLOT,)]
    # rules sensed by origin, as bits, of those of whom anything was; rules for which the household answers next month
    has_sensed: Annotated[U1s, (PER_SLOT,)]
    rule_sets: Annotated[I8s, (5, PER_SLOT)]
    liable_rules: Annotated[I8s, (PER_SLOT,)]
    # scores, 0 of who has none; state of last month's standing and of this one's
    scores: Annotated[I8s, (PER_SLOT,)]
    status_previous: Annotated[U2s, (PER_SLOT,)]
    status: Annotated[U2s, (PER_SLOT,)]
    # persons met by slot and cell; how many slots are in use, and what stands in each; by standing, the slot, from 1
    status_counts: Annotated[I4s, (N_STATUS_SLOTS, MAX_CELLS)]
    used_slots: Annotated[I8s, (1 + N_STATUS_SLOTS,)]
    slot_by_status: Annotated[U1s, (2 * N_STATUSES,)]
    # who holds records of one rule alone, by place of the moments; weights of records, see ``treatment.book``
    single_rule_counts: Annotated[I8s, (N_FIT_TERMS,)]
    weights: Annotated[F8s, (3, MAX_DOSSIER_CAPACITY)]
    # what is drawn for together, records, ties or occasions: place, which one of the place's, address,
    # and kind of conduct
    item_person: Annotated[U2s, (PER_SLOT,)]
    item_slot: Annotated[U1s, (PER_SLOT,)]
    item_address: Annotated[U4s, (PER_SLOT,)]
    item_kind: Annotated[U1s, (PER_SLOT,)]
    # what a hook sees of a person, and as it was laid out; of the first that did wrong: row of the table of hooks,
    # place, value and person
    seen: Annotated[I8s, (WORDS,)]
    laid_out: Annotated[I8s, (WORDS,)]
    fault: Annotated[I8s, (4,)]
    # nothing that anybody reads: see ``fetch.fetch``
    prefetch_sink: Annotated[I8s, (1,)]
    # how officials look at acts in this town, see ``sensing.look_at``
    detection_cache: Annotated[I8s, (DETECTION_ROWS, MAX_KINDS, MAX_GROUPS)]


@jit_kernel
def make_person(society: Society, generation: U1s, workspace: Workspace, i: Int, j: Int) -> Person:
    """Return who stands at a place of the town, the i-th of all; generation: of all persons."""
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
"""Bytes that a cache fetches together."""


def make_workspace(size: int) -> Workspace:
    """Return an empty ``Room`` for towns of at most ``size`` persons, and with place for all ties of one of them.

    It is one piece of memory. A row of 8 bytes a place is an odd number of cache lines long: rows are walked side by
    side, and were they some power of two long, they would stand in the same few lines of a cache.
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
