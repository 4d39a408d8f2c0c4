"""The compiled month of a town: one loop per step, in the order of the month.

A town's persons, draws and public statuses stay in the cache from step to step, and so does a step's code while it
visits them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from inspect import signature
from typing import TypeAlias, cast

import numpy as np

from underheaven.array_types import Int
from underheaven.engine.month_inputs import MonthContext, ScenarioTables, StepArguments, TallyTarget
from underheaven.engine.stages.conduct import conduct
from underheaven.engine.stages.hooks import after
from underheaven.engine.stages.livelihood import livelihood
from underheaven.engine.stages.month_start import ageing, begin_month
from underheaven.engine.stages.panel import panel
from underheaven.engine.stages.recording import recording
from underheaven.engine.stages.repair import renewal, repair
from underheaven.engine.stages.response import response
from underheaven.engine.stages.sensing import sensing
from underheaven.engine.stages.standing import standing
from underheaven.engine.stages.treatment import treatment
from underheaven.engine.town_memory import Towns
from underheaven.jit.decorators import jit_inline
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.hooks import HOOKED
from underheaven.kernel.month import TOWN, steps_of
from underheaven.kernel.officials import quota_pick_chance

Step: TypeAlias = Callable[..., None]
LiveTown: TypeAlias = Callable[[StepArguments], None]

STEPS: dict[str, Step] = {
    "ageing": ageing,
    "begin_month": begin_month,
    "conduct": conduct,
    "sensing": sensing,
    "recording": recording,
    "standing": standing,
    "treatment": treatment,
    "livelihood": livelihood,
    "response": response,
    "repair": repair,
    "panel": panel,
    "renewal": renewal,
}
"""Steps by name in ``kernel.month.MONTH``; that table has the order."""


@jit_inline
def make_town_month(
    tables: ScenarioTables, month_context: MonthContext, towns: Towns, tally_target: TallyTarget, town_index: Int
) -> TownMonth:
    """Return the town's month for kernels.

    Args:
        tables: What is constant over the run.
        month_context: What is constant over the month.
        towns: Memory of all towns.
        tally_target: Tallies of the chunk.
        town_index: Town, from 0.

    Returns:
        The town's month.
    """
    first, region, table = tables.town_starts[town_index], tables.regions[town_index], month_context.active[town_index]
    grown, seen, lost, eligible = (
        towns.grown[town_index],
        towns.seen[town_index],
        towns.lost[town_index],
        towns.eligible[town_index],
    )
    open_share = seen[0] / grown if grown > 0 else 0.0
    speaking_share = seen[1] / grown if grown > 0 else 0.0
    listed_share = seen[2] / grown if grown > 0 else 0.0
    return TownMonth(
        month_context.key,
        month_context.month,
        np.uint32(first),
        tables.town_starts[town_index + 1] - first,
        tables.zones[town_index],
        table > 0,
        month_context.attention[town_index],
        quota_pick_chance(tables.rules[table], eligible, towns.sensed[town_index]),
        tables.exempt,
        open_share,
        speaking_share,
        listed_share,
        np.int64(lost.sum()),
        eligible,
        lost,
        towns.lost_next[town_index],
        towns.seen_next[town_index],
        month_context.lender_accepts[table, region],
        tally_target.regional[tally_target.chunk, region],
    )


def in_order(steps: Sequence[Step]) -> LiveTown:
    """Return one function that takes steps one after the other.

    Each step receives, by name, the fields of ``StepArguments`` that its signature asks for. The calls are written out
    line by line and compiled into their caller. Numba would not unroll a loop over steps, and a chain of calls that
    pass the whole context on takes a third longer to compile.
    """
    named = {f"step_{n}": step for n, step in enumerate(steps)}
    lines = [f"{name}({', '.join(signature(_as_python(step)).parameters)})" for name, step in named.items()]
    fields = ", ".join(StepArguments._fields)
    source = "\n    ".join(["def live_town(context):", f"{fields} = context", *lines])
    made: dict[str, object] = dict(named)
    exec(source, made)  # the text consists of the names above alone
    return jit_inline(cast(LiveTown, made["live_town"]))


def _as_python(step: Step) -> Step:
    """Return the Python function behind a compiled one."""
    return cast(Step, getattr(step, "py_func", step))


def _with_hooks(names: Sequence[str]) -> Iterator[Step]:
    """Yield steps by name, and after each stage that hooks can follow the step that calls them."""
    for name in names:
        yield STEPS[name]
        if name in HOOKED:
            yield after(name)


run_town_month = in_order(list(_with_hooks(steps_of(TOWN))))
"""The month of a town, built from the table of the month."""
