"""Rounding: the one module where a float becomes an integer."""

from __future__ import annotations

import math

import numpy as np

from underheaven.array_types import Float, Int, U2s, U4s
from underheaven.draws import DRAW_RANGE
from underheaven.fields.scales import MICRO
from underheaven.jit.decorators import jit_kernel, jit_trailing_zeros


@jit_kernel
def share_of_integer(share: Int, x: Int) -> Int:
    """Return a share of an integer, rounded to the nearest, halves up.

    Args:
        share: Share, in 2**-32, 0 to 2**32.
        x: Integer, 0 to 2**31 - 1.

    Returns:
        Integer, 0 to x.
    """
    return (share * x + 2_147_483_648) >> 32


@jit_kernel
def scale_rounded(x: Float, share: Float) -> Int:
    """Return an integer times a number, rounded to the nearest, halves up.

    Args:
        x: Integer, 0 or more.
        share: Factor, 0 or more.

    Returns:
        Integer, 0 or more.
    """
    return np.int64(math.floor(x * share + 0.5))


@jit_kernel
def floor_integer(x: Float) -> Int:
    """Return the largest integer that is not above a number.

    Args:
        x: Number.

    Returns:
        Integer, at most x.
    """
    return np.int64(math.floor(x))


@jit_kernel
def add_saturating(sums: U2s | U4s, i: Int, amount: Int, maximum: Int) -> None:
    """Add to a person's sum, up to the maximum of its type.

    Args:
        sums: One sum of all persons, uint16 or uint32 (person,).
        i: Index of the person in the society, from 0.
        amount: What is added, 0 or more.
        maximum: Largest value of the type.
    """
    if amount != 0:
        sums[i] = min(np.int64(sums[i]) + amount, maximum)


@jit_trailing_zeros
def lowest_bit(word: Int) -> Int:
    """Return the position of the lowest bit that is set.

    Args:
        word: Integer above 0.

    Returns:
        Position, 0 to 62.
    """
    return np.int64(int(word & -word).bit_length() - 1)


@jit_kernel
def count_bits(word: Int) -> Int:
    """Return the number of bits that are set.

    Args:
        word: Integer, 0 or more.

    Returns:
        0 to 63.
    """
    n = np.int64(0)
    while word != 0:
        n += word & 1
        word >>= 1
    return n


@jit_kernel
def draw_threshold(p: Float) -> Int:
    """Return a probability as a threshold for draws.

    Args:
        p: Probability; below 0 counts as 0, above 1 as 1.

    Returns:
        0 (never) to 2**32 (always).
    """
    if p <= 0.0:
        return np.int64(0)
    if p >= 1.0:
        return np.int64(DRAW_RANGE)
    return np.int64(math.floor(p * DRAW_RANGE + 0.5))


@jit_kernel
def to_micro_months(months_of_income: Float) -> Int:
    """Return months of income as whole micro-months, rounded to the nearest.

    Args:
        months_of_income: Months of income.

    Returns:
        Micro-months of income.
    """
    return np.int64(math.floor(months_of_income * MICRO + 0.5))
