"""Who a person is, computed from the address alone: cell, traits, ties."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import I8s, Int, U1s, U2s, U4s
from underheaven.draws import below, block_of, draw, philox
from underheaven.jit import kernel
from underheaven.kernel.society import Society
from underheaven.kernel.tables import ACQUAINTANCES, BY_CONVICTION, CONVICTION, GUIDE_BITS, QUANTILES

FIRST_ACQUAINTANCE = 32
"""Bit of the first acquaintance among a person's ties; below it stand the places of the household."""
MOST_TIES = FIRST_ACQUAINTANCE + ACQUAINTANCES


@kernel
def category(u: Int, cumulative: I8s, guide: U1s) -> Int:
    """Return the category of a draw: the first whose cumulative share lies above it."""
    c = np.int64(guide[u >> (32 - GUIDE_BITS)])
    while u >= np.int64(cumulative[c]):
        c += 1
    return c


@kernel
def household_category(people: Society, u: Int) -> Int:
    """Return what a household has in common, from the draw of its first place; it outlives its members."""
    return category(u, people.household_cum, people.household_guide)


@kernel
def first_cell(people: Society, key: U4s, i: Int, generation: Int) -> Int:
    """Return the cell in which a person of a place's generation arrived, drawn again from the addresses."""
    place = i % people.town_size
    head = i - place + np.int64(people.house[place, 0])
    household = household_category(people, draw(key, head, 0, draws.HOUSEHOLD_CELL, 0))
    return cell_from(people, draw(key, i, generation, draws.PERSON_CELL, 0), household, generation)


@kernel
def cell_from(people: Society, u: Int, household: Int, generation: Int) -> Int:
    """Return the cell of a person from the draw of the person's own generation.

    Where persons grow older, those who come later are not drawn from all ages: most are born.
    """
    if generation == 0:
        which = category(u, people.person_cum, people.person_guide)
    else:
        which = category(u, people.arrival_cum, people.arrival_guide)
    return household * people.n_person_categories + which


@kernel
def trait(people: Society, key: U4s, i: Int, generation: Int, which: Int) -> float:
    """Return a fixed trait of a person by its quantile, or by the place in town for a ladder.

    ``people.ladder`` is 0 for no ladder, 1 for a whole one, 1 + k where the k-th step is empty.
    """
    return trait_of(people, i, which, draw(key, i, generation, draws.CONVICTION + which, 0))


@kernel
def two_traits(people: Society, key: U4s, i: Int, generation: Int, which: Int) -> tuple[float, float]:
    """Return a fixed trait and the one after it from one evaluation: grievance, or what comes with it."""
    a, b, c, d = block_of(key, i, generation, (draws.CONVICTION + which) >> 2, 0)
    if (draws.CONVICTION + which) & 3:
        a, b = c, d
    return trait_of(people, i, which, a), trait_of(people, i, which + 1, b)


@kernel
def trait_of(people: Society, i: Int, which: Int, u: Int) -> float:
    """Return the trait of a draw."""
    if people.ladder[which] != 0:
        place = i % people.town_size
        if place > 0 and place == people.ladder[which] - 1:
            place += 1
        return place / people.town_size
    return people.traits[which, below(u, QUANTILES)]


@kernel
def likeness(people: Society, key: U4s, i: Int) -> Int:
    """Return the class of a place by which people are alike: that of the first who stood there, whoever came since."""
    if people.alike_by == BY_CONVICTION:
        return np.int64(1) if trait(people, key, i, 0, CONVICTION) >= people.middle else np.int64(0)
    return np.int64(people.likeness[first_cell(people, key, i, 0)])


@kernel
def around(n: Int) -> Int:
    """Return the least power of two that is not below ``n``: steps of an odd length pass each of so many places once.

    n: 1 to 8,192.
    """
    found = np.int64(1)
    while found < n:
        found *= 2
    return found


@kernel
def somebody_alike(people: Society, key: U4s, i: Int, first: Int, n: Int, u: Int, w: Int) -> Int:
    """Return the first other person of a town who is like ``i``, or -1 where nobody is.

    The places are passed from a drawn one on, in drawn steps; see ``around``.

    Args:
        first: first person of the town.
        n: persons of the town, 1 to 8,192.
        u: draw of the place.
        w: draw of the step, in its low bits; its size has said that somebody alike is sought.
    """
    places, own = around(n), likeness(people, key, i)
    place, step = below(u, places), (w & (places - 1)) | 1
    for _ in range(places):
        other = first + place
        if place < n and other != i and likeness(people, key, other) == own:
            return other
        place = (place + step) & (places - 1)
    return np.int64(-1)


@kernel
def acquaintance(people: Society, key: U4s, i: Int, k: Int) -> Int:
    """Return the k-th person whom ``i`` looks at: of the same town, or of one of the two next to it.

    A share of those of the same town is drawn among those alike; where nobody is, as any other.
    """
    size = people.town_size
    town = i // size
    u, strays, _, w = block_of(key, i, 0, draws.TIE >> 2, k)
    step = 0
    if strays < people.nearby and people.n_towns > 1:
        step = 1 if u & 1 else people.n_towns - 1
    other = (town + step) % people.n_towns
    first = other * size
    n = min(size, people.n_persons - first)
    if other != town:
        return first + below(u, n)
    if n < 2:
        return i
    if w < people.alike_share:
        alike = somebody_alike(people, key, i, first, n, u, w)
        if alike >= 0:
            return alike
    return first + (i - first + 1 + below(u, n - 1)) % n


@kernel
def fill_acquaintances(people: Society, key: U4s, first: Int, n: Int, known: U2s) -> None:
    """Set the acquaintances of a town's persons as places of its window, uint16 (which, place).

    The window: the places of the town before this one, of this one, and of the one after it, each of ``town_size``,
    then one place where nobody is. Those drawn among the alike are not yet: see ``fill_alike``.
    """
    size, n_towns = people.town_size, people.n_towns
    town = first // size
    n_before = min(size, people.n_persons - (town + n_towns - 1) % n_towns * size)
    n_after = min(size, people.n_persons - (town + 1) % n_towns * size)
    k0, k1, block = np.uint32(key[0]), np.uint32(key[1]), np.uint32(draws.TIE >> 2)
    nearby = people.nearby if n_towns > 1 else np.int64(0)
    for k in range(people.acquaintances):
        places = known[k]
        for j in range(n):
            u, strays, _, _ = philox(np.uint32(first + j), np.uint32(0), block, np.uint32(k), k0, k1)
            other = j + 1 + below(np.int64(u), n - 1)
            other = other - n if other >= n else other
            after = np.int64(u) & 1
            beyond = below(np.int64(u), n_after) + 2 * size if after else below(np.int64(u), n_before)
            places[j] = beyond if np.int64(strays) < nearby else (size + other if n > 1 else 3 * size)


@kernel
def fill_alike(people: Society, key: U4s, first: Int, n: Int, known: U2s, likes: U1s) -> None:
    """Put those acquaintances of a town's persons that are drawn among the alike into ``known``.

    likes: uint8 (place), gets the class of each; see ``likeness``.
    """
    if n < 2:
        return
    for j in range(n):
        likes[j] = likeness(people, key, first + j)
    places, size = around(n), people.town_size
    k0, k1, block = np.uint32(key[0]), np.uint32(key[1]), np.uint32(draws.TIE >> 2)
    nearby = people.nearby if people.n_towns > 1 else np.int64(0)
    for k in range(people.acquaintances):
        for j in range(n):
            u, strays, _, w = philox(np.uint32(first + j), np.uint32(0), block, np.uint32(k), k0, k1)
            if np.int64(strays) < nearby or np.int64(w) >= people.alike_share:
                continue
            place, step = below(np.int64(u), places), (np.int64(w) & (places - 1)) | 1
            for _ in range(places):
                if place < n and place != j and likes[place] == likes[j]:
                    known[k, j] = size + place
                    break
                place = (place + step) & (places - 1)


@kernel
def seen_share(people: Society, key: U4s, face: U1s, i: Int, bit: Int, apart: Int) -> float:
    """Return the share of a person's ties whose face of last month shows ``bit``; 0 without ties.

    apart: ties set aside, as bits; see ``ties.look_around``.
    """
    place = i % people.town_size
    first = i - place
    seen, ties = 0, 0
    a = np.int64(people.house[place, 0])
    for p in range(a, np.int64(people.house[place, 1])):
        if p != place and first + p < people.n_persons and (apart >> (p - a)) & 1 == 0:
            ties += 1
            seen += 1 if np.int64(face[first + p]) & bit else 0
    for k in range(people.acquaintances):
        if (apart >> (FIRST_ACQUAINTANCE + k)) & 1:
            continue
        ties += 1
        seen += 1 if np.int64(face[acquaintance(people, key, i, k)]) & bit else 0
    return seen / ties if ties > 0 else 0.0
