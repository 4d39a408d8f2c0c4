"""Which inputs of a design move an output most: a stepwise regression on ranks."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.interval import t_quantile
from underheaven.measure.inference.permutation import mid_ranks, normalise_columns

Array = NDArray[np.float64]

ALPHA = 0.01
"""Probability that noise alone distinguishes samples from seeds, changes a sign, or names an input."""
MAX_NAMED = 3
MIN_SAMPLES = 16
"""Samples below which no parameter is named."""


def most_influential_inputs(
    design: Array, values: Array, max_inputs: int = MAX_NAMED
) -> list[tuple[int, float, float]]:
    """Return the inputs that move one output most, by a stepwise regression on ranks.

    Inputs enter one at a time, as long as the partial correlation exceeds the threshold that the largest of all
    remaining inputs reaches by chance for one output in a hundred.

    Args:
        design: shape (sample, input).
        values: shape (sample,).
        max_inputs: largest number of inputs.

    Returns:
        For each input its index, its partial rank correlation, and what it adds to R squared.

    Source: Iman & Conover 1979, for ranks; Saltelli et al. 2008, for the stepwise regression.
    """
    return most_influential_ranked(rank_columns(design), values, max_inputs)


def critical_correlation(n_samples: int, n_inputs: int, n_entered: int = 0) -> float:
    """Return the correlation that the largest of the remaining inputs exceeds by chance for one output in a hundred.

    It holds for one output; `compute_sensitivities` allows for all columns of a result. Bonferroni over the remaining
    inputs, Student's t of a correlation.

    Args:
        n_samples: number of samples.
        n_inputs: number of inputs.
        n_entered: inputs in the regression.

    Returns:
        A correlation, 1 if none can exceed it.
    """
    degrees, inputs_left = n_samples - 2 - n_entered, n_inputs - n_entered
    if degrees < 1 or inputs_left < 1:
        return 1.0
    t = t_quantile(1 - ALPHA / (2 * inputs_left), degrees)
    return t / sqrt(degrees + t * t)


def most_influential_ranked(
    ranked: Array, values: Array, max_inputs: int = MAX_NAMED
) -> list[tuple[int, float, float]]:
    """Return what `most_influential_inputs` does, for inputs that are already ranked, centred and of length 1.

    Args:
        ranked: shape (sample, input).
        values: shape (sample,).
        max_inputs: largest number of inputs.
    """
    n_samples, n_inputs = ranked.shape
    return stepwise_regression(
        ranked, values, max_inputs, lambda n_entered: critical_correlation(n_samples, n_inputs, n_entered)
    )


def stepwise_regression(
    ranked: Array, values: Array, max_inputs: int, threshold_of: Callable[[int], float]
) -> list[tuple[int, float, float]]:
    """Return the inputs that enter a stepwise regression on ranks, in order of entry.

    Args:
        ranked: ranked inputs of length 1, shape (sample, input).
        values: shape (sample,).
        max_inputs: largest number of inputs.
        threshold_of: correlation that must be exceeded, by the number of inputs entered.

    Returns:
        For each input its index, its partial rank correlation, and what it adds to R squared.
    """
    n_samples, n_inputs = ranked.shape
    if n_samples < MIN_SAMPLES or n_inputs == 0 or np.ptp(values) == 0:
        return []
    residual = normalise_columns(mid_ranks(values)[:, None])[:, 0]
    remaining_inputs, entered, residual_share = ranked, list[tuple[int, float, float]](), 1.0
    for n_entered in range(max_inputs):
        correlations = normalise_columns(residual[:, None])[:, 0] @ remaining_inputs
        index = int(np.argmax(np.abs(correlations)))
        correlation = float(correlations[index])
        if abs(correlation) <= threshold_of(n_entered):
            break
        direction = remaining_inputs[:, index]
        residual = residual - direction * (direction @ residual)
        remaining = float(residual @ residual)
        entered.append((index, correlation, residual_share - remaining))
        remaining_inputs, residual_share = (
            normalise_columns(remaining_inputs - np.outer(direction, direction @ remaining_inputs)),
            remaining,
        )
    return entered


def rank_columns(design: Array) -> Array:
    """Return the ranks of each column, centred and of length 1.

    Args:
        design: shape (sample, input).
    """
    columns = [mid_ranks(design[:, n]) for n in range(design.shape[1])]
    return normalise_columns(np.stack(columns, axis=1)) if columns else design
