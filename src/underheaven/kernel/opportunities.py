"""Which opportunities come up in a month, found with one draw for all rare kinds."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import MAX_KINDS


@jit_kernel
def next_rare_opportunity(society: Society, row: Int, u: Int, first_index: Int) -> Int:
    """Return the index of the next opportunity among the rare kinds.

    ``u`` below the running product of 1 - rate means that no opportunity has come so far, so one draw finds the first
    opportunity exactly as one draw per kind would.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u: Draw, 0 to 2**32 - 1.
        first_index: Index among the rare kinds from which to look.

    Returns:
        Index of at least `first_index`; ``n_rare`` or more where none comes.

    Source:
        docs/stages/conduct.md, "Draws".
    """
    j = np.int64(0)
    for k in range(MAX_KINDS):  # products fall along the row and are 0 after the rare kinds
        j += 1 if u < society.survive[row, k] else 0
    return max(j, first_index)


@jit_kernel
def lacks_opportunity(society: Society, row: Int, u: Int) -> Bool:
    """Return whether a person certainly has no opportunity this month: ``conduct`` then finds no act and counts none.

    No rare kind comes up by the draw ``u``, and no kind is frequent.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u: Draw, 0 to 2**32 - 1.

    Returns:
        Whether `conduct` can be skipped.
    """
    return (u < society.idle[row]) & (society.n_often == 0)


@jit_kernel
def nothing_follows(society: Society, row: Int, u: Int, place: Int) -> Bool:
    """Return whether no rare opportunity follows the one at an index: ``next_rare_opportunity`` finds none.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u: What `next_opportunity_draw` returned.
        place: Index of the opportunity among the rare kinds.

    Returns:
        Whether `next_rare_opportunity` can be skipped.
    """
    return (u < society.survive[row, society.n_rare - 1]) | (place + 1 >= society.n_rare)


@jit_kernel
def next_opportunity_draw(society: Society, row: Int, u_following: Int, rare_index: Int) -> Int:
    """Return the draw that finds the opportunity after one at a given index.

    Args:
        society: The compiled society.
        row: Row of chances: 2 * cell, plus 1 unless unemployed.
        u_following: Draw for the next opportunity, 0 to 2**32 - 1.
        rare_index: Index of the present opportunity among the rare kinds.

    Returns:
        The draw, scaled below the running product at `rare_index`.
    """
    return ((u_following >> 1) * society.survive[row, rare_index]) >> 31
