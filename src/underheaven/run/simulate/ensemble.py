"""Simulate replicates times scenarios; the scenarios of a replicate share one burn-in."""

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
    from underheaven.scenario.built_scenario import BuiltScenario


def count_person_months(built_scenarios: Sequence[BuiltScenario], replicates: int, months: int) -> int:
    """Return the person-months of an ensemble; the shared burn-in counts once per replicate."""
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
    """Simulate every scenario over the same people and return the records, by scenario and replicate.

    built_scenarios: one or more, over one society, with the same persons and seed. checkpointer: saves progress, and
    returns that of a stopped run of the same study.
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
    """Do the same as `run_ensemble` with replicates in parallel, each on one thread, and save no progress.

    engine: with one thread.
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
    """One replicate: the burn-in and every scenario."""

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
        """Return the record of every scenario; finished ones are loaded, not simulated again."""
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
        """Return the population after the burn-in, resumed from a checkpoint if there is one."""
        built = self._built_scenarios[0]
        population = self._engine.populate(built, self._replicate)
        months_done = 0
        if state is not None:
            population.restore(state.arrays)
            months_done = state.months
            self._count(built.persons * months_done)
        return finish_burn_in(self._engine, population, built, months_done, self._on_month(population, BURN_IN, 0))

    def _resume_scenario(self, state: CheckpointState) -> RecordedRun:
        """Return the record of the scenario that a checkpoint belongs to."""
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
