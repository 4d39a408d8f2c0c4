"""Sources of variation of a measure: the parameters, or Monte Carlo error."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.interval import t_quantile
from underheaven.measure.inference.permutation import varies_more_than_seeds
from underheaven.measure.inference.rank_regression import ALPHA

Array = NDArray[np.float64]

CLEAR_FACTOR = 2
"""Multiple of the largest deviation of a seed from the mean of the seeds beyond which a sample is clear of 0."""
PARAMETERS, MONTE_CARLO_ERROR, NEITHER = "parameters", "Monte Carlo error", "neither"


@dataclass(frozen=True)
class MonteCarloError:
    """Monte Carlo error of one run, from the seeds of the base case.

    Attributes:
        mean: of the seeds; NaN without any.
        sd: standard deviation over seeds.
        margin: half width of a 95% interval for one run, by Student's t.
        clear_distance: how far from 0 a run must lie for its sign to be counted.
        has_few_values: whether most seeds share values, so that they say little about the range of Monte Carlo error.
        n_seeds: number of seeds.
    """

    mean: float
    sd: float
    margin: float
    clear_distance: float
    has_few_values: bool
    n_seeds: int

    @property
    def sign(self) -> int:
        """The sign of the base case, 0 where Monte Carlo error leaves it open."""
        if not isfinite(self.mean) or abs(self.mean) <= self.margin / sqrt(max(self.n_seeds, 1)):
            return 0
        return 1 if self.mean > 0 else -1


@dataclass(frozen=True)
class VariationSources:
    """How much the parameters and Monte Carlo error vary a measure, in runs of one size.

    Attributes:
        parameter_sd: standard deviation of the samples beyond that of the seeds.
        monte_carlo_sd: standard deviation over seeds.
        distinguishable: whether samples vary significantly more than seeds.
    """

    parameter_sd: float
    monte_carlo_sd: float
    distinguishable: bool

    @property
    def dominant(self) -> str:
        """The larger source of variation, as `dominant_source` names it."""
        return dominant_source(self.distinguishable, self.parameter_sd, self.monte_carlo_sd)


def estimate_monte_carlo_error(seeds: Array) -> MonteCarloError:
    """Return the Monte Carlo error of one run.

    Args:
        seeds: the measure in the base case (seed,), without NaN.
    """
    if not len(seeds):
        return MonteCarloError(float("nan"), 0.0, 0.0, 0.0, True, 0)
    mean, varies = float(seeds.mean()), bool(np.ptp(seeds) > 0)
    sd = float(seeds.std(ddof=1)) if varies else 0.0
    margin = t_quantile(0.975, len(seeds) - 1) * sd if varies else 0.0
    has_few_values = bool(2 * len(np.unique(seeds)) <= len(seeds))
    largest_deviation = float(np.abs(seeds - mean).max()) if varies else 0.0
    clear_distance = largest_deviation if has_few_values else CLEAR_FACTOR * largest_deviation
    return MonteCarloError(mean, sd, margin, clear_distance, has_few_values, len(seeds))


def estimate_variation_sources(samples: Array, seeds: Array) -> VariationSources:
    """Return how much of the variation of the samples is due to the parameters.

    Args:
        samples: the measure in the parameter samples (sample,), without NaN.
        seeds: the measure in the base case (seed,), without NaN, in runs of the same size.
    """
    seed_variance = float(seeds.var(ddof=1)) if len(seeds) > 1 and np.ptp(seeds) > 0 else 0.0
    sample_variance = float(samples.var(ddof=1)) if len(samples) > 1 and np.ptp(samples) > 0 else 0.0
    return VariationSources(
        sqrt(max(sample_variance - seed_variance, 0.0)),
        sqrt(seed_variance),
        varies_more_than_seeds(samples, seeds, ALPHA),
    )


def dominant_source(distinguishable: bool, parameter_sd: float, monte_carlo_sd: float) -> str:
    """Return the larger source of variation.

    Args:
        distinguishable: whether the samples vary more than seeds in runs of their size.
        parameter_sd: standard deviation due to the parameters, 0 or more.
        monte_carlo_sd: standard deviation over seeds, in runs of the size that is reported.

    Returns:
        `PARAMETERS`, `MONTE_CARLO_ERROR`, or `NEITHER` where nothing varies.
    """
    if parameter_sd == 0 and monte_carlo_sd == 0:
        return NEITHER
    return PARAMETERS if distinguishable and parameter_sd > monte_carlo_sd else MONTE_CARLO_ERROR
