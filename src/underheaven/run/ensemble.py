"""Replicates times worlds: each replicate's people live the burn-in once and then every world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from underheaven.engine.protocol import Engine
from underheaven.record.schema import WorldRun
from underheaven.run.crew import crew
from underheaven.run.keep import BURN_IN, Keeper, Nothing, Reached
from underheaven.run.one import OnMonth, Tallies, observe, settle
from underheaven.run.progress import Meter

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.world.build import BuiltWorld


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
    keeper: Keeper | None = None,
) -> list[list[WorldRun]]:
    """Runs every world over the same people and returns what is recorded, by world and replicate.

    builts: worlds over one society, of as many persons and one seed; at least one. keeper: keeps what is done, and
    knows what an earlier, stopped run of the same study did.
    """
    runs: list[list[WorldRun]] = [[] for _ in builts]
    for replicate in range(replicates):
        lived = Replicate(engine, builts, replicate, months, meter.add, keeper or Nothing())
        for world, run in enumerate(lived.worlds()):
            runs[world].append(run)
    return runs


def run_at_once(
    engine: Engine, builts: Sequence[BuiltWorld], replicates: int, months: int, meter: Meter, threads: int
) -> list[list[WorldRun]]:
    """Does what `run_ensemble` does with so many replicates at once, each on one thread, and keeps nothing meanwhile.

    engine: of one thread.
    """
    with crew(threads) as fellows:

        def count(person_months: int) -> None:
            fellows.check()
            meter.add(person_months)

        lived = [Replicate(engine, builts, replicate, months, count, Nothing()) for replicate in range(replicates)]
        waiting = [fellows.begin(one.worlds) for one in lived]
        return [list(runs) for runs in zip(*(worlds() for worlds in waiting), strict=True)]


class Replicate:
    """The people of one replicate, in the burn-in and in every world."""

    def __init__(
        self,
        engine: Engine,
        builts: Sequence[BuiltWorld],
        replicate: int,
        months: int,
        count: Callable[[int], None],
        keeper: Keeper,
    ) -> None:
        self._engine, self._builts, self._replicate, self._months = engine, builts, replicate, months
        self._count, self._keeper = count, keeper

    def worlds(self) -> list[WorldRun]:
        """Returns the record of every world; what is finished is not lived again."""
        builts, months = self._builts, self._months
        runs = [self._keeper.finished(world, self._replicate) for world in range(len(builts))]
        waiting = [world for world, run in enumerate(runs) if run is None]
        self._count(builts[0].persons * months * (len(builts) - len(waiting)))
        reached = self._keeper.reached(self._replicate) if waiting else None
        fresh = [world for world in waiting if reached is None or reached.world != world]
        if reached is not None and reached.world != BURN_IN:
            runs[reached.world] = self._go_on(reached)
        if not fresh:
            self._count(builts[0].persons * builts[0].burn_in_months)
            return [run for run in runs if run is not None]
        people = self._settled(reached if reached is not None and reached.world == BURN_IN else None)
        for world in fresh:
            population = people if world == fresh[-1] else people.copy()
            runs[world] = self._observed(world, population, None)
            del population  # before the next copy is made
        return [run for run in runs if run is not None]

    def _settled(self, reached: Reached | None) -> Population:
        """Returns people after the burn-in, from where a checkpoint stands if there is one."""
        built = self._builts[0]
        people = self._engine.populate(built, self._replicate)
        lived = 0
        if reached is not None:
            people.restore(reached.arrays)
            lived = reached.months
            self._count(built.persons * lived)
        return settle(self._engine, people, built, lived, self._on_month(people, BURN_IN, 0))

    def _go_on(self, reached: Reached) -> WorldRun:
        """Returns the record of the world that a checkpoint stands in."""
        built = self._builts[reached.world]
        people = self._engine.populate(built, self._replicate)
        people.restore(reached.arrays)
        self._count(built.persons * reached.months)
        return self._observed(reached.world, people, reached)

    def _observed(self, world: int, people: Population, reached: Reached | None) -> WorldRun:
        built = self._builts[world]
        before = None if reached is None else reached.before
        on_month = self._on_month(people, world, built.burn_in_months)
        run = observe(self._engine, people, built, self._months, on_month, before)
        self._keeper.done(world, self._replicate, run)
        return run

    def _on_month(self, people: Population, world: int, first: int) -> OnMonth:
        persons = self._builts[0].persons

        def on_month(month: int, tallies: Tallies) -> None:
            self._keeper.month(people, world, self._replicate, month - first, tallies)
            self._count(persons)

        return on_month
