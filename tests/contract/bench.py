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
    "sensing.channels": [{"name": "eye", "conduct": ["act"], "sensitivity": 1.0}],
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


def near(count: float, trials: float, chance: float) -> bool:
    """Tell whether a count of independent trials lies within five standard errors of what is expected."""
    return abs(count - trials * chance) <= 5 * math.sqrt(trials * chance * (1 - chance)) + 1e-9
