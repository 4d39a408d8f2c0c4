"""Several differences tested together: which of them are significant, with intervals corrected for their number."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from underheaven.measure.inference.interval import CONFIDENCE_LEVEL, Interval, t_quantile, t_tail

Key = TypeVar("Key", bound=Hashable)


def significant_differences(
    differences: Mapping[Key, Interval], level: float = CONFIDENCE_LEVEL
) -> dict[Key, Interval]:
    """Return the differences that are significant after correction for multiple comparisons, smallest p value first.

    The probability that any true difference of 0 is among them is at most 1 - level. Each difference has the interval
    of its own step of the correction, which excludes 0.

    Args:
        differences: differences with their intervals by Student's t at 95%.
        level: between 0 and 1.

    Source: Holm 1979.
    """
    p_values = {key: p_value(difference) for key, difference in differences.items()}
    significant: dict[Key, Interval] = {}
    for k, key in enumerate(sorted(p_values, key=lambda key: p_values[key])):
        step_alpha = (1 - level) / (len(differences) - k)
        if p_values[key] > step_alpha:
            break
        significant[key] = at_confidence_level(differences[key], 1 - step_alpha)
    return significant


def p_value(difference: Interval) -> float:
    """Return the two-sided probability of a mean this far from 0 by chance; 1 where there is no interval.

    Where all replicates are equal, it is that of the sign test.

    Args:
        difference: a difference with its 95% interval.
    """
    half = (difference.high - difference.low) / 2
    if difference.replicates < 2 or not math.isfinite(half):
        return 1.0
    if half == 0:
        return 2.0 ** (1 - difference.replicates) if difference.mean else 1.0
    degrees = difference.replicates - 1
    return 2 * t_tail(abs(difference.mean) / half * t_quantile(0.5 + CONFIDENCE_LEVEL / 2, degrees), degrees)


def significant_sign(difference: Interval, level: float = CONFIDENCE_LEVEL) -> int:
    """Return the sign of a mean that is significantly different from 0, otherwise 0.

    Args:
        difference: a difference with its 95% interval.
        level: confidence level, between 0 and 1.
    """
    return (int(difference.mean > 0) - int(difference.mean < 0)) if p_value(difference) <= 1 - level else 0


def at_confidence_level(difference: Interval, level: float) -> Interval:
    """Return a mean with its interval at another confidence level.

    Args:
        difference: a difference with its 95% interval.
        level: confidence level, between 0 and 1.
    """
    if difference.replicates < 2 or not math.isfinite(difference.high - difference.low):
        return difference
    degrees = difference.replicates - 1
    half = (
        (difference.high - difference.low)
        / 2
        * t_quantile(0.5 + level / 2, degrees)
        / t_quantile(0.5 + CONFIDENCE_LEVEL / 2, degrees)
    )
    return replace(difference, low=difference.mean - half, high=difference.mean + half)
