"""What a regime says of ties and of consent holds together: scores can be seen, records end, somebody is asked."""

from __future__ import annotations

from underheaven.spec.found import Found, choose
from underheaven.spec.paths import Steps, show
from underheaven.spec.recording import Rule
from underheaven.spec.regime import Regime
from underheaven.spec.standing import ListRule, shown_step

MOST_GRADES_ASKED = 7
"""Grades where people are asked: one more place is that of those who stay out."""


def check_ties(regime: Regime) -> list[Found]:
    """Return everything in which a regime's words on ties and consent contradict each other or the rest."""
    return [
        *_scores_seen(regime),
        *_passing_on(regime),
        *_consent(regime),
        *[
            f
            for i, rule in enumerate(regime.standing.lists)
            for f in _outsiders(regime, ("standing", "lists", i), rule)
        ],
    ]


def _scores_seen(regime: Regime) -> list[Found]:
    """Scores of ties are seen in steps that a record, or favour, can cross."""
    standing = regime.standing
    step = shown_step(standing.start, standing.minimum, standing.maximum)
    most = max((abs(rule.points) for rule in regime.recording.rules), default=0)
    if standing.association == 0 or 2 * max(most, regime.officials.favour_points) >= step:
        return []
    return [
        Found(("standing", "association"), f" = {show(standing.association)}",
              f"ties see scores from {standing.minimum:,} to {standing.maximum:,} in steps of {step:,} points, and no "
              "rule moves one by half of that", "Write minimum and maximum nearer to the start")
    ]  # fmt: skip


def _passing_on(regime: Regime) -> list[Found]:
    """What passes on is a record with a term: nobody can perform another's debt."""
    association, rules = regime.association, {rule.conduct: rule for rule in regime.recording.rules}
    named, found = association.contagion_conduct, []
    if association.household_guilt > 0 and not any(map(_has_term, rules.values())):
        found.append(Found(("association", "household_guilt"), f" = {show(association.household_guilt)}",
                           "a household answers for records with a term, and no rule has one",
                           "Give a rule a number of months, or remove this"))  # fmt: skip
    steps: Steps = ("association", "contagion_conduct")
    passes = association.contagion > 0 or association.contagion_background > 0
    if passes and named is None:
        found.append(Found(steps, " is left out", "a record that passes along ties is filed under a rule",
                           choose("", rules, "this regime has no rules")))  # fmt: skip
    elif named is not None and not passes:
        found.append(Found(steps, f" = {show(named)}", "contagion is 0, so nothing passes along ties",
                           "Write contagion above 0, or remove it"))  # fmt: skip
    elif named is not None and named not in rules:
        found.append(Found(steps, f" = {show(named)}", "no rule files this conduct",
                           choose(named, rules, "this regime has no rules")))  # fmt: skip
    elif named is not None and not _has_term(rules[named]):
        found.append(Found(steps, f" = {show(named)}", "its records stand until performed, and nobody can perform "
                           "what another owes", "Name a rule with a number of months"))  # fmt: skip
    return found


def _has_term(rule: Rule) -> bool:
    return not isinstance(rule.months, str)


def _consent(regime: Regime) -> list[Found]:
    """Who agrees matters only where people are asked, and who stays out needs a place beside the grades."""
    consent, grades = regime.consent, regime.standing.grades
    said = {"share": consent.share < 1, "factors": bool(consent.factors), "conviction": consent.conviction != 0}
    found = [
        Found(("consent", name), f" = {show(getattr(consent, name))}" if name != "factors" else " stands here",
              "nobody is asked", "Write required = true, or remove it")
        for name, there in said.items()
        if there and not consent.required
    ]  # fmt: skip
    if consent.required and len(grades) > MOST_GRADES_ASKED:
        found.append(Found(("standing", "grades"), f" has {len(grades)} grades",
                           f"where people are asked, at most {MOST_GRADES_ASKED} fit: who stays out has none of them",
                           "Join two grades"))  # fmt: skip
    return found


def _outsiders(regime: Regime, steps: Steps, rule: ListRule) -> list[Found]:
    """A grey list holds those who stayed out, and nobody else."""
    if rule.outsiders and rule.colour != "grey":
        return [Found((*steps, "outsiders"), " = true", f"a {rule.colour}list is for what people did, and those who "
                      "stay out did nothing", 'Write colour = "grey"')]  # fmt: skip
    if rule.colour == "grey" and not rule.outsiders:
        return [Found((*steps, "colour"), ' = "grey"', "a grey list holds those who stayed out",
                      "Write outsiders = true, or another colour")]  # fmt: skip
    if not rule.outsiders:
        return []
    ways = [key for key in ("conduct", "records_at_least", "records_of", "grade_at_most", "grade_at_least")
            if getattr(rule, key)]  # fmt: skip
    found = [
        Found((*steps, key), f" = {show(getattr(rule, key))}", "who stays out has neither records nor a grade",
              "Remove it, or make it another list")
        for key in ways
    ]  # fmt: skip
    if not regime.consent.required:
        found.append(Found((*steps, "outsiders"), " = true", "nobody is asked, so nobody stays out",
                           "Write consent.required = true, or remove the list"))  # fmt: skip
    return found
