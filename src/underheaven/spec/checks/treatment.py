"""Checks of treatment: effects, rewards, denials and first beliefs name an existing standing, once."""

from __future__ import annotations

from underheaven.spec.checks.common_checks import find_duplicates
from underheaven.spec.io.toml_paths import show_value
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.treatment import visible_standings
from underheaven.spec.problems import Problem, suggest_name


def check_treatment(regime: Regime) -> list[Problem]:
    """Effects, rewards and denials name an existing list or grade, each pair once."""
    treatment = regime.treatment
    holders = [*(rule.name for rule in regime.standing.lists), *regime.standing.grades]
    rows: list[tuple[str, str, str, list[tuple[str, str]]]] = [
        (
            "effects",
            "context",
            "an effect of one list or grade in one context",
            [(e.of, e.context) for e in treatment.effects],
        ),
        (
            "rewards",
            "context",
            "a reward of one list or grade in one context",
            [(r.of, r.context) for r in treatment.rewards],
        ),
        (
            "denials",
            "habit",
            "a denial of one habit to one list or grade",
            [(d.of, d.habit) for d in treatment.denials],
        ),
    ]
    problems = []
    for part, key, thing, pairs in rows:
        problems += [
            Problem(
                ("treatment", part, i, "of"),
                f" = {show_value(of)}",
                "there is no such list or grade",
                suggest_name(of, holders, "this regime has neither lists nor grades"),
            )
            for i, (of, _) in enumerate(pairs)
            if of not in holders
        ]
        problems += find_duplicates(("treatment", part), key, [f"{of}, {to}" for of, to in pairs], thing)
    if "grade" in treatment.lenders_see and not regime.standing.grades:
        problems.append(
            Problem(
                ("treatment", "lenders_see"),
                ' names "grade"',
                "this regime has no grades",
                'Remove "grade", or add standing.grades',
            )
        )
    return problems + _check_first_beliefs(regime)


def _check_first_beliefs(regime: Regime) -> list[Problem]:
    """A first belief names a standing visible to lenders, once."""
    treatment = regime.treatment
    seen = visible_standings(treatment.lenders_see, regime.standing.grades)
    beliefs = [belief.of for belief in treatment.lenders_believe]
    problems = [
        Problem(
            ("treatment", "lenders_believe", i, "of"),
            f" = {show_value(of)}",
            "lenders_see shows lenders no such standing",
            suggest_name(of, seen, "this regime has no grades"),
        )
        for i, of in enumerate(beliefs)
        if of not in seen
    ]
    return problems + find_duplicates(
        ("treatment", "lenders_believe"), "of", beliefs, "a first belief about one standing"
    )
