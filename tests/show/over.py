"""What a result keeps of runs over its assumptions, made by hand: one number moves everything in proportion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from underheaven.measure.inference.sample_results import AssumedParameter, OneAtATimeRun, SampleResults

POINTS, SEEDS = 20, 17
MOVER = AssumedParameter("land", "livelihood.jobs.find", 0.05, 0.3, 0.1, False)
OTHER = AssumedParameter("land", "livelihood.credit.unable", 0.02, 0.2, 0.07, False)


def attrs(columns, moved=0, society="land"):
    """The attributes of a result; columns: from column to least, most and stated."""
    numbers = tuple(replace(number, document=society) for number in (MOVER, OTHER))
    at = np.linspace(0, 1, POINTS)
    low, high, stated = (np.array([span[n] for span in columns.values()], float) for n in range(3))
    points = low + at[:, None] * (high - low)
    order = np.random.default_rng(1).permutation(POINTS)
    design = np.stack([MOVER.low + at * 0.25, OTHER.low + order / 200], axis=1)
    seeds = np.stack([stated + step * np.abs(stated) for step in np.linspace(-0.01, 0.01, SEEDS)])
    ends = (OneAtATimeRun(0, False, low), OneAtATimeRun(0, True, high))
    kept = SampleResults(
        10_000, 12, numbers, tuple(columns), design, (moved,) + (0,) * (POINTS - 1), 0, points, seeds, ends
    )
    return {"parameter_samples": kept.as_json(), "samples_asked": POINTS}
