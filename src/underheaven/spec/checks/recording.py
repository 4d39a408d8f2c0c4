"""Checks of recording: channels and rules agree on conduct, and the ways in which a record ends are possible."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.recording import Rule
from underheaven.spec.models.regime import Regime
from underheaven.spec.problems import Problem, suggest_name


def check_filing(regime: Regime) -> list[Problem]:
    """Return a problem for conduct that a channel detects and no rule files, and for a rule without a channel."""
    conduct_with_rule = [rule.conduct for rule in regime.recording.rules]
    sensed = {name for channel in regime.sensing.channels for name in channel.conduct}
    sensed |= {
        name for name in (regime.association.contagion_conduct,) if name
    }  # contagion files records without a channel
    problems = []
    for i, channel in enumerate(regime.sensing.channels):
        for j, name in enumerate(channel.conduct):
            steps = ("sensing", "channels", i, "conduct", j)
            if name in channel.conduct[:j]:
                problems.append(
                    Problem(steps, f" = {show_value(name)}", "the channel names it twice", "Remove one of the two")
                )
            if name not in conduct_with_rule:
                problems.append(
                    Problem(
                        steps,
                        f" = {show_value(name)}",
                        "no rule covers this conduct, so it is never filed",
                        f"{suggest_name(name, conduct_with_rule)}, or add [[recording.rules]] for it",
                    )
                )
    for i, name in enumerate(conduct_with_rule):
        if name not in sensed:
            problems.append(
                Problem(
                    ("recording", "rules", i, "conduct"),
                    f" = {show_value(name)}",
                    "no channel detects this conduct, so the rule never files anything",
                    f"{suggest_name(name, sorted(sensed))}, or add it to a channel",
                )
            )
    return problems


def check_rule(steps: PathSteps, rule: Rule) -> list[Problem]:
    """Each way in which a record of a rule ends is possible."""
    problems = []
    after = (*steps, "early_removal_after_months")
    minimum, months = rule.early_removal_after_months, rule.months
    if rule.early_removal > 0 and minimum is None:
        problems.append(
            Problem(
                (*steps, "early_removal"),
                f" = {show_value(rule.early_removal)}",
                "early removal needs a minimum term before it",
                "Add early_removal_after_months",
            )
        )
    if rule.early_removal == 0 and minimum is not None:
        problems.append(
            Problem(
                after,
                f" = {minimum}",
                "early removal has no chance, so this term changes nothing",
                "Add early_removal, a chance a month, or remove this",
            )
        )
    if minimum is not None and isinstance(months, int) and minimum >= months and not rule.geometric:
        problems.append(
            Problem(
                after, f" = {minimum}", f"the record is gone after {months} months anyway", f"Write less than {months}"
            )
        )
    if rule.early_removal > 0 and (rule.geometric or not isinstance(months, int)):
        problems.append(
            Problem(
                (*steps, "early_removal"),
                f" = {show_value(rule.early_removal)}",
                "early removal counts from a fixed term, and this record has none",
                "Write months as a number and geometric = false, or remove early_removal",
            )
        )
    if rule.geometric and not isinstance(months, int):
        problems.append(
            Problem(
                (*steps, "geometric"),
                " = true",
                "a geometric life needs its mean in months",
                "Write months as a number, or geometric = false",
            )
        )
    return problems


def check_notice(regime: Regime) -> list[Problem]:
    """A notice is for an adverse record and no longer than it, and a dossier has room for one under each rule."""
    problems, recording = [], regime.recording
    noticed = [(i, rule) for i, rule in enumerate(recording.rules) if rule.grace_months > 0]
    for i, rule in noticed:
        steps, written = ("recording", "rules", i, "grace_months"), f" = {rule.grace_months}"
        if rule.points > 0:
            problems.append(
                Problem(steps, written, "the record earns points, and nobody needs notice of it", "Remove it")
            )
        if isinstance(rule.months, int) and rule.grace_months > rule.months:
            problems.append(
                Problem(
                    steps,
                    written,
                    f"the notice is longer than the record's {rule.months} months",
                    f"Write {rule.months} or less",
                )
            )
    if len(noticed) > recording.capacity:
        problems.append(
            Problem(
                ("recording", "capacity"),
                f" = {recording.capacity}",
                f"{len(noticed)} rules give notice, and a person can have a notice under each",
                f"Write {len(noticed)} or more",
            )
        )
    return problems
