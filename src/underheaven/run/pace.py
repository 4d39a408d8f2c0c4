"""What a month costs on this machine: lived with some persons, and, for the price of one more, with many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.engine.protocol import Engine
from underheaven.record.schema import WorldRun
from underheaven.run.clock import NOTHING, Span, now
from underheaven.run.one import burn_in, observe
from underheaven.run.study import Study
from underheaven.run.worlds import build_worlds

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.world.build import BuiltWorld

CROWD = 8
"""How many times the persons of a trial tell what one person more costs."""
CROWDED_MONTHS = 3


@dataclass(frozen=True)
class Pace:
    """Time of one month: of ``persons`` persons, and of each person more."""

    persons: int
    month: Span
    person: Span

    def of(self, persons: int) -> Span:
        """Returns the time of a month of so many persons."""
        return (self.month + self.person * (persons - self.persons)).at_least(NOTHING)


@dataclass(frozen=True)
class Paces:
    """settle: the arrival of one person. burn_in, worlds: the mean month of each phase. runs: what was lived."""

    settle: Span
    burn_in: Pace
    worlds: tuple[Pace, ...]
    runs: list[list[WorldRun]]


def resized(study: Study, persons: int, months: int) -> Study:
    """Returns a study over other numbers, with one replicate."""
    numbers = {"persons": persons, "months": months, "replicates": 1, "panel": min(study.plan.panel, persons)}
    return replace(study, plan=study.plan.model_copy(update=numbers))


def crowd_of(persons: int, town_size: int, of: int) -> int:
    """Returns how many times the persons of a trial live as a crowd; 1 where whole towns do not fit into ``of``."""
    return 1 if persons % town_size else max(min(CROWD, of // persons), 1)


def paces(study: Study, engine: Engine, times: int, tiny: Pace) -> Paces:
    """Lives all months of one replicate, and a few of them again with ``times`` as many persons.

    tiny: the pace of very few persons, from which the price of a person is taken where there is no crowd.
    """
    persons, months = study.plan.persons, study.plan.months
    builts = build_worlds(study)
    crowded = build_worlds(resized(study, times * persons, months)) if times > 1 else builts
    began = now()
    engine.populate(builts[0], 0)
    settle = now() - began
    began = now()
    people = burn_in(engine, builts[0], 0)
    before = builts[0].burn_in_months
    month = (now() - began - settle) * (1 / max(before, 1))
    burnt = Pace(persons, month, _person(engine, people, builts[0], crowded[0], before, month, tiny))
    worlds, runs = [], []
    for built, many in zip(builts, crowded, strict=True):
        mine = people.copy()
        began = now()
        runs.append([observe(engine, mine, built, months)])
        month = (now() - began) * (1 / months)
        worlds.append(Pace(persons, month, _person(engine, mine, built, many, before + months, month, tiny)))
    return Paces(settle * (1 / persons), burnt, tuple(worlds), runs)


def _person(
    engine: Engine, people: Population, few: BuiltWorld, many: BuiltWorld, until: int, month: Span, tiny: Pace
) -> Span:
    """Returns the time of one person more: the last months before ``until`` lived again by few and by many."""
    if many.persons > few.persons:
        last = range(max(until - CROWDED_MONTHS, 0), max(until, 1))
        crowd = multiplied(people, many.persons // few.persons)
        more = _again(engine, crowd, many, last) - _again(engine, people.copy(), few, last)
        return (more * (1 / (many.persons - few.persons))).at_least(NOTHING)
    if few.persons > tiny.persons:
        return ((month - tiny.month) * (1 / (few.persons - tiny.persons))).at_least(NOTHING)
    return month * (1 / few.persons)


def _again(engine: Engine, people: Population, built: BuiltWorld, months: range) -> Span:
    began = now()
    for month in months:
        engine.advance(people, built, month)
    return (now() - began) * (1 / len(months))


def multiplied(people: Population, times: int) -> Population:
    """Returns the same towns several times over."""
    many = people.copy()
    many.state = type(many.state)(*(_tiled(array, times) for array in many.state))
    many.sums = type(many.sums)(*(_tiled(array, times) for array in many.sums))
    many.towns = type(many.towns)(*(_tiled(array, times) for array in many.towns))
    many.loans = many.loans * times
    return many


def widened(runs: Sequence[Sequence[WorldRun]], times: int) -> list[list[WorldRun]]:
    """Returns runs with the same persons several times over; tallies and panel stay as they are."""
    return [[_widened(run, times) for run in replicates] for replicates in runs]


def _widened(run: WorldRun, times: int) -> WorldRun:
    sums = {name: _tiled(a, times) for name, a in run.sums.items()}
    return WorldRun(dict(run.tallies), sums, run.labels, dict(run.panel), dict(run.fitted))


def _tiled(array: Any, times: int) -> Any:
    return np.concatenate([array] * times)
