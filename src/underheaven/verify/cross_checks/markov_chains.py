"""What cross-checks share: the stationary distribution of a chain, and the expected steps until it is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Matrix = np.ndarray[Any, np.dtype[np.float64]]


def stationary_distribution(step: Matrix) -> Matrix:
    """Return the stationary distribution of a chain; step[i, j]: probability of i to j, rows adding up to 1."""
    from scipy.linalg import null_space

    (stationary,) = null_space((step - np.eye(len(step))).T).T
    return np.asarray(stationary / stationary.sum())


def expected_exit_time(step: Matrix) -> float:
    """Return the expected steps from the first state until a chain is left; step: probabilities of i to j."""
    from scipy.linalg import solve

    return float(solve(np.eye(len(step)) - step, np.ones(len(step)))[0])


def survival_matrix(hazards: Sequence[float]) -> Matrix:
    """Return the chain of months served, each the last with its own probability, and the last of all surely."""
    return np.diag([1 - hazard for hazard in hazards[:-1]], k=1)
