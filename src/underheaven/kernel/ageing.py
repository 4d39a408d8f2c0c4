"""How persons grow older: the month of birth is kept, and the cell of a month follows from it and from the first cell.

Ages are whole months. In a world where nobody grows older no month of birth is kept, and ``born`` has no places.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, Int, U2s, U4s
from underheaven.draws import draw
from underheaven.fields import BEFORE_THE_RUN, State
from underheaven.jit import kernel
from underheaven.kernel.newcomer import work_in
from underheaven.kernel.people import category, first_cell
from underheaven.kernel.society import Society


@kernel
def age_in(born: U2s, i: Int, month: Int) -> Int:
    """Return the age of a person in a month of the run."""
    return month + BEFORE_THE_RUN - np.int64(born[i])


@kernel
def born_at(month: Int, age: Int) -> Int:
    """Return the month of birth of who is of an age in a month of the run."""
    return month + BEFORE_THE_RUN - age


@kernel
def first_age(people: Society, cell: Int, u: Int) -> Int:
    """Return the age of a person who is there from the start, from the draw that gave the person half of the cell.

    Where the draw fell within its category says how far the person is through the years of the cell: each month of age
    has the share of the one before that stays. In the last class, which has no end, the age moves nothing.
    """
    which = category(u, people.person_cum, people.person_guide)
    low = np.int64(people.person_cum[which - 1]) if which > 0 else np.int64(0)
    left = people.powers[cell] * ((u - low) / (np.int64(people.person_cum[which]) - low))
    age, weight = np.int64(people.since[cell]), 1.0
    while left >= weight and age + 1 < people.until[cell]:
        left -= weight
        weight *= people.stays[cell]
        age += 1
    return age


@kernel
def cell_at(people: Society, first: Int, age: Int) -> Int:
    """Return the cell at an age of a person whose first cell is given; before arrival it is that one."""
    cell = np.int64(first)
    while age >= people.until[cell]:
        cell = np.int64(people.older[cell])
    return cell


@kernel
def came_from(people: Society, first: Int, cell: Int) -> Int:
    """Return the cell that leads to one in which a person is who arrived in a younger one."""
    before = np.int64(first)
    while np.int64(people.older[before]) != cell:
        before = np.int64(people.older[before])
    return before


@kernel
def move_on(people: Society, key: U4s, state: State, i: Int, generation: Int, before: Int, cell: Int) -> None:
    """Let a person begin a month in another cell: work follows, and who is grown now begins as a newcomer does.

    What a person owes, has on record, believes and, once grown, has put by goes along.
    """
    if people.minor[cell]:
        return
    if people.minor[before]:
        state.savings[i] = people.savings_at_start
    live = np.int64(state.livelihood[i])
    state.livelihood[i] = work_in(people, key, i, generation, cell, live, draws.JOINED)


@kernel
def arrived(people: Society, key: U4s, born: U2s, i: Int, month: Int, generation: Int, cell: Int) -> Bool:
    """Return whether a grown person had no standing of one's own last month: renewed at its end, or a minor in it.

    Where nobody grows older it is drawn again from the addresses; few need to know.
    """
    if len(born) > 0:
        if month == 0 or age_in(born, i, month) != people.since[cell]:
            return False
        first = first_cell(people, key, i, generation)
        return first == cell or people.minor[came_from(people, first, cell)] != 0
    if generation == 0:
        return False
    before = first_cell(people, key, i, generation - 1)
    return draw(key, i, month - 1, draws.RENEWAL, 0) < people.renewal[before]
