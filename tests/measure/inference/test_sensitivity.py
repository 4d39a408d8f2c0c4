"""Sensitivity against functions whose answer is known, and against noise, which must name nothing."""

import json
from math import isnan, sqrt

import numpy as np
import pytest

from underheaven.measure.inference.permutation import (
    FAMILYWISE_ALPHA,
    familywise_threshold,
    mid_ranks,
    normalise_columns,
    varies_more_than_seeds,
)
from underheaven.measure.inference.rank_regression import ALPHA, critical_correlation, most_influential_inputs
from underheaven.measure.inference.sample_results import (
    AssumedParameter,
    OneAtATimeRun,
    SampleResults,
    read_sample_results,
)
from underheaven.measure.inference.sensitivity import (
    candidate_parameters,
    compute_sensitivities,
    dominant_source,
    min_opposite_samples,
    min_samples_beyond_seeds,
    tolerance_content,
)

POINTS, INPUTS, SEEDS = 64, 40, 16
COLUMN = ("court", "listed_now", "difference")


def uniform(rng, points=POINTS, inputs=INPUTS):
    """A Latin hypercube of numpy's luck."""
    return np.stack([(rng.permutation(points) + rng.random(points)) / points for _ in range(inputs)], axis=1)


def kept(design, values, seeds, ends=()):
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


def said(*arguments, **more):
    return compute_sensitivities(kept(*arguments, **more)).get(COLUMN)


def paths(row):
    return [mover.parameter.path for mover in row.most_influential]


def test_equal_values_share_the_mean_of_their_ranks():
    assert mid_ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


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


def test_noise_names_something_once_in_a_hundred():
    rng = np.random.default_rng(3)
    named = sum(bool(most_influential_inputs(uniform(rng), rng.normal(size=POINTS))) for _ in range(600))
    assert named <= 15  # 6 expected; more than 15 by chance once in 2,000


def test_the_floor_is_that_of_a_correlation_among_many():
    """One input and 1 %: Student's t with 62 degrees is 2.657, so that r = 2.657 / sqrt(62 + 2.657^2)."""
    assert critical_correlation(64, 1) == pytest.approx(2.6575 / sqrt(62 + 2.6575**2), abs=1e-4)
    assert critical_correlation(64, 240) > critical_correlation(64, 10) > critical_correlation(128, 10)
    assert critical_correlation(3, 1, n_entered=1) == 1.0


def test_what_depends_on_nothing_names_nothing():
    design = uniform(np.random.default_rng(4))
    row = said(design, np.full(POINTS, 7.0), np.full(8, 7.0))
    assert (row.dominant_source, row.most_influential, row.sign_turns) == ("neither", (), False)
    noise = np.random.default_rng(5).normal(size=POINTS + SEEDS)
    row = said(design, noise[:POINTS], noise[POINTS:])
    assert (row.dominant_source, row.most_influential, row.distinguishable) == ("luck", (), False)


def test_the_one_that_moves_it_is_named_first_with_its_direction():
    rng = np.random.default_rng(6)
    design = uniform(rng)
    row = said(
        design,
        5 - 4 * design[:, 11] + 1.5 * design[:, 2] + 0.2 * rng.normal(size=POINTS),
        3.75 + 0.1 * rng.normal(size=SEEDS),
    )
    assert paths(row) == ["a.11", "a.2"]
    assert [mover.direction for mover in row.most_influential] == [-1, 1]
    assert row.dominant_source == "assumptions"
    assert not row.sign_turns
    assert row.low < row.stated < row.high


def test_ends_alone_name_nothing_that_the_samples_do_not():
    """Two ends among a dozen numbers and 300 measures lie apart by chance: luck is known from few seeds."""
    rng = np.random.default_rng(7)
    ends = [(5, False, -2.0), (5, True, 2.0), (9, False, 0.0), (9, True, 0.1)]
    assert said(uniform(rng), rng.normal(size=POINTS), [0.0, 0.1, -0.1, 0.05] * 4, ends=ends).most_influential == ()


def test_one_that_moves_nothing_alone_is_dropped_and_the_largest_swing_comes_first():
    rng = np.random.default_rng(6)
    design = uniform(rng)
    values = 2 * design[:, 11] + 1.8 * design[:, 2] + 0.02 * rng.normal(size=POINTS)
    seeds = 1.9 + 0.1 * rng.normal(size=SEEDS)
    assert paths(said(design, values, seeds)) == ["a.11", "a.2"]
    swings = [(11, False, 1.9), (11, True, 2.1), (2, False, 1.0), (2, True, 2.8)]
    assert paths(said(design, values, seeds, ends=swings)) == ["a.2"]
    swings = [(11, False, 1.0), (11, True, 2.6), (2, False, 1.0), (2, True, 2.8)]
    assert paths(said(design, values, seeds, ends=swings)) == ["a.2", "a.11"]


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


@pytest.mark.parametrize("law", ["normal", "exponential", "Poisson"])
def test_a_page_of_noise_names_something_once_in_twenty(law):
    """Of 60 pages 2.4 are expected to name any parameter for any of 25 measures; more than 8 once in 1,000."""
    assert FAMILYWISE_ALPHA < 0.05
    named = sum(any(row.most_influential for row in page) for page in pages(LAWS[law], np.random.default_rng(20), 60))
    assert named <= 8


@pytest.mark.parametrize("law", LAWS)
def test_noise_is_distinguished_once_in_a_hundred_and_turns_its_sign_as_rarely(law):
    """Of 1,500 measures of noise 15 may be told from luck, and 15 turn; of skewed ones up to three in a hundred."""
    rows = [row for page in pages(LAWS[law], np.random.default_rng(21), 60, inputs=2) for row in page]
    told, turned = sum(row.distinguishable for row in rows), sum(row.sign_turns for row in rows)
    assert told <= 2 * ALPHA * 1_500  # 30: four standard deviations above 15
    assert turned <= (3 if law == "exponential" else 2) * ALPHA * 1_500


def test_a_shifted_measure_of_noise_keeps_its_sign():
    """The base case is clear of nought, and no sample truly lies on the other side."""
    rng, turned = np.random.default_rng(22), 0
    for shift in (0.3, 0.6, 1.0):
        for sign in (1, -1):
            for _ in range(100):
                values, seeds = sign * (rng.exponential(size=POINTS) - 1), sign * (rng.exponential(size=SEEDS) - 1)
                turned += said(uniform(rng, POINTS, 1), values + shift, seeds + shift).sign_turns
    assert turned <= 0.03 * 600


def test_equal_seeds_give_no_certainty_about_rare_counts():
    """No seed has one, and some samples do: with so few events nobody can tell whether the parameters bring them."""
    values = np.zeros(POINTS)
    values[:3] = 1.0
    row = said(uniform(np.random.default_rng(28)), values, np.zeros(SEEDS))
    assert (row.distinguishable, row.dominant_source, row.most_influential, row.sign_turns) == (
        False,
        "luck",
        (),
        False,
    )


def test_a_rare_count_is_not_outside_a_range_of_noughts():
    """One seed in sixteen has an event, and fewer than one sample in twenty: the usual run of both has none."""
    design = uniform(np.random.default_rng(29))
    rare, never = np.zeros(POINTS), np.zeros(SEEDS)
    rare[0] = never[0] = 1.0
    row = said(design, rare, never)
    assert (row.low, row.high, row.base_case_is_outside) == (0, 0, False)
    assert row.stated > 0
    assert said(design, rare, never + 2).base_case_is_outside


def test_samples_that_vary_more_than_seeds_are_told():
    rng = np.random.default_rng(24)
    told = sum(varies_more_than_seeds(3 * rng.normal(size=POINTS), rng.normal(size=SEEDS), ALPHA) for _ in range(100))
    assert told > 85  # power 0.96
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


def test_how_many_samples_turn_a_sign_beyond_luck():
    """Of 64, six with 2.5 % each are exceeded once in 150; beyond all of 16 seeds lie 19 once in a hundred."""
    assert (min_opposite_samples(64), min_opposite_samples(128)) == (6, 9)
    assert (min_samples_beyond_seeds(64, 16), min_samples_beyond_seeds(2, 16), min_samples_beyond_seeds(1, 16)) == (
        19,
        2,
        2,
    )


def test_what_the_central_90_percent_of_so_many_samples_hold():
    """Wilks: the share between two order statistics has a beta law."""
    rng = np.random.default_rng(27)
    draws = np.quantile(rng.random((4_000, 64)), (0.05, 0.95), axis=1)
    held = draws[1] - draws[0]
    low, high = tolerance_content(64)
    assert np.quantile(held, (0.025, 0.975)) == pytest.approx([low, high], abs=0.01)
    assert (round(low, 2), round(high, 2)) == (0.78, 0.94)


def test_a_sign_that_turns_is_said_with_what_turns_it():
    design = uniform(np.random.default_rng(8))
    values = design[:, 4] - 0.3
    row = said(design, values, [0.2, 0.21, 0.19, 0.205], ends=[(4, False, -0.3), (4, True, 0.7)])
    assert row.sign_turns
    assert [number.path for number in row.turned_by] == ["a.4"]
    assert row.negative == pytest.approx(0.3, abs=0.02)
    assert row.positive == pytest.approx(0.7, abs=0.02)
    assert row.opposite_share < row.negative  # the points within luck of 0 do not count
    held = said(design, design[:, 4] + 0.01, [0.5, 0.51, 0.49])
    assert (held.sign_turns, held.turned_by, held.negative) == (False, (), 0.0)


def test_a_sign_that_luck_alone_does_not_tell_turns_only_where_points_lie_clear_on_both_sides():
    design = uniform(np.random.default_rng(9))
    seeds = [0.1, -0.1, 0.12, -0.12]
    assert said(design, design[:, 0] - 0.5, seeds).sign_turns
    assert not said(design, 0.2 * (design[:, 0] - 0.5), seeds).sign_turns


@pytest.mark.parametrize(
    ("told", "assumed", "luck", "wins"),
    [
        (True, 2.0, 1.0, "assumptions"),
        (True, 1.0, 2.0, "luck"),
        (False, 2.0, 1.0, "luck"),
        (False, 0.0, 0.0, "neither"),
    ],
)
def test_what_dominates(told, assumed, luck, wins):
    assert dominant_source(told, assumed, luck) == wins


def test_luck_is_taken_out_of_the_spread_over_the_points():
    rng = np.random.default_rng(10)
    design = uniform(rng, 4_096, 1)
    row = said(design, 3 * (12**0.5) * design[:, 0] + 4 * rng.normal(size=4_096), 4 * rng.normal(size=4_096))
    assert row.assumptions_sd == pytest.approx(3, rel=0.1)
    assert row.luck_sd == pytest.approx(4, rel=0.05)
    assert row.dominant_source == "luck"


def test_points_at_which_it_is_undefined_are_left_out_and_few_name_nothing():
    design = uniform(np.random.default_rng(11))
    values = design[:, 0].copy()
    values[20:] = np.nan
    row = said(design, values, [0.5, np.nan])
    assert (row.n_samples, row.n_samples_in_all, paths(row)) == (20, POINTS, ["a.0"])
    values[10:] = np.nan
    assert said(design, values, [0.5, 0.6]).most_influential == ()
    assert said(design, np.full(POINTS, np.nan), [0.5]) is None


def test_candidates_begin_with_those_that_are_named():
    rng = np.random.default_rng(12)
    design = uniform(rng)
    it = kept(design, design[:, 3] + 0.1 * rng.normal(size=POINTS), [1.0, 1.1])
    assert candidate_parameters(it, [COLUMN])[0] == 3
    assert len(candidate_parameters(it, [COLUMN])) == INPUTS
    assert candidate_parameters(it, []) == []


def test_what_is_kept_comes_back_from_its_text():
    design = uniform(np.random.default_rng(13), 20, 3)
    it = kept(design, [float("nan"), *range(19)], [1.0, float("nan")], ends=[(1, True, 2.5)])
    text = it.as_json()
    json.loads(text, parse_constant=pytest.fail)
    again = read_sample_results({"parameter_samples": text})
    assert np.array_equal(again.design, design)
    assert isnan(again.samples[0, 0])
    assert again.samples[1:, 0].tolist() == list(range(19))
    assert (again.parameters, again.columns, again.ends[0].values.tolist()) == (it.parameters, it.columns, [2.5])
    assert read_sample_results({}) is None
