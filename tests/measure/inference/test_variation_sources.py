"""Which source of variation is larger: the parameters, or Monte Carlo error."""

import numpy as np
import pytest

from underheaven.measure.inference.variation_sources import dominant_source

from .stored_samples import POINTS, SEEDS, sensitivity_of, uniform


@pytest.mark.parametrize(
    ("distinguishable", "parameter_sd", "monte_carlo_sd", "expected"),
    [
        (True, 2.0, 1.0, "parameters"),
        (True, 1.0, 2.0, "Monte Carlo error"),
        (False, 2.0, 1.0, "Monte Carlo error"),
        (False, 0.0, 0.0, "neither"),
    ],
)
def test_what_dominates(distinguishable, parameter_sd, monte_carlo_sd, expected):
    assert dominant_source(distinguishable, parameter_sd, monte_carlo_sd) == expected


def test_monte_carlo_error_is_taken_out_of_the_spread_over_the_samples():
    rng = np.random.default_rng(10)
    design = uniform(rng, 4_096, 1)
    row = sensitivity_of(design, 3 * (12**0.5) * design[:, 0] + 4 * rng.normal(size=4_096), 4 * rng.normal(size=4_096))
    assert row.parameter_sd == pytest.approx(3, rel=0.1)
    assert row.monte_carlo_sd == pytest.approx(4, rel=0.05)
    assert row.dominant_source == "Monte Carlo error"


def test_equal_seeds_give_no_certainty_about_rare_counts():
    """No seed has one, and some samples do: with so few events nobody can tell whether the parameters bring them."""
    values = np.zeros(POINTS)
    values[:3] = 1.0
    row = sensitivity_of(uniform(np.random.default_rng(28)), values, np.zeros(SEEDS))
    assert (row.distinguishable, row.dominant_source, row.most_influential, row.sign_changes) == (
        False,
        "Monte Carlo error",
        (),
        False,
    )
