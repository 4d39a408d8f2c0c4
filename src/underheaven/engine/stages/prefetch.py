"""Before the stages: memory that they read at random positions, touched once in order.

Sequential reads are prefetched; random access stalls.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int, U2s, U4s
from underheaven.engine.workspace import Workspace
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel, jit_stage
from underheaven.kernel.argument_types import TownMonth

_LINE = 64
"""Bytes of a cache line."""


@jit_stage
def prefetch_state(state: State, sums: Sums, workspace: Workspace, town: TownMonth) -> None:
    """Touch the arrays of a town's persons that a stage would otherwise read first at random.

    Args:
        state: State of all persons.
        sums: Sums of all persons.
        workspace: The thread's work arrays.
        town: The town's month.
    """
    first, end, sink = town.first, town.first + town.n, np.int64(0)
    for i in range(first, end, _LINE // (6 * 2)):
        sink ^= np.int64(state.beliefs[i, 0])
    sink ^= touch_array(state.legitimacy, first, end, 2) ^ touch_array(state.savings, first, end, 2)
    for counts in (sums.acts, sums.months_speaking, sums.months_unemployed, sums.months_under_judgment):
        sink ^= touch_array(counts, first, end, 2)
    if town.has_regime:
        for counts in (
            sums.wrongful_records,
            sums.months_listed,
            sums.times_listed,
            sums.months_wrongly_listed,
            sums.denials,
        ):
            sink ^= touch_array(counts, first, end, 2)
        sink ^= touch_array(sums.detriment, first, end, 4)
    workspace.prefetch_sink[0] = sink


@jit_kernel
def touch_array(array: U2s | U4s, first: Int, end: Int, size: Int) -> Int:
    """Read one value per cache line of an array with ``size`` bytes per person."""
    sink = np.int64(0)
    for i in range(first, end, _LINE // size):
        sink ^= np.int64(array[i])
    return sink
