"""How far parameters move a measure, whether Monte Carlo error moves it further, and which parameters move it most.

Pure functions of what a result keeps (`measure.inference.sample_results`). Everything compares runs of one size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, isclose, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.interval import beta_quantile, t_quantile
from underheaven.measure.inference.permutation import (
    correlation_at_score,
    familywise_threshold,
    mid_ranks,
    normalise_columns,
    varies_more_than_seeds,
)
from underheaven.measure.inference.rank_regression import (
    ALPHA,
    MAX_NAMED,
    MIN_SAMPLES,
    most_influential_ranked,
    rank_columns,
    stepwise_regression,
)
from underheaven.measure.inference.sample_results import AssumedParameter, Column, SampleResults
from underheaven.measure.obedience import is_obedience_measure

Array = NDArray[np.float64]

CENTRAL_QUANTILES = (0.05, 0.95)
"""Quantiles of the samples between which a measure is said to lie."""
CLEAR_FACTOR = 2
"""Times the largest deviation of a seed from the mean of the seeds beyond which a sample is clear of 0."""
SIGN_ERROR_RATE = 0.025
"""The chance that a sample of a measure whose sign does not turn is clear of 0 on the other side, at most."""
ASSUMPTIONS, MONTE_CARLO, NEITHER = "assumptions", "luck", "neither"


@dataclass(frozen=True)
class InfluentialParameter:
    """A parameter that moves a measure.

    direction: 1 if the measure rises with the parameter, -1 if it falls. correlation: partial rank correlation of the
    measure with the parameter over the samples, given the parameters named before it. variance_share: share of the
    variance of ranks that it adds. at_low, at_high: the measure with only this parameter at either end, NaN if not run.
    """

    parameter: AssumedParameter
    direction: int
    correlation: float
    variance_share: float
    at_low: float
    at_high: float

    @property
    def range_effect(self) -> float:
        """Difference of the measure between both ends of this parameter alone; NaN where not run."""
        return self.at_high - self.at_low


@dataclass(frozen=True)
class Sensitivity:
    """One measure over the parameter samples and over seeds, in runs of one size.

    stated, usual: mean and median over seeds of the base case. median: of the samples. low, high: the central 90%
    of the samples; least, most: their minimum and maximum. seeds_low, seeds_high: minimum and maximum over seeds.
    assumptions_sd: standard deviation of the samples without Monte Carlo error; luck_sd: over seeds. distinguishable:
    whether samples vary more than seeds do. dominant_source: see `dominant_source`. correlation_threshold: rank
    correlation below which no parameter is named. positive, negative: shares of the samples above and below 0.
    sign_turns: whether the sign changes within the ranges; opposite_share: the share of the samples where it does,
    beyond Monte Carlo error; turned_by: the most influential parameters that change it alone. n_samples: samples at
    which the measure is defined, of ``n_samples_in_all``.
    """

    column: Column
    stated: float
    usual: float
    median: float
    low: float
    high: float
    least: float
    most: float
    seeds_low: float
    seeds_high: float
    assumptions_sd: float
    luck_sd: float
    distinguishable: bool
    dominant_source: str
    most_influential: tuple[InfluentialParameter, ...]
    correlation_threshold: float
    positive: float
    negative: float
    sign_turns: bool
    opposite_share: float
    turned_by: tuple[AssumedParameter, ...]
    n_samples: int
    n_samples_in_all: int

    @property
    def defined_in_most(self) -> bool:
        """Whether most samples define the measure: the range of a few would mislead."""
        return 2 * self.n_samples >= self.n_samples_in_all

    @property
    def can_name_parameters(self) -> bool:
        """Tell whether samples are as many as it takes to name a parameter, whatever moves the measure."""
        return self.n_samples >= MIN_SAMPLES

    @property
    def base_case_is_outside(self) -> bool:
        """Whether the base case lies outside the range: its median over seeds, in runs of the size of the samples.

        A sample is one run, and the mean over seeds of a rare count is no count that a run can have.
        """
        return self.is_outside(self.usual)

    def is_outside(self, value: float) -> bool:
        """Tell whether a number lies outside the range, by more than rounding leaves; what is not defined does not."""
        ends = (self.low, self.high)
        inside = self.low <= value <= self.high or any(isclose(value, end, rel_tol=1e-9, abs_tol=1e-12) for end in ends)
        return isfinite(value) and not inside


@dataclass(frozen=True)
class MonteCarloError:
    """Monte Carlo error of one run, from the seeds of the base case.

    mean: of the seeds. sd: standard deviation. margin: half width of a 95% interval for one run, by Student's t.
    clear_distance: how far from 0 a run must lie for its sign to be counted. has_few_values: whether most seeds share
    values, so that they say little about the range of Monte Carlo error. n_seeds: number of seeds.
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


def compute_sensitivities(sample_results: SampleResults) -> dict[Column, Sensitivity]:
    """Return the sensitivity of every column that is defined at some sample.

    All columns share one threshold for what is named: where no parameter moves anything, a result names one anywhere
    with the chance `permutation.PAGE`.
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
    """Return the share of all values between the 5% and 95% quantiles of the samples: from 2.5% to 97.5% of designs.

    The share between two order statistics of independent draws has a beta law whatever the values are. Latin hypercubes
    of many dimensions do no worse.
    Source: Wilks 1941.
    """
    inside = max(CENTRAL_QUANTILES[1] - CENTRAL_QUANTILES[0], 0.0) * (samples - 1)
    a, b = max(inside, 1e-9), samples + 1 - inside
    return beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)


def dominant_source(distinguishable: bool, parameter_sd: float, monte_carlo_sd: float) -> str:
    """Return the larger source of variation: assumptions, luck (Monte Carlo error), or neither (no variation).

    Args:
        distinguishable: whether the samples vary more than seeds in runs of their size.
        parameter_sd: standard deviation due to the parameters, 0 or more.
        monte_carlo_sd: standard deviation over seeds, in runs of the size that is reported.
    """
    if parameter_sd == 0 and monte_carlo_sd == 0:
        return NEITHER
    return ASSUMPTIONS if distinguishable and parameter_sd > monte_carlo_sd else MONTE_CARLO


def _column_sensitivity(sample_results: SampleResults, index: int, design: Array, threshold: float) -> Sensitivity:
    values = sample_results.samples[:, index]
    defined = np.isfinite(values)
    defined_values, seeds = (
        values[defined],
        sample_results.base_case[:, index][np.isfinite(sample_results.base_case[:, index])],
    )
    ranked = design if defined.all() else normalise_columns(design[defined])
    monte_carlo = _monte_carlo_error(seeds)
    monte_carlo_sd, distinguishable, parameter_sd = _standard_deviations(defined_values, seeds)
    influential = _most_influential(sample_results, index, ranked, defined_values, monte_carlo, threshold)
    flips, opposite, opposite_side = _sign_turns(defined_values, monte_carlo)
    low, median, high = np.quantile(defined_values, (CENTRAL_QUANTILES[0], 0.5, CENTRAL_QUANTILES[1]))
    return Sensitivity(
        sample_results.columns[index],
        monte_carlo.mean,
        float(np.median(seeds)) if len(seeds) else float("nan"),
        float(median),
        float(low),
        float(high),
        float(defined_values.min()),
        float(defined_values.max()),
        *((float(seeds.min()), float(seeds.max())) if len(seeds) else (float("nan"),) * 2),
        parameter_sd,
        monte_carlo_sd,
        distinguishable,
        dominant_source(distinguishable, parameter_sd, monte_carlo_sd),
        influential,
        correlation_at_score(threshold, len(defined_values)),
        float((defined_values > 0).mean()),
        float((defined_values < 0).mean()),
        flips,
        opposite,
        tuple(m.parameter for m in influential if flips and _turns_sign(m, opposite_side, monte_carlo)),
        len(defined_values),
        len(values),
    )


def _monte_carlo_error(seeds: Array) -> MonteCarloError:
    if not len(seeds):
        return MonteCarloError(float("nan"), 0.0, 0.0, 0.0, True, 0)
    mean, varies = float(seeds.mean()), bool(np.ptp(seeds) > 0)
    sd = float(seeds.std(ddof=1)) if varies else 0.0
    margin = t_quantile(0.975, len(seeds) - 1) * sd if varies else 0.0
    coarse = bool(2 * len(np.unique(seeds)) <= len(seeds))
    furthest = float(np.abs(seeds - mean).max()) if varies else 0.0
    return MonteCarloError(mean, sd, margin, furthest if coarse else CLEAR_FACTOR * furthest, coarse, len(seeds))


def _standard_deviations(samples: Array, seeds: Array) -> tuple[float, bool, float]:
    """Return the spread over seeds, whether samples vary more than they do, and what the parameters add to it."""
    seed_variance = float(seeds.var(ddof=1)) if len(seeds) > 1 and np.ptp(seeds) > 0 else 0.0
    sample_variance = float(samples.var(ddof=1)) if len(samples) > 1 and np.ptp(samples) > 0 else 0.0
    return (
        sqrt(seed_variance),
        varies_more_than_seeds(samples, seeds, ALPHA),
        sqrt(max(sample_variance - seed_variance, 0.0)),
    )


def _sign_turns(samples: Array, monte_carlo: MonteCarloError) -> tuple[bool, float, int]:
    """Return whether a sign turns, the share of samples clear on the other side, and which side that is.

    Where Monte Carlo error leaves the sign of the base case open, it turns where samples lie clear on both sides.
    """
    above, below = int((samples > monte_carlo.clear_distance).sum()), int((samples < -monte_carlo.clear_distance).sum())
    if not isfinite(monte_carlo.mean):
        return False, 0.0, 0
    opposite = min(above, below) if monte_carlo.sign == 0 else below if monte_carlo.sign > 0 else above
    min_opposite = (
        min_samples_beyond_seeds(len(samples), monte_carlo.n_seeds)
        if monte_carlo.has_few_values
        else min_opposite_samples(len(samples))
    )
    return opposite >= min_opposite, opposite / max(len(samples), 1), -monte_carlo.sign


def min_opposite_samples(samples: int) -> int:
    """Return the fewest of so many samples that lie clear on the other side by luck less than once in a hundred.

    Binomial, each of them with the chance `BY_LUCK`.
    """
    left, k = 1.0, 0
    while left >= ALPHA:
        left -= comb(samples, k) * SIGN_ERROR_RATE**k * (1 - SIGN_ERROR_RATE) ** (samples - k)
        k += 1
    return k


def min_samples_beyond_seeds(samples: int, seeds: int) -> int:
    """Return the fewest of so many samples that lie beyond all seeds by luck less than once in a hundred.

    As `more_than`, where seeds take too few values to say how far luck reaches: the exact chance that so many of the
    samples and seeds together are all samples.
    """
    left, k = 1.0, 0
    while left >= ALPHA and k < samples:
        left *= (samples - k) / (samples + seeds - k)
        k += 1
    return k if left < ALPHA else samples + 1


def _turns_sign(parameter: InfluentialParameter, opposite_side: int, monte_carlo: MonteCarloError) -> bool:
    ends = [e for e in (parameter.at_low, parameter.at_high) if isfinite(e)]
    if opposite_side == 0:
        return len(ends) == 2 and max(ends) > monte_carlo.clear_distance and min(ends) < -monte_carlo.clear_distance
    return any(opposite_side * end > monte_carlo.clear_distance for end in ends)


def _most_influential(
    sample_results: SampleResults,
    index: int,
    ranked: Array,
    values: Array,
    monte_carlo: MonteCarloError,
    threshold: float,
) -> tuple[InfluentialParameter, ...]:
    """Return what a regression on ranks names, less what moves nothing alone, in the order of what each moves alone.

    Nothing is named for a measure of obedience: its samples do not stand in the order of the design.
    """
    if is_obedience_measure(sample_results.columns[index][1]):
        return ()
    candidates = [
        _influential_parameter(sample_results, index, *entry)
        for entry in stepwise_regression(
            ranked, values, MAX_NAMED, lambda taken: correlation_at_score(threshold, len(values), taken)
        )
    ]
    influential = [
        m for m in candidates if not isfinite(m.range_effect) or abs(m.range_effect) > sqrt(2) * monte_carlo.margin
    ]
    return tuple(
        sorted(
            influential,
            key=lambda m: (not isfinite(m.range_effect), -abs(m.range_effect) if isfinite(m.range_effect) else 0.0),
        )
    )


def _influential_parameter(
    sample_results: SampleResults, index: int, parameter_index: int, correlation: float, variance_share: float
) -> InfluentialParameter:
    ends = {end.high: float(end.values[index]) for end in sample_results.ends if end.parameter_index == parameter_index}
    nan = float("nan")
    direction = 1 if correlation > 0 else -1
    return InfluentialParameter(
        sample_results.parameters[parameter_index],
        direction,
        correlation,
        variance_share,
        ends.get(False, nan),
        ends.get(True, nan),
    )


def candidate_parameters(sample_results: SampleResults, columns: Sequence[Column]) -> list[int]:
    """Return the places of the numbers that may move these columns, the likeliest first.

    First come those that a regression names, by what they explain in all columns together; then the others, by the
    sum of their squared rank correlations, which noise makes much the same for all. None is asked
    for a measure of obedience.
    """
    if not len(sample_results.samples):
        return []
    all_inputs = rank_columns(sample_results.design)
    explained, pooled = np.zeros(len(sample_results.parameters)), np.zeros(len(sample_results.parameters))
    for index, column in enumerate(sample_results.columns):
        defined = np.isfinite(sample_results.samples[:, index])
        if column not in columns or is_obedience_measure(column[1]) or int(defined.sum()) < MIN_SAMPLES:
            continue
        design = all_inputs if defined.all() else normalise_columns(all_inputs[defined])
        values = sample_results.samples[defined, index]
        for parameter_index, _, variance_share in most_influential_ranked(design, values):
            explained[parameter_index] += variance_share
        pooled += (normalise_columns(mid_ranks(values)[:, None])[:, 0] @ design) ** 2
    order = sorted(range(len(explained)), key=lambda n: (-explained[n], -pooled[n], n))
    return [n for n in order if explained[n] > 0 or pooled[n] > 0]
