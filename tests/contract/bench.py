"""A bench on which one mechanism is tried at a time: the plain society, and a regime of one channel and one rule."""

from __future__ import annotations

import math
from typing import Any

from underheaven.spec.document import Document

from . import worlds
from .worlds import Life, alter, no_regime, plain_society

PERSONS = 4096
ALWAYS = {"conduct.act.opportunities_per_year": 12}
NEVER = {"conduct.act.opportunities_per_year": 0}

DEBT = {"name": "debt", "class": "money", "context": "credit", "gravity": 1, "arises_from": "owes, unwilling"}

EYE: dict[str, Any] = {
    "sensing.channels": [{"name": "eye", "conduct": ["act"], "detection_rate": 1.0}],
    "recording.rules": [{"conduct": "act", "points": -1, "months": 120}],
    "standing.lists": [{"name": "black", "colour": "black", "conduct": ["act"]}],
}


def regime(changes: dict[str, Any] | None = None) -> Document[Any]:
    """A regime that sees every act, files it for ten years and lists whoever has a record; then changed."""
    return alter(no_regime(), EYE | (changes or {}))


def society(changes: dict[str, Any] | None = None) -> Document[Any]:
    """The plain society in which everybody acts every month; then changed."""
    return alter(plain_society(), ALWAYS | (changes or {}))


def try_out(
    rules: dict[str, Any] | None = None, people: dict[str, Any] | None = None, months: int = 12, persons: int = PERSONS
) -> Life:
    """Live some months on the bench."""
    return worlds.run(regime(rules), society(people), persons, months)


def parted(listed: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A regime whose red and black list part everybody, and a society of grown persons and minors who come and go.

    listed: which of the two holds the clean, until an amendment changes the start and puts them on the other.
    """
    start, later = (100, 95) if listed == "red" else (95, 100)
    rules = {
        "standing.start": start,
        "standing.grades": {"A": 100, "B": 50},
        "standing.lists": [
            {"name": "red", "colour": "red", "grade_at_least": "A"},
            {"name": "black", "colour": "black", "grade_at_most": "B"},
        ],
        "recording.rules.act.points": -10 if listed == "red" else 10,
        "recording.rules.act.months": 4,
        "rollout.full_after_months": 6,
        "start": "2020-01",
        "amendments": [{"from": "2020-11", "describes": "x", "change": {"standing": {"start": later}}}],
    }
    people = {
        "people.attributes": [{"name": "age", "categories": {"young": 1, "grown": 2}}],
        "people.minors": {"age": ["young"]},
        "people.renewed_per_year": 0.3,
        "conduct.act.opportunities_per_year": 3,
    }
    return rules, people


def near(count: float, trials: float, chance: float) -> bool:
    """Tell whether a count of independent trials lies within five standard errors of what is expected."""
    return abs(count - trials * chance) <= 5 * math.sqrt(trials * chance * (1 - chance)) + 1e-9
