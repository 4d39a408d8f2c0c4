"""Checks of officials: a quota has a conduct and a rule, and suppression has somebody in favour."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import show_value
from underheaven.spec.models.regime import Regime
from underheaven.spec.problems import Problem, suggest_name


def check_officials(regime: Regime) -> list[Problem]:
    """A quota names its conduct, and adverse records are suppressed only for people in favour."""
    officials, problems = regime.officials, []
    conduct_with_rule = [rule.conduct for rule in regime.recording.rules]
    conduct = ("officials", "quota_conduct")
    if officials.quota_conduct is not None and officials.quota_conduct not in conduct_with_rule:
        problems.append(
            Problem(
                conduct,
                f" = {show_value(officials.quota_conduct)}",
                "no rule files this conduct",
                f"{suggest_name(officials.quota_conduct, conduct_with_rule, 'nothing is filed')}",
            )
        )
    if officials.quota_conduct is None and officials.quota_per_1000 > 0:
        problems.append(
            Problem(
                ("officials", "quota_per_1000"),
                f" = {officials.quota_per_1000:g}",
                "quota_conduct is not set, so what is missing from the quota cannot be filed",
                "Add quota_conduct",
            )
        )
    if officials.quota_conduct is not None and officials.quota_per_1000 == 0:
        problems.append(
            Problem(
                conduct,
                f" = {show_value(officials.quota_conduct)}",
                "there is no quota for it to fill",
                "Add quota_per_1000, or remove it",
            )
        )
    if officials.suppression > 0 and officials.favour_share == 0:
        problems.append(
            Problem(
                ("officials", "suppression"),
                f" = {officials.suppression:g}",
                "nobody is in favour",
                "Add favour_share, or remove it",
            )
        )
    return problems
