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
"""Note of a number that no replicate differs in, so that Student's t has no width."""
STRUCTURAL_ZERO = "0 by rule: nothing is recorded there"
"""Note of a number of a regime's acts or prices in a scenario that records nothing: no other seed gives another."""


ROUNDING_TOLERANCE = 1e-12
"""What rounding leaves of equal numbers, in parts of them."""


@dataclass(frozen=True)
class Interval:
    """A mean over replicates with its Monte Carlo interval.

    note: why there is none, or how it was made where that is not Student's t over replicates; else empty.
    events: over all replicates, that the number rests on; None where it counts nothing.
    """

    mean: float
    low: float
    high: float
    replicates: int
    note: str
    events: int | None = None

    @property
    def negated(self) -> Interval:
        """The same with the other sign, as of a difference the other way round."""
        return replace(self, mean=-self.mean, low=-self.high, high=-self.low)

    def clip(self, lowest: float, highest: float) -> Interval:
        """Return the same mean with the interval cut at what a measure can be: Student's t knows no bounds."""
        low, high = (min(max(end, lowest), highest) if math.isfinite(end) else end for end in (self.low, self.high))
        return replace(self, low=low, high=high)


def t_interval(values: Sequence[float] | NDArray[np.float64], level: float = CONFIDENCE_LEVEL) -> Interval:
    """Return the mean of one value a replicate and its Student-t interval.

    values: shape (replicate,). level: between 0 and 1. NaN in any replicate makes all three NaN.
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
    """Return the standard deviation over replicates that an interval at 95% was made of; NaN without one."""
    if estimate.replicates < 2:
        return float("nan")
    half = (estimate.high - estimate.low) / 2
    return half * math.sqrt(estimate.replicates) / t_quantile(0.5 + CONFIDENCE_LEVEL / 2, estimate.replicates - 1)


@lru_cache(maxsize=1024)
def t_quantile(probability: float, degrees: float) -> float:
    """Return the quantile of Student's t: where its distribution reaches ``probability``.

    probability: between 0 and 1, both excluded. degrees: degrees of freedom, above 0.
    Raises: ValueError outside those ranges.
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
    """Return the chance that Student's t exceeds ``t`` (0 or more): half a regularised incomplete beta."""
    if t < 1:
        return 0.5 - 0.5 * beta_cdf(t * t / (degrees + t * t), 0.5, degrees / 2)
    return 0.5 * beta_cdf(degrees / (degrees + t * t), degrees / 2, 0.5)


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return where a beta distribution reaches a probability between 0 and 1; a, b: its parameters, above 0."""
    low, high = 0.0, 1.0
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if beta_cdf(middle, a, b) < probability else (low, middle)
    return high


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function at x in [0, 1]; a, b: above 0."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(logs) * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Evaluates the continued fraction of the incomplete beta function by Lentz's method.

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
