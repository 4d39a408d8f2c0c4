"""Runs of a study with other parameter values; parts that the parameters do not affect are simulated once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.engine.protocol import Engine
from underheaven.record.schema import RecordedRun
from underheaven.run.simulate.replicate import MonthCallback, Tallies, simulate_burn_in, simulate_months
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import Study
from underheaven.run.uncertainty.facts import check_facts
from underheaven.scenario.build import build_scenario
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.scenario.built_scenario import BuiltScenario


@dataclass(frozen=True)
class Variant:
    """One run: the documents of all scenarios, and the replicate that fixes its random draws.

    must_fit_facts: whether the run ends if its burn-in contradicts facts of the society.
    """

    scenarios: tuple[Document[Regime], ...]
    society: Document[Society]
    replicate: int
    must_fit_facts: bool = False


class VariantSimulator:
    """Simulates variants, in any thread; keeps the runs of the base case with replicate 0 for reuse.

    count: called with person-months after every month; an exception in it ends the run.
    """

    def __init__(self, engine: Engine, study: Study, count: Callable[[int], None]) -> None:
        self._engine, self._study, self._count = engine, study, count
        self._base_case = build_scenarios(study)
        self._base_population: Population | None = None
        self._runs: dict[int, RecordedRun] = {}

    def run_scenarios(self, variant: Variant) -> list[RecordedRun]:
        """Return the record of each scenario of a variant, which callers must not change; they share one burn-in.

        Raises RuledOutError if the burn-in contradicts facts that the variant must fit.
        """
        persons, months, built_scenarios = (
            self._study.plan.persons,
            self._study.plan.months,
            self._build_scenarios(variant),
        )
        is_base_case = self._matches_base_case(variant, built_scenarios[0])
        base_positions = [
            position
            for position, built in enumerate(built_scenarios)
            if is_base_case and built is self._base_case[position]
        ]
        runs = {position: self._runs[position] for position in base_positions if position in self._runs}
        fresh = [position for position in range(len(built_scenarios)) if position not in runs]
        if fresh:
            settled_population = self._after_burn_in(variant, built_scenarios[0], is_base_case)
        self._count(persons * (self._study.society.model.burn_in_months + months * len(runs)))
        for position in fresh:
            population = settled_population if position == fresh[-1] else settled_population.copy()
            runs[position] = simulate_months(
                self._engine, population, built_scenarios[position], months, self._on_month(persons)
            )
        self._runs |= {position: runs[position] for position in base_positions}
        return [runs[position] for position in range(len(built_scenarios))]

    def _matches_base_case(self, variant: Variant, first: BuiltScenario) -> bool:
        """Return whether the burn-in is that of the base case with replicate 0.

        The burn-in depends on a regime through the extra state it keeps and the status used in loans, in its first
        table.
        """
        is_base_society = self._base_case[0]
        template = (
            variant.society is self._study.society
            and variant.replicate == 0
            and first.extra_state == is_base_society.extra_state
        )
        return template and bool(first.rules[:1].tobytes() == is_base_society.rules[:1].tobytes())

    def _after_burn_in(self, variant: Variant, first: BuiltScenario, is_base_case: bool) -> Population:
        """Return the population after the burn-in."""
        if is_base_case and self._base_population is not None:
            return self._base_population.copy()
        last: dict[str, Tallies] = {}
        population: Population = simulate_burn_in(self._engine, first, variant.replicate, self._on_month(0, last))
        if variant.must_fit_facts and last:
            check_facts(variant.society.model.facts, last["tallies"])
        if is_base_case:
            self._base_population = population.copy()
        return population

    def _build_scenarios(self, variant: Variant) -> list[BuiltScenario]:
        """Build the scenarios of a variant; those that it does not change are shared with the base case."""
        is_base_society = variant.society is self._study.society
        built_scenarios: list[BuiltScenario] = []
        for scenario, base_scenario, built, start in zip(
            variant.scenarios, self._study.scenarios, self._base_case, self._study.starts, strict=True
        ):
            template = self._base_case[0] if is_base_society else built_scenarios[0] if built_scenarios else None
            built_scenarios.append(
                built
                if is_base_society and scenario is base_scenario
                else self._build_scenario(scenario, variant.society, template, start)
            )
        return built_scenarios

    def _build_scenario(
        self, scenario: Document[Regime], society: Document[Society], template: BuiltScenario | None, start: str | None
    ) -> BuiltScenario:
        plan = self._study.plan
        return build_scenario(scenario, society, persons=plan.persons, seed=plan.seed, start=start, template=template)

    def _on_month(self, persons: int, last: dict[str, Tallies] | None = None) -> MonthCallback:
        def on_month(month: int, tallies: Tallies) -> None:
            if last is not None:
                last["tallies"] = tallies
            self._count(persons)

        return on_month
