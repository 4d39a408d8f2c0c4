"""Rounding: the one place where a float becomes an integer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from underheaven.draws import ONE
from underheaven.fields import MICRO
from underheaven.jit import kernel


@kernel
def part_of(share: Any, x: Any) -> Any:
    """Return a share (in 2**-32) of an integer 0 <= x < 2**31, to the nearest, halves up."""
    return (share * x + 2_147_483_648) >> 32


@kernel
def scaled(x: Any, share: Any) -> Any:
    """Return an integer x >= 0 times a number >= 0, to the nearest, halves up."""
    return np.int64(math.floor(x * share + 0.5))


@kernel
def whole(x: Any) -> Any:
    """Return the integer at or below ``x``."""
    return np.int64(math.floor(x))


@kernel
def raised(sums: Any, i: Any, amount: Any, most: Any) -> None:
    """Add to a person's sum, which stays at the most that its type holds."""
    if amount != 0:
        sums[i] = min(np.int64(sums[i]) + amount, most)


_PRIME = 37
_PLACE_OF = np.full(_PRIME, -1, np.int64)
"""The place of the one bit of a number below 2**36, by its remainder: no two of them share one."""
for _place in range(36):
    _PLACE_OF[2**_place % _PRIME] = _place


@kernel
def lowest(word: Any) -> Any:
    """Return the place of the lowest bit of an integer from 1 to 2**36 - 1."""
    return _PLACE_OF[(word & -word) % _PRIME]


@kernel
def bits_in(word: Any) -> Any:
    """Return how many bits of an integer >= 0 are set."""
    n = np.int64(0)
    while word != 0:
        n += word & 1
        word >>= 1
    return n


@kernel
def chance(p: Any) -> Any:
    """Return a probability as a threshold for draws: 0 never, 2**32 always."""
    if p <= 0.0:
        return np.int64(0)
    if p >= 1.0:
        return np.int64(ONE)
    return np.int64(math.floor(p * ONE + 0.5))


@kernel
def micro(months_of_income: Any) -> Any:
    """Return months of income as whole micro-months."""
    return np.int64(math.floor(months_of_income * MICRO + 0.5))
