"""The worlds of a study, built over the same people."""

from __future__ import annotations

from underheaven.run.study import Study
from underheaven.world.build import BuiltWorld, build_world


def build_worlds(study: Study) -> tuple[BuiltWorld, ...]:
    """Build every world of a study over the same people, each from the month in which its observation begins."""
    plan, builts = study.plan, list[BuiltWorld]()
    exempt = plan.exempt[0] if plan.exempt else None
    for world, start in zip(study.worlds, study.starts, strict=True):
        builts.append(
            build_world(
                world, study.society, persons=plan.persons, seed=plan.seed, start=start, exempt=exempt,
                panel=plan.panel, like=builts[0] if builts else None,
            )
        )  # fmt: skip
    return tuple(builts)
