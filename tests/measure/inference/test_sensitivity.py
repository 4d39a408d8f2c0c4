"""Sensitivity of a whole page: noise must name nothing, and ranges contain what theory says."""

import numpy as np
import pytest

from underheaven.measure.inference.permutation import FAMILYWISE_ALPHA
from underheaven.measure.inference.rank_regression import ALPHA
from underheaven.measure.inference.sample_results import AssumedParameter, OneAtATimeRun, SampleResults
from underheaven.measure.inference.sensitivity import compute_sensitivities, tolerance_content

from .stored_samples import POINTS, SEEDS, paths, sensitivity_of, uniform

LAWS = {
    "normal": lambda rng, size: rng.normal(size=size),
    "exponential": lambda rng, size: rng.exponential(size=size),
    "Poisson": lambda rng, size: rng.poisson(0.5, size).astype(float),
    "rare": lambda rng, size: rng.poisson(0.05, size).astype(float),
    "mostly nought": lambda rng, size: np.where(rng.random(size) < 0.1, rng.exponential(size=size), 0.0),
    "rare differences": lambda rng, size: (rng.poisson(0.05, size) - rng.poisson(0.05, size)).astype(float),
}


def pages(law, rng, count, samples=32, inputs=60, columns=25):
    """Pages of pure noise: every measure of every sample, seed and end is drawn anew."""
    numbers = tuple(AssumedParameter("land", f"a.{n}", 0.0, 1.0, 0.5, False) for n in range(inputs))
    names = tuple(("court", f"m{n}", "difference") for n in range(columns))
    for _ in range(count):
        ends = tuple(OneAtATimeRun(n, high, law(rng, columns)) for n in range(6) for high in (False, True))
        yield compute_sensitivities(
            SampleResults(
                1_000,
                12,
                numbers,
                names,
                uniform(rng, samples, inputs),
                (0,) * samples,
                0,
                law(rng, (samples, columns)),
                law(rng, (SEEDS, columns)),
                ends,
            )
        ).values()


def test_what_depends_on_nothing_names_nothing():
    design = uniform(np.random.default_rng(4))
    row = sensitivity_of(design, np.full(POINTS, 7.0), np.full(8, 7.0))
    assert (row.dominant_source, row.most_influential, row.sign_changes) == ("neither", (), False)
    noise = np.random.default_rng(5).normal(size=POINTS + SEEDS)
    row = sensitivity_of(design, noise[:POINTS], noise[POINTS:])
    assert (row.dominant_source, row.most_influential, row.distinguishable) == ("Monte Carlo error", (), False)


@pytest.mark.parametrize("law", ["normal", "exponential", "Poisson"])
def test_a_page_of_noise_names_something_once_in_twenty(law):
    """Of 60 pages 2.4 are expected to name any parameter for any of 25 measures; more than 8 once in 1,000."""
    assert FAMILYWISE_ALPHA < 0.05
    named = sum(any(row.most_influential for row in page) for page in pages(LAWS[law], np.random.default_rng(20), 60))
    assert named <= 8


@pytest.mark.parametrize("law", LAWS)
def test_noise_is_distinguished_once_in_a_hundred_and_changes_sign_as_rarely(law):
    """Of 1,500 measures of noise, 15 may be distinguished and 15 change sign; up to 3% of skewed ones."""
    rows = [row for page in pages(LAWS[law], np.random.default_rng(21), 60, inputs=2) for row in page]
    distinguished, changed = sum(row.distinguishable for row in rows), sum(row.sign_changes for row in rows)
    assert distinguished <= 2 * ALPHA * 1_500  # 30: four standard deviations above 15
    assert changed <= (3 if law == "exponential" else 2) * ALPHA * 1_500


def test_a_rare_count_is_not_outside_a_range_of_noughts():
    """One seed in sixteen has an event, and fewer than one sample in twenty: the usual run of both has none."""
    design = uniform(np.random.default_rng(29))
    rare, never = np.zeros(POINTS), np.zeros(SEEDS)
    rare[0] = never[0] = 1.0
    row = sensitivity_of(design, rare, never)
    assert (row.low, row.high, row.base_case_is_outside) == (0, 0, False)
    assert row.base_case_mean > 0
    assert sensitivity_of(design, rare, never + 2).base_case_is_outside


def test_what_the_central_90_percent_of_the_samples_contain():
    """Wilks: the share between two order statistics has a beta law."""
    rng = np.random.default_rng(27)
    draws = np.quantile(rng.random((4_000, 64)), (0.05, 0.95), axis=1)
    held = draws[1] - draws[0]
    low, high = tolerance_content(64)
    assert np.quantile(held, (0.025, 0.975)) == pytest.approx([low, high], abs=0.01)
    assert (round(low, 2), round(high, 2)) == (0.78, 0.94)


def test_samples_without_a_value_are_left_out_and_few_name_nothing():
    design = uniform(np.random.default_rng(11))
    values = design[:, 0].copy()
    values[20:] = np.nan
    row = sensitivity_of(design, values, [0.5, np.nan])
    assert (row.n_samples, row.n_samples_in_all, paths(row)) == (20, POINTS, ["a.0"])
    values[10:] = np.nan
    assert sensitivity_of(design, values, [0.5, 0.6]).most_influential == ()
    assert sensitivity_of(design, np.full(POINTS, np.nan), [0.5]) is None
