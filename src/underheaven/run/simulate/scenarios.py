"""The scenarios of a study, built over the same people."""

from __future__ import annotations

from underheaven.run.study import Study
from underheaven.scenario.build import build_scenario
from underheaven.scenario.built_scenario import BuiltScenario


def build_scenarios(study: Study) -> tuple[BuiltScenario, ...]:
    """Return every scenario of a study, built over the same people, each from the month its observation begins.

    Args:
        study: The study.
    """
    plan, built_scenarios = study.plan, list[BuiltScenario]()
    exempt = plan.exempt[0] if plan.exempt else None
    for scenario, start in zip(study.scenarios, study.starts, strict=True):
        built_scenarios.append(
            build_scenario(
                scenario,
                study.society,
                persons=plan.persons,
                seed=plan.seed,
                start=start,
                exempt=exempt,
                panel=plan.panel,
                template=built_scenarios[0] if built_scenarios else None,
            )
        )
    return tuple(built_scenarios)
