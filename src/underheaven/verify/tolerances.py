"""How far a figure may lie from theory: nothing but rounding, or what chance explains at 1 in 100,000."""

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
"""Two-sided: a correct model fails one case in 1 / CHANCE seeds."""
MIN_REPLICATES = 16
"""Replicates that a standard error rests on."""
POWER = 0.9
"""Power at which a fault counts as detectable."""


@lru_cache
def critical_value(replicates: int) -> float:
    """Return the tolerance of a figure of so many replicates, in standard errors."""
    return float(t_quantile(1 - ALPHA / 2, replicates - 1))


def power_margin(replicates: int) -> float:
    """Return by how many standard errors a fault must exceed the tolerance to be caught with probability CAUGHT.

    The tolerance rests on the standard error of the run itself, which varies from seed to seed, the more so the fewer
    its replicates.
    Source: Johnson & Welch 1940, the normal approximation of the noncentral t.
    """
    return NormalDist().inv_cdf(POWER) * math.sqrt(1 + critical_value(replicates) ** 2 / (2 * (replicates - 1)))


def exact_result(expected: float, found: float, tolerance: float = EXACT) -> CheckResult:
    """Gives the figure of an identity."""
    return CheckResult(expected, found, tolerance)


def distribution_result(expected: Any, found: Any) -> CheckResult:
    """Gives the figure of a whole law: the largest gap between its distribution function and that of what was found.

    expected: shape (n + 1,), chances of at most 0, 1, ..., n. found: independent whole numbers from 0 to n. It is
    0 in the long run, and exceeds the tolerance with probability CHANCE at most, whatever the distribution.
    Source: Dvoretzky, Kiefer & Wolfowitz 1956; Massart 1990 for the constant.
    """
    counted = np.bincount(np.asarray(found, np.int64), minlength=len(expected))
    gap = np.abs(np.cumsum(counted) / len(found) - np.asarray(expected)).max()
    return CheckResult(0.0, float(gap), math.sqrt(math.log(2 / ALPHA) / (2 * len(found))))


def ratio_result(expected: float, numerators: Any, denominators: Any = None, unit: float = 1.0) -> CheckResult:
    """Gives the figure of a ratio of sums over replicates, the parts' over the wholes'; of a mean without wholes.

    parts, wholes: shape (replicate,). The standard error is that of parts less ``expected`` times wholes, whose
    mean is 0 where the expectation holds, so that the ratio brings no bias of its own. Wholes count trials, each
    of which moves parts by ``unit`` at most: what is expected too seldom to be seen in them is allowed to be missing,
    ln(1 / CHANCE) units of them at most, unless it is expected never or always.
    Source: Cochran 1977, Sampling Techniques, section 2.11 (ratios); Hanley & Lippman-Hand 1983 (none seen).
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
