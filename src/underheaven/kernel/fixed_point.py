"""Rounding: the one place where a float becomes an integer."""

from __future__ import annotations

import math

import numpy as np

from underheaven.array_types import Float, Int, U2s, U4s
from underheaven.draws import DRAW_RANGE
from underheaven.fields import MICRO
from underheaven.jit import jit_kernel, jit_trailing_zeros


@jit_kernel
def share_of_integer(share: Int, x: Int) -> Int:
    """Return a share (in 2**-32) of an integer 0 <= x < 2**31, to the nearest, halves up."""
    return (share * x + 2_147_483_648) >> 32


@jit_kernel
def scale_rounded(x: Float, share: Float) -> Int:
    """Return an integer x >= 0 times a number >= 0, to the nearest, halves up."""
    return np.int64(math.floor(x * share + 0.5))


@jit_kernel
def floor_integer(x: Float) -> Int:
    """Return the integer at or below ``x``."""
    return np.int64(math.floor(x))


@jit_kernel
def add_saturating(sums: U2s | U4s, i: Int, amount: Int, maximum: Int) -> None:
    """Add to a person's sum, which stays at the most that its type holds."""
    if amount != 0:
        sums[i] = min(np.int64(sums[i]) + amount, maximum)


@jit_trailing_zeros
def lowest_bit(word: Int) -> Int:
    """Return the place of the lowest bit of an integer above 0."""
    return np.int64(int(word & -word).bit_length() - 1)


@jit_kernel
def count_bits(word: Int) -> Int:
    """Return how many bits of an integer >= 0 are set."""
    n = np.int64(0)
    while word != 0:
        n += word & 1
        word >>= 1
    return n


@jit_kernel
def draw_threshold(p: Float) -> Int:
    """Return a probability as a threshold for draws: 0 never, 2**32 always."""
    if p <= 0.0:
        return np.int64(0)
    if p >= 1.0:
        return np.int64(DRAW_RANGE)
    return np.int64(math.floor(p * DRAW_RANGE + 0.5))


@jit_kernel
def to_micro_months(months_of_income: Float) -> Int:
    """Return months of income as whole micro-months."""
    return np.int64(math.floor(months_of_income * MICRO + 0.5))
