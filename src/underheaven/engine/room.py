"""Room for one town's month: what its persons bring from stage to stage, and where the town stands.

One room a thread, used for town after town; nothing in it outlives a town's month, but for who has been met.
"""

from __future__ import annotations

import math
from collections import namedtuple

import numpy as np

from underheaven.fields import MOST_CAPACITY
from underheaven.kernel.people import MOST_TIES
from underheaven.kernel.tables import ACQUAINTANCES, CELLS, FUSED, GROUPS, KINDS, LOOKS, ME, STATES

TIES_COUNTED = 64
"""No sum of words counts so many ties."""

MET = 64
"""Ways to stand of which persons are counted together before they are entered into the tallies."""

NO_WINDOW = -9
"""In place of a town whose window stands: none, and none before any town."""

_PLACES = -1
"""In place of a size: as many as a town has places, and one more; so with its multiples."""

_ROOM: dict[str, tuple[tuple[int, ...], str]] = {
    # draws by lane: of what a person is born with, of the month's two blocks, of what else holds for life, of help, of
    # contagion and the quota, and of what is drawn for together
    **dict.fromkeys(("born", "now", "debts", "lives", "asked", "passed"), ((4, _PLACES), "uint32")),
    "drawn": ((4, _PLACES), "uint32"),
    # who stands at each place, places of the grown, of those whom a stage has picked out and of the others, of
    # who has a record
    **dict.fromkeys(("cells", "grown"), ((_PLACES,), "uint8")),
    **dict.fromkeys(("adults", "some", "quiet", "recorded"), ((_PLACES,), "uint16")),
    "n_recorded": ((1,), "int64"),
    # what a person has this month, see ``tables.ME``; whether anything of it may differ from 0 for some town before;
    # whether the regime is about the person
    "me": ((ME, _PLACES), "int64"),
    "stirred": ((1,), "uint8"),
    "minds": ((_PLACES,), "uint8"),
    # ties: acquaintances as places of the window, see ``people.fill_acquaintances``, and the classes of the alike, see
    # ``people.likeness``; words of all in the window, sums of them
    "known": ((ACQUAINTANCES, _PLACES), "uint16"),
    "likes": ((_PLACES,), "uint8"),
    "window": ((3 * _PLACES,), "int32"),
    "running": ((_PLACES,), "int64"),
    "ties": ((_PLACES,), "int32"),
    # the town whose window stands, doubled, and 1 more where scores are seen in it; or NO_WINDOW
    "windowed": ((1,), "int64"),
    # chances of a record along ties, see ``exposed_to``, by ties on a blacklist and ties; below 0 where not yet known
    "exposures": ((TIES_COUNTED, TIES_COUNTED), "int64"),
    # between which draws of consent the conviction decides, by cell
    **dict.fromkeys(("joins_least", "joins_most"), ((CELLS,), "int64")),
    # of the dossier: rules whose records stand, as bits; start and their points; whether it changes this month;
    # how many are of each origin, see ``dossier.origins_in``
    **dict.fromkeys(("held", "points"), ((_PLACES,), "int64")),
    "refiled": ((_PLACES,), "uint8"),
    "origins": ((_PLACES,), "int64"),
    # what a stage found, as its kernel packs it; help given and received; what the month teaches
    **dict.fromkeys(("done", "outcome", "filed"), ((_PLACES,), "int64")),
    **dict.fromkeys(("game", "lessons"), ((_PLACES,), "uint8")),
    # rules sensed by origin, as bits, of those of whom anything was; rules for which the household answers next month
    "sensed": ((_PLACES,), "uint8"),
    "sets": ((5, _PLACES), "int64"),
    "passing": ((_PLACES,), "int64"),
    # scores, 0 of who has none; state of last month's standing and of this one's
    "scores": ((_PLACES,), "int64"),
    **dict.fromkeys(("before", "stands"), ((_PLACES,), "uint16")),
    # persons met by slot and cell; how many slots are in use, and what stands in each; by standing, the slot, from 1
    "met": ((MET, CELLS), "int32"),
    "slots": ((1 + MET,), "int64"),
    "slot_of": ((2 * STATES,), "uint8"),
    # who holds records of one rule alone, by place of the moments; weights of records, see ``treatment.book``
    "alone": ((FUSED,), "int64"),
    "weights": ((3, MOST_CAPACITY), "float64"),
    # what is drawn for together, records, ties or occasions: place, which one of the place's, address,
    # and kind of conduct
    "whose": ((_PLACES,), "uint16"),
    "which": ((_PLACES,), "uint8"),
    "address": ((_PLACES,), "uint32"),
    "kinds": ((_PLACES,), "uint8"),
    # nothing that anybody reads: see ``fetch.fetch``
    "fetched": ((1,), "int64"),
    # how officials look at acts in this town, see ``sensing.look_at``
    "looks": ((LOOKS, KINDS, GROUPS), "int64"),
}

Room = namedtuple("Room", list(_ROOM))  # type: ignore[misc]
"""Every array of ``_ROOM`` by name; a place is one person of the town."""

Here = namedtuple(
    "Here",
    [
        "month", "first", "n", "region", "zone", "watched", "attention", "short", "exempt", "open_share",
        "speaking_share", "listed_share", "n_lost", "eligible",
    ],
)  # fmt: skip
"""Where a town stands this month.

first, n: its first person, and how many. watched: whether a regime is in force. attention: the town's. short: the
chance, in 2**-32, of being picked for the quota. exempt: who is never recorded. open_share, speaking_share,
listed_share: of grown persons, last month. n_lost, eligible: records lost to mistaken identity, and persons who could
be recorded, last month.
"""


_LINE = 64
"""Bytes that a cache fetches together."""


def make_room(size: int) -> int:
    """Return an empty ``Room`` for towns of at most ``size`` persons, and with place for all ties of one of them.

    It is one piece of memory. A row of 8 bytes a place is an odd number of cache lines long: rows are walked side by
    side, and were they some power of two long, they would stand in the same few lines of a cache.
    """
    a_line = _LINE // 8
    places = (max(size, MOST_TIES) // a_line | 1) * a_line + (a_line << 1)
    shapes = {name: tuple(-n * places if n < 0 else n for n in shape) for name, (shape, _) in _ROOM.items()}
    lines = {name: -(-math.prod(shape) * np.dtype(_ROOM[name][1]).itemsize // _LINE) for name, shape in shapes.items()}
    memory = np.zeros((sum(lines.values()) + 1) * _LINE, np.uint8)
    at, arrays = -memory.ctypes.data % _LINE, {}
    for name, shape in shapes.items():
        arrays[name] = np.ndarray(shape, _ROOM[name][1], memory, at)
        at += lines[name] * _LINE
    return Room(**arrays)
