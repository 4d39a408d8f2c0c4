"""One synthetic person's months, lived again in every world of a study; nobody of them is real.

A life is not in a recorded result, which holds sums alone. The whole population lives again, since a person's chances
hang on the town and, through lenders, on everybody; the luck is the same, and so every month is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from underheaven.engine.choose import make_engine
from underheaven.engine.protocol import Engine
from underheaven.errors import RequestError, ResultError
from underheaven.given import dataset, optional, whole
from underheaven.record.life import Lives
from underheaven.run.asked import asked, whole_study, whom
from underheaven.run.chosen import WAYS, Choice, Sums, Which, choice, sums_of
from underheaven.run.memory import guard, size_of
from underheaven.run.months import group_of, life, newcomers, region_of
from underheaven.run.one import OnMonth, Tallies, burn_in, observe
from underheaven.run.progress import Meter, Progress, silent
from underheaven.run.study import Study
from underheaven.run.watch import Watching
from underheaven.run.worlds import build_worlds

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.engine.population import Population
    from underheaven.run.watch import Seen
    from underheaven.world.build import BuiltWorld

LAST_REPLICATE = 99_999
"""A study has at most 100,000 replicates."""


@asked("engine", "threads", "progress", study=whole_study, which=whom, replicate=whole(0, LAST_REPLICATE),
       result=optional(dataset))  # fmt: skip
def tell(
    study: Study,
    which: Which | int = "worst",
    *,
    replicate: int = 0,
    engine: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    result: xr.Dataset | None = None,
) -> Lives:
    """Returns one synthetic person's observed months in every world of a study.

    which: worst, median or wrongly-listed, told by the first regime's world (`run.chosen.choice` says how), or a
    place from 0. replicate: from 0, of the study's or beyond. result: of this study; its sums spare the months that
    are lived only to choose, and the life told is held against them.
    Raises RequestError, EngineError, and ResultError where the result is not what this study and version give.
    """
    _check(study, which, replicate, result)
    plan = study.plan
    machine, builts = make_engine(engine, threads, hooks=study.hooks), build_worlds(study)
    guard(size_of(builts, 1, plan.months))
    only_to_choose = result is None and not isinstance(which, int)
    lived = builts[0].burn_in_months + plan.months * (len(builts) + only_to_choose)
    meter = Meter(plan.persons * lived, progress or silent)

    def count(month: int, tallies: Tallies) -> None:
        meter.add(plan.persons)

    def sums() -> Sums:
        if result is not None:
            return sums_of(result, 0, replicate)
        return observe(machine, people.copy(), builts[0], plan.months, count).sums

    people = burn_in(machine, builts[0], replicate, count)
    chosen = _chosen(which, study.names[0], sums)
    seen = []
    for built in builts:
        population = people if built is builts[-1] else people.copy()
        seen.append(_watched(machine, population, built, chosen.person, plan.months, count))
    if result is not None:
        _hold_against(result, replicate, chosen.person, seen)
    return _lives(study, builts, chosen, replicate, seen)


def _check(study: Study, which: Which | int, replicate: int, result: xr.Dataset | None) -> None:
    """Refuses what no life can be told of."""
    persons = study.plan.persons
    if isinstance(which, int) and not 0 <= which < persons:
        raise RequestError(
            f"person = {which:,}: a place is a number from 0 to {persons - 1:,}, since each scenario has "
            f"{persons:,} synthetic persons. Write one in that range."
        )
    if not isinstance(which, int) and which not in WAYS:
        raise RequestError(f"person = {which}: it is neither a place nor one of {', '.join(WAYS)}. Write one of them.")
    if result is not None and (result.sizes["person"], tuple(result["world"].values)) != (persons, study.names):
        raise ResultError(
            "The result is not of this study: its worlds or its number of persons are others. Give its own study."
        )
    if result is not None:
        sums_of(result, 0, replicate)  # refused now, and not after all have been simulated


def _chosen(which: Which | int, world: str, sums: Callable[[], Sums]) -> Choice:
    return Choice(which, "named by the place") if isinstance(which, int) else choice(sums(), which, world)


def _watched(
    engine: Engine, people: Population, built: BuiltWorld, person: int, months: int, count: OnMonth
) -> list[Seen]:
    """Returns what each month of a world leaves at the person's place; the people are changed."""
    watching = Watching(engine, person)
    observe(watching, people, built, months, count)
    return watching.seen


def _hold_against(result: xr.Dataset, replicate: int, person: int, seen: Sequence[Sequence[Seen]]) -> None:
    """Makes sure that the life is the one whose sums the result holds."""
    for world, looks in enumerate(seen):
        recorded = {name: int(values[person]) for name, values in sums_of(result, world, replicate).items()}
        if recorded != looks[-1].sums:
            raise ResultError(
                f"The life of person {person:,} in world {result['world'].values[world]} is not the one in the result: "
                "it was made by another version. Run the study again."
            )


def _lives(
    study: Study, builts: Sequence[BuiltWorld], chosen: Choice, replicate: int, seen: Sequence[list[Seen]]
) -> Lives:
    first, person = builts[0], chosen.person
    labels = study.months
    return Lives(
        person=person,
        replicate=replicate,
        chosen=chosen.because,
        who=group_of(first, person, replicate, seen[0][0]),
        region=region_of(first, person),
        lives=tuple(
            life(name, built, person, replicate, looks, labels)
            for name, built, looks in zip(study.names, builts, seen, strict=True)
        ),
        newcomers=newcomers(first, person, replicate, seen[0], labels),
    )
