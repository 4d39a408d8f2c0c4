"""The most influential parameters: named by the samples, confirmed and ordered by one-at-a-time runs."""

import numpy as np

from underheaven.measure.inference.influential_parameters import candidate_parameters

from .stored_samples import COLUMN, INPUTS, POINTS, SEEDS, paths, sensitivity_of, stored_results, uniform


def test_the_most_influential_parameter_comes_first_with_its_direction():
    rng = np.random.default_rng(6)
    design = uniform(rng)
    row = sensitivity_of(
        design,
        5 - 4 * design[:, 11] + 1.5 * design[:, 2] + 0.2 * rng.normal(size=POINTS),
        3.75 + 0.1 * rng.normal(size=SEEDS),
    )
    assert paths(row) == ["a.11", "a.2"]
    assert [influence.direction for influence in row.most_influential] == [-1, 1]
    assert row.dominant_source == "parameters"
    assert not row.sign_changes
    assert row.low < row.base_case_mean < row.high


def test_ends_alone_name_nothing_that_the_samples_do_not():
    """Two ends among a dozen parameters and 300 measures differ by chance: few seeds show Monte Carlo error."""
    rng = np.random.default_rng(7)
    ends = [(5, False, -2.0), (5, True, 2.0), (9, False, 0.0), (9, True, 0.1)]
    assert (
        sensitivity_of(uniform(rng), rng.normal(size=POINTS), [0.0, 0.1, -0.1, 0.05] * 4, ends=ends).most_influential
        == ()
    )


def test_a_parameter_without_an_effect_of_its_own_is_dropped_and_the_largest_comes_first():
    rng = np.random.default_rng(6)
    design = uniform(rng)
    values = 2 * design[:, 11] + 1.8 * design[:, 2] + 0.02 * rng.normal(size=POINTS)
    seeds = 1.9 + 0.1 * rng.normal(size=SEEDS)
    assert paths(sensitivity_of(design, values, seeds)) == ["a.11", "a.2"]
    swings = [(11, False, 1.9), (11, True, 2.1), (2, False, 1.0), (2, True, 2.8)]
    assert paths(sensitivity_of(design, values, seeds, ends=swings)) == ["a.2"]
    swings = [(11, False, 1.0), (11, True, 2.6), (2, False, 1.0), (2, True, 2.8)]
    assert paths(sensitivity_of(design, values, seeds, ends=swings)) == ["a.2", "a.11"]


def test_candidates_begin_with_those_that_are_named():
    rng = np.random.default_rng(12)
    design = uniform(rng)
    it = stored_results(design, design[:, 3] + 0.1 * rng.normal(size=POINTS), [1.0, 1.1])
    assert candidate_parameters(it, [COLUMN])[0] == 3
    assert len(candidate_parameters(it, [COLUMN])) == INPUTS
    assert candidate_parameters(it, []) == []
