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
"""The chance that noise alone tells samples from seeds, turns a sign, or names an input."""
MAX_NAMED = 3
MIN_SAMPLES = 16
"""Samples below which no parameter is named."""


def most_influential_inputs(
    design: Array, values: Array, max_inputs: int = MAX_NAMED
) -> list[tuple[int, float, float]]:
    """Return the inputs that move one output most: place, partial rank correlation, and what it adds to R squared.

    design: shape (sample, input). values: shape (sample,). One after the other enters a regression on ranks, as long
    as its partial correlation exceeds what so many inputs reach by chance once in a hundred outputs.
    Source: Iman & Conover 1979, for ranks; Saltelli et al. 2008, for the stepwise regression.
    """
    return most_influential_ranked(rank_columns(design), values, max_inputs)


def critical_correlation(n_samples: int, n_inputs: int, n_entered: int = 0) -> float:
    """Return the correlation that the largest of so many exceeds by chance once in a hundred, 1 if none can.

    For one output; `compute_sensitivities` allows for all columns of a result. Bonferroni over the inputs left,
    Student's t of a correlation. n_entered: inputs in the regression.
    """
    degrees, inputs_left = n_samples - 2 - n_entered, n_inputs - n_entered
    if degrees < 1 or inputs_left < 1:
        return 1.0
    t = t_quantile(1 - ALPHA / (2 * inputs_left), degrees)
    return t / sqrt(degrees + t * t)


def most_influential_ranked(
    ranked: Array, values: Array, max_inputs: int = MAX_NAMED
) -> list[tuple[int, float, float]]:
    """Do what `top` does with inputs that are ranked, centred and of length 1 already."""
    n_samples, n_inputs = ranked.shape
    return stepwise_regression(
        ranked, values, max_inputs, lambda n_entered: critical_correlation(n_samples, n_inputs, n_entered)
    )


def stepwise_regression(
    ranked: Array, values: Array, max_inputs: int, threshold_of: Callable[[int], float]
) -> list[tuple[int, float, float]]:
    """Do a stepwise regression; least: correlation to be exceeded where so many inputs are taken."""
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
    """Return the ranks of each column, centred and of length 1."""
    columns = [mid_ranks(design[:, n]) for n in range(design.shape[1])]
    return normalise_columns(np.stack(columns, axis=1)) if columns else design
