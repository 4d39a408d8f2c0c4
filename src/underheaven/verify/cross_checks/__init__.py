"""Cross-checks of what cases expect: exact chains, roots and integrals with SciPy, without formula or simulator.

Each function takes the parameters of a case and returns the number of its closed form by numerical means that share
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
"""Cases with a cross-check, and its function."""


def is_scipy_installed() -> bool:
    """Return whether SciPy is installed."""
    return find_spec("scipy") is not None


def derive_expected(case: str, values: Values) -> float | None:
    """Return the number that the cross-check of a case gives.

    Args:
        case: its name.
        values: every parameter.

    Returns:
        the number; None where the case has no cross-check, or SciPy is not installed.
    """
    return float(CROSS_CHECKS[case](values)) if case in CROSS_CHECKS and is_scipy_installed() else None
