"""A society in which nothing happens except what a case allows, and TOML blocks for its kinds of conduct."""

from __future__ import annotations

from typing import Any

from underheaven.fields.scales import BELIEF_ONE
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society
from underheaven.verify.case_simulation import load_society, toml_number

EVERY_MONTH = 12.0
"""Opportunities per year of a person who has one every month."""
MINIMAL_SETTINGS: dict[str, Any] = {
    "town_size": 1024,
    "burn_in": 0,
    "renewed_per_year": 0,
    "attributes": "",
    "household": 1,
    "acquaintances": 0,
    "severed_per_month": 0,
    "conviction": '{ law = "fixed", value = 0 }',
    "grievance": 0,
    "thresholds": '{ law = "fixed", value = 1 }',
    "gaming_cost": "",
    "habits": "",
    "participation": 0,
    "employed": 0,
    "loss_of_job": 0,
    "find": 0,
    "savings": 0,
    "spent": 0,
    "need_per_year": 0,
    "loan_months": 12,
    "unable": 0,
    "unwilling": 0,
    "fear_scale": 1,
    "cure": 0,
    "sued": 0,
    "judgment_after": 0,
    "performs": 0,
    "presses": 0,
    "performs_able": 0,
    "learn_up": 0,
    "learn_down": 0,
    "forget": 0,
    "household_weight": 0,
    "legitimacy": 1,
    "legitimacy_loss": 0,
    "legitimacy_recovery": 0,
    "money_guilty": 0,
    "order_guilty": 0,
    "speech_guilty": 0,
}
"""Nobody acts, works, borrows, learns or leaves."""


def load_minimal_society(conduct: str, **changes: object) -> Document[Society]:
    """Return the minimal society with these kinds of conduct and some of its numbers changed.

    Args:
        conduct: TOML of its kinds, as `conduct_toml` writes them.
        changes: names in MINIMAL_SETTINGS and their values.
    """
    unknown = set(changes) - set(MINIMAL_SETTINGS)
    if unknown:
        raise ValueError(f"the quiet society has no {sorted(unknown)}")
    return load_society("quiet", conduct=conduct, **MINIMAL_SETTINGS | changes)


def conduct_toml(name: str = "act", **keys: object) -> str:
    """Return a kind of conduct as TOML: class order, in the context of reputation, done at every opportunity.

    Args:
        name: of the kind.
        keys: further keys of the kind, or other values for the usual ones.
    """
    usual: dict[str, object] = {"class": "order", "context": "reputation", "gravity": 1}
    lines = [f"{key} = {toml_value(value)}" for key, value in (usual | keys).items()]
    return "\n".join(["[[conduct]]", f'name = "{name}"', *lines, ""])


def unrestrained_conduct_toml(chance: float = 1.0, name: str = "act") -> str:
    """Return a kind of conduct that everybody does with this probability in a month, with nothing to deter them."""
    return conduct_toml(name, opportunities_per_year=12 * chance)


def round_belief(belief: float) -> float:
    """Return a belief, or a legitimacy, as the program stores it: to the nearest of BELIEF_ONE steps."""
    return round(belief * BELIEF_ONE) / BELIEF_ONE


def toml_value(value: object) -> str:
    """Return a value as TOML: text in quotes, numbers to the last bit; text that begins with a brace as it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if value.startswith("{") else f'"{value}"'
    return toml_number(value) if isinstance(value, float) else str(value)
