"""Room for one town's month: what its persons bring from stage to stage, and where the town stands.

One room a thread, used for town after town; nothing in it outlives a town's month.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from underheaven.fields import CAPACITY
from underheaven.kernel.tables import ACQUAINTANCES, CELLS, FUSED, ME, STATES

MET = 64
"""Ways to stand of which persons are counted together before they are entered into the tallies."""

_BLOCKS = ("now", "debts", "told", "asked", "lives", "passed", "quota")
_WORDS = ("held", "done", "outcome", "filed", "booked", "passing", "points", "scores")
_BYTES = ("cells", "minds", "sensed", "lessons", "game", "refiled", "grown")
_PLACES = ("adults", "some", "recorded", "before", "stands")

Room = namedtuple("Room", [*_BLOCKS, *_WORDS, *_BYTES, *_PLACES, "known", "window", "ties", "running", "me", "sets", "weights", "alone",
                           "met", "slot_of", "slots", "n_recorded", "joins_least", "joins_most", "mended", "whose", "which", "address"])  # type: ignore[misc]
"""Arrays of which one place is one person of the town.

now, debts, told, asked, lives, passed, quota: draws of this month or life, uint32 (lane, place).
held: rules that stood at last month's standing, as bits. before, stands: state of last month's standing, and of this
one's. done, outcome, filed, booked: what a stage found, as its kernel packs it. passing: rules for which the household
answers next month, as bits. All int64.
points: start and points of the records; scores: what they make with all else. weights: see ``treatment.book``, float64.
minds: whether the regime is about the person. grown: whether no minor. sensed: whether anything was. refiled: whether the dossier changes. game: help given and received. uint8.
adults, some: places of the grown, and of those whom a stage picked out, uint16.
known: acquaintances as places of the window, uint16 (which, place). window: words of ties, int32, see
``people.fill_acquaintances`` and ``ties.word_of``; ties: sums of them, int32; running: running sums, int64.
alone: who holds records of one rule alone, by place of the moments, int64. met: persons in rewarded states, int32
(slot, cell); slots: how many are in use, and their states; slot_of: by state, the slot and one, or 0.
whose, which, address, mended: of records to be mended together, place, slot, address and draws.
me: int64 (ME, place), see ``tables.ME``. sets: rules sensed, as bits, int64 (origin, place); true where ``sensed``.
"""

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


def make_room(size: int) -> Room:
    """Return room for towns of at most ``size`` persons."""
    return Room(
        **{name: np.empty((4, size), np.uint32) for name in _BLOCKS},
        **{name: np.zeros(size, np.int64) for name in _WORDS},
        **{name: np.zeros(size, np.uint8) for name in _BYTES},
        **{name: np.zeros(size, np.uint16) for name in _PLACES},
        known=np.zeros((ACQUAINTANCES, size), np.uint16),
        window=np.zeros(3 * size + 1, np.int32),
        ties=np.zeros(size, np.int32),
        running=np.zeros(size + 1, np.int64),
        me=np.zeros((ME, size), np.int64),
        sets=np.zeros((5, size), np.int64),
        weights=np.zeros((2, CAPACITY)),
        alone=np.zeros(FUSED, np.int64),
        met=np.zeros((MET, CELLS), np.int32),
        slot_of=np.zeros(2 * STATES, np.uint8),
        slots=np.zeros(1 + MET, np.int64),
        joins_least=np.zeros(CELLS, np.int64),
        joins_most=np.zeros(CELLS, np.int64),
        n_recorded=np.zeros(1, np.int64),
        mended=np.empty((4, size), np.uint32),
        whose=np.zeros(size, np.uint16),
        which=np.zeros(size, np.uint8),
        address=np.zeros(size, np.uint32),
    )
