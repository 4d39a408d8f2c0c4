"""Rounding: the one place where a float becomes an integer."""

from __future__ import annotations

import math

import numpy as np

from underheaven.arrays import Float, Int, U2s, U4s
from underheaven.draws import ONE
from underheaven.fields import MICRO
from underheaven.jit import counted, kernel


@kernel
def part_of(share: Int, x: Int) -> Int:
    """Return a share (in 2**-32) of an integer 0 <= x < 2**31, to the nearest, halves up."""
    return (share * x + 2_147_483_648) >> 32


@kernel
def scaled(x: Float, share: Float) -> Int:
    """Return an integer x >= 0 times a number >= 0, to the nearest, halves up."""
    return np.int64(math.floor(x * share + 0.5))


@kernel
def whole(x: Float) -> Int:
    """Return the integer at or below ``x``."""
    return np.int64(math.floor(x))


@kernel
def raised(sums: U2s | U4s, i: Int, amount: Int, most: Int) -> None:
    """Add to a person's sum, which stays at the most that its type holds."""
    if amount != 0:
        sums[i] = min(np.int64(sums[i]) + amount, most)


@counted
def lowest(word: Int) -> Int:
    """Return the place of the lowest bit of an integer above 0."""
    return np.int64(int(word & -word).bit_length() - 1)


@kernel
def bits_in(word: Int) -> Int:
    """Return how many bits of an integer >= 0 are set."""
    n = np.int64(0)
    while word != 0:
        n += word & 1
        word >>= 1
    return n


@kernel
def chance(p: Float) -> Int:
    """Return a probability as a threshold for draws: 0 never, 2**32 always."""
    if p <= 0.0:
        return np.int64(0)
    if p >= 1.0:
        return np.int64(ONE)
    return np.int64(math.floor(p * ONE + 0.5))


@kernel
def micro(months_of_income: Float) -> Int:
    """Return months of income as whole micro-months."""
    return np.int64(math.floor(months_of_income * MICRO + 0.5))
