"""What ties mean to each person of a town: words of what they showed last month, gathered for all and added.

The same as ``kernel.ties.look_around`` says of one person; only who has a tie to somebody listed is visited tie by tie.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.jit import kernel, loop
from underheaven.kernel.people import FIRST_ACQUAINTANCE, fill_acquaintances
from underheaven.kernel.tables import APART, EXPOSED, LOOK_TIES, NO_SCORE, TIES
from underheaven.kernel.ties import drops, exposed_to, listed_of, points_of, word_of


@loop
def look_out(who: Any, rules: Any, key: Any, state: Any, room: Any, here: Any, n_grown: Any) -> None:
    """Fill in what ties mean to the grown persons of a town."""
    if rules.association > 0.0 or (rules.contagion_rule >= 0 and rules.contagion_look == LOOK_TIES):
        fill_window(who, rules, state, room, here)
        fill_acquaintances(who, key, here.first, here.n, room.known)
        add_ties(who, room, here)
    else:
        room.ties[: here.n] = 0
    points, exposed, ties = room.me[TIES], room.me[EXPOSED], room.ties
    of_nobody = exposed_to(rules, 0, here.listed_share)
    n_some = 0
    for a in range(n_grown):
        room.some[n_some] = room.adults[a]
        n_some += 1 if listed_of(np.int64(ties[room.adults[a]])) > 0 else 0
    if who.tie_set_aside > 0 and rules.association > 0.0:
        for a in range(n_some):
            j = np.int64(room.some[a])
            ties[j] = part(who, rules, key, room, here, j, np.int64(ties[j]))
    for p in range(here.n):
        points[p] = points_of(rules, np.int64(ties[p]))
        exposed[p] = of_nobody
    for a in range(n_some):
        j = np.int64(room.some[a])
        exposed[j] = exposed_to(rules, np.int64(ties[j]), here.listed_share)


@loop
def fill_window(who: Any, rules: Any, state: Any, room: Any, here: Any) -> None:
    """Put into ``window`` the words of the town before, of this one and of the one after, and of nobody."""
    size, n_towns = who.town_size, who.n_towns
    town = here.first // size
    room.window[3 * size] = 0
    for step in range(3):
        first = (town + n_towns + step - 1) % n_towns * size
        show(rules, state, room.window, step * size, first, min(size, who.n_persons - first))


@loop
def show(rules: Any, state: Any, window: Any, at: Any, first: Any, n: Any) -> None:
    """Put the words of ``n`` persons from ``first`` into a window from place ``at``."""
    face, shown, none = state.face, state.score_shown, np.int64(NO_SCORE)
    if rules.association > 0.0:
        for p in range(n):
            window[at + p] = word_of(np.int64(face[first + p]), np.int64(shown[first + p]))
    else:
        for p in range(n):
            window[at + p] = word_of(np.int64(face[first + p]), none)


@loop
def add_ties(who: Any, room: Any, here: Any) -> None:
    """Set the sums of words of everybody's ties: the household's from running sums, then those of acquaintances.

    The fields of a running sum overflow into each other; those of a difference of two do not.
    """
    window, ties, running, at = room.window, room.ties, room.running, who.town_size
    running[0] = 0
    for j in range(here.n):
        running[j + 1] = running[j] + np.int64(window[at + j])
    for j in range(here.n):
        a, b = np.int64(who.house[j, 0]), min(np.int64(who.house[j, 1]), here.n)
        ties[j] = running[b] - running[a] - np.int64(window[at + j])
    for k in range(who.acquaintances):
        known = room.known[k]
        for j in range(here.n):
            ties[j] += window[known[j]]


@kernel
def part(who: Any, rules: Any, key: Any, room: Any, here: Any, j: Any, words: Any) -> Any:
    """Return a person's words without those of ties that are set aside this month, and note which these are."""
    window, me, i, size = room.window, room.me[:, j], here.first + j, who.town_size
    a = np.int64(who.house[j, 0])
    for p in range(a, min(np.int64(who.house[j, 1]), here.n)):
        word = np.int64(window[size + p])
        if p != j and listed_of(word) > 0 and drops(who, rules, key, i, p - a, here.month):
            me[APART] |= np.int64(1) << (p - a)
            words -= word
    for k in range(who.acquaintances):
        word = np.int64(window[room.known[k, j]])
        if listed_of(word) > 0 and drops(who, rules, key, i, FIRST_ACQUAINTANCE + k, here.month):
            me[APART] |= np.int64(1) << (FIRST_ACQUAINTANCE + k)
            words -= word
    return words
