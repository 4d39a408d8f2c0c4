"""Sample results made by hand, and their sensitivities."""

from __future__ import annotations

import numpy as np

from underheaven.measure.inference.sample_results import AssumedParameter, OneAtATimeRun, SampleResults
from underheaven.measure.inference.sensitivity import compute_sensitivities

POINTS, INPUTS, SEEDS = 64, 40, 16
COLUMN = ("court", "listed_now", "difference")


def uniform(rng, points=POINTS, inputs=INPUTS):
    """Return a Latin hypercube drawn by numpy."""
    return np.stack([(rng.permutation(points) + rng.random(points)) / points for _ in range(inputs)], axis=1)


def stored_results(design, values, seeds, ends=()):
    numbers = tuple(AssumedParameter("land", f"a.{n}", 0.0, 1.0, 0.5, False) for n in range(design.shape[1]))
    return SampleResults(
        1_000,
        12,
        numbers,
        (COLUMN,),
        design,
        (0,) * len(design),
        0,
        np.asarray(values, float)[:, None],
        np.asarray(seeds, float)[:, None],
        tuple(OneAtATimeRun(n, high, np.array([value])) for n, high, value in ends),
    )


def sensitivity_of(*arguments, **more):
    return compute_sensitivities(stored_results(*arguments, **more)).get(COLUMN)


def paths(row):
    return [influence.parameter.path for influence in row.most_influential]
