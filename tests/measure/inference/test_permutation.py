"""Permutation tests: thresholds, ranks, and samples compared with seeds."""

import numpy as np

from underheaven.measure.inference.permutation import (
    familywise_threshold,
    mid_ranks,
    normalise_columns,
    varies_more_than_seeds,
)
from underheaven.measure.inference.rank_regression import ALPHA

from .stored_samples import POINTS, SEEDS, uniform


def test_equal_values_share_the_mean_of_their_ranks():
    assert mid_ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_samples_that_vary_more_than_seeds_are_distinguished():
    rng = np.random.default_rng(24)
    distinguished = sum(
        varies_more_than_seeds(3 * rng.normal(size=POINTS), rng.normal(size=SEEDS), ALPHA) for _ in range(100)
    )
    assert distinguished > 85  # power 0.96
    assert not varies_more_than_seeds(np.ones(POINTS), np.ones(SEEDS), ALPHA)
    assert not varies_more_than_seeds(rng.normal(size=POINTS), np.ones(1), ALPHA)


def test_the_threshold_of_a_page_grows_with_its_columns_and_not_with_copies_of_them():
    rng = np.random.default_rng(25)
    design = normalise_columns(np.apply_along_axis(mid_ranks, 0, uniform(rng)))
    noise = rng.normal(size=(POINTS, 30))
    one, copied, many = (
        familywise_threshold(design, columns, 16) for columns in (noise[:, :1], noise[:, [0] * 30], noise)
    )
    assert one == copied < many


def test_a_column_with_gaps_counts_at_its_own_number_of_samples():
    rng = np.random.default_rng(26)
    design = normalise_columns(np.apply_along_axis(mid_ranks, 0, uniform(rng)))
    noise = rng.normal(size=(POINTS, 10))
    noise[40:, 5:] = np.nan
    assert 3 < familywise_threshold(design, noise, 16) < 6
    assert familywise_threshold(design, np.full((POINTS, 2), np.nan), 16) == float("inf")
