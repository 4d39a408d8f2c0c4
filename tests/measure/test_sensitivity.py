"""Sensitivity against functions whose answer is known, and against noise, which must name nothing."""

import json
from math import isnan, sqrt

import numpy as np
import pytest

from underheaven.measure.kept import End, Kept, Number, kept_of
from underheaven.measure.sensitivity import candidates, dominating, floor, ranks, sensitivities, top

POINTS, INPUTS = 64, 40
COLUMN = ("court", "it", "difference")


def uniform(rng, points=POINTS, inputs=INPUTS):
    """A Latin hypercube of numpy's luck."""
    return np.stack([(rng.permutation(points) + rng.random(points)) / points for _ in range(inputs)], axis=1)


def kept(design, values, seeds, ends=()):
    numbers = tuple(Number("land", f"a.{n}", 0.0, 1.0, 0.5, False, False) for n in range(design.shape[1]))
    return Kept(
        1_000, 12, numbers, (COLUMN,), design, (0,) * len(design), 0, np.asarray(values, float)[:, None],
        np.asarray(seeds, float)[:, None], tuple(End(n, high, np.array([value])) for n, high, value in ends),
    )  # fmt: skip


def said(*arguments, **more):
    return sensitivities(kept(*arguments, **more)).get(COLUMN)


def paths(row):
    return [mover.number.path for mover in row.movers]


def test_equal_values_share_the_mean_of_their_ranks():
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_a_linear_function_of_two_inputs_has_the_coefficients_of_theory():
    """Y = 2 A - B over independent uniforms: A explains 4/5 of the variance, B the rest.

    The rank correlation of a uniform with such a sum is near the linear one, 2 / sqrt 5; what is left is all B's.
    """
    design = uniform(np.random.default_rng(1), 2_048, 5)
    (first, r, explains), (second, partial, more), *rest = top(design, 2 * design[:, 1] - design[:, 3])
    assert (first, second, rest) == (1, 3, [])
    assert r == pytest.approx(2 / sqrt(5), abs=0.03)
    assert explains == pytest.approx(4 / 5, abs=0.05)
    assert partial < -0.9
    assert explains + more == pytest.approx(1, abs=0.05)


def test_a_steep_monotone_function_is_as_clear_as_a_straight_one():
    design = uniform(np.random.default_rng(2))
    ((place, r, explains),) = top(design, np.exp(20 * design[:, 7]))
    assert (place, r, explains) == (7, pytest.approx(1), pytest.approx(1))


def test_noise_names_something_once_in_a_hundred():
    rng = np.random.default_rng(3)
    named = sum(bool(top(uniform(rng), rng.normal(size=POINTS))) for _ in range(600))
    assert named <= 15  # 6 expected; more than 15 by chance once in 2,000


def test_the_floor_is_that_of_a_correlation_among_many():
    """One input and 1 %: Student's t with 62 degrees is 2.657, so that r = 2.657 / sqrt(62 + 2.657^2)."""
    assert floor(64, 1) == pytest.approx(2.6575 / sqrt(62 + 2.6575**2), abs=1e-4)
    assert floor(64, 240) > floor(64, 10) > floor(128, 10)
    assert floor(3, 1, taken=1) == 1.0


def test_what_depends_on_nothing_names_nothing():
    design = uniform(np.random.default_rng(4))
    row = said(design, np.full(POINTS, 7.0), np.full(8, 7.0))
    assert (row.dominates, row.movers, row.flips) == ("neither", (), False)
    noise = np.random.default_rng(5).normal(size=POINTS + 8)
    row = said(design, noise[:POINTS], noise[POINTS:])
    assert (row.dominates, row.movers, row.told) == ("luck", (), False)


def test_the_one_that_moves_it_is_named_first_with_its_direction():
    rng = np.random.default_rng(6)
    design = uniform(rng)
    row = said(design, 5 - 4 * design[:, 11] + 1.5 * design[:, 2] + 0.2 * rng.normal(size=POINTS), [3.7, 3.6, 3.9, 3.8])
    assert paths(row) == ["a.11", "a.2"]
    assert [mover.direction for mover in row.movers] == [-1, 1]
    assert row.dominates == "assumptions"
    assert not row.flips
    assert row.low < row.stated < row.high


def test_one_that_the_points_do_not_show_is_named_where_its_ends_lie_beyond_luck():
    rng = np.random.default_rng(7)
    design, seeds = uniform(rng), [0.0, 0.1, -0.1, 0.05]
    values = rng.normal(size=POINTS)
    row = said(design, values, seeds, ends=[(5, False, -2.0), (5, True, 2.0), (9, False, 0.0), (9, True, 0.1)])
    assert paths(row) == ["a.5"]
    assert (row.movers[0].explains, row.movers[0].direction) == (0.0, 1)
    assert (row.movers[0].at_low, row.movers[0].at_high) == (-2.0, 2.0)


def test_a_sign_that_turns_is_said_with_what_turns_it():
    design = uniform(np.random.default_rng(8))
    values = design[:, 4] - 0.3
    row = said(design, values, [0.2, 0.21, 0.19, 0.2], ends=[(4, False, -0.3), (4, True, 0.7)])
    assert row.flips
    assert [number.path for number in row.flipped_by] == ["a.4"]
    assert row.negative == pytest.approx(0.3, abs=0.02)
    assert row.positive == pytest.approx(0.7, abs=0.02)
    assert row.opposite < row.negative  # the points within luck of 0 do not count
    held = said(design, design[:, 4] + 0.01, [0.5, 0.51, 0.49])
    assert (held.flips, held.flipped_by, held.negative) == (False, (), 0.0)


def test_a_sign_that_luck_alone_does_not_tell_turns_only_where_points_lie_clear_on_both_sides():
    design = uniform(np.random.default_rng(9))
    seeds = [0.1, -0.1, 0.12, -0.12]
    assert said(design, design[:, 0] - 0.5, seeds).flips
    assert not said(design, 0.2 * (design[:, 0] - 0.5), seeds).flips


@pytest.mark.parametrize(("told", "assumed", "luck", "wins"), [
    (True, 2.0, 1.0, "assumptions"), (True, 1.0, 2.0, "luck"), (False, 2.0, 1.0, "luck"), (False, 0.0, 0.0, "neither"),
])  # fmt: skip
def test_what_dominates(told, assumed, luck, wins):
    assert dominating(told, assumed, luck) == wins


def test_luck_is_taken_out_of_the_spread_over_the_points():
    rng = np.random.default_rng(10)
    design = uniform(rng, 4_096, 1)
    row = said(design, 3 * (12**0.5) * design[:, 0] + 4 * rng.normal(size=4_096), 4 * rng.normal(size=4_096))
    assert row.assumptions_sd == pytest.approx(3, rel=0.1)
    assert row.luck_sd == pytest.approx(4, rel=0.05)
    assert row.dominates == "luck"


def test_points_at_which_it_is_undefined_are_left_out_and_few_name_nothing():
    design = uniform(np.random.default_rng(11))
    values = design[:, 0].copy()
    values[20:] = np.nan
    row = said(design, values, [0.5, np.nan])
    assert (row.points, row.of, paths(row)) == (20, POINTS, ["a.0"])
    values[10:] = np.nan
    assert said(design, values, [0.5, 0.6]).movers == ()
    assert said(design, np.full(POINTS, np.nan), [0.5]) is None


def test_candidates_begin_with_those_that_are_named():
    rng = np.random.default_rng(12)
    design = uniform(rng)
    it = kept(design, design[:, 3] + 0.1 * rng.normal(size=POINTS), [1.0, 1.1])
    assert candidates(it, [COLUMN])[0] == 3
    assert len(candidates(it, [COLUMN])) == INPUTS
    assert candidates(it, []) == []


def test_what_is_kept_comes_back_from_its_text():
    design = uniform(np.random.default_rng(13), 20, 3)
    it = kept(design, [float("nan"), *range(19)], [1.0, float("nan")], ends=[(1, True, 2.5)])
    text = it.as_json()
    json.loads(text, parse_constant=pytest.fail)
    again = kept_of({"assumptions": text})
    assert np.array_equal(again.design, design)
    assert isnan(again.points[0, 0])
    assert again.points[1:, 0].tolist() == list(range(19))
    assert (again.numbers, again.columns, again.ends[0].row.tolist()) == (it.numbers, it.columns, [2.5])
    assert kept_of({}) is None
