"""Lives a run while one place is looked at after every month; the run is the same with or without the look.

A person who dies or moves leaves at the very end of a month, and the newcomer's state then stands in the place. What
the last month was like is read from a copy of the people who live that month again with nobody leaving: renewal comes
after all else, so that month is the same up to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from underheaven.engine.protocol import CompiledScenario, Engine
from underheaven.fields import SUMS
from underheaven.jit import interpreted_copy
from underheaven.run.simulate.replicate import Array

if TYPE_CHECKING:
    from underheaven.engine.month_tallies import MonthTallies
    from underheaven.engine.population import Population
    from underheaven.scenario.build import BuiltScenario


@dataclass(frozen=True)
class Observation:
    """What a month left at one place, before a newcomer took it over.

    month: from the first of the burn-in. generation: of whom it was. dossier: packed records. livelihood: packed.
    savings: thousandths of a month of income. legitimacy: 1/65535. sums: so far, by name in ``fields.SUMS``.
    renewed: a newcomer follows. stood: what the standing said, where it hangs on more than the records. born: month of
    birth, as in ``fields.STATE``, where persons grow older.
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
    """An engine that hands everything on to another one, and keeps what each month leaves at one place.

    person: the place, from 0. seen: one for each month advanced, in order.
    """

    def __init__(self, engine: Engine, person: int) -> None:
        self.observations: list[Observation] = []
        self.threads = engine.threads
        self._engine = engine
        self._person = person

    def populate(self, built: CompiledScenario, replicate: int) -> Population:
        """Returns the other engine's first generation."""
        return self._engine.populate(built, replicate)

    def advance(self, population: Population, built: CompiledScenario, month: int) -> MonthTallies:
        """Lives one month in place, looks, and returns the month's tallies."""
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
        """Returns what the other engine says of each place."""
        return self._engine.final_person_fields(population, built)

    def _may_leave(self, population: Population, built: CompiledScenario, month: int) -> bool:
        """Tells whether the month's draw makes anybody leave, of whichever cell."""
        draws = interpreted_copy("draws")
        uniform = int(draws.draw(population.key, self._person, month, draws.RENEWAL, 0))
        return uniform < int(built.society[0].renewal.max())

    def _month_without_renewal(self, population: Population, built: BuiltScenario, month: int) -> Population:
        """Returns a copy of the people after this month if nobody left in it."""
        society_table = built.society.copy()
        society_table[0].renewal[:] = 0
        copy = population.copy()
        self._engine.advance(copy, replace(built, society=society_table), month)
        return copy


def _observe_person(
    population: Population, sums: Any, person: int, month: int, generation: int, renewed: bool
) -> Observation:
    """Looks at one place; sums: those after the month, in which the place counts as renewed."""
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
        status=int(state.stood[person]) if len(state.stood) > 0 else None,
        born=int(state.born[person]) if len(state.born) > 0 else None,
    )
