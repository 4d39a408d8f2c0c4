"""Mechanisms that stand in the schema and that this version does not run, each named in a sentence."""

from __future__ import annotations

from underheaven.spec.regime import Regime
from underheaven.spec.society import Society


def not_yet_of_regime(regime: Regime) -> tuple[str, ...]:
    """Name the mechanisms of a regime that are not run."""
    officials = regime.officials
    asked = [
        ("sensing.attention_exponent", "attention that follows past records", regime.sensing.attention_exponent > 0),
        ("sensing.attention_mode", "a number of visits shared out by past records",
         regime.sensing.attention_mode == "visits"),
        ("officials.quota_per_1000", "quotas of officials", officials.quota_per_1000 > 0),
    ]  # fmt: skip
    return tuple(_sentence(path, meaning) for path, meaning, wanted in asked if wanted)


def not_yet_of_society(society: Society) -> tuple[str, ...]:
    """Name the mechanisms of a society that are not run."""
    return ()


def not_yet(regime: Regime, society: Society) -> tuple[str, ...]:
    """Name the mechanisms that a regime over a society asks for and that are not run."""
    return not_yet_of_regime(regime) + not_yet_of_society(society)


def _sentence(path: str, meaning: str) -> str:
    return f"{path}: {meaning} is in the schema and not yet run. Leave it out to run the rest."
