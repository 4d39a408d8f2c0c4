"""Lives of a study at other values of its numbers: what no number of a life changes is not lived twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.engine.protocol import Engine
from underheaven.record.schema import WorldRun
from underheaven.run.facts import check_facts
from underheaven.run.one import OnMonth, Tallies, burn_in, observe
from underheaven.run.study import Study
from underheaven.run.worlds import build_worlds
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.world.build import build_world

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.world.build import BuiltWorld


@dataclass(frozen=True)
class Life:
    """What is lived once: the documents of all worlds, and with which luck.

    held: whether it ends where its burn-in contradicts the facts of the society.
    """

    worlds: tuple[Document[Regime], ...]
    society: Document[Society]
    replicate: int
    held: bool = False


class Living:
    """Lives one life or another, in any thread; keeps what the documents as they stand come to with the first luck.

    count: called with person-months as they are lived, after every month; what it raises ends the life.
    """

    def __init__(self, engine: Engine, study: Study, count: Callable[[int], None]) -> None:
        self._engine, self._study, self._count = engine, study, count
        self._stated = build_worlds(study)
        self._people: Population | None = None
        self._runs: dict[int, WorldRun] = {}

    def worlds(self, life: Life) -> list[WorldRun]:
        """Returns what each world of a life leaves behind, not to be changed; its people live the burn-in once.

        Raises RuledOutError where the burn-in contradicts facts that the life is held to.
        """
        persons, months, builts = self._study.plan.persons, self._study.plan.months, self._builts(life)
        again = self._comes_again(life, builts[0])
        stated = [place for place, built in enumerate(builts) if again and built is self._stated[place]]
        runs = {place: self._runs[place] for place in stated if place in self._runs}
        fresh = [place for place in range(len(builts)) if place not in runs]
        if fresh:
            people = self._settled(life, builts[0], again)
        self._count(persons * (self._study.society.model.burn_in_months + months * len(runs)))
        for place in fresh:
            mine = people if place == fresh[-1] else people.copy()
            runs[place] = observe(self._engine, mine, builts[place], months, self._on_month(persons))
        self._runs |= {place: runs[place] for place in stated}
        return [runs[place] for place in range(len(builts))]

    def _comes_again(self, life: Life, first: BuiltWorld) -> bool:
        """Tells whether people live the burn-in that those of the documents as they stand live with the first luck.

        The burn-in knows of a regime what is kept for it and as which standing it enters loans, in the first table.
        """
        stated = self._stated[0]
        same = life.society is self._study.society and life.replicate == 0 and first.keeps == stated.keeps
        return same and bool(first.rules[:1].tobytes() == stated.rules[:1].tobytes())

    def _settled(self, life: Life, first: BuiltWorld, again: bool) -> Population:
        """Returns people after the burn-in."""
        if again and self._people is not None:
            return self._people.copy()
        last: dict[str, Tallies] = {}
        people: Population = burn_in(self._engine, first, life.replicate, self._on_month(0, last))
        if life.held and last:
            check_facts(life.society.model.facts, last["tallies"])
        if again:
            self._people = people.copy()
        return people

    def _builts(self, life: Life) -> list[BuiltWorld]:
        """Builds the worlds of a life; what no number of it changes is that of the documents as they stand."""
        stated = life.society is self._study.society
        builts: list[BuiltWorld] = []
        for world, other, built, start in zip(
            life.worlds, self._study.worlds, self._stated, self._study.starts, strict=True
        ):
            same = self._stated[0] if stated else builts[0] if builts else None
            builts.append(built if stated and world is other else self._build(world, life.society, same, start))
        return builts

    def _build(
        self, world: Document[Regime], society: Document[Society], like: BuiltWorld | None, start: str | None
    ) -> BuiltWorld:
        plan = self._study.plan
        return build_world(world, society, persons=plan.persons, seed=plan.seed, start=start, like=like)

    def _on_month(self, persons: int, last: dict[str, Tallies] | None = None) -> OnMonth:
        def on_month(month: int, tallies: Tallies) -> None:
            if last is not None:
                last["tallies"] = tallies
            self._count(persons)

        return on_month
