"""A person's fixed attributes, computed from addresses of draws alone: cell and traits."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import I8s, Int, U1s, U4s
from underheaven.draws import draw, draw_below, draw_block
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import GUIDE_BITS, N_QUANTILES


@jit_kernel
def draw_category(u: Int, cumulative: I8s, guide: U1s) -> Int:
    """Return the category of a draw: the first whose cumulative share lies above it.

    Args:
        u: Draw, 0 to 2**32 - 1.
        cumulative: Cumulative shares in 2**-32, int64 (category,).
        guide: First possible category by the top bits of the draw, uint8 (GUIDE_LENGTH,).

    Returns:
        Category, from 0.
    """
    c = np.int64(guide[u >> (32 - GUIDE_BITS)])
    while u >= np.int64(cumulative[c]):
        c += 1
    return c


@jit_kernel
def household_category(society: Society, u: Int) -> Int:
    """Return the category of a household, from the draw of its first slot; it outlives its members.

    Args:
        society: The compiled society.
        u: Draw of the household's first slot, 0 to 2**32 - 1.

    Returns:
        Household category, from 0.
    """
    return draw_category(u, society.household_cum, society.household_guide)


@jit_kernel
def arrival_cell(society: Society, key: U4s, i: Int, generation: Int) -> Int:
    """Return the cell in which a person arrived, computed anew from the draws.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        i: Index of the person in the society, from 0.
        generation: Generation of the person, 0 to 255.

    Returns:
        Cell, 0 to 255.
    """
    slot = i % society.town_size
    head = i - slot + np.int64(society.house[slot, 0])
    household = household_category(society, draw(key, head, 0, draws.HOUSEHOLD_CELL, 0))
    return cell_from_draw(society, draw(key, i, generation, draws.PERSON_CELL, 0), household, generation)


@jit_kernel
def cell_from_draw(society: Society, u: Int, household: Int, generation: Int) -> Int:
    """Return the cell of a person from the draw of the person's own generation.

    In an ageing society newcomers are not drawn from all ages: most are newborn.

    Args:
        society: The compiled society.
        u: Draw of the person category, 0 to 2**32 - 1.
        household: Household category.
        generation: Generation of the person, 0 to 255.

    Returns:
        Cell, 0 to 255.
    """
    if generation == 0:
        category_index = draw_category(u, society.person_cum, society.person_guide)
    else:
        category_index = draw_category(u, society.arrival_cum, society.arrival_guide)
    return household * society.n_person_categories + category_index


@jit_kernel
def draw_trait(society: Society, key: U4s, i: Int, generation: Int, trait_index: Int) -> float:
    """Return a fixed trait of a person: a quantile of its distribution, or the slot's position for a ladder.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        i: Index of the person in the society, from 0.
        generation: Generation of the person, 0 to 255.
        trait_index: Trait: CONVICTION, AVERSION, GRIEVANCE, THRESHOLD or GAMING.

    Returns:
        Value of the trait.
    """
    return trait_from_draw(society, i, trait_index, draw(key, i, generation, draws.CONVICTION + trait_index, 0))


@jit_kernel
def draw_two_traits(society: Society, key: U4s, i: Int, generation: Int, trait_index: Int) -> tuple[float, float]:
    """Return a fixed trait and the next one from one block of draws.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        i: Index of the person in the society, from 0.
        generation: Generation of the person, 0 to 255.
        trait_index: First trait, at an even position of the block, as GRIEVANCE is.

    Returns:
        Values of the two traits.
    """
    a, b, c, d = draw_block(key, i, generation, (draws.CONVICTION + trait_index) >> 2, 0)
    if (draws.CONVICTION + trait_index) & 3:
        a, b = c, d
    return trait_from_draw(society, i, trait_index, a), trait_from_draw(society, i, trait_index + 1, b)


@jit_kernel
def trait_from_draw(society: Society, i: Int, trait_index: Int, u: Int) -> float:
    """Return the value of a trait for a draw.

    ``society.ladder`` is 0 for no ladder, 1 for a full one, and 1 + k for one whose k-th step is empty.

    Args:
        society: The compiled society.
        i: Index of the person in the society, from 0.
        trait_index: Trait: CONVICTION, AVERSION, GRIEVANCE, THRESHOLD or GAMING.
        u: Draw, 0 to 2**32 - 1.

    Returns:
        A quantile, or the slot's position in its town, 0 to 1, for a ladder.

    Source:
        docs/stages/conduct.md, "Draws".
    """
    if society.ladder[trait_index] != 0:
        slot = i % society.town_size
        if slot > 0 and slot == society.ladder[trait_index] - 1:
            slot += 1
        return slot / society.town_size
    return society.traits[trait_index, draw_below(u, N_QUANTILES)]
