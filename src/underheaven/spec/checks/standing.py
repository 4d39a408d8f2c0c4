"""Checks of standing: bounds and grades of the score, fitted points, and what puts a person on a list."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.standing import ListRule
from underheaven.spec.problems import Problem, suggest_name


def check_score_bounds(regime: Regime) -> list[Problem]:
    """The score starts between its bounds, and grades are listed from the best down."""
    standing, problems = regime.standing, []
    if standing.minimum > standing.maximum:
        problems.append(
            Problem(
                ("standing", "minimum"),
                f" = {standing.minimum}",
                f"it is above the maximum, {standing.maximum}",
                "Exchange the two",
            )
        )
    elif not standing.minimum <= standing.start <= standing.maximum:
        problems.append(
            Problem(
                ("standing", "start"),
                f" = {standing.start}",
                "the score starts outside its bounds",
                f"Write a score from {standing.minimum} to {standing.maximum}",
            )
        )
    above: tuple[str, int] | None = None
    for name, lowest in standing.grades.items():
        steps = ("standing", "grades", name)
        if above is not None and lowest >= above[1]:
            problems.append(
                Problem(
                    steps,
                    f" = {lowest}",
                    f"grades are listed best first, and {above[0]} above it begins at {above[1]}",
                    f"Write less than {above[1]}, or put it above",
                )
            )
        if name in {rule.name for rule in standing.lists}:
            problems.append(
                Problem(
                    steps, " is also the name of a list", "an effect could mean either", "Rename the grade or the list"
                )
            )
        above = (name, lowest)
    return problems


def check_score_fitting(regime: Regime) -> list[Problem]:
    """Fitted points have records to fit, and ordered bounds."""
    fitting = regime.score_fitting
    if fitting is None:
        return []
    problems = []
    if fitting.minimum > fitting.maximum:
        problems.append(
            Problem(
                ("score_fitting", "minimum"),
                f" = {fitting.minimum}",
                f"it is above the maximum, {fitting.maximum}",
                "Exchange the two",
            )
        )
    if not regime.recording.rules:
        problems.append(
            Problem(
                ("score_fitting",),
                " fits points to records",
                "no rule files any",
                "Add [[recording.rules]], or remove this part",
            )
        )
    return problems


def check_list(regime: Regime, steps: PathSteps, rule: ListRule) -> list[Problem]:
    """A list has existing rules or grades that put people on it."""
    ruled = [r.conduct for r in regime.recording.rules]
    problems = [
        Problem(
            (*steps, key, i),
            f" = {show_value(name)}",
            "no rule files this conduct, so it never lists anybody",
            f"{suggest_name(name, ruled)}, or add [[recording.rules]] for it",
        )
        for key, names in (("conduct", rule.conduct), ("records_of", rule.records_of))
        for i, name in enumerate(names)
        if name not in ruled
    ]
    bounds = (("grade_at_most", rule.grade_at_most), ("grade_at_least", rule.grade_at_least))
    for key, grade in bounds:
        if grade is not None and grade not in regime.standing.grades:
            problems.append(
                Problem(
                    (*steps, key),
                    f" = {show_value(grade)}",
                    "there is no such grade",
                    suggest_name(grade, regime.standing.grades, "this regime has no grades"),
                )
            )
    misplaced = ("grade_at_least", "blacklist", "grade_at_most")
    if rule.colour == "red":
        misplaced = ("grade_at_most", "redlist", "grade_at_least")
    if rule.colour != "grey" and dict(bounds)[misplaced[0]] is not None:
        problems.append(
            Problem(
                (*steps, misplaced[0]),
                f" = {show_value(dict(bounds)[misplaced[0]])}",
                f"a {misplaced[1]} takes grades from the other side",
                f"Write {misplaced[2]}",
            )
        )
    if rule.records_of and rule.records_at_least is None:
        problems.append(
            Problem(
                (*steps, "records_of"),
                f" = {show_value(rule.records_of)}",
                "they count toward no number",
                "Add records_at_least, or name the kinds under conduct",
            )
        )
    if rule.records_at_least is not None and not ruled:
        problems.append(
            Problem(
                (*steps, "records_at_least"),
                f" = {rule.records_at_least}",
                "no rule feeds this list: nothing is filed",
                "Add [[recording.rules]]",
            )
        )
    by_record = rule.conduct or rule.records_at_least is not None or any(grade for _, grade in bounds)
    if not by_record and not rule.outsiders and rule.colour != "grey":
        problems.append(
            Problem(
                steps,
                " has nothing that puts a person on it",
                "no rule feeds this list",
                "Add conduct, records_at_least, grade_at_most or grade_at_least",
            )
        )
    return problems
