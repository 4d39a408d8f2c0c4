"""Checks of one regime: what its parts say about each other."""

from __future__ import annotations

from collections.abc import Iterable

from underheaven.spec.checks.common_checks import find_duplicates
from underheaven.spec.checks.officials import check_officials
from underheaven.spec.checks.published_counts import check_published_counts
from underheaven.spec.checks.reachability import check_reachability
from underheaven.spec.checks.recording import check_filing, check_notice, check_rule
from underheaven.spec.checks.sensing import check_attention
from underheaven.spec.checks.standing import check_list, check_score_bounds, check_score_fitting
from underheaven.spec.checks.ties import check_ties
from underheaven.spec.checks.treatment import check_treatment
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.regime import Regime
from underheaven.spec.problems import Problem, join_with_and


def check_regime(regime: Regime) -> list[Problem]:
    """Return the faults of a regime that concern several of its parts."""
    channels, rules, lists = regime.sensing.channels, regime.recording.rules, regime.standing.lists
    return [
        *find_duplicates(("sensing", "channels"), "name", [c.name for c in channels], "a channel"),
        *find_duplicates(
            ("recording", "rules"), "conduct", [r.conduct for r in rules], "a rule for one kind of conduct"
        ),
        *find_duplicates(("standing", "lists"), "name", [rule.name for rule in lists], "a list"),
        *check_filing(regime),
        *check_attention(regime.sensing),
        *check_officials(regime),
        *[f for i, rule in enumerate(rules) for f in check_rule(("recording", "rules", i), rule)],
        *check_notice(regime),
        *check_score_bounds(regime),
        *check_score_fitting(regime),
        *[f for i, rule in enumerate(lists) for f in check_list(regime, ("standing", "lists", i), rule)],
        *check_treatment(regime),
        *_check_scope(regime),
        *check_ties(regime),
        *check_reachability(regime),
        *check_published_counts(regime),
    ]


def _check_scope(regime: Regime) -> list[Problem]:
    """Lists of regions and categories are not empty and have no duplicates."""
    regions: Iterable[tuple[PathSteps, list[str] | None]] = [
        (("rollout", "regions"), regime.rollout.regions),
        *[(("sensing", "channels", i, "regions"), c.regions) for i, c in enumerate(regime.sensing.channels)],
        *[(("applies_to", name), chosen) for name, chosen in regime.applies_to.items()],
    ]
    problems = []
    for steps, names in regions:
        if names is None:
            continue
        if not names:
            problems.append(Problem(steps, " is empty", "it would reach nobody", "Name some, or leave it out for all"))
        duplicates = list(dict.fromkeys(name for i, name in enumerate(names) if name in names[:i]))
        if duplicates:
            problems.append(
                Problem(
                    steps,
                    f" names {join_with_and(map(show_value, duplicates))} twice",
                    "each is named once",
                    "Remove the second",
                )
            )
    return problems
