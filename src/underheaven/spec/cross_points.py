"""Points that go against the sign of the act: a bad act that earns some, a good one that loses some."""

from __future__ import annotations

from underheaven.spec.found import Found
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society


def check_points(regime: Regime, society: Society) -> list[Found]:
    """Return the rules whose points go against the act: such a regime runs, and its measures mislead."""
    kinds = {kind.name: kind for kind in society.conduct}
    found = []
    for i, rule in enumerate(regime.recording.rules):
        kind = kinds.get(rule.conduct)
        if kind is None or rule.points == 0 or kind.prosocial == (rule.points > 0):
            continue
        said = "prosocial = true" if kind.prosocial else "it is not prosocial"
        act = f"a good act ({said}) that loses" if kind.prosocial else f"a bad act ({said}) that earns"
        found.append(Found(("recording", "rules", i, "points"), f" = {rule.points:,}",
                           f"{kind.name} is in {society.name} {act} points",
                           f"Write {-rule.points:,}, or say in the society which of the two it is"))  # fmt: skip
    return found
