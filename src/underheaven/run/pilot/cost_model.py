"""Cost of a month on this machine: a fixed part and a part per person, measured at two population sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.engine.protocol import Engine
from underheaven.record.schema import RecordedRun
from underheaven.run.pilot.clock import ZERO_SPAN, Span, now
from underheaven.run.simulate.replicate import simulate_burn_in, simulate_months
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.scenario.built_scenario import BuiltScenario

SCALE_UP = 8
"""Factor by which the pilot population is repeated to measure the cost per person."""
SCALED_MONTHS = 3


@dataclass(frozen=True)
class MonthCost:
    """Time of one month with ``persons`` persons (``month``), and of each additional person (``person``)."""

    persons: int
    month: Span
    person: Span

    def for_persons(self, persons: int) -> Span:
        """Return the time of a month with a number of persons."""
        return (self.month + self.person * (persons - self.persons)).at_least(ZERO_SPAN)


@dataclass(frozen=True)
class PhaseCosts:
    """Cost of each phase.

    populate: creation of one person. burn_in, scenarios: the mean month of each phase. runs: the records simulated.
    """

    populate: Span
    burn_in: MonthCost
    scenarios: tuple[MonthCost, ...]
    runs: list[list[RecordedRun]]


def resize_study(study: Study, persons: int, months: int) -> Study:
    """Return a study with other numbers of persons and months, and one replicate.

    Args:
        study: The study.
        persons: Persons, 4 or more.
        months: Observed months, 1 or more.
    """
    numbers = {"persons": persons, "months": months, "replicates": 1, "panel": min(study.plan.panel, persons)}
    return replace(study, plan=study.plan.model_copy(update=numbers))


def choose_scale(persons: int, town_size: int, total_persons: int) -> int:
    """Return the factor by which pilot persons are repeated; 1 if they are not whole towns or the run is too small."""
    return 1 if persons % town_size else max(min(SCALE_UP, total_persons // persons), 1)


def measure_costs(study: Study, engine: Engine, times: int, smallest: MonthCost) -> PhaseCosts:
    """Simulate all months of one replicate, and a few of them again with ``times`` as many persons.

    smallest: cost with very few persons; it gives the cost per person if the population is not repeated.
    """
    persons, months = study.plan.persons, study.plan.months
    built_scenarios = build_scenarios(study)
    scaled_scenarios = build_scenarios(resize_study(study, times * persons, months)) if times > 1 else built_scenarios
    start_span = now()
    engine.populate(built_scenarios[0], 0)
    settle = now() - start_span
    start_span = now()
    population = simulate_burn_in(engine, built_scenarios[0], 0)
    burn_in_months = built_scenarios[0].burn_in_months
    month = (now() - start_span - settle) * (1 / max(burn_in_months, 1))
    burn_in_cost = MonthCost(
        persons,
        month,
        _cost_per_person(engine, population, built_scenarios[0], scaled_scenarios[0], burn_in_months, month, smallest),
    )
    scenario_costs, runs = [], []
    for built, scaled_built in zip(built_scenarios, scaled_scenarios, strict=True):
        scenario_population = population.copy()
        start_span = now()
        runs.append([simulate_months(engine, scenario_population, built, months)])
        month = (now() - start_span) * (1 / months)
        scenario_costs.append(
            MonthCost(
                persons,
                month,
                _cost_per_person(
                    engine, scenario_population, built, scaled_built, burn_in_months + months, month, smallest
                ),
            )
        )
    return PhaseCosts(settle * (1 / persons), burn_in_cost, tuple(scenario_costs), runs)


def _cost_per_person(
    engine: Engine,
    population: Population,
    base: BuiltScenario,
    scaled: BuiltScenario,
    until: int,
    month: Span,
    smallest: MonthCost,
) -> Span:
    """Return the time per additional person, from the last months before ``until``, repeated at two sizes."""
    if scaled.persons > base.persons:
        last = range(max(until - SCALED_MONTHS, 0), max(until, 1))
        scaled_population = repeat_towns(population, scaled.persons // base.persons)
        extra = _time_months(engine, scaled_population, scaled, last) - _time_months(
            engine, population.copy(), base, last
        )
        return (extra * (1 / (scaled.persons - base.persons))).at_least(ZERO_SPAN)
    if base.persons > smallest.persons:
        return ((month - smallest.month) * (1 / (base.persons - smallest.persons))).at_least(ZERO_SPAN)
    return month * (1 / base.persons)


def _time_months(engine: Engine, population: Population, built: BuiltScenario, months: range) -> Span:
    start_span = now()
    for month in months:
        engine.advance(population, built, month)
    return (now() - start_span) * (1 / len(months))


def repeat_towns(population: Population, times: int) -> Population:
    """Return a population with its towns repeated."""
    scaled = population.copy()
    scaled.state = type(scaled.state)(*(_tile(array, times) for array in scaled.state))
    scaled.sums = type(scaled.sums)(*(_tile(array, times) for array in scaled.sums))
    scaled.towns = type(scaled.towns)(*(_tile(array, times) for array in scaled.towns))
    scaled.loans = scaled.loans * times
    return scaled


def repeat_persons(runs: Sequence[Sequence[RecordedRun]], times: int) -> list[list[RecordedRun]]:
    """Return runs with their persons repeated; tallies and panel do not change."""
    return [[_repeat_run(run, times) for run in replicates] for replicates in runs]


def _repeat_run(run: RecordedRun, times: int) -> RecordedRun:
    sums = {name: _tile(array, times) for name, array in run.sums.items()}
    return RecordedRun(dict(run.tallies), sums, run.labels, dict(run.panel), dict(run.fitted))


def _tile(array: Any, times: int) -> Any:
    return np.concatenate([array] * times)
