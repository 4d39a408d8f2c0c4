"""Which inputs of a design move an output most: a stepwise regression on ranks."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.interval import t_quantile
from underheaven.measure.permutation import ranks, unit

Array = NDArray[np.float64]

CHANCE = 0.01
"""The chance that noise alone tells samples from seeds, turns a sign, or names an input."""
MOST = 3
FEWEST = 16
"""Samples below which no parameter is named."""


def top(design: Array, values: Array, most: int = MOST) -> list[tuple[int, float, float]]:
    """Return the inputs that move one output most: place, partial rank correlation, and what it adds to R squared.

    design: shape (sample, input). values: shape (sample,). One after the other enters a regression on ranks, as long
    as its partial correlation exceeds what so many inputs reach by chance once in a hundred outputs.
    Source: Iman & Conover 1979, for ranks; Saltelli et al. 2008, for the stepwise regression.
    """
    return alone(columns_of_ranks(design), values, most)


def floor(points: int, inputs: int, taken: int = 0) -> float:
    """Return the correlation that the largest of so many exceeds by chance once in a hundred, 1 if none can.

    For one output alone; `sensitivities` allows for all columns of a result. taken: inputs that the regression holds.
    Bonferroni over the inputs left, Student's t of a correlation.
    """
    degrees, left = points - 2 - taken, inputs - taken
    if degrees < 1 or left < 1:
        return 1.0
    t = t_quantile(1 - CHANCE / (2 * left), degrees)
    return t / sqrt(degrees + t * t)


def alone(ranked: Array, values: Array, most: int = MOST) -> list[tuple[int, float, float]]:
    """Do what `top` does with inputs that are ranked, centred and of length 1 already."""
    points, inputs = ranked.shape
    return stepwise(ranked, values, most, lambda taken: floor(points, inputs, taken))


def stepwise(ranked: Array, values: Array, most: int, least: Callable[[int], float]) -> list[tuple[int, float, float]]:
    """Do a stepwise regression; least: correlation to be exceeded where so many inputs are taken."""
    points, inputs = ranked.shape
    if points < FEWEST or inputs == 0 or np.ptp(values) == 0:
        return []
    left = unit(ranks(values)[:, None])[:, 0]
    others, found, total = ranked, list[tuple[int, float, float]](), 1.0
    for taken in range(most):
        correlations = unit(left[:, None])[:, 0] @ others
        place = int(np.argmax(np.abs(correlations)))
        correlation = float(correlations[place])
        if abs(correlation) <= least(taken):
            break
        direction = others[:, place]
        left = left - direction * (direction @ left)
        remaining = float(left @ left)
        found.append((place, correlation, total - remaining))
        others, total = unit(others - np.outer(direction, direction @ others)), remaining
    return found


def columns_of_ranks(design: Array) -> Array:
    """Return the ranks of each column, centred and of length 1."""
    columns = [ranks(design[:, n]) for n in range(design.shape[1])]
    return unit(np.stack(columns, axis=1)) if columns else design
