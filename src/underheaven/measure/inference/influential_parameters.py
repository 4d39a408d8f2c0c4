"""The parameters that move a measure most, by a regression on ranks and by one-at-a-time runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.permutation import correlation_at_score, mid_ranks, normalise_columns
from underheaven.measure.inference.rank_regression import (
    MAX_NAMED,
    MIN_SAMPLES,
    most_influential_ranked,
    rank_columns,
    stepwise_regression,
)
from underheaven.measure.inference.sample_results import AssumedParameter, Column, SampleResults
from underheaven.measure.inference.variation_sources import MonteCarloError
from underheaven.measure.obedience import is_obedience_measure

Array = NDArray[np.float64]


@dataclass(frozen=True)
class InfluentialParameter:
    """A parameter that moves a measure.

    Attributes:
        parameter: the assumed parameter.
        direction: 1 if the measure rises with the parameter, -1 if it falls.
        correlation: partial rank correlation over the samples, given the parameters named before it.
        variance_share: share of the variance of ranks that it adds.
        at_low: the measure with only this parameter at the lower end of its range, NaN if not run.
        at_high: the measure with only this parameter at the upper end, NaN if not run.
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


def most_influential_parameters(
    sample_results: SampleResults,
    index: int,
    ranked: Array,
    values: Array,
    monte_carlo: MonteCarloError,
    threshold: float,
) -> tuple[InfluentialParameter, ...]:
    """Return the parameters named by a regression on ranks, the largest one-at-a-time effect first.

    A parameter whose one-at-a-time effect is within Monte Carlo error is dropped. None is named for a measure of
    obedience, because its samples are not stored in the order of the design.

    Args:
        sample_results: the stored sample results.
        index: index of the measure's column.
        ranked: ranked parameters of length 1, at the samples that define the measure (sample, parameter).
        values: the measure at these samples (sample,).
        monte_carlo: Monte Carlo error of one run.
        threshold: score that a correlation must exceed, from `permutation.familywise_threshold`.

    Returns:
        At most `rank_regression.MAX_NAMED` parameters.
    """
    if is_obedience_measure(sample_results.columns[index][1]):
        return ()
    candidates = [
        _influential_parameter(sample_results, index, *entry)
        for entry in stepwise_regression(
            ranked, values, MAX_NAMED, lambda n_entered: correlation_at_score(threshold, len(values), n_entered)
        )
    ]
    influential = [
        p for p in candidates if not isfinite(p.range_effect) or abs(p.range_effect) > sqrt(2) * monte_carlo.margin
    ]
    return tuple(
        sorted(
            influential,
            key=lambda p: (not isfinite(p.range_effect), -abs(p.range_effect) if isfinite(p.range_effect) else 0.0),
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
    """Return the parameters that may move any of these columns, the likeliest first.

    Parameters named by a regression come first, by the variance that they explain in all columns together. The others
    follow by the sum of their squared rank correlations, which noise makes much the same for all. Measures of obedience
    are ignored.

    Args:
        sample_results: the stored sample results.
        columns: scenario, measure and quantity of each column.

    Returns:
        Indices of parameters.
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
