"""Mechanisms that stand in the schema and that this version does not run, each named in a sentence."""

from __future__ import annotations

from underheaven.spec.regime import Regime
from underheaven.spec.society import Society


def not_yet_of_regime(regime: Regime) -> tuple[str, ...]:
    """Name the mechanisms of a regime that are not run."""
    asked = [
        ("standing.association", "a score that takes in the scores of ties", regime.standing.association > 0),
        ("consent", "asking people whether they agree", regime.consent.required or regime.consent.share < 1),
    ]  # fmt: skip
    asked += [
        (f"recording.rules[{i}] ({rule.conduct}).gap", "records that can be bought off", rule.gap)
        for i, rule in enumerate(regime.recording.rules)
    ]
    return tuple(_sentence(path, meaning) for path, meaning, wanted in asked if wanted)


def not_yet_of_society(society: Society) -> tuple[str, ...]:
    """Name the mechanisms of a society that are not run."""
    exchange = society.livelihood.exchange
    asked = [
        ("livelihood.exchange", "the game of helping and refusing", exchange is not None and exchange.rate > 0),
        ("response.contagion", "exclusion that passes along ties", society.response.contagion > 0),
    ]
    return tuple(_sentence(path, meaning) for path, meaning, wanted in asked if wanted)


def not_yet(regime: Regime, society: Society) -> tuple[str, ...]:
    """Name the mechanisms that a regime over a society asks for and that are not run."""
    return not_yet_of_regime(regime) + not_yet_of_society(society)


def _sentence(path: str, meaning: str) -> str:
    return f"{path}: {meaning} is in the schema and not yet run. Leave it out to run the rest."
