"""Quantiles of the laws of traits, as tables of equal chances."""

from __future__ import annotations

import functools
import math
from statistics import NormalDist
from typing import Any

import numpy as np

from underheaven.spec.people import Law


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _continued_fraction(a: float, b: float, x: Any) -> Any:
    """Evaluate the incomplete beta function's continued fraction (Lentz) for x below its turning point."""
    tiny = 1e-300
    c = np.ones_like(x)
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / np.where(np.abs(d) < tiny, tiny, d)
    value = d.copy()
    for m in range(1, 200):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + numerator * d
            d = 1.0 / np.where(np.abs(d) < tiny, tiny, d)
            c = 1.0 + numerator / c
            c = np.where(np.abs(c) < tiny, tiny, c)
            step = d * c
            value = value * step
        if np.all(np.abs(step - 1.0) < 1e-15):
            break
    return value


def beta_cdf(a: float, b: float, x: Any) -> Any:
    """Return the Beta(a, b) distribution function at x in [0, 1].

    Source: the continued fraction of Abramowitz & Stegun 26.5.8.
    """
    inner = np.clip(x, 1e-300, 1 - 1e-16)
    front = np.exp(a * np.log(inner) + b * np.log1p(-inner) - _log_beta(a, b))
    low = inner < (a + 1.0) / (a + b + 2.0)
    direct = front * _continued_fraction(a, b, np.where(low, inner, 0.5 * a / (a + b))) / a
    mirror = 1.0 - front * _continued_fraction(b, a, np.where(low, 0.5 * b / (a + b), 1.0 - inner)) / b
    return np.where(x <= 0, 0.0, np.where(x >= 1, 1.0, np.where(low, direct, mirror)))


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
