"""How persons grow older: the month of birth is kept, and the cell of a month follows from it and from the first cell.

Ages are whole months. In a world where nobody grows older no month of birth is kept, and ``born`` has no places.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int, U2s, U4s
from underheaven.draws import draw
from underheaven.fields import BIRTH_MONTH_OFFSET, State
from underheaven.jit import jit_kernel
from underheaven.kernel.newcomer import work_on_entering_cell
from underheaven.kernel.person_attributes import arrival_cell, draw_category
from underheaven.kernel.society import Society


@jit_kernel
def age_in_month(born: U2s, i: Int, month: Int) -> Int:
    """Return the age of a person in a month of the run."""
    return month + BIRTH_MONTH_OFFSET - np.int64(born[i])


@jit_kernel
def birth_month(month: Int, age: Int) -> Int:
    """Return the month of birth of who is of an age in a month of the run."""
    return month + BIRTH_MONTH_OFFSET - age


@jit_kernel
def initial_age(society: Society, cell: Int, u: Int) -> Int:
    """Return the age of a person who is there from the start, from the draw that gave the person half of the cell.

    Where the draw fell within its category says how far the person is through the years of the cell: each month of age
    has the share of the one before that stays. In the last class, which has no end, the age moves nothing.
    """
    category_index = draw_category(u, society.person_cum, society.person_guide)
    low = np.int64(society.person_cum[category_index - 1]) if category_index > 0 else np.int64(0)
    remaining = society.powers[cell] * ((u - low) / (np.int64(society.person_cum[category_index]) - low))
    age, weight = np.int64(society.since[cell]), 1.0
    while remaining >= weight and age + 1 < society.until[cell]:
        remaining -= weight
        weight *= society.stays[cell]
        age += 1
    return age


@jit_kernel
def cell_at_age(society: Society, first_cell: Int, age: Int) -> Int:
    """Return the cell at an age of a person whose first cell is given; before arrival it is that one."""
    cell = np.int64(first_cell)
    while age >= society.until[cell]:
        cell = np.int64(society.older[cell])
    return cell


@jit_kernel
def previous_cell(society: Society, first: Int, cell: Int) -> Int:
    """Return the cell that leads to one in which a person is who arrived in a younger one."""
    earlier_cell = np.int64(first)
    while np.int64(society.older[earlier_cell]) != cell:
        earlier_cell = np.int64(society.older[earlier_cell])
    return earlier_cell


@jit_kernel
def enter_cell(society: Society, key: U4s, state: State, i: Int, generation: Int, cell_before: Int, cell: Int) -> None:
    """Let a person begin a month in another cell: work follows, and who is grown now begins as a newcomer does.

    What a person owes, has on record, believes and, once grown, has put by goes along.
    """
    if society.minor[cell]:
        return
    if society.minor[cell_before]:
        state.savings[i] = society.savings_at_start
    livelihood_bits = np.int64(state.livelihood[i])
    state.livelihood[i] = work_on_entering_cell(society, key, i, generation, cell, livelihood_bits, draws.JOINED)


@jit_kernel
def is_new_adult(society: Society, key: U4s, born: U2s, i: Int, month: Int, generation: Int, cell: Int) -> Bool:
    """Return whether a grown person had no standing of one's own last month: renewed at its end, or a minor in it.

    Where nobody grows older it is drawn again from the addresses; few need to know.
    """
    if len(born) > 0:
        if month == 0 or age_in_month(born, i, month) != society.since[cell]:
            return False
        first_cell = arrival_cell(society, key, i, generation)
        return first_cell == cell or society.minor[previous_cell(society, first_cell, cell)] != 0
    if generation == 0:
        return False
    cell_before = arrival_cell(society, key, i, generation - 1)
    return draw(key, i, month - 1, draws.RENEWAL, 0) < society.renewal[cell_before]
