"""A second road to what cases expect: exact chains, roots and integrals with SciPy, without formula or simulator.

Each function takes a case's parameters and gives the figure of its closed form by numerical means that share
nothing with it. SciPy comes with the extra ``verify``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from underheaven.verify.case_types import Values
from underheaven.verify.cross_checks import beliefs, courts, livelihood, records, standing

CROSS_CHECKS: dict[str, Callable[[Values], float]] = {
    **records.CROSS_CHECKS,
    **standing.CROSS_CHECKS,
    **beliefs.CROSS_CHECKS,
    **livelihood.CROSS_CHECKS,
    **courts.CROSS_CHECKS,
}
"""Cases with a second road, and the function that takes it."""


def is_scipy_installed() -> bool:
    """Tells whether SciPy is."""
    return find_spec("scipy") is not None


def derive_expected(case: str, values: Values) -> float | None:
    """Gives what a case expects by its second road; None where it has none, or SciPy is not installed."""
    return float(CROSS_CHECKS[case](values)) if case in CROSS_CHECKS and is_scipy_installed() else None
