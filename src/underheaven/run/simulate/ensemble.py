"""Replicates times worlds: each replicate's people live the burn-in once and then every world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from underheaven.engine.protocol import Engine
from underheaven.record.schema import RecordedRun
from underheaven.run.checkpoint.checkpointer import BURN_IN, Checkpointer, CheckpointState, NoCheckpoints
from underheaven.run.progress import Meter
from underheaven.run.simulate.replicate import MonthCallback, Tallies, finish_burn_in, simulate_months
from underheaven.run.simulate.thread_pool import open_thread_pool

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.scenario.build import BuiltScenario


def count_person_months(built_scenarios: Sequence[BuiltScenario], replicates: int, months: int) -> int:
    """Counts the person-months of an ensemble, the shared burn-in once a replicate."""
    first = built_scenarios[0]
    return replicates * first.persons * (first.burn_in_months + months * len(built_scenarios))


def run_ensemble(
    engine: Engine,
    built_scenarios: Sequence[BuiltScenario],
    replicates: int,
    months: int,
    meter: Meter,
    checkpointer: Checkpointer | None = None,
) -> list[list[RecordedRun]]:
    """Runs every world over the same people and returns what is recorded, by world and replicate.

    builts: worlds over one society, of as many persons and one seed; at least one. keeper: keeps what is done, and
    knows what an earlier, stopped run of the same study did.
    """
    runs: list[list[RecordedRun]] = [[] for _ in built_scenarios]
    for replicate in range(replicates):
        replicate_run = Replicate(
            engine, built_scenarios, replicate, months, meter.add, checkpointer or NoCheckpoints()
        )
        for scenario, run in enumerate(replicate_run.run_scenarios()):
            runs[scenario].append(run)
    return runs


def run_in_parallel(
    engine: Engine, built_scenarios: Sequence[BuiltScenario], replicates: int, months: int, meter: Meter, threads: int
) -> list[list[RecordedRun]]:
    """Does what `run_ensemble` does with so many replicates at once, each on one thread, and keeps nothing meanwhile.

    engine: of one thread.
    """
    with open_thread_pool(threads) as pool:

        def count(person_months: int) -> None:
            pool.raise_if_stopped()
            meter.add(person_months)

        replicate_runs = [
            Replicate(engine, built_scenarios, replicate, months, count, NoCheckpoints())
            for replicate in range(replicates)
        ]
        pending = [pool.submit(replicate_run.run_scenarios) for replicate_run in replicate_runs]
        return [list(runs) for runs in zip(*(result() for result in pending), strict=True)]


class Replicate:
    """The people of one replicate, in the burn-in and in every world."""

    def __init__(
        self,
        engine: Engine,
        built_scenarios: Sequence[BuiltScenario],
        replicate: int,
        months: int,
        count: Callable[[int], None],
        checkpointer: Checkpointer,
    ) -> None:
        self._engine, self._built_scenarios, self._replicate, self._months = engine, built_scenarios, replicate, months
        self._count, self._checkpointer = count, checkpointer

    def run_scenarios(self) -> list[RecordedRun]:
        """Returns the record of every world; what is finished is not lived again."""
        built_scenarios, months = self._built_scenarios, self._months
        runs = [self._checkpointer.load_finished(scenario, self._replicate) for scenario in range(len(built_scenarios))]
        pending = [scenario for scenario, run in enumerate(runs) if run is None]
        self._count(built_scenarios[0].persons * months * (len(built_scenarios) - len(pending)))
        state = self._checkpointer.load_checkpoint(self._replicate) if pending else None
        fresh = [scenario for scenario in pending if state is None or state.scenario != scenario]
        if state is not None and state.scenario != BURN_IN:
            runs[state.scenario] = self._resume_scenario(state)
        if not fresh:
            self._count(built_scenarios[0].persons * built_scenarios[0].burn_in_months)
            return [run for run in runs if run is not None]
        settled_population = self._after_burn_in(state if state is not None and state.scenario == BURN_IN else None)
        for scenario in fresh:
            population = settled_population if scenario == fresh[-1] else settled_population.copy()
            runs[scenario] = self._observe_scenario(scenario, population, None)
            del population  # before the next copy is made
        return [run for run in runs if run is not None]

    def _after_burn_in(self, state: CheckpointState | None) -> Population:
        """Returns people after the burn-in, from where a checkpoint stands if there is one."""
        built = self._built_scenarios[0]
        population = self._engine.populate(built, self._replicate)
        months_done = 0
        if state is not None:
            population.restore(state.arrays)
            months_done = state.months
            self._count(built.persons * months_done)
        return finish_burn_in(self._engine, population, built, months_done, self._on_month(population, BURN_IN, 0))

    def _resume_scenario(self, state: CheckpointState) -> RecordedRun:
        """Returns the record of the world that a checkpoint stands in."""
        built = self._built_scenarios[state.scenario]
        population = self._engine.populate(built, self._replicate)
        population.restore(state.arrays)
        self._count(built.persons * state.months)
        return self._observe_scenario(state.scenario, population, state)

    def _observe_scenario(self, scenario: int, population: Population, state: CheckpointState | None) -> RecordedRun:
        built = self._built_scenarios[scenario]
        history = None if state is None else state.history
        on_month = self._on_month(population, scenario, built.burn_in_months)
        run = simulate_months(self._engine, population, built, self._months, on_month, history)
        self._checkpointer.save_finished(scenario, self._replicate, run)
        return run

    def _on_month(self, population: Population, scenario: int, first: int) -> MonthCallback:
        persons = self._built_scenarios[0].persons

        def on_month(month: int, tallies: Tallies) -> None:
            self._checkpointer.save_month(population, scenario, self._replicate, month - first, tallies)
            self._count(persons)

        return on_month
