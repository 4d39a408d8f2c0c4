"""The worlds of a study, built over the same people."""

from __future__ import annotations

from underheaven.run.study import Study
from underheaven.world.build import BuiltWorld, build_world


def build_worlds(study: Study) -> tuple[BuiltWorld, ...]:
    """Builds every world of a study over the same people and from the same first month."""
    plan, builts = study.plan, list[BuiltWorld]()
    exempt = plan.exempt[0] if plan.exempt else None
    for world in study.worlds:
        people = builts[0].people if builts else None
        builts.append(
            build_world(
                world, study.society, persons=plan.persons, seed=plan.seed, start=study.start, exempt=exempt,
                panel=plan.panel, people=people,
            )
        )  # fmt: skip
    return tuple(builts)
