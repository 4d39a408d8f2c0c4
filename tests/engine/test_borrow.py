"""Borrowed arrays are the same memory, one by one and in tuples of tuples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from underheaven.engine.borrow import borrowed
from underheaven.jit import kernel


class Pair(NamedTuple):
    a: np.ndarray
    b: np.ndarray


@kernel
def write(single, pair):
    single, (pair, again) = borrowed((single, (pair, single)))
    single[1] = 7
    pair.a[0, 1] = 8
    pair.b[2] = again[1] + 2
    return single.size + pair.a.shape[1]


def test_what_is_written_through_a_borrowed_array_stands_in_the_lender():
    single, pair = np.zeros(3, np.int64), Pair(np.zeros((2, 2), np.uint16), np.zeros(3, np.uint8))
    assert write(single, pair) == 5
    assert single.tolist() == [0, 7, 0]
    assert pair.a.tolist() == [[0, 8], [0, 0]]
    assert pair.b.tolist() == [0, 0, 9]


def test_the_lender_is_let_go_of_as_before():
    import sys

    single, pair = np.zeros(3, np.int64), Pair(np.zeros((2, 2), np.uint16), np.zeros(3, np.uint8))
    write(single, pair)
    before = sys.getrefcount(single)
    for _ in range(100):
        write(single, pair)
    assert sys.getrefcount(single) == before


def test_what_is_no_array_is_refused():
    from numba.core.errors import TypingError

    @kernel
    def wrong(x):
        return borrowed(x)

    with pytest.raises((TypingError, TypeError)):
        wrong(3)
