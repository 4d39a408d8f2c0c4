"""Attribution: what each of several mechanisms adds to a total, averaged over the orders in which they could enter."""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def shapley_values(values: Array) -> Array:
    """Return the Shapley value of each player.

    The values of all players add up to the worth of the last coalition less that of the first. A player who adds
    nothing to any coalition has 0; two who add the same to every coalition have equal values.

    Args:
        values: the worth of each coalition, shape (2**players, ...); coalition c holds player i where bit i of c is 1.

    Returns:
        Shape (player, ...).

    Raises:
        ValueError: The number of coalitions is no power of 2.

    Source: Shapley 1953.
    """
    players = _number_of_players(values)
    found = np.zeros((players, *values.shape[1:]))
    for player in range(players):
        for coalition in range(len(values)):
            if not coalition >> player & 1:
                size = coalition.bit_count()
                orders = factorial(size) * factorial(players - size - 1)
                found[player] += orders * (values[coalition | 1 << player] - values[coalition])
    return found / factorial(players)


def leave_one_out(values: Array) -> Array:
    """Return the loss of the full coalition without each player.

    Where players interact, these do not add up to the total.

    Args:
        values: as for `shapley_values`.

    Returns:
        Shape (player, ...).
    """
    whole = len(values) - 1
    return np.array([values[whole] - values[whole & ~(1 << player)] for player in range(_number_of_players(values))])


def _number_of_players(values: Array) -> int:
    players = len(values).bit_length() - 1
    if len(values) != 2**players:
        raise ValueError(f"{len(values)} coalitions are no power of 2: give the worth of every coalition of players")
    return players
