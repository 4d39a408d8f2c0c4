"""How far a figure may lie from theory: by rounding alone, or by what chance explains at 1 in 100,000."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np

from underheaven.measure.inference.interval import t_quantile
from underheaven.verify.case_types import CheckResult

EXACT = 1e-12
"""Identities on counts."""
DETERMINISTIC = 1e-9
"""Solutions that no draw enters."""
ALPHA = 1e-5
"""Two-sided level: a correct model fails a case in one of 1 / ALPHA seeds."""
MIN_REPLICATES = 16
"""Replicates that a standard error rests on."""
POWER = 0.9
"""Power at which a fault counts as detectable."""


@lru_cache
def critical_value(replicates: int) -> float:
    """Return the tolerance of a figure in standard errors, for a number of replicates."""
    return float(t_quantile(1 - ALPHA / 2, replicates - 1))


def power_margin(replicates: int) -> float:
    """Return by how many standard errors a fault must exceed the tolerance to be caught with probability POWER.

    The tolerance rests on the standard error of the run itself, which varies from seed to seed, more so with fewer
    replicates.

    Args:
        replicates: MIN_REPLICATES or more.

    Source:
        Johnson & Welch 1940, the normal approximation of the noncentral t.
    """
    return NormalDist().inv_cdf(POWER) * math.sqrt(1 + critical_value(replicates) ** 2 / (2 * (replicates - 1)))


def exact_result(expected: float, found: float, tolerance: float = EXACT) -> CheckResult:
    """Return the result of an identity."""
    return CheckResult(expected, found, tolerance)


def distribution_result(expected: Any, found: Any) -> CheckResult:
    """Return the result for a whole distribution: the largest gap between its distribution function and the sample's.

    The gap is 0 in the long run and exceeds the tolerance with probability ALPHA at most, whatever the distribution.

    Args:
        expected: shape (n + 1,), probabilities of at most 0, 1, ..., n.
        found: independent whole numbers from 0 to n.

    Source:
        Dvoretzky, Kiefer & Wolfowitz 1956; Massart 1990 for the constant.
    """
    counted = np.bincount(np.asarray(found, np.int64), minlength=len(expected))
    gap = np.abs(np.cumsum(counted) / len(found) - np.asarray(expected)).max()
    return CheckResult(0.0, float(gap), math.sqrt(math.log(2 / ALPHA) / (2 * len(found))))


def ratio_result(expected: float, numerators: Any, denominators: Any = None, unit: float = 1.0) -> CheckResult:
    """Return the result for a ratio of sums over replicates, or for a mean where there are no denominators.

    The standard error is that of numerators minus ``expected`` times denominators. Their mean is 0 where the
    expectation holds, so the ratio has no bias of its own. Denominators count trials. What is expected too seldom to be
    seen in them may be missing, up to ln(1 / ALPHA) units, unless it is expected never or always.

    Args:
        expected: by theory.
        numerators: shape (replicate,).
        denominators: shape (replicate,), or None for a mean.
        unit: the most by which one trial changes a numerator.

    Raises:
        ValueError: there are fewer than MIN_REPLICATES replicates.

    Source:
        Cochran 1977, Sampling Techniques, section 2.11 (ratios); Hanley & Lippman-Hand 1983 (none seen).
    """
    numerator = np.asarray(numerators, np.float64)
    denominator = np.ones_like(numerator) if denominators is None else np.asarray(denominators, np.float64)
    n, trials = len(numerator), float(denominator.sum())
    if n < MIN_REPLICATES:
        raise ValueError(f"{n} replicates are too few for a standard error: at least {MIN_REPLICATES}")
    if trials <= 0:
        return CheckResult(expected, math.nan, EXACT)
    error = float(np.std(numerator - expected * denominator, ddof=1)) / math.sqrt(n) * n / trials
    always = expected in (0.0, unit)
    unseen = EXACT if denominators is None or always else -math.log(ALPHA) * unit / trials
    return CheckResult(expected, float(numerator.sum()) / trials, max(critical_value(n) * error, unseen), error, n)
