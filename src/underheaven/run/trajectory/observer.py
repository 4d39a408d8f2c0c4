"""Observe one person after every month of a run, without changing the run.

A person who dies or moves leaves at the very end of a month, and a newcomer's state then fills the slot. The leaver's
last month is read from a copy of the population that repeats the month without renewal: renewal is the last step, so
the repeated month is the same up to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from underheaven.engine.protocol import CompiledScenario, Engine
from underheaven.fields.person_values import SUMS
from underheaven.jit.interpreted import interpreted_copy
from underheaven.run.simulate.replicate import Array

if TYPE_CHECKING:
    from underheaven.engine.month_tallies import MonthTallies
    from underheaven.engine.population import Population
    from underheaven.scenario.built_scenario import BuiltScenario


@dataclass(frozen=True)
class Observation:
    """State of one slot at the end of a month, before a newcomer fills it.

    Attributes:
        month: Index of the month, from the first of the burn-in.
        generation: Number of persons who had the slot before.
        dossier: Packed records.
        livelihood: Packed economic state.
        savings: Thousandths of a month's income.
        legitimacy: In units of 1/65535.
        sums: Sums so far, by name in ``fields.person_values.SUMS``.
        renewed: Whether a newcomer follows.
        status: Status, if it depends on more than the records.
        born: Month of birth, as in ``fields.state.STATE``, if persons age.
    """

    month: int
    generation: int
    dossier: tuple[int, ...]
    livelihood: int
    savings: int
    legitimacy: int
    sums: dict[str, int]
    renewed: bool
    status: int | None = None
    born: int | None = None


class PersonObserver:
    """Engine that delegates to another one and records an observation of one person after each month.

    Attributes:
        observations: One for each month advanced, in order.
    """

    def __init__(self, engine: Engine, person: int) -> None:
        self.observations: list[Observation] = []
        self.threads = engine.threads
        self._engine = engine
        self._person = person

    def populate(self, built: CompiledScenario, replicate: int) -> Population:
        """Return the initial population of the other engine."""
        return self._engine.populate(built, replicate)

    def advance(self, population: Population, built: CompiledScenario, month: int) -> MonthTallies:
        """Advance the population by one month in place, observe, and return the month's tallies."""
        generation = int(population.state.generation[self._person])
        staying = None
        if self._may_leave(population, built, month):
            staying = self._month_without_renewal(population, cast("BuiltScenario", built), month)
        tallies = self._engine.advance(population, built, month)
        renewed = int(population.state.generation[self._person]) != generation
        observed_population = population if staying is None else staying
        self.observations.append(
            _observe_person(observed_population, population.sums, self._person, month, generation, renewed)
        )
        return tallies

    def final_person_fields(self, population: Population, built: CompiledScenario) -> Mapping[str, Array]:
        """Return the per-person fields of the other engine."""
        return self._engine.final_person_fields(population, built)

    def _may_leave(self, population: Population, built: CompiledScenario, month: int) -> bool:
        """Return whether the month's draw could make the person leave, in any cell."""
        draws = interpreted_copy("draws")
        uniform = int(draws.draw(population.key, self._person, month, draws.RENEWAL, 0))
        return uniform < int(built.society[0].renewal.max())

    def _month_without_renewal(self, population: Population, built: BuiltScenario, month: int) -> Population:
        """Return a copy of the population after this month without renewal."""
        society_table = built.society.copy()
        society_table[0].renewal[:] = 0
        copy = population.copy()
        self._engine.advance(copy, replace(built, society=society_table), month)
        return copy


def _observe_person(
    population: Population, sums: Any, person: int, month: int, generation: int, renewed: bool
) -> Observation:
    """Return an observation of one person. sums: after the month, with the renewal counted."""
    state = population.state
    return Observation(
        month=month,
        generation=generation,
        dossier=tuple(int(word) for word in state.dossier[person]),
        livelihood=int(state.livelihood[person]),
        savings=int(state.savings[person]),
        legitimacy=int(state.legitimacy[person]),
        sums={f.name: int(getattr(sums, f.name)[person]) for f in SUMS},
        renewed=renewed,
        status=int(state.status[person]) if len(state.status) > 0 else None,
        born=int(state.born[person]) if len(state.born) > 0 else None,
    )
