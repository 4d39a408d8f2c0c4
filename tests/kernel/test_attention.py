from __future__ import annotations

import math

import numpy as np
import pytest

from underheaven.draws import draw_key
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel import attention as compiled
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.structured_arrays import make_records

ONE = 2**32


def tables(exponent=1.0, visits=0, prior=1.0):
    """Table 0 is no regime, table 1 one that follows records, table 2 one that does not."""
    t = make_records(RULES_DTYPE, 3)
    t[1].follows, t[1].exponent, t[1].visits = 1, exponent, visits
    t[1].prior[:] = prior
    return t


def look(kernel, table, past, regions=None, active=None, month=3, seed=1):
    past = np.array(past, np.int64)
    regions = np.zeros(len(past), np.int64) if regions is None else np.array(regions, np.int64)
    active = np.ones(len(past), np.int64) if active is None else np.array(active, np.int64)
    out = np.full(len(past), math.nan)
    kernel("attention").set_attention(
        table, active, regions, past, draw_key(seed, 0), month, out, np.zeros(len(past), np.int64)
    )
    return out


@pytest.mark.parametrize(
    ("exponent", "weights"), [(0.0, [1, 1, 1]), (1.0, [1, 3, 8]), (2.0, [1, 9, 64]), (0.5, [1, 3**0.5, 8**0.5])]
)
def test_attention_is_past_records_to_a_power_with_mean_one(kernel, exponent, weights):
    found = look(kernel, tables(exponent), [0, 2, 7])
    assert found == pytest.approx(np.array(weights) * 3 / sum(weights), rel=1e-12)


def test_it_is_even_before_anything_is_known(kernel):
    for prior in (0.0, 1.0, 2.5):
        assert look(kernel, tables(prior=prior), [0, 0, 0, 0]).tolist() == [1.0] * 4


def test_a_town_without_records_and_prior_is_left_alone(kernel):
    assert look(kernel, tables(prior=0.0), [0, 5, 15]).tolist() == [0.0, 0.75, 2.25]


def test_each_region_has_a_mean_of_its_own(kernel):
    found = look(kernel, tables(prior=0.0), [1, 3, 90, 10], regions=[0, 0, 1, 1])
    assert found.tolist() == [0.5, 1.5, 1.8, 0.2]


def test_towns_that_no_such_regime_has_reached_are_left_out(kernel):
    found = look(kernel, tables(prior=0.0), [1, 50, 3, 50], active=[1, 0, 1, 2])
    assert found.tolist() == [0.5, 1.0, 1.5, 1.0]


def test_priors_go_by_the_order_of_towns_in_a_region(kernel):
    table = tables()
    table[1].prior[:] = [3.0, *[1.0] * 7]
    found = look(kernel, table, [0] * 22, regions=[0] * 11 + [1] * 11)
    assert found == pytest.approx([3 * 11 / 13, *[11 / 13] * 10] * 2)


def test_visits_are_whole_and_all_made(kernel):
    found = look(kernel, tables(visits=5), [0, 2, 7]) * 5 / 3
    assert found == pytest.approx(np.round(found))
    assert found.sum() == pytest.approx(5)


def test_visits_go_to_towns_in_proportion_to_their_weight(kernel):
    n = 800
    rounds = [look(kernel, tables(visits=5), [0, 2, 7], month=m) * 5 / 3 for m in range(n)]
    for count, chance in zip(np.sum(rounds, axis=0), np.array([1, 3, 8]) / 12, strict=True):
        assert abs(count - 5 * n * chance) < 5 * (5 * n * chance * (1 - chance)) ** 0.5


def test_regions_and_seeds_are_visited_by_draws_of_their_own(kernel):
    table, past = tables(visits=1), [0] * 40
    one = look(kernel, table, past, regions=[0] * 20 + [1] * 20)
    assert one[:20].tolist() != one[20:].tolist()
    assert one.tolist() != look(kernel, table, past, regions=[0] * 20 + [1] * 20, seed=2).tolist()


def test_no_town_without_weight_is_visited(kernel):
    for month in range(60):
        found = look(kernel, tables(visits=3, prior=0.0), [0, 4, 0, 1, 0], active=[1, 1, 1, 1, 0], month=month)
        assert (found[0], found[2], found[4]) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("visits", [0, 9])
def test_both_engines_compute_the_same_bits(visits):
    past = np.random.default_rng(3).integers(0, 10**6, 300)
    regions, active = np.repeat([0, 1, 2], 100), np.ones(300, np.int64)
    for exponent in (0.3, 0.77, 1.0, 1.9, 4.0):
        table, one, other = tables(exponent, visits), np.empty(300), np.empty(300)
        compiled.set_attention(table, active, regions, past, draw_key(1, 0), 7, one, np.zeros(len(past), np.int64))
        interpreted_copy("kernel.attention").set_attention(
            table, active, regions, past, draw_key(1, 0), 7, other, np.zeros(len(past), np.int64)
        )
        assert one.tobytes() == other.tobytes()
