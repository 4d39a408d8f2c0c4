"""Global sensitivity analysis: how far the parameters move a measure, and which of them move it most.

Pure functions of the stored sample results (`measure.inference.sample_results`). All compared runs have one size.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, isfinite

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.influential_parameters import InfluentialParameter, most_influential_parameters
from underheaven.measure.inference.interval import beta_quantile
from underheaven.measure.inference.permutation import correlation_at_score, familywise_threshold, normalise_columns
from underheaven.measure.inference.rank_regression import MIN_SAMPLES, rank_columns
from underheaven.measure.inference.sample_results import AssumedParameter, Column, SampleResults
from underheaven.measure.inference.sign_changes import changes_sign_alone, detect_sign_change
from underheaven.measure.inference.variation_sources import estimate_monte_carlo_error, estimate_variation_sources

Array = NDArray[np.float64]

CENTRAL_QUANTILES = (0.05, 0.95)
"""Quantiles of the samples that bound the parameter range."""


@dataclass(frozen=True)
class Sensitivity:
    """One measure over the parameter samples and over seeds, in runs of one size.

    Attributes:
        column: scenario, measure and quantity.
        base_case_mean: mean over seeds of the base case.
        base_case_median: median over seeds of the base case.
        median: of the samples.
        low, high: the central 90% of the samples.
        minimum, maximum: of the samples.
        seeds_low, seeds_high: minimum and maximum over seeds.
        parameter_sd: standard deviation of the samples beyond Monte Carlo error.
        monte_carlo_sd: standard deviation over seeds.
        distinguishable: whether samples vary significantly more than seeds.
        dominant_source: see `variation_sources.dominant_source`.
        most_influential: the most influential parameters, at most three.
        correlation_threshold: rank correlation below which no parameter is named.
        positive, negative: shares of the samples above and below 0.
        sign_changes: whether the sign changes within the ranges, beyond Monte Carlo error.
        opposite_share: share of the samples clear of 0 on the other side.
        sign_changed_by: the most influential parameters that change the sign alone.
        n_samples: samples at which the measure is defined.
        n_samples_in_all: all samples.
    """

    column: Column
    base_case_mean: float
    base_case_median: float
    median: float
    low: float
    high: float
    minimum: float
    maximum: float
    seeds_low: float
    seeds_high: float
    parameter_sd: float
    monte_carlo_sd: float
    distinguishable: bool
    dominant_source: str
    most_influential: tuple[InfluentialParameter, ...]
    correlation_threshold: float
    positive: float
    negative: float
    sign_changes: bool
    opposite_share: float
    sign_changed_by: tuple[AssumedParameter, ...]
    n_samples: int
    n_samples_in_all: int

    @property
    def defined_in_most(self) -> bool:
        """Whether at least half of the samples define the measure: the range of a few would mislead."""
        return 2 * self.n_samples >= self.n_samples_in_all

    @property
    def can_name_parameters(self) -> bool:
        """Whether there are enough samples to name a parameter."""
        return self.n_samples >= MIN_SAMPLES

    @property
    def base_case_is_outside(self) -> bool:
        """Whether the median of the base case over seeds lies outside the parameter range.

        The median is used because a sample is one run, and the mean over seeds of a rare count is no count that a run
        can have.
        """
        return self.is_outside(self.base_case_median)

    def is_outside(self, value: float) -> bool:
        """Return whether a defined number lies outside the parameter range by more than rounding.

        Args:
            value: the number; NaN is not outside.
        """
        ends = (self.low, self.high)
        inside = self.low <= value <= self.high or any(isclose(value, end, rel_tol=1e-9, abs_tol=1e-12) for end in ends)
        return isfinite(value) and not inside


def compute_sensitivities(sample_results: SampleResults) -> dict[Column, Sensitivity]:
    """Return the sensitivity of every column that is defined in some sample.

    All columns share one threshold for naming a parameter: where no parameter moves anything, a result names one
    anywhere with the probability `permutation.FAMILYWISE_ALPHA`.

    Args:
        sample_results: the stored sample results.
    """
    if not len(sample_results.samples):
        return {}
    design = rank_columns(sample_results.design)
    threshold = familywise_threshold(design, sample_results.samples, MIN_SAMPLES)
    return {
        column: _column_sensitivity(sample_results, index, design, threshold)
        for index, column in enumerate(sample_results.columns)
        if np.isfinite(sample_results.samples[:, index]).any()
    }


def tolerance_content(samples: int) -> tuple[float, float]:
    """Return the share of all values that the parameter range contains, as a 95% interval over designs.

    The share between two order statistics of independent draws has a beta distribution whatever the values are. Latin
    hypercubes of many dimensions do no worse.

    Args:
        samples: number of samples, 1 or more.

    Returns:
        The 2.5% and 97.5% quantiles of that share.

    Source: Wilks 1941.
    """
    inside = max(CENTRAL_QUANTILES[1] - CENTRAL_QUANTILES[0], 0.0) * (samples - 1)
    a, b = max(inside, 1e-9), samples + 1 - inside
    return beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)


def _column_sensitivity(sample_results: SampleResults, index: int, design: Array, threshold: float) -> Sensitivity:
    all_samples, all_seeds = sample_results.samples[:, index], sample_results.base_case[:, index]
    defined = np.isfinite(all_samples)
    samples, seeds = all_samples[defined], all_seeds[np.isfinite(all_seeds)]
    ranked = design if defined.all() else normalise_columns(design[defined])
    monte_carlo = estimate_monte_carlo_error(seeds)
    sources = estimate_variation_sources(samples, seeds)
    influential = most_influential_parameters(sample_results, index, ranked, samples, monte_carlo, threshold)
    sign = detect_sign_change(samples, monte_carlo)
    low, median, high = np.quantile(samples, (CENTRAL_QUANTILES[0], 0.5, CENTRAL_QUANTILES[1]))
    nan = float("nan")
    return Sensitivity(
        column=sample_results.columns[index],
        base_case_mean=monte_carlo.mean,
        base_case_median=float(np.median(seeds)) if len(seeds) else nan,
        median=float(median),
        low=float(low),
        high=float(high),
        minimum=float(samples.min()),
        maximum=float(samples.max()),
        seeds_low=float(seeds.min()) if len(seeds) else nan,
        seeds_high=float(seeds.max()) if len(seeds) else nan,
        parameter_sd=sources.parameter_sd,
        monte_carlo_sd=sources.monte_carlo_sd,
        distinguishable=sources.distinguishable,
        dominant_source=sources.dominant,
        most_influential=influential,
        correlation_threshold=correlation_at_score(threshold, len(samples)),
        positive=float((samples > 0).mean()),
        negative=float((samples < 0).mean()),
        sign_changes=sign.occurs,
        opposite_share=sign.opposite_share,
        sign_changed_by=tuple(
            p.parameter for p in influential if sign.occurs and changes_sign_alone(p, sign.opposite_side, monte_carlo)
        ),
        n_samples=len(samples),
        n_samples_in_all=len(all_samples),
    )
