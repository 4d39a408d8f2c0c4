"""Who knows whom: household and acquaintances, computed from addresses of draws alone."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Int, U1s, U2s, U4s
from underheaven.draws import draw_below, draw_block, philox
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.person_attributes import arrival_cell, draw_trait
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import BY_CONVICTION, CONVICTION, MAX_ACQUAINTANCES

FIRST_ACQUAINTANCE = 32
"""Bit of the first acquaintance among a person's ties; lower bits are the members of the household."""
MAX_TIES = FIRST_ACQUAINTANCE + MAX_ACQUAINTANCES


@jit_kernel
def homophily_class(society: Society, key: U4s, i: Int) -> Int:
    """Return the class by which a slot counts as similar: that of its first person, whoever came since.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        i: Index of the person in the society, from 0.

    Returns:
        Class, from 0; with similarity by conviction 0 below the median, else 1.
    """
    if society.alike_by == BY_CONVICTION:
        return np.int64(1) if draw_trait(society, key, i, 0, CONVICTION) >= society.middle else np.int64(0)
    return np.int64(society.homophily_class[arrival_cell(society, key, i, 0)])


@jit_kernel
def next_power_of_two(n: Int) -> Int:
    """Return the smallest power of two that is at least ``n``, 1 to 8,192.

    Steps of odd length then visit each of that many positions once.
    """
    found = np.int64(1)
    while found < n:
        found *= 2
    return found


@jit_kernel
def find_similar_person(society: Society, key: U4s, i: Int, first: Int, n: Int, u: Int, w: Int) -> Int:
    """Return the first other person of a town who is similar to ``i``, or -1 where there is none.

    The search starts at a drawn position and moves in drawn steps; see `next_power_of_two`. ``first`` and ``n`` are the
    town's first person and size. ``u`` draws the position; the low bits of ``w`` draw the step, while its size has
    already decided that a similar person is sought.
    """
    n_slots, own_class = next_power_of_two(n), homophily_class(society, key, i)
    slot, step = draw_below(u, n_slots), (w & (n_slots - 1)) | 1
    for _ in range(n_slots):
        other = first + slot
        if slot < n and other != i and homophily_class(society, key, other) == own_class:
            return other
        slot = (slot + step) & (n_slots - 1)
    return np.int64(-1)


@jit_kernel
def find_acquaintance(society: Society, key: U4s, i: Int, k: Int) -> Int:
    """Return the k-th person whom ``i`` looks at, in the same town or in one of the two neighbouring ones.

    A share of those in the same town is drawn among similar persons; where there are none, among all.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        i: Index of the person in the society, from 0.
        k: Number of the acquaintance, 0 to MAX_ACQUAINTANCES - 1.

    Returns:
        Index of the acquaintance; `i` itself in a town of one person.

    Source:
        docs/documents.md, "Who knows whom".
    """
    size = society.town_size
    town = i // size
    u, u_nearby, _, w = draw_block(key, i, 0, draws.TIE >> 2, k)
    step = 0
    if u_nearby < society.nearby and society.n_towns > 1:
        step = 1 if u & 1 else society.n_towns - 1
    other = (town + step) % society.n_towns
    first = other * size
    n = min(size, society.n_persons - first)
    if other != town:
        return first + draw_below(u, n)
    if n < 2:
        return i
    if w < society.alike_share:
        similar = find_similar_person(society, key, i, first, n, u, w)
        if similar >= 0:
            return similar
    return first + (i - first + 1 + draw_below(u, n - 1)) % n


@jit_kernel
def fill_acquaintances(society: Society, key: U4s, first: Int, n: Int, acquaintance_slots: U2s) -> None:
    """Set the acquaintances of a town's persons as positions in the town's window.

    The window holds the town before this one, this one, and the one after it, each of ``town_size`` positions, then one
    empty position. Acquaintances drawn among similar persons are left to `fill_similar_acquaintances`.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        first: Index of the first person of the town.
        n: Persons in the town.
        acquaintance_slots: Positions in the window, uint16 (acquaintance, person of the town); set.
    """
    size, n_towns = society.town_size, society.n_towns
    town = first // size
    n_before = min(size, society.n_persons - (town + n_towns - 1) % n_towns * size)
    n_after = min(size, society.n_persons - (town + 1) % n_towns * size)
    k0, k1, block = np.uint32(key[0]), np.uint32(key[1]), np.uint32(draws.TIE >> 2)
    nearby = society.nearby if n_towns > 1 else np.int64(0)
    for k in range(society.acquaintances):
        slots = acquaintance_slots[k]
        for j in range(n):
            u, u_nearby, _, _ = philox(np.uint32(first + j), np.uint32(0), block, np.uint32(k), k0, k1)
            other = j + 1 + draw_below(np.int64(u), n - 1)
            other = other - n if other >= n else other
            after = np.int64(u) & 1
            beyond = draw_below(np.int64(u), n_after) + 2 * size if after else draw_below(np.int64(u), n_before)
            slots[j] = beyond if np.int64(u_nearby) < nearby else (size + other if n > 1 else 3 * size)


@jit_kernel
def fill_similar_acquaintances(
    society: Society, key: U4s, first: Int, n: Int, acquaintance_slots: U2s, homophily_classes: U1s
) -> None:
    """Set those acquaintances of a town's persons that are drawn among similar persons.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        first: Index of the first person of the town.
        n: Persons in the town.
        acquaintance_slots: Positions in the window, uint16 (acquaintance, person of the town); set in part.
        homophily_classes: Work array, uint8 (person of the town,); gets each `homophily_class`.
    """
    if n < 2:
        return
    for j in range(n):
        homophily_classes[j] = homophily_class(society, key, first + j)
    n_slots, size = next_power_of_two(n), society.town_size
    k0, k1, block = np.uint32(key[0]), np.uint32(key[1]), np.uint32(draws.TIE >> 2)
    nearby = society.nearby if society.n_towns > 1 else np.int64(0)
    for k in range(society.acquaintances):
        for j in range(n):
            u, u_nearby, _, w = philox(np.uint32(first + j), np.uint32(0), block, np.uint32(k), k0, k1)
            if np.int64(u_nearby) < nearby or np.int64(w) >= society.alike_share:
                continue
            slot, step = draw_below(np.int64(u), n_slots), (np.int64(w) & (n_slots - 1)) | 1
            for _ in range(n_slots):
                if slot < n and slot != j and homophily_classes[slot] == homophily_classes[j]:
                    acquaintance_slots[k, j] = size + slot
                    break
                slot = (slot + step) & (n_slots - 1)


@jit_kernel
def share_of_ties_showing(society: Society, key: U4s, public_status: U1s, i: Int, bit: Int, severed: Int) -> float:
    """Return the share of a person's ties whose public status of last month shows a bit.

    Args:
        society: The compiled society.
        key: Key of all draws, uint32 (2,).
        public_status: Public status of last month, uint8 (person,).
        i: Index of the person in the society, from 0.
        bit: One of the PUBLIC bits of `fields`.
        severed: Severed ties, as bits; these do not count.

    Returns:
        0 to 1; 0 without ties.
    """
    slot = i % society.town_size
    first = i - slot
    seen, ties = 0, 0
    a = np.int64(society.house[slot, 0])
    for p in range(a, np.int64(society.house[slot, 1])):
        if p != slot and first + p < society.n_persons and (severed >> (p - a)) & 1 == 0:
            ties += 1
            seen += 1 if np.int64(public_status[first + p]) & bit else 0
    for k in range(society.acquaintances):
        if (severed >> (FIRST_ACQUAINTANCE + k)) & 1:
            continue
        ties += 1
        seen += 1 if np.int64(public_status[find_acquaintance(society, key, i, k)]) & bit else 0
    return seen / ties if ties > 0 else 0.0
