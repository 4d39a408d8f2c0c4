"""One synthetic person's months, lived again in every world of a study; nobody of them is real.

A life is not in a recorded result, which holds sums alone. The whole population lives again, since a person's chances
hang on the town and, through lenders, on everybody; the luck is the same, and so every month is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from underheaven.argument_checks import integer_between, optional, result_dataset
from underheaven.engine.factory import make_engine
from underheaven.engine.protocol import Engine
from underheaven.errors import RequestError, ResultError
from underheaven.record.trajectory import TrajectorySet
from underheaven.run.checks.arguments import check_arguments, check_person_choice, check_study_given
from underheaven.run.memory import check_resources, run_size
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
    from underheaven.scenario.build import BuiltScenario

MAX_REPLICATE_INDEX = 99_999
"""A study has at most 100,000 replicates."""


@check_arguments(
    "engine",
    "threads",
    "progress",
    study=check_study_given,
    which=check_person_choice,
    replicate=integer_between(0, MAX_REPLICATE_INDEX),
    result=optional(result_dataset),
)
def simulate_trajectory(
    study: Study,
    which: SelectionRule | int = "worst",
    *,
    replicate: int = 0,
    engine: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    result: xr.Dataset | None = None,
) -> TrajectorySet:
    """Returns one synthetic person's observed months in every world of a study.

    which: worst, median or wrongly-listed, told by the first regime's world (`run.chosen.choice` says how), or a
    place from 0. replicate: from 0, of the study's or beyond. result: of this study; its sums spare the months that
    are lived only to choose, and the life told is held against them.
    Raises RequestError, EngineError, and ResultError where the result is not what this study and version give.
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
    """Refuses what no life can be told of."""
    persons = study.plan.persons
    if isinstance(which, int) and not 0 <= which < persons:
        raise RequestError(
            f"person = {which:,}: a place is a number from 0 to {persons - 1:,}, since each scenario has "
            f"{persons:,} synthetic persons. Write one in that range."
        )
    if not isinstance(which, int) and which not in SELECTION_RULES:
        raise RequestError(
            f"person = {which}: it is neither a place nor one of {', '.join(SELECTION_RULES)}. Write one of them."
        )
    if result is not None and (result.sizes["person"], tuple(result["world"].values)) != (persons, study.names):
        raise ResultError(
            "The result is not of this study: its worlds or its number of persons are others. Give its own study."
        )
    if result is not None:
        person_sums(result, 0, replicate)  # refused now, and not after all have been simulated


def _select(which: SelectionRule | int, scenario: str, sums: Callable[[], PersonSums]) -> SelectedPerson:
    return (
        SelectedPerson(which, "named by the place")
        if isinstance(which, int)
        else select_person(sums(), which, scenario)
    )


def _observe_scenario(
    engine: Engine, population: Population, built: BuiltScenario, person: int, months: int, count: MonthCallback
) -> list[Observation]:
    """Returns what each month of a world leaves at the person's place; the people are changed."""
    observer = PersonObserver(engine, person)
    simulate_months(observer, population, built, months, count)
    return observer.observations


def _check_against_result(
    result: xr.Dataset, replicate: int, person: int, observed: Sequence[Sequence[Observation]]
) -> None:
    """Makes sure that the life is the one whose sums the result holds."""
    for scenario, observations in enumerate(observed):
        recorded = {name: int(values[person]) for name, values in person_sums(result, scenario, replicate).items()}
        if recorded != observations[-1].sums:
            raise ResultError(
                f"The life of person {person:,} in world {result['world'].values[scenario]} is not the one in the result: "
                "it was made by another version. Run the study again."
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
