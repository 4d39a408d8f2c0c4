"""Monte Carlo intervals over replicates: Student's t at 95%, with the quantile computed here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CONFIDENCE_LEVEL = 0.95
NO_VARIATION = "the same in every replicate"
"""Note of a number that is equal in all replicates, so that Student's t has no width."""
STRUCTURAL_ZERO = "0 by rule: nothing is recorded there"
"""Note of a number that is 0 with every seed, because the scenario cannot record anything."""


ROUNDING_TOLERANCE = 1e-12
"""Relative difference below which numbers differ by rounding only."""


@dataclass(frozen=True)
class Interval:
    """A mean over replicates with its Monte Carlo interval.

    Attributes:
        mean: over replicates.
        low, high: ends of the interval; NaN where there is none.
        replicates: number of replicates.
        note: why there is no interval, or how it was computed if not by Student's t over replicates; otherwise empty.
        events: over all replicates, behind the number; None where it counts nothing.
    """

    mean: float
    low: float
    high: float
    replicates: int
    note: str
    events: int | None = None

    @property
    def negated(self) -> Interval:
        """The interval of the same number with the opposite sign."""
        return replace(self, mean=-self.mean, low=-self.high, high=-self.low)

    def clip(self, lowest: float, highest: float) -> Interval:
        """Return the same mean with the interval cut at the range of the measure, which Student's t ignores.

        Args:
            lowest: minimum of the measure.
            highest: maximum of the measure.
        """
        low, high = (min(max(end, lowest), highest) if math.isfinite(end) else end for end in (self.low, self.high))
        return replace(self, low=low, high=high)


def t_interval(values: Sequence[float] | NDArray[np.float64], level: float = CONFIDENCE_LEVEL) -> Interval:
    """Return the mean of one value per replicate with its Student-t interval.

    Args:
        values: shape (replicate,). NaN in any replicate makes mean and interval NaN.
        level: confidence level, between 0 and 1.

    Source: Student 1908.
    """
    array = np.asarray(values, np.float64)
    n, nan = len(array), float("nan")
    undefined = int(np.isnan(array).sum())
    if n == 0 or undefined:
        return Interval(nan, nan, nan, n, f"undefined in {undefined} of {n} replicates")
    mean = float(array.mean())
    if n == 1:
        return Interval(mean, nan, nan, 1, "one replicate has no interval; run at least two")
    if float(np.ptp(array)) <= ROUNDING_TOLERANCE * float(np.abs(array).max()):
        return Interval(mean, mean, mean, n, NO_VARIATION)
    half = t_quantile(0.5 + level / 2, n - 1) * float(array.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n, "")


def replicate_sd(estimate: Interval) -> float:
    """Return the standard deviation over replicates behind a 95% interval; NaN without one.

    Args:
        estimate: an interval by Student's t.
    """
    if estimate.replicates < 2:
        return float("nan")
    half = (estimate.high - estimate.low) / 2
    return half * math.sqrt(estimate.replicates) / t_quantile(0.5 + CONFIDENCE_LEVEL / 2, estimate.replicates - 1)


@lru_cache(maxsize=1024)
def t_quantile(probability: float, degrees: float) -> float:
    """Return a quantile of Student's t.

    Args:
        probability: between 0 and 1, both excluded.
        degrees: degrees of freedom, above 0.

    Raises:
        ValueError: An argument is outside its range.
    """
    if not 0 < probability < 1 or degrees <= 0:
        raise ValueError(f"a t quantile needs 0 < probability < 1 and degrees > 0, not {probability} and {degrees}")
    if probability == 0.5:
        return 0.0
    tail = min(probability, 1 - probability)
    low, high = 0.0, 1.0
    while t_tail(high, degrees) > tail:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_tail(middle, degrees) > tail else (low, middle)
    return math.copysign(high, probability - 0.5)


def t_tail(t: float, degrees: float) -> float:
    """Return the probability that Student's t exceeds a value, by the regularised incomplete beta function.

    Args:
        t: 0 or more.
        degrees: degrees of freedom, above 0.
    """
    if t < 1:
        return 0.5 - 0.5 * beta_cdf(t * t / (degrees + t * t), 0.5, degrees / 2)
    return 0.5 * beta_cdf(degrees / (degrees + t * t), degrees / 2, 0.5)


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return a quantile of a beta distribution.

    Args:
        probability: between 0 and 1.
        a: first parameter, above 0.
        b: second parameter, above 0.
    """
    low, high = 0.0, 1.0
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if beta_cdf(middle, a, b) < probability else (low, middle)
    return high


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function.

    Args:
        x: in [0, 1]; 0 below and 1 above.
        a: first parameter, above 0.
        b: second parameter, above 0.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(logs) * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method.

    Source: Abramowitz & Stegun 1964, 26.5.8; Lentz 1976.
    """
    tiny, c = 1e-300, 1.0
    d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10_000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 + step * d, 1 + step / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value
