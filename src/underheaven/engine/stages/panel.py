"""The panel over a town: the month of its panelists, written down while those who leave are still there."""

from __future__ import annotations

import numpy as np

from underheaven.engine.room import Room
from underheaven.fields import Panel, State, Sums
from underheaven.jit import loop, stage
from underheaven.kernel.carriers import Here
from underheaven.kernel.panel import note
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society


@stage
def panel(who: Society, rules: Rules, panel: Panel, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Write the month of a town's panelists down."""
    if here.first < panel.generation.shape[0]:
        note_town(who, rules, panel, state, sums, room, here)


@loop
def note_town(who: Society, rules: Rules, panel: Panel, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Write down the month of each panelist who lives in the town."""
    for j in range(min(panel.generation.shape[0] - here.first, here.n)):
        note(who, rules, panel, state, sums.detriment, here.first + j, np.int64(room.cells[j]), room.me[:, j])
