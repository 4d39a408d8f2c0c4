"""Exact intervals of rare counts: Garwood's of a count, Clopper and Pearson's of a share, and what follows."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from underheaven.measure.inference.interval import CONFIDENCE_LEVEL, beta_cdf, beta_quantile

EndPair = tuple[float, float]
LARGE_DEGREES = 1e6
"""Degrees of freedom below at which Fisher's F is a chi-squared variable over its own."""


@lru_cache(maxsize=4096)
def poisson_interval(events: int, level: float = CONFIDENCE_LEVEL) -> EndPair:
    """Return the ends of the interval of a Poisson mean from a count.

    Args: events: how many were counted, 0 or more. level: between 0 and 1.
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
    """Return the ends of the interval of a share from a count of its part and its whole.

    Args: part: from 0 to whole. whole: above 0. level: between 0 and 1.
    Source: Clopper & Pearson 1934.
    """
    tail = (1 - level) / 2
    low = beta_quantile(tail, part, whole - part + 1) if part else 0.0
    return low, beta_quantile(1 - tail, part + 1, whole - part) if part < whole else 1.0


def rate_ratio_interval(
    events: int, other_events: int, exposure_ratio: float, level: float = CONFIDENCE_LEVEL
) -> EndPair:
    """Return the ends of the ratio of two Poisson rates: exact, given how many events there are in all.

    Args: events, other_events: counts of the two. exposure_ratio: exposure of the second over that of the first.
    Source: Przyborowski & Wilenski 1940, by the interval of Clopper & Pearson.
    """
    if events + other_events == 0:
        return 0.0, math.inf
    low, high = binomial_interval(events, events + other_events, level)
    return exposure_ratio * low / (1 - low), exposure_ratio * high / (1 - high) if high < 1 else math.inf


def difference_interval(first: float, first_ends: EndPair, second: float, second_ends: EndPair) -> EndPair:
    """Return the ends of a difference from two numbers and the ends of each.

    The two are taken for independent, which is on the safe side where paired draws move both the same way.
    Source: Zou & Donner 2008; Newcombe 1998, for shares.
    """
    difference = first - second
    return difference - math.hypot(first - first_ends[0], second_ends[1] - second), difference + math.hypot(
        first_ends[1] - first, second - second_ends[0]
    )


def chi_squared_tail(value: float, degrees: float) -> float:
    """Return the chance that a chi-squared variable exceeds a value: Fisher's F with very many degrees below.

    Source: Abramowitz & Stegun 1964, 26.6.
    """
    return beta_cdf(LARGE_DEGREES / (LARGE_DEGREES + value), LARGE_DEGREES / 2, degrees / 2)


def _poisson_cdf(events: int, mean: float) -> float:
    """Return the chance of at most so many events of a Poisson variable.

    The shorter tail is summed outwards from its largest term, which takes some multiple of the root of the count.
    """
    if events < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if mean < events:
        return 1 - _sum_poisson_terms(mean, events + 1, lambda n: mean / (n + 1), 1)
    return min(_sum_poisson_terms(mean, events, lambda n: n / mean, -1), 1.0)


def _sum_poisson_terms(mean: float, n: int, ratio: Callable[[int], float], step: int) -> float:
    """Return the chances of a Poisson variable from n on, upwards or downwards, as far as they count.

    Args: ratio: of the next chance to that of n. step: 1 or -1.
    """
    term = math.exp(n * math.log(mean) - mean - math.lgamma(n + 1))
    total, least = term, term * 1e-17
    while term > least:
        term *= ratio(n)
        total += term
        n += step
    return total


def _bisect_root(increasing: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Return where a rising function reaches a value between two ends."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if increasing(middle) < target else (low, middle)
    return (low + high) / 2
