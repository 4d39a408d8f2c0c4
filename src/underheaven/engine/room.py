"""Room for one town's month: what its persons bring from stage to stage.

One room a thread, used for town after town; nothing in it outlives a town's month, but for who has been met.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from underheaven.arrays import F8s, I4s, I8s, Int, U1s, U2s, U4s
from underheaven.fields import MOST_CAPACITY
from underheaven.jit import kernel
from underheaven.kernel.carriers import Person
from underheaven.kernel.hooks import WORDS
from underheaven.kernel.people import MOST_TIES
from underheaven.kernel.society import Society
from underheaven.kernel.table import layout_of
from underheaven.kernel.tables import ACQUAINTANCES, CELLS, FUSED, GROUPS, KINDS, LOOKS, ME, STATES

TIES_COUNTED = 64
"""No sum of words counts so many ties."""

MET = 64
"""Ways to stand of which persons are counted together before they are entered into the tallies."""

NO_WINDOW = -9
"""In place of a town whose window stands: none, and none before any town."""

PLACES = -1
"""In place of a size: as many as a town has places, and one more; so with its multiples."""


GROWN, ELIGIBLE, FILED, SENSED = range(4)
"""Places of ``Room.counted``: grown persons, those who can be recorded, adverse records filed, and those of them that
channels made."""


class Room(NamedTuple):
    """Every array by name; a place is one person of the town."""

    # draws by lane: of what a person is born with, of the month's two blocks, of what else holds for life, of help, of
    # contagion and the quota, and of what is drawn for together
    born: Annotated[U4s, (4, PLACES)]
    now: Annotated[U4s, (4, PLACES)]
    debts: Annotated[U4s, (4, PLACES)]
    lives: Annotated[U4s, (4, PLACES)]
    asked: Annotated[U4s, (4, PLACES)]
    passed: Annotated[U4s, (4, PLACES)]
    drawn: Annotated[U4s, (4, PLACES)]
    # who stands at each place, places of the grown, of those whom a stage has picked out and of the others, of
    # who has a record
    cells: Annotated[U1s, (PLACES,)]
    grown: Annotated[U1s, (PLACES,)]
    adults: Annotated[U2s, (PLACES,)]
    some: Annotated[U2s, (PLACES,)]
    quiet: Annotated[U2s, (PLACES,)]
    recorded: Annotated[U2s, (PLACES,)]
    n_recorded: Annotated[I8s, (1,)]
    # what the town counts of its month: GROWN, ELIGIBLE, FILED and SENSED
    counted: Annotated[I8s, (4,)]
    # what a person has this month, see ``tables.ME``; whether anything of it may differ from 0 for some town before;
    # whether the regime is about the person
    me: Annotated[I8s, (ME, PLACES)]
    stirred: Annotated[U1s, (1,)]
    minds: Annotated[U1s, (PLACES,)]
    # ties: acquaintances as places of the window, see ``people.fill_acquaintances``, and the classes of the alike, see
    # ``people.likeness``; words of all in the window, sums of them
    known: Annotated[U2s, (ACQUAINTANCES, PLACES)]
    likes: Annotated[U1s, (PLACES,)]
    window: Annotated[I4s, (3 * PLACES,)]
    running: Annotated[I8s, (PLACES,)]
    ties: Annotated[I4s, (PLACES,)]
    # the town whose window stands, doubled, and 1 more where scores are seen in it; or NO_WINDOW
    windowed: Annotated[I8s, (1,)]
    # chances of a record along ties, see ``exposed_to``, by ties on a blacklist and ties; below 0 where not yet known
    exposures: Annotated[I8s, (TIES_COUNTED, TIES_COUNTED)]
    # between which draws of consent the conviction decides, by cell
    joins_least: Annotated[I8s, (CELLS,)]
    joins_most: Annotated[I8s, (CELLS,)]
    # of the dossier: rules whose records stand, as bits; start and their points; whether it changes this month;
    # how many are of each origin, see ``dossier.origins_in``
    held: Annotated[I8s, (PLACES,)]
    points: Annotated[I8s, (PLACES,)]
    refiled: Annotated[U1s, (PLACES,)]
    origins: Annotated[I8s, (PLACES,)]
    # what a stage found, as its kernel packs it; help given and received; what the month teaches
    done: Annotated[I8s, (PLACES,)]
    outcome: Annotated[I8s, (PLACES,)]
    filed: Annotated[I8s, (PLACES,)]
    game: Annotated[U1s, (PLACES,)]
    lessons: Annotated[U1s, (PLACES,)]
    # rules sensed by origin, as bits, of those of whom anything was; rules for which the household answers next month
    sensed: Annotated[U1s, (PLACES,)]
    sets: Annotated[I8s, (5, PLACES)]
    passing: Annotated[I8s, (PLACES,)]
    # scores, 0 of who has none; state of last month's standing and of this one's
    scores: Annotated[I8s, (PLACES,)]
    before: Annotated[U2s, (PLACES,)]
    stands: Annotated[U2s, (PLACES,)]
    # persons met by slot and cell; how many slots are in use, and what stands in each; by standing, the slot, from 1
    met: Annotated[I4s, (MET, CELLS)]
    slots: Annotated[I8s, (1 + MET,)]
    slot_of: Annotated[U1s, (2 * STATES,)]
    # who holds records of one rule alone, by place of the moments; weights of records, see ``treatment.book``
    alone: Annotated[I8s, (FUSED,)]
    weights: Annotated[F8s, (3, MOST_CAPACITY)]
    # what is drawn for together, records, ties or occasions: place, which one of the place's, address,
    # and kind of conduct
    whose: Annotated[U2s, (PLACES,)]
    which: Annotated[U1s, (PLACES,)]
    address: Annotated[U4s, (PLACES,)]
    kinds: Annotated[U1s, (PLACES,)]
    # what a hook sees of a person, and as it was laid out; of the first that did wrong: row of the table of hooks,
    # place, value and person
    seen: Annotated[I8s, (WORDS,)]
    laid_out: Annotated[I8s, (WORDS,)]
    fault: Annotated[I8s, (4,)]
    # nothing that anybody reads: see ``fetch.fetch``
    fetched: Annotated[I8s, (1,)]
    # how officials look at acts in this town, see ``sensing.look_at``
    looks: Annotated[I8s, (LOOKS, KINDS, GROUPS)]


@kernel
def person_at(who: Society, generation: U1s, room: Room, i: Int, j: Int) -> Person:
    """Return who stands at a place of the town, the i-th of all; generation: of all persons."""
    cell = np.int64(room.cells[j])
    return Person(i, np.int64(generation[i]), cell, who.group[cell], np.int64(room.minds[j]), room.me[:, j])


_LAYOUT = layout_of(Room)
"""Shape and type of each array."""

_LINE = 64
"""Bytes that a cache fetches together."""


def make_room(size: int) -> Room:
    """Return an empty ``Room`` for towns of at most ``size`` persons, and with place for all ties of one of them.

    It is one piece of memory. A row of 8 bytes a place is an odd number of cache lines long: rows are walked side by
    side, and were they some power of two long, they would stand in the same few lines of a cache.
    """
    a_line = _LINE // 8
    places = (max(size, MOST_TIES) // a_line | 1) * a_line + (a_line << 1)
    shapes = {name: tuple(-n * places if n < 0 else n for n in shape) for name, (shape, _) in _LAYOUT.items()}
    lines = {name: -(-math.prod(shape) * _LAYOUT[name][1].itemsize // _LINE) for name, shape in shapes.items()}
    memory = np.zeros((sum(lines.values()) + 1) * _LINE, np.uint8)
    at, arrays = -memory.ctypes.data % _LINE, {}
    for name, shape in shapes.items():
        arrays[name] = np.ndarray(shape, _LAYOUT[name][1], memory, at)
        at += lines[name] * _LINE
    return Room(**arrays)
