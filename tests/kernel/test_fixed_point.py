from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underheaven.jit.decorators import jit_entry
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel import fixed_point

plain = interpreted_copy("kernel.fixed_point")


@pytest.mark.parametrize(("p", "threshold"), [(-1.0, 0), (0.0, 0), (0.5, 2**31), (1.0, 2**32), (2.0, 2**32)])
def test_a_chance_is_a_threshold_of_draws(p, threshold):
    assert plain.draw_threshold(p) == threshold


@given(st.floats(0, 1))
def test_a_chance_is_as_near_as_a_draw_can_tell(p):
    assert abs(int(plain.draw_threshold(p)) / 2**32 - p) <= 2**-33


@jit_entry
def _rounded(p):
    return fixed_point.draw_threshold(p), fixed_point.to_micro_months(abs(p))


@jit_entry
def _lowest(word):
    return fixed_point.lowest_bit(word)


@settings(deadline=None)  # the first call compiles
@given(st.floats(-2, 3))
def test_compiled_and_interpreted_round_alike(p):
    assert _rounded(p) == (plain.draw_threshold(p), plain.to_micro_months(abs(p)))


@settings(deadline=None)
@given(st.integers(1, 2**62))
def test_the_lowest_bit_is_found_alike(word):
    assert _lowest(word) == plain.lowest_bit(word) == next(b for b in range(63) if word >> b & 1)


@pytest.mark.parametrize(("months", "whole"), [(0.0, 0), (1.0, 10**6), (0.0000005, 1), (0.0000004, 0), (2.5, 2500000)])
def test_months_of_income_are_counted_in_millionths(months, whole):
    assert plain.to_micro_months(months) == whole
