"""Checks of ties and consent: scores are visible, passed records end, and somebody is asked."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.recording import Rule
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.standing import ListRule, visible_score_step
from underheaven.spec.problems import Problem, suggest_name

MAX_GRADES_WITH_CONSENT = 7
"""Grades where people are asked; outsiders take one more slot."""


def check_ties(regime: Regime) -> list[Problem]:
    """Return the faults of a regime that concern ties or consent."""
    return [
        *_check_visible_scores(regime),
        *_check_contagion(regime),
        *_check_consent(regime),
        *[
            f
            for i, rule in enumerate(regime.standing.lists)
            for f in _check_outsiders(regime, ("standing", "lists", i), rule)
        ],
    ]


def _check_visible_scores(regime: Regime) -> list[Problem]:
    """Scores of ties are visible in steps that one record, or favour, can cross."""
    standing = regime.standing
    step = visible_score_step(standing.start, standing.minimum, standing.maximum)
    most = max((abs(rule.points) for rule in regime.recording.rules), default=0)
    if standing.association == 0 or 2 * max(most, regime.officials.favour_points) >= step:
        return []
    return [
        Problem(
            ("standing", "association"),
            f" = {show_value(standing.association)}",
            f"ties see scores from {standing.minimum:,} to {standing.maximum:,} in steps of {step:,} points, and no "
            "rule moves one by half of that",
            "Write minimum and maximum nearer to the start",
        )
    ]


def _check_contagion(regime: Regime) -> list[Problem]:
    """A record that passes to others has a term: nobody can perform another person's debt."""
    association, rules = regime.association, {rule.conduct: rule for rule in regime.recording.rules}
    named, problems = association.contagion_conduct, []
    if association.household_liability > 0 and not any(map(_has_term, rules.values())):
        problems.append(
            Problem(
                ("association", "household_liability"),
                f" = {show_value(association.household_liability)}",
                "a household answers for records with a term, and no rule has one",
                "Give a rule a number of months, or remove this",
            )
        )
    steps: PathSteps = ("association", "contagion_conduct")
    passes = association.contagion > 0 or association.contagion_background > 0
    if passes and named is None:
        problems.append(
            Problem(
                steps,
                " is left out",
                "a record that passes along ties is filed under a rule",
                suggest_name("", rules, "this regime has no rules"),
            )
        )
    elif named is not None and not passes:
        problems.append(
            Problem(
                steps,
                f" = {show_value(named)}",
                "contagion is 0, so nothing passes along ties",
                "Write contagion above 0, or remove it",
            )
        )
    elif named is not None and named not in rules:
        problems.append(
            Problem(
                steps,
                f" = {show_value(named)}",
                "no rule files this conduct",
                suggest_name(named, rules, "this regime has no rules"),
            )
        )
    elif named is not None and not _has_term(rules[named]):
        problems.append(
            Problem(
                steps,
                f" = {show_value(named)}",
                "its records are kept until performed, and nobody can perform what another owes",
                "Name a rule with a number of months",
            )
        )
    return problems


def _has_term(rule: Rule) -> bool:
    return not isinstance(rule.months, str)


def _check_consent(regime: Regime) -> list[Problem]:
    """Consent applies only where people are asked, and outsiders need a slot beside the grades."""
    consent, grades = regime.consent, regime.standing.grades
    stated = {"share": consent.share < 1, "factors": bool(consent.factors), "conviction": consent.conviction != 0}
    problems = [
        Problem(
            ("consent", name),
            f" = {show_value(getattr(consent, name))}" if name != "factors" else " stands here",
            "nobody is asked",
            "Write required = true, or remove it",
        )
        for name, there in stated.items()
        if there and not consent.required
    ]
    if consent.required and len(grades) > MAX_GRADES_WITH_CONSENT:
        problems.append(
            Problem(
                ("standing", "grades"),
                f" has {len(grades)} grades",
                f"where people are asked, at most {MAX_GRADES_WITH_CONSENT} fit: who stays out has none of them",
                "Join two grades",
            )
        )
    return problems


def _check_outsiders(regime: Regime, steps: PathSteps, rule: ListRule) -> list[Problem]:
    """A grey list contains only outsiders."""
    if rule.outsiders and rule.colour != "grey":
        return [
            Problem(
                (*steps, "outsiders"),
                " = true",
                f"a {rule.colour}list is for what people did, and those who stay out did nothing",
                'Write colour = "grey"',
            )
        ]
    if rule.colour == "grey" and not rule.outsiders:
        return [
            Problem(
                (*steps, "colour"),
                ' = "grey"',
                "a grey list holds those who stayed out",
                "Write outsiders = true, or another colour",
            )
        ]
    if not rule.outsiders:
        return []
    other_keys = [
        key
        for key in ("conduct", "records_at_least", "records_of", "grade_at_most", "grade_at_least")
        if getattr(rule, key)
    ]
    problems = [
        Problem(
            (*steps, key),
            f" = {show_value(getattr(rule, key))}",
            "who stays out has neither records nor a grade",
            "Remove it, or make it another list",
        )
        for key in other_keys
    ]
    if not regime.consent.required:
        problems.append(
            Problem(
                (*steps, "outsiders"),
                " = true",
                "nobody is asked, so nobody stays out",
                "Write consent.required = true, or remove the list",
            )
        )
    return problems
