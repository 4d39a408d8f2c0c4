"""Replicates times worlds: each replicate's people live the burn-in once and then every world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from underheaven.record.schema import WorldRun
from underheaven.run.one import Engine, OnMonth, Tallies, burn_in, observe
from underheaven.run.progress import Meter

if TYPE_CHECKING:
    from underheaven.world.build import BuiltWorld

Keep = Callable[[int, int, int, Tallies], None]
"""Called with world, replicate and observed month, each from 0, and the month's tallies."""


def keep_nothing(world: int, replicate: int, month: int, tallies: Tallies) -> None:
    """Lets a month go by."""


def person_months(builts: Sequence[BuiltWorld], replicates: int, months: int) -> int:
    """Counts the person-months of an ensemble, the shared burn-in once a replicate."""
    first = builts[0]
    return replicates * first.persons * (first.burn_in_months + months * len(builts))


def run_ensemble(
    engine: Engine,
    builts: Sequence[BuiltWorld],
    replicates: int,
    months: int,
    meter: Meter,
    keep: Keep = keep_nothing,
) -> list[list[WorldRun]]:
    """Runs every world over the same people and returns what is recorded, by world and replicate.

    builts: worlds over one society, of as many persons and one seed; at least one.
    """
    runs: list[list[WorldRun]] = [[] for _ in builts]
    for replicate in range(replicates):
        people = burn_in(engine, builts[0], replicate, _counting(meter, builts[0].persons))
        for world, built in enumerate(builts):
            population = people if built is builts[-1] else people.copy()
            on_month = _counting(meter, built.persons, partial(_keep_from_burn_in, keep, world, replicate, built))
            runs[world].append(observe(engine, population, built, months, on_month))
            del population  # before the next copy is made
        del people
    return runs


def _keep_from_burn_in(keep: Keep, world: int, replicate: int, built: BuiltWorld, month: int, tallies: Tallies) -> None:
    keep(world, replicate, month - built.burn_in_months, tallies)


def _counting(meter: Meter, persons: int, then: OnMonth | None = None) -> OnMonth:
    def on_month(month: int, tallies: Tallies) -> None:
        if then is not None:
            then(month, tallies)
        meter.add(persons)

    return on_month
