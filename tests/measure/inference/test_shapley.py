"""Shapley values: they add up, are blind to names, and give nothing to who adds nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from underheaven.measure.inference.shapley import leave_one_out, shapley_values

WORTHS = st.integers(0, 5).flatmap(lambda n: arrays(np.float64, (2**n, 2), elements=st.floats(-1e6, 1e6, width=32)))


@given(WORTHS)
def test_values_add_up_to_the_whole(values):
    assert shapley_values(values).sum(axis=0) == pytest.approx(values[-1] - values[0], rel=1e-9, abs=1e-6)


def test_the_glove_game():
    """One left glove (player 0), two right ones; a pair is worth 1. Source: Shapley's value by hand, 2/3, 1/6, 1/6."""
    values = np.array([float(c & 1 and c & 6 != 0) for c in range(8)])
    assert shapley_values(values) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert leave_one_out(values) == pytest.approx([1, 0, 0])


def test_a_dummy_has_nothing_and_equals_have_the_same():
    """Player 1 adds nothing to any coalition; players 0 and 2 cause the whole together and halve it."""
    values = np.array([7.0 if c & 5 == 5 else 0.0 for c in range(8)])
    assert shapley_values(values).tolist() == [3.5, 0.0, 3.5]
    assert leave_one_out(values).tolist() == [7.0, 0.0, 7.0]


@given(WORTHS, st.randoms())
def test_names_do_not_matter(values, random):
    n = len(values).bit_length() - 1
    order = random.sample(range(n), n)
    back = [sum((c >> order[i] & 1) << i for i in range(n)) for c in range(2**n)]
    moved = np.empty_like(values)
    moved[back] = values
    assert shapley_values(moved) == pytest.approx(
        shapley_values(values)[order] if n else shapley_values(values), rel=1e-9, abs=1e-6
    )


def test_values_that_add_are_told_apart():
    values = np.array([sum(w for i, w in enumerate((1.0, 10.0, 100.0)) if c >> i & 1) for c in range(8)])
    assert shapley_values(values) == pytest.approx([1, 10, 100])
    assert leave_one_out(values) == pytest.approx([1, 10, 100])


def test_a_missing_coalition_is_refused():
    with pytest.raises(ValueError, match="no power of 2"):
        shapley_values(np.zeros(3))
