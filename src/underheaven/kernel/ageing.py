"""Ageing: the month of birth is stored, and the cell of a month is derived from it and from the cell at arrival.

A cell is one combination of categories of attributes.
Ages are in whole months. In a society without ageing no month of birth is stored, and ``born`` is empty.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int, U2s, U4s
from underheaven.draws import draw
from underheaven.fields.scales import BIRTH_MONTH_OFFSET
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.newcomer import work_on_entering_cell
from underheaven.kernel.person_attributes import arrival_cell, draw_category
from underheaven.kernel.society import Society


@jit_kernel
def age_in_month(born: U2s, i: Int, month: Int) -> Int:
    """Return a person's age in a month of the run.

    Args:
        born: Months of birth, uint16 (person,).
        i: Index of the person in the society, from 0.
        month: Month of the run, from 0.

    Returns:
        Age in months.
    """
    return month + BIRTH_MONTH_OFFSET - np.int64(born[i])


@jit_kernel
def birth_month(month: Int, age: Int) -> Int:
    """Return the month of birth of a person whose age in a month of the run is known.

    Args:
        month: Month of the run, from 0.
        age: Age in that month, in months.

    Returns:
        Month of birth; BIRTH_MONTH_OFFSET is the first month of the run.
    """
    return month + BIRTH_MONTH_OFFSET - age


@jit_kernel
def initial_age(society: Society, cell: Int, u: Int) -> Int:
    """Return the initial age of a person of the first generation, from the draw that also gave the person category.

    The position of the draw within its category says how far through the cell's years the person is: each month of age
    holds the share of the month before that stays. In the last class, which has no end, age changes nothing.

    Args:
        society: The compiled society.
        cell: Cell of the person, 0 to 255.
        u: Draw of the person category, 0 to 2**32 - 1.

    Returns:
        Age in months, from the cell's first month of age on.

    Source:
        docs/stages/repair.md, "Growing older": persons of a class are spread in proportion to (1 - q)**m.
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
    """Return the cell that a person has at an age.

    Args:
        society: The compiled society.
        first_cell: Cell at arrival; it also holds before arrival.
        age: Age in months.

    Returns:
        Cell, 0 to 255.
    """
    cell = np.int64(first_cell)
    while age >= society.until[cell]:
        cell = np.int64(society.older[cell])
    return cell


@jit_kernel
def previous_cell(society: Society, first: Int, cell: Int) -> Int:
    """Return the cell that leads to a later cell of the same person.

    Args:
        society: The compiled society.
        first: Cell at arrival, younger than `cell`.
        cell: Cell of the person, 0 to 255.

    Returns:
        Cell of the class of age before, 0 to 255.
    """
    earlier_cell = np.int64(first)
    while np.int64(society.older[earlier_cell]) != cell:
        earlier_cell = np.int64(society.older[earlier_cell])
    return earlier_cell


@jit_kernel
def enter_cell(society: Society, key: U4s, state: State, i: Int, generation: Int, cell_before: Int, cell: Int) -> None:
    """Move a person into another cell: work follows the new cell, and a new adult begins with a newcomer's savings.

    Debts, records and beliefs are kept, and so are the savings of a person who was an adult before.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        state: State of all persons.
        i: Index of the person in the society, from 0.
        generation: Generation of the person, 0 to 255.
        cell_before: Cell of last month.
        cell: Cell of this month.

    Source:
        docs/stages/repair.md, "Growing older".
    """
    if society.minor[cell]:
        return
    if society.minor[cell_before]:
        state.savings[i] = society.savings_at_start
    livelihood_bits = np.int64(state.livelihood[i])
    state.livelihood[i] = work_on_entering_cell(society, key, i, generation, cell, livelihood_bits, draws.JOINED)


@jit_kernel
def is_new_adult(society: Society, key: U4s, born: U2s, i: Int, month: Int, generation: Int, cell: Int) -> Bool:
    """Return whether an adult is new this month: the slot was renewed last month, or the person was a minor.

    Without ageing the renewal of last month is drawn again from its address; few callers need it.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        born: Months of birth, uint16 (person,).
        i: Index of the person in the society, from 0.
        month: Month of the run, from 0.
        generation: Generation of the person, 0 to 255.
        cell: Cell of the person, 0 to 255.

    Returns:
        Whether last month's status is that of a person on no list.
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
