"""Whether the parameters change the sign of a measure, beyond Monte Carlo error."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, isfinite

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.influential_parameters import InfluentialParameter
from underheaven.measure.inference.rank_regression import ALPHA
from underheaven.measure.inference.variation_sources import MonteCarloError

Array = NDArray[np.float64]

SIGN_ERROR_RATE = 0.025
"""Largest probability that a sample of a measure whose sign does not change is clear of 0 on the other side."""


@dataclass(frozen=True)
class SignChange:
    """Whether the sign of a measure changes within the parameter ranges.

    Attributes:
        occurs: whether it does.
        opposite_share: share of the samples that lie clear of 0 on the other side.
        opposite_side: sign of the other side; 0 where Monte Carlo error leaves the sign of the base case open.
    """

    occurs: bool
    opposite_share: float
    opposite_side: int


def detect_sign_change(samples: Array, monte_carlo: MonteCarloError) -> SignChange:
    """Return whether more samples lie clear of 0 on the other side than chance explains.

    Where Monte Carlo error leaves the sign of the base case open, samples must lie clear on both sides.

    Args:
        samples: the measure in the parameter samples (sample,), without NaN.
        monte_carlo: Monte Carlo error of one run.
    """
    above, below = int((samples > monte_carlo.clear_distance).sum()), int((samples < -monte_carlo.clear_distance).sum())
    if not isfinite(monte_carlo.mean):
        return SignChange(False, 0.0, 0)
    opposite = min(above, below) if monte_carlo.sign == 0 else below if monte_carlo.sign > 0 else above
    min_opposite = (
        min_samples_beyond_seeds(len(samples), monte_carlo.n_seeds)
        if monte_carlo.has_few_values
        else min_opposite_samples(len(samples))
    )
    return SignChange(opposite >= min_opposite, opposite / max(len(samples), 1), -monte_carlo.sign)


def min_opposite_samples(samples: int) -> int:
    """Return the smallest number of samples clear on the other side whose probability by chance is below 1%.

    Binomial, with the probability `SIGN_ERROR_RATE` for each sample.

    Args:
        samples: number of samples.
    """
    tail, k = 1.0, 0
    while tail >= ALPHA:
        tail -= comb(samples, k) * SIGN_ERROR_RATE**k * (1 - SIGN_ERROR_RATE) ** (samples - k)
        k += 1
    return k


def min_samples_beyond_seeds(samples: int, seeds: int) -> int:
    """Return the smallest number of samples beyond all seeds whose probability by chance is below 1%.

    It is used where seeds take too few values to show the range of Monte Carlo error. The probability is exact: that
    of the k largest of samples and seeds together all being samples.

    Args:
        samples: number of samples.
        seeds: number of seeds.
    """
    tail, k = 1.0, 0
    while tail >= ALPHA and k < samples:
        tail *= (samples - k) / (samples + seeds - k)
        k += 1
    return k if tail < ALPHA else samples + 1


def changes_sign_alone(parameter: InfluentialParameter, opposite_side: int, monte_carlo: MonteCarloError) -> bool:
    """Return whether one parameter changes the sign in its one-at-a-time runs.

    Args:
        parameter: an influential parameter.
        opposite_side: of `SignChange`.
        monte_carlo: Monte Carlo error of one run.
    """
    ends = [e for e in (parameter.at_low, parameter.at_high) if isfinite(e)]
    if opposite_side == 0:
        return len(ends) == 2 and max(ends) > monte_carlo.clear_distance and min(ends) < -monte_carlo.clear_distance
    return any(opposite_side * end > monte_carlo.clear_distance for end in ends)
