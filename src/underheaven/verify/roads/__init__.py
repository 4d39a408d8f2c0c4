"""A second road to what cases expect: exact chains, roots and integrals with SciPy, without formula or simulator.

Each function takes a case's parameters and gives the figure of its closed form by numerical means that share
nothing with it. SciPy comes with the extra ``verify``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from underheaven.verify.case import Values
from underheaven.verify.roads import courts, livelihood, minds, records, standing

ROADS: dict[str, Callable[[Values], float]] = {
    **records.ROADS, **standing.ROADS, **minds.ROADS, **livelihood.ROADS, **courts.ROADS,
}  # fmt: skip
"""Cases with a second road, and the function that takes it."""


def installed() -> bool:
    """Tells whether SciPy is."""
    return find_spec("scipy") is not None


def expected(case: str, values: Values) -> float | None:
    """Gives what a case expects by its second road; None where it has none, or SciPy is not installed."""
    return float(ROADS[case](values)) if case in ROADS and installed() else None
