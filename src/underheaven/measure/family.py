"""Several differences looked at together: which of them lie beyond chance, with intervals that allow for the look."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from underheaven.measure.interval import LEVEL, Interval, t_quantile, t_tail

Key = TypeVar("Key", bound=Hashable)


def beyond_chance(found: Mapping[Key, Interval], level: float = LEVEL) -> dict[Key, Interval]:
    """Return the differences that are not 0 beyond chance, though all of them were looked at; the surest first.

    The chance that any of those that are 0 in truth is among them is at most 1 - level. Each has an interval as wide as
    its own step of the correction, which does not hold 0.

    Args: found: differences with their intervals by Student's t at 95 %. level: between 0 and 1.
    Source: Holm 1979.
    """
    by_chance = {key: chance_of(one) for key, one in found.items()}
    named: dict[Key, Interval] = {}
    for k, key in enumerate(sorted(by_chance, key=lambda key: by_chance[key])):
        allowed = (1 - level) / (len(found) - k)
        if by_chance[key] > allowed:
            break
        named[key] = at_level(found[key], 1 - allowed)
    return named


def chance_of(found: Interval) -> float:
    """Return how often chance alone puts a mean as far from 0, on either side; 1 where there is no interval.

    Where no replicate differs from another, as often as chance puts all of them on one side: the sign test.
    """
    half = (found.high - found.low) / 2
    if found.replicates < 2 or not math.isfinite(half):
        return 1.0
    if half == 0:
        return 2.0 ** (1 - found.replicates) if found.mean else 1.0
    degrees = found.replicates - 1
    return 2 * t_tail(abs(found.mean) / half * t_quantile(0.5 + LEVEL / 2, degrees), degrees)


def side(found: Interval, level: float = LEVEL) -> int:
    """Return 1 or -1 where a mean is told from 0 on that side, and 0 where chance alone may have put it there."""
    return (int(found.mean > 0) - int(found.mean < 0)) if chance_of(found) <= 1 - level else 0


def at_level(found: Interval, level: float) -> Interval:
    """Return a mean with the ends of another level in the place of those at 95 %."""
    if found.replicates < 2 or not math.isfinite(found.high - found.low):
        return found
    degrees = found.replicates - 1
    half = (found.high - found.low) / 2 * t_quantile(0.5 + level / 2, degrees) / t_quantile(0.5 + LEVEL / 2, degrees)
    return replace(found, low=found.mean - half, high=found.mean + half)
