"""What a month costs on this machine: lived with some persons, and, for the price of one more, with many."""

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
    from underheaven.scenario.build import BuiltScenario

SCALE_UP = 8
"""How many times the persons of a trial tell what one person more costs."""
SCALED_MONTHS = 3


@dataclass(frozen=True)
class MonthCost:
    """Time of one month: of ``persons`` persons, and of each person more."""

    persons: int
    month: Span
    person: Span

    def for_persons(self, persons: int) -> Span:
        """Returns the time of a month of so many persons."""
        return (self.month + self.person * (persons - self.persons)).at_least(ZERO_SPAN)


@dataclass(frozen=True)
class PhaseCosts:
    """settle: the arrival of one person. burn_in, worlds: the mean month of each phase. runs: what was lived."""

    populate: Span
    burn_in: MonthCost
    scenarios: tuple[MonthCost, ...]
    runs: list[list[RecordedRun]]


def resize_study(study: Study, persons: int, months: int) -> Study:
    """Returns a study over other numbers, with one replicate."""
    numbers = {"persons": persons, "months": months, "replicates": 1, "panel": min(study.plan.panel, persons)}
    return replace(study, plan=study.plan.model_copy(update=numbers))


def choose_scale(persons: int, town_size: int, total_persons: int) -> int:
    """Returns how many times the persons of a trial live as a crowd; 1 where whole towns do not fit into ``of``."""
    return 1 if persons % town_size else max(min(SCALE_UP, total_persons // persons), 1)


def measure_costs(study: Study, engine: Engine, times: int, smallest: MonthCost) -> PhaseCosts:
    """Lives all months of one replicate, and a few of them again with ``times`` as many persons.

    tiny: the pace of very few persons, from which the price of a person is taken where there is no crowd.
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
    """Returns the time of one person more: the last months before ``until`` lived again by few and by many."""
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
    """Returns the same towns several times over."""
    scaled = population.copy()
    scaled.state = type(scaled.state)(*(_tile(array, times) for array in scaled.state))
    scaled.sums = type(scaled.sums)(*(_tile(array, times) for array in scaled.sums))
    scaled.towns = type(scaled.towns)(*(_tile(array, times) for array in scaled.towns))
    scaled.loans = scaled.loans * times
    return scaled


def repeat_persons(runs: Sequence[Sequence[RecordedRun]], times: int) -> list[list[RecordedRun]]:
    """Returns runs with the same persons several times over; tallies and panel stay as they are."""
    return [[_repeat_run(run, times) for run in replicates] for replicates in runs]


def _repeat_run(run: RecordedRun, times: int) -> RecordedRun:
    sums = {name: _tile(array, times) for name, array in run.sums.items()}
    return RecordedRun(dict(run.tallies), sums, run.labels, dict(run.panel), dict(run.fitted))


def _tile(array: Any, times: int) -> Any:
    return np.concatenate([array] * times)
