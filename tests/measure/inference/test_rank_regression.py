"""Stepwise regression on ranks: functions whose answer is known, and noise, which must name nothing."""

from math import sqrt

import numpy as np
import pytest

from underheaven.measure.inference.rank_regression import critical_correlation, most_influential_inputs

from .stored_samples import POINTS, uniform


def test_a_linear_function_of_two_inputs_has_the_coefficients_of_theory():
    """Y = 2 A - B over independent uniforms: A explains 4/5 of the variance, B the rest.

    The rank correlation of a uniform with such a sum is near the linear one, 2 / sqrt 5; what is left is all B's.
    """
    design = uniform(np.random.default_rng(1), 2_048, 5)
    (first, r, explains), (second, partial, more), *rest = most_influential_inputs(
        design, 2 * design[:, 1] - design[:, 3]
    )
    assert (first, second, rest) == (1, 3, [])
    assert r == pytest.approx(2 / sqrt(5), abs=0.03)
    assert explains == pytest.approx(4 / 5, abs=0.05)
    assert partial < -0.9
    assert explains + more == pytest.approx(1, abs=0.05)


def test_a_steep_monotone_function_is_as_clear_as_a_straight_one():
    design = uniform(np.random.default_rng(2))
    ((place, r, explains),) = most_influential_inputs(design, np.exp(20 * design[:, 7]))
    assert (place, r, explains) == (7, pytest.approx(1), pytest.approx(1))


def test_noise_names_an_input_once_in_a_hundred():
    rng = np.random.default_rng(3)
    named = sum(bool(most_influential_inputs(uniform(rng), rng.normal(size=POINTS))) for _ in range(600))
    assert named <= 15  # 6 expected; more than 15 by chance once in 2,000


def test_the_threshold_is_that_of_the_largest_of_many_correlations():
    """One input and 1 %: Student's t with 62 degrees is 2.657, so that r = 2.657 / sqrt(62 + 2.657^2)."""
    assert critical_correlation(64, 1) == pytest.approx(2.6575 / sqrt(62 + 2.6575**2), abs=1e-4)
    assert critical_correlation(64, 240) > critical_correlation(64, 10) > critical_correlation(128, 10)
    assert critical_correlation(3, 1, n_entered=1) == 1.0
