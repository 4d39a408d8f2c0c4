"""Before the stages: memory that they will ask of a few persons here and there, read once in order.

Who walks straight through memory is read ahead for; who jumps about in it waits each time.
"""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Int, U2s, U4s
from underheaven.engine.room import Room
from underheaven.fields import State, Sums
from underheaven.jit import kernel, stage
from underheaven.kernel.carriers import Here

_LINE = 64
"""Bytes that come together from memory."""


@stage
def fetch(state: State, sums: Sums, room: Room, here: Here) -> None:
    """Touch what is kept of a town's persons and not walked through by a stage before it is jumped about in."""
    first, end, seen = here.first, here.first + here.n, np.int64(0)
    for i in range(first, end, _LINE // (6 * 2)):
        seen ^= np.int64(state.beliefs[i, 0])
    seen ^= touched(state.legitimacy, first, end, 2) ^ touched(state.savings, first, end, 2)
    for counts in (sums.acts, sums.months_speaking, sums.months_unemployed, sums.months_owing):
        seen ^= touched(counts, first, end, 2)
    if here.watched:
        for counts in (sums.wrongful_records, sums.months_listed, sums.times_listed, sums.months_wrongly_listed,
                       sums.denials):  # fmt: skip
            seen ^= touched(counts, first, end, 2)
        seen ^= touched(sums.detriment, first, end, 4)
    room.fetched[0] = seen


@kernel
def touched(array: U2s | U4s, first: Int, end: Int, size: Int) -> Int:
    """Read one value of each line of memory of an array with so many bytes a person."""
    seen = np.int64(0)
    for i in range(first, end, _LINE // size):
        seen ^= np.int64(array[i])
    return seen
