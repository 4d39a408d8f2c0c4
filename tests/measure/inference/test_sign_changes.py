"""A sign changes where more samples lie clear on the other side than chance explains."""

import numpy as np
import pytest

from underheaven.measure.inference.sign_changes import min_opposite_samples, min_samples_beyond_seeds

from .stored_samples import POINTS, SEEDS, sensitivity_of, uniform


def test_how_many_samples_change_a_sign_beyond_chance():
    """Of 64, six with 2.5 % each are exceeded once in 150; beyond all of 16 seeds lie 19 once in a hundred."""
    assert (min_opposite_samples(64), min_opposite_samples(128)) == (6, 9)
    assert (min_samples_beyond_seeds(64, 16), min_samples_beyond_seeds(2, 16), min_samples_beyond_seeds(1, 16)) == (
        19,
        2,
        2,
    )


def test_a_sign_change_comes_with_the_parameter_that_makes_it():
    design = uniform(np.random.default_rng(8))
    values = design[:, 4] - 0.3
    row = sensitivity_of(design, values, [0.2, 0.21, 0.19, 0.205], ends=[(4, False, -0.3), (4, True, 0.7)])
    assert row.sign_changes
    assert [number.path for number in row.sign_changed_by] == ["a.4"]
    assert row.negative == pytest.approx(0.3, abs=0.02)
    assert row.positive == pytest.approx(0.7, abs=0.02)
    assert row.opposite_share < row.negative  # samples within Monte Carlo error of 0 do not count
    held = sensitivity_of(design, design[:, 4] + 0.01, [0.5, 0.51, 0.49])
    assert (held.sign_changes, held.sign_changed_by, held.negative) == (False, (), 0.0)


def test_an_open_sign_changes_only_where_samples_lie_clear_on_both_sides():
    design = uniform(np.random.default_rng(9))
    seeds = [0.1, -0.1, 0.12, -0.12]
    assert sensitivity_of(design, design[:, 0] - 0.5, seeds).sign_changes
    assert not sensitivity_of(design, 0.2 * (design[:, 0] - 0.5), seeds).sign_changes


def test_a_shifted_measure_of_noise_keeps_its_sign():
    """The base case is clear of nought, and no sample truly lies on the other side."""
    rng, changed = np.random.default_rng(22), 0
    for shift in (0.3, 0.6, 1.0):
        for sign in (1, -1):
            for _ in range(100):
                values, seeds = sign * (rng.exponential(size=POINTS) - 1), sign * (rng.exponential(size=SEEDS) - 1)
                changed += sensitivity_of(uniform(rng, POINTS, 1), values + shift, seeds + shift).sign_changes
    assert changed <= 0.03 * 600
