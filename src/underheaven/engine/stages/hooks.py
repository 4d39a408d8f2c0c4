"""After a stage over a town: the scholar's own mechanisms, each called for every adult."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from underheaven.arrays import I8s, Int
from underheaven.engine.hooks import ADDRESS, AFTER, FIRST, MAY, NAME
from underheaven.engine.room import GROWN, Room, person_at
from underheaven.fields import STAGES, State
from underheaven.jit import calling, loop, stage
from underheaven.kernel.carriers import Here
from underheaven.kernel.hooks import UNIFORM, draw_for_hook, fault_of, show_to_hook, take_from_hook
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society


@calling
def by_address(address: Int, numbers: I8s) -> None:
    """Call the machine code at an address with an array's numbers; the reference calls Python functions instead."""
    raise NotImplementedError


def after(name: str) -> Callable[..., None]:
    """Return the step that calls the hooks of a stage."""
    which = STAGES.index(name)

    @stage
    def call_hooks(who: Society, rules: Rules, state: State, room: Room, here: Here, hooks: I8s) -> None:
        for row in range(FIRST, len(hooks)):
            if hooks[row, AFTER] == which:
                call(who, rules, state, room, here, hooks, row)

    return call_hooks


@loop
def call(who: Society, rules: Rules, state: State, room: Room, here: Here, hooks: I8s, row: Int) -> None:
    """Call one hook for every adult of a town, and take back what it may change."""
    seen, before = room.seen, room.laid_out
    for a in range(room.counted[GROWN]):
        j = np.int64(room.adults[a])
        i = here.first + j
        person = person_at(who, state.generation, room, i, j)
        show_to_hook(seen, who, rules, here, state, person, np.int64(room.stands[j]), np.int64(room.lessons[j]))
        seen[UNIFORM] = draw_for_hook(here, i, hooks[row, NAME])
        for word in range(len(seen)):
            before[word] = seen[word]
        by_address(hooks[row, ADDRESS], seen)
        place = fault_of(seen, before, hooks[row, MAY:])
        if place < 0:
            take_from_hook(seen, before, state, i)
        elif room.fault[0] == 0:
            room.fault[0], room.fault[1], room.fault[2], room.fault[3] = row, place, seen[place], i
