"""Quantiles of the laws of traits, as tables of equal chances."""

from __future__ import annotations

import functools
import math
from statistics import NormalDist
from typing import Any

import numpy as np

from underheaven.spec.people import Law

TINY = 1e-300
"""What stands for a zero that is divided by."""


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _continued_fraction(a: float, b: float, x: Any) -> Any:
    """Evaluate the incomplete beta function's continued fraction (Lentz) for x below its turning point."""
    c = np.ones_like(x)
    d = 1.0 - (a + b) * x / (a + 1.0)
    np.divide(1.0, _away_from_zero(d), out=d)
    value, numerator, step = d.copy(), np.empty_like(x), np.empty_like(x)
    for m in range(1, 200):
        for over, under in (
            (m * (b - m), (a + 2 * m - 1) * (a + 2 * m)),
            (-(a + m) * (a + b + m), (a + 2 * m) * (a + 2 * m + 1)),
        ):
            np.divide(np.multiply(over, x, out=numerator), under, out=numerator)
            np.add(1.0, np.multiply(numerator, d, out=d), out=d)
            np.divide(1.0, _away_from_zero(d), out=d)
            np.add(1.0, np.divide(numerator, c, out=c), out=c)
            np.multiply(d, _away_from_zero(c), out=step)
            np.multiply(value, step, out=value)
        if np.all(np.abs(step - 1.0) < 1e-15):
            break
    return value


def _away_from_zero(x: Any) -> Any:
    """Put a tiny number in place of what is nearer to zero."""
    if len(x) and np.minimum.reduce(x) < TINY:
        x[np.abs(x) < TINY] = TINY
    return x


def beta_cdf(a: float, b: float, x: Any) -> Any:
    """Return the Beta(a, b) distribution function at x in [0, 1].

    Source: the continued fraction of Abramowitz & Stegun 26.5.8.
    """
    inner = np.clip(x, 1e-300, 1 - 1e-16)
    front = np.exp(a * np.log(inner) + b * np.log1p(-inner) - _log_beta(a, b))
    low = inner < (a + 1.0) / (a + b + 2.0)
    direct = front[low] * _below(a, b, inner[low], len(inner)) / a
    mirror = 1.0 - front[~low] * _below(b, a, 1.0 - inner[~low], len(inner)) / b
    value = np.empty_like(inner)
    value[low], value[~low] = direct, mirror
    return np.where(x <= 0, 0.0, np.where(x >= 1, 1.0, value))


def _below(a: float, b: float, x: Any, n: int) -> Any:
    """Evaluate the fraction at x, of the ``n`` places those below the turning point, as beside a place for the others.

    The fraction is taken so far that all places have settled: a place that stands for the others keeps that as it is.
    """
    if len(x) == n:
        return _continued_fraction(a, b, x)
    return _continued_fraction(a, b, np.append(x, 0.5 * a / (a + b)))[:-1]


@functools.lru_cache(maxsize=32)
def beta_quantiles(a: float, b: float, n: int) -> Any:
    """Return ``n`` Beta(a, b) quantiles at (k + 1/2) / n: bracketed on a grid, then bisected."""
    p = (np.arange(n) + 0.5) / n
    grid = np.linspace(0.0, 1.0, 4097)
    place = np.searchsorted(beta_cdf(a, b, grid), p).clip(1, len(grid) - 1)
    low, high = grid[place - 1], grid[place]
    for _ in range(42):
        middle = 0.5 * (low + high)
        below = beta_cdf(a, b, middle) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return 0.5 * (low + high)


def quantiles(law: Law, n: int) -> Any:
    """Return ``n`` values of equal chance: the law's quantiles at (k + 1/2) / n, float64."""
    p = (np.arange(n) + 0.5) / n
    if law.law == "fixed":
        return np.full(n, law.value, np.float64)
    if law.law == "uniform":
        assert law.low is not None
        assert law.high is not None
        return law.low + (law.high - law.low) * p
    if law.law == "beta":
        assert law.a is not None
        assert law.b is not None
        return beta_quantiles(law.a, law.b, n)
    if law.law == "normal":
        assert law.mean is not None
        assert law.sd is not None
        normal = NormalDist(law.mean, law.sd)
        return np.array([normal.inv_cdf(q) for q in p])
    return np.zeros(n)
