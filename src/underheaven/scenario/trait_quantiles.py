"""Quantiles of trait distributions, as tables of equal probability."""

from __future__ import annotations

import functools
import math
from statistics import NormalDist
from typing import Any

import numpy as np

from underheaven.jit.decorators import jit_entry, jit_inline
from underheaven.spec.models.people import TraitDistribution

TINY = 1e-300
"""Replaces a divisor of 0."""


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


@jit_inline
def _away_from_zero(x: Any) -> Any:
    """Return a tiny number in place of any number nearer to zero."""
    return TINY if abs(x) < TINY else x


@jit_entry
def lentz_fraction(a: Any, b: Any, x: Any, value: Any, c: Any, d: Any) -> None:
    """Write the continued fraction at each x to ``value``, iterated until all have converged; c, d: workspace."""
    for n in range(len(x)):
        c[n] = 1.0
        d[n] = value[n] = 1.0 / _away_from_zero(1.0 - (a + b) * x[n] / (a + 1.0))
    for m in range(1, 200):
        settled = True
        for n in range(len(x)):
            for odd in range(2):
                if odd == 0:
                    numerator = m * (b - m) * x[n] / ((a + 2 * m - 1) * (a + 2 * m))
                else:
                    numerator = -(a + m) * (a + b + m) * x[n] / ((a + 2 * m) * (a + 2 * m + 1))
                d[n] = 1.0 / _away_from_zero(1.0 + numerator * d[n])
                c[n] = _away_from_zero(1.0 + numerator / c[n])
                step = d[n] * c[n]
                value[n] *= step
            settled &= abs(step - 1.0) < 1e-15
        if settled:
            break


def _continued_fraction(a: float, b: float, x: Any) -> Any:
    """Return the continued fraction of the incomplete beta function (Lentz) for x below its turning point."""
    value, c, d = (np.empty_like(x) for _ in range(3))
    lentz_fraction(np.float64(a), np.float64(b), x, value, c, d)
    return value


def beta_cdf(a: float, b: float, x: Any) -> Any:
    """Return the Beta(a, b) distribution function at x in [0, 1].

    Source:
        The continued fraction of Abramowitz & Stegun 26.5.8.
    """
    inner = np.clip(x, 1e-300, 1 - 1e-16)
    front = np.exp(a * np.log(inner) + b * np.log1p(-inner) - _log_beta(a, b))
    low = inner < (a + 1.0) / (a + b + 2.0)
    direct = front[low] * _fraction_below(a, b, inner[low], len(inner)) / a
    mirror = 1.0 - front[~low] * _fraction_below(b, a, 1.0 - inner[~low], len(inner)) / b
    value = np.empty_like(inner)
    value[low], value[~low] = direct, mirror
    return np.where(x <= 0, 0.0, np.where(x >= 1, 1.0, value))


def _fraction_below(a: float, b: float, x: Any, n: int) -> Any:
    """Return the fraction at x, the part of ``n`` points below the turning point.

    The iteration stops when all points have converged; one extra point represents the others, so that the number of
    iterations does not depend on how the points are split.
    """
    if len(x) == n:
        return _continued_fraction(a, b, x)
    return _continued_fraction(a, b, np.append(x, 0.5 * a / (a + b)))[:-1]


@functools.lru_cache(maxsize=32)
def beta_quantiles(a: float, b: float, n: int) -> Any:
    """Return ``n`` quantiles of Beta(a, b) at (k + 1/2) / n, bracketed on a grid and bisected."""
    p = (np.arange(n) + 0.5) / n
    grid = np.linspace(0.0, 1.0, 4097)
    bracket = np.searchsorted(beta_cdf(a, b, grid), p).clip(1, len(grid) - 1)
    low, high = grid[bracket - 1], grid[bracket]
    for _ in range(42):
        middle = 0.5 * (low + high)
        below = beta_cdf(a, b, middle) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return 0.5 * (low + high)


def trait_quantiles(distribution: TraitDistribution, n: int) -> Any:
    """Return ``n`` equally probable values: the quantiles at (k + 1/2) / n, float64."""
    p = (np.arange(n) + 0.5) / n
    if distribution.law == "fixed":
        return np.full(n, distribution.value, np.float64)
    if distribution.law == "uniform":
        assert distribution.low is not None
        assert distribution.high is not None
        return distribution.low + (distribution.high - distribution.low) * p
    if distribution.law == "beta":
        assert distribution.a is not None
        assert distribution.b is not None
        return beta_quantiles(distribution.a, distribution.b, n)
    if distribution.law == "normal":
        assert distribution.mean is not None
        assert distribution.sd is not None
        normal = NormalDist(distribution.mean, distribution.sd)
        return np.array([normal.inv_cdf(q) for q in p])
    return np.zeros(n)
