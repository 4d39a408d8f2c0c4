"""Exact intervals of rare counts: Garwood's for a count, Clopper and Pearson's for a share, and combinations."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from underheaven.measure.inference.interval import CONFIDENCE_LEVEL, beta_cdf, beta_quantile

EndPair = tuple[float, float]
LARGE_DEGREES = 1e6
"""Degrees of freedom of the denominator at which Fisher's F is a scaled chi-squared variable."""


@lru_cache(maxsize=4096)
def poisson_interval(events: int, level: float = CONFIDENCE_LEVEL) -> EndPair:
    """Return the exact interval of a Poisson mean.

    Args:
        events: number counted, 0 or more.
        level: confidence level, between 0 and 1.

    Source: Garwood 1936.
    """
    tail = (1 - level) / 2
    low = _bisect_root(lambda mean: 1 - _poisson_cdf(events - 1, mean), tail, 0.0, events) if events else 0.0
    top = events + 10.0
    while _poisson_cdf(events, top) > tail:
        top *= 2
    return low, _bisect_root(lambda mean: 1 - _poisson_cdf(events, mean), 1 - tail, events, top)


@lru_cache(maxsize=4096)
def binomial_interval(part: int, whole: int, level: float = CONFIDENCE_LEVEL) -> EndPair:
    """Return the exact interval of a binomial share.

    Args:
        part: number with the property, from 0 to `whole`.
        whole: number in all, above 0.
        level: confidence level, between 0 and 1.

    Source: Clopper & Pearson 1934.
    """
    tail = (1 - level) / 2
    low = beta_quantile(tail, part, whole - part + 1) if part else 0.0
    return low, beta_quantile(1 - tail, part + 1, whole - part) if part < whole else 1.0


def rate_ratio_interval(
    events: int, other_events: int, exposure_ratio: float, level: float = CONFIDENCE_LEVEL
) -> EndPair:
    """Return the interval of the ratio of two Poisson rates, exact given their total number of events.

    Args:
        events: count of the first.
        other_events: count of the second.
        exposure_ratio: exposure of the second over that of the first.
        level: confidence level, between 0 and 1.

    Source: Przyborowski & Wilenski 1940, by the interval of Clopper & Pearson.
    """
    if events + other_events == 0:
        return 0.0, math.inf
    low, high = binomial_interval(events, events + other_events, level)
    return exposure_ratio * low / (1 - low), exposure_ratio * high / (1 - high) if high < 1 else math.inf


def difference_interval(first: float, first_ends: EndPair, second: float, second_ends: EndPair) -> EndPair:
    """Return the interval of a difference from two numbers and their intervals.

    The two are taken to be independent, which is conservative where common random numbers move both the same way.

    Args:
        first: the first number.
        first_ends: ends of its interval.
        second: the number that is subtracted.
        second_ends: ends of its interval.

    Source: Zou & Donner 2008; Newcombe 1998, for shares.
    """
    difference = first - second
    return difference - math.hypot(first - first_ends[0], second_ends[1] - second), difference + math.hypot(
        first_ends[1] - first, second - second_ends[0]
    )


def chi_squared_tail(value: float, degrees: float) -> float:
    """Return the probability that a chi-squared variable exceeds a value.

    Computed as Fisher's F with very many degrees of freedom in the denominator.

    Args:
        value: 0 or more.
        degrees: degrees of freedom, above 0.

    Source: Abramowitz & Stegun 1964, 26.6.
    """
    return beta_cdf(LARGE_DEGREES / (LARGE_DEGREES + value), LARGE_DEGREES / 2, degrees / 2)


def _poisson_cdf(events: int, mean: float) -> float:
    """Return the probability that a Poisson variable does not exceed a number of events.

    The shorter tail is summed outward from its largest term, which takes some multiple of the root of the count.
    """
    if events < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if mean < events:
        return 1 - _sum_poisson_terms(mean, events + 1, lambda n: mean / (n + 1), 1)
    return min(_sum_poisson_terms(mean, events, lambda n: n / mean, -1), 1.0)


def _sum_poisson_terms(mean: float, n: int, ratio: Callable[[int], float], step: int) -> float:
    """Return the sum of Poisson probabilities from n on, upward or downward, to machine precision.

    Args:
        mean: of the variable.
        n: first term.
        ratio: of the next probability to that of n.
        step: 1 or -1.
    """
    term = math.exp(n * math.log(mean) - mean - math.lgamma(n + 1))
    total, least = term, term * 1e-17
    while term > least:
        term *= ratio(n)
        total += term
        n += step
    return total


def _bisect_root(increasing: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Return where an increasing function reaches a value between two ends."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if increasing(middle) < target else (low, middle)
    return (low + high) / 2
