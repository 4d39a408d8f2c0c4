"""After a stage over a town: hooks, each called for every adult."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from underheaven.array_types import I8s, Int
from underheaven.engine.hook_calls import ADDRESS, AFTER, FIRST, MAY, NAME
from underheaven.engine.workspace import GROWN, Workspace, make_person
from underheaven.fields.codes import STAGES
from underheaven.fields.state import State
from underheaven.jit.decorators import calling, jit_loop, jit_stage
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.hooks import UNIFORM, draw_for_hook, fault_of, show_to_hook, take_from_hook
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society


@calling
def by_address(item_address: Int, numbers: I8s) -> None:
    """Call the machine code at an address with an array of numbers.

    The reference engine calls Python functions instead.
    """
    raise NotImplementedError


def after(name: str) -> Callable[..., None]:
    """Return the step that calls the hooks of a stage.

    Args:
        name: Stage, one of `kernel.hooks.HOOKED`.

    Returns:
        A step of the compiled month.
    """
    item_slot = STAGES.index(name)

    @jit_stage
    def call_hooks(
        society: Society, rules: Rules, state: State, workspace: Workspace, town: TownMonth, hooks: I8s
    ) -> None:
        """Call every hook that follows the stage."""
        for row in range(FIRST, len(hooks)):
            if hooks[row, AFTER] == item_slot:
                call(society, rules, state, workspace, town, hooks, row)

    return call_hooks


@jit_loop
def call(
    society: Society, rules: Rules, state: State, workspace: Workspace, town: TownMonth, hooks: I8s, row: Int
) -> None:
    """Call one hook for every adult of a town, and copy back what it may change."""
    seen, before = workspace.seen, workspace.laid_out
    for a in range(workspace.counted[GROWN]):
        j = np.int64(workspace.adults[a])
        i = town.first + j
        person = make_person(society, state.generation, workspace, i, j)
        show_to_hook(
            seen, society, rules, town, state, person, np.int64(workspace.status[j]), np.int64(workspace.lessons[j])
        )
        seen[UNIFORM] = draw_for_hook(town, i, hooks[row, NAME])
        for word in range(len(seen)):
            before[word] = seen[word]
        by_address(hooks[row, ADDRESS], seen)
        place = fault_of(seen, before, hooks[row, MAY:])
        if place < 0:
            take_from_hook(seen, before, state, i)
        elif workspace.fault[0] == 0:
            workspace.fault[0], workspace.fault[1], workspace.fault[2], workspace.fault[3] = row, place, seen[place], i
