"""The compiled month of a town: a loop a step, in the order of the month.

A town's persons, draws and faces stay in cache from step to step, and a step's code while it visits them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from inspect import signature
from typing import TypeAlias, cast

import numpy as np

from underheaven.arrays import Int
from underheaven.engine.carriers import Counted, Today, TownMonth, World
from underheaven.engine.population import Towns
from underheaven.engine.stages.conduct import conduct
from underheaven.engine.stages.hooks import after
from underheaven.engine.stages.livelihood import livelihood
from underheaven.engine.stages.panel import panel
from underheaven.engine.stages.recording import recording
from underheaven.engine.stages.repair import renewal, repair
from underheaven.engine.stages.response import response
from underheaven.engine.stages.sensing import sensing
from underheaven.engine.stages.standing import standing
from underheaven.engine.stages.treatment import treatment
from underheaven.engine.stages.wake import ageing, wake
from underheaven.jit import inlined
from underheaven.kernel.carriers import Here
from underheaven.kernel.hooks import HOOKED
from underheaven.kernel.month import TOWN, steps_of
from underheaven.kernel.officials import short_of_quota

Step: TypeAlias = Callable[..., None]
LiveTown: TypeAlias = Callable[[TownMonth], None]

STEPS: dict[str, Step] = {
    "ageing": ageing, "wake": wake,
    "conduct": conduct, "sensing": sensing, "recording": recording, "standing": standing, "treatment": treatment,
    "livelihood": livelihood, "response": response, "repair": repair,
    "panel": panel, "renewal": renewal,
}  # fmt: skip
"""By name in ``kernel.month.MONTH``, in whatever order: that table has the order."""


@inlined
def town_stands(world: World, today: Today, towns: Towns, counted: Counted, town: Int) -> Here:
    """Return where a town stands this month."""
    first, region, table = world.firsts[town], world.regions[town], today.active[town]
    grown, seen, lost, eligible = towns.grown[town], towns.seen[town], towns.lost[town], towns.eligible[town]
    open_share = seen[0] / grown if grown > 0 else 0.0
    speaking_share = seen[1] / grown if grown > 0 else 0.0
    listed_share = seen[2] / grown if grown > 0 else 0.0
    return Here(
        today.key, today.month, np.uint32(first), world.firsts[town + 1] - first, world.zones[town], table > 0,
        today.attention[town], short_of_quota(world.rules[table], eligible, towns.sensed[town]), world.exempt,
        open_share, speaking_share, listed_share, np.int64(lost.sum()), eligible, lost, towns.lost_next[town],
        towns.seen_next[town], today.accepts[table, region], counted.regional[counted.chunk, region],
    )  # fmt: skip


def in_order(steps: Sequence[Step]) -> LiveTown:
    """Return one function that takes steps one after the other.

    Each step is told, by name, what its signature asks for of ``TownMonth``. Written out as a line a step and put into
    its caller, they are compiled as if they stood there: a loop over steps numba would not unroll, and a chain of
    calls that hand the whole context on takes a third longer to compile.
    """
    named = {f"step_{n}": step for n, step in enumerate(steps)}
    lines = [f"{name}({', '.join(signature(_as_python(step)).parameters)})" for name, step in named.items()]
    fields = ", ".join(TownMonth._fields)
    source = "\n    ".join(["def live_town(context):", f"{fields} = context", *lines])
    made: dict[str, object] = dict(named)
    exec(source, made)  # the text is made of the names above alone
    return inlined(cast(LiveTown, made["live_town"]))


def _as_python(step: Step) -> Step:
    """Return the function that was compiled."""
    return cast(Step, getattr(step, "py_func", step))


def _with_hooks(names: Sequence[str]) -> Iterator[Step]:
    """Yield steps by name, each stage that hooks can follow with the call of those that do."""
    for name in names:
        yield STEPS[name]
        if name in HOOKED:
            yield after(name)


live_town = in_order(list(_with_hooks(steps_of(TOWN))))
"""The month of a town, put together from the table of the month."""
