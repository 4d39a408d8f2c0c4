"""Points with the wrong sign: a bad act that earns points, or a good one that loses some."""

from __future__ import annotations

from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem


def check_point_signs(regime: Regime, society: Society) -> list[Problem]:
    """Return the rules whose points have the wrong sign.

    Such a regime runs, but its measures mislead.
    """
    kinds = {kind.name: kind for kind in society.conduct}
    problems = []
    for i, rule in enumerate(regime.recording.rules):
        kind = kinds.get(rule.conduct)
        if kind is None or rule.points == 0 or kind.prosocial == (rule.points > 0):
            continue
        stated = "prosocial = true" if kind.prosocial else "it is not prosocial"
        act = f"a good act ({stated}) that loses" if kind.prosocial else f"a bad act ({stated}) that earns"
        problems.append(
            Problem(
                ("recording", "rules", i, "points"),
                f" = {rule.points:,}",
                f"{kind.name} is in {society.name} {act} points",
                f"Write {-rule.points:,}, or say in the society which of the two it is",
            )
        )
    return problems
