"""One synthetic person's months, simulated again in every scenario of a study; no person is real.

A result holds sums but no trajectories. The whole population is simulated again, because a person's chances depend on
the town and, through lenders, on everyone. The random draws are the same, and so is every month.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from underheaven.argument_checks import integer_between, optional, result_dataset
from underheaven.engine.factory import make_engine
from underheaven.engine.protocol import Engine
from underheaven.errors import RequestError, ResultError
from underheaven.record.trajectory import TrajectorySet
from underheaven.run.checks.argument_values import (
    ENGINE,
    PROGRESS,
    THREADS,
    check_person_choice,
    check_study_given,
)
from underheaven.run.checks.arguments import check_arguments
from underheaven.run.memory import check_resources, run_size
from underheaven.run.options import EngineName, RunOptions
from underheaven.run.progress import Meter, Progress, ignore_progress
from underheaven.run.simulate.replicate import MonthCallback, Tallies, simulate_burn_in, simulate_months
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study
from underheaven.run.trajectory.monthly_history import build_trajectory, find_newcomers, region_of_slot, reporting_group
from underheaven.run.trajectory.observer import PersonObserver
from underheaven.run.trajectory.person_selection import (
    SELECTION_RULES,
    PersonSums,
    SelectedPerson,
    SelectionRule,
    person_sums,
    select_person,
)

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.engine.population import Population
    from underheaven.run.trajectory.observer import Observation
    from underheaven.scenario.built_scenario import BuiltScenario

MAX_REPLICATE_INDEX = 99_999
"""A study has at most 100,000 replicates."""


@check_arguments(
    study=check_study_given,
    which=check_person_choice,
    replicate=integer_between(0, MAX_REPLICATE_INDEX),
    engine=ENGINE,
    threads=THREADS,
    progress=PROGRESS,
    result=optional(result_dataset),
)
def simulate_trajectory(
    study: Study,
    which: SelectionRule | int = "worst",
    *,
    replicate: int = 0,
    engine: EngineName = RunOptions.engine,
    threads: int | None = None,
    progress: Progress | None = None,
    result: xr.Dataset | None = None,
) -> TrajectorySet:
    """Return one synthetic person's observed months in every scenario of a study.

    Args:
        study: The study.
        which: ``worst``, ``median`` or ``wrongly-listed`` in the first scenario (see
            `run.trajectory.person_selection.select_person`), or a person's index from 0.
        replicate: Replicate from 0; it may exceed the study's.
        engine: ``auto``, ``plain`` or ``cpu``.
        threads: Threads, 1 or more; None for all cores.
        progress: Called every month with the person-months done and in total.
        result: A result of this study. Its sums save the run that only selects the person, and the trajectory is
            checked against them.

    Raises:
        RequestError: No such person can be selected, or the run does not fit this machine.
        EngineError: The engine is unavailable or failed.
        ResultError: This study and version do not give the result.
    """
    _check_request(study, which, replicate, result)
    plan = study.plan
    machine, built_scenarios = make_engine(engine, threads, hooks=study.hooks), build_scenarios(study)
    check_resources(run_size(built_scenarios, 1, plan.months))
    selection_run = result is None and not isinstance(which, int)
    months_per_person = built_scenarios[0].burn_in_months + plan.months * (len(built_scenarios) + selection_run)
    meter = Meter(plan.persons * months_per_person, progress or ignore_progress)

    def count(month: int, tallies: Tallies) -> None:
        meter.add(plan.persons)

    def sums() -> PersonSums:
        if result is not None:
            return person_sums(result, 0, replicate)
        return simulate_months(machine, settled_population.copy(), built_scenarios[0], plan.months, count).sums

    settled_population = simulate_burn_in(machine, built_scenarios[0], replicate, count)
    selected = _select(which, study.names[0], sums)
    observed = []
    for built in built_scenarios:
        population = settled_population if built is built_scenarios[-1] else settled_population.copy()
        observed.append(_observe_scenario(machine, population, built, selected.person, plan.months, count))
    if result is not None:
        _check_against_result(result, replicate, selected.person, observed)
    return _build_trajectories(study, built_scenarios, selected, replicate, observed)


def _check_request(study: Study, which: SelectionRule | int, replicate: int, result: xr.Dataset | None) -> None:
    """Raise an error for a person or replicate that has no trajectory."""
    persons = study.plan.persons
    if isinstance(which, int) and not 0 <= which < persons:
        raise RequestError(
            f"person = {which:,}: a place is a number from 0 to {persons - 1:,}, since each scenario has "
            f"{persons:,} synthetic persons. Write one in that range."
        )
    if not isinstance(which, int) and which not in SELECTION_RULES:
        raise RequestError(
            f"person = {which}: it is neither a number nor one of {', '.join(SELECTION_RULES)}. Write one of them."
        )
    if result is not None and (result.sizes["person"], tuple(result["scenario"].values)) != (persons, study.names):
        raise ResultError(
            "The result is not of this study: its scenarios or its number of persons differ. Give its own study."
        )
    if result is not None:
        person_sums(result, 0, replicate)  # raises now rather than after the simulation


def _select(which: SelectionRule | int, scenario: str, sums: Callable[[], PersonSums]) -> SelectedPerson:
    return (
        SelectedPerson(which, "named by the place")
        if isinstance(which, int)
        else select_person(sums(), which, scenario)
    )


def _observe_scenario(
    engine: Engine, population: Population, built: BuiltScenario, person: int, months: int, count: MonthCallback
) -> list[Observation]:
    """Return an observation of the person after each month; the population is changed in place."""
    observer = PersonObserver(engine, person)
    simulate_months(observer, population, built, months, count)
    return observer.observations


def _check_against_result(
    result: xr.Dataset, replicate: int, person: int, observed: Sequence[Sequence[Observation]]
) -> None:
    """Raise ResultError unless the trajectory adds up to the sums in the result."""
    for scenario, observations in enumerate(observed):
        recorded = {name: int(values[person]) for name, values in person_sums(result, scenario, replicate).items()}
        if recorded != observations[-1].sums:
            raise ResultError(
                f"The trajectory of person {person:,} under {result['scenario'].values[scenario]} differs from the "
                "one in the result, which was made by another version. Run the study again."
            )


def _build_trajectories(
    study: Study,
    built_scenarios: Sequence[BuiltScenario],
    selected: SelectedPerson,
    replicate: int,
    observed: Sequence[list[Observation]],
) -> TrajectorySet:
    first, person = built_scenarios[0], selected.person
    labels = study.months
    return TrajectorySet(
        person=person,
        replicate=replicate,
        selection_reason=selected.reason,
        group=reporting_group(first, person, replicate, observed[0][0]),
        region=region_of_slot(first, person),
        trajectories=tuple(
            build_trajectory(name, built, person, replicate, observations, labels)
            for name, built, observations in zip(study.names, built_scenarios, observed, strict=True)
        ),
        newcomers=find_newcomers(first, person, replicate, observed[0], labels),
    )
