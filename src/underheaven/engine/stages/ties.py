"""What ties mean to each person of a town: words of what they showed last month, gathered for all and added.

The same as ``kernel.ties.look_around`` says of one person; only who has a tie to somebody listed is visited tie by tie.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import I4s, Int
from underheaven.draws import fill_listed
from underheaven.engine.room import Room
from underheaven.fields import State
from underheaven.jit import loop
from underheaven.kernel.carriers import Here
from underheaven.kernel.people import FIRST_ACQUAINTANCE, MOST_TIES, fill_acquaintances, fill_alike
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import APART, EXPOSED, LOOK_TIES, NO_SCORE, TIES
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import exposed_to, kept_of, listed_of, points_of, word_of

_APART, _U_APART = draws.SET_ASIDE // 4, draws.SET_ASIDE % 4


@loop
def look_out(who: Society, rules: Rules, tally: Tally, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Fill in what ties mean to the grown persons of a town."""
    if rules.association > 0.0 or (rules.contagion_rule >= 0 and rules.contagion_look == LOOK_TIES):
        fill_window(who, rules, state, room, here)
        fill_acquaintances(who, here.key, here.first, here.n, room.known)
        if who.alike_share > 0:
            fill_alike(who, here.key, here.first, here.n, room.known, room.likes)
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
        tally.set_aside += part(who, room, here, n_some)
    for p in range(here.n):
        points[p] = points_of(rules, np.int64(ties[p]))
        exposed[p] = of_nobody
    if rules.contagion_look == LOOK_TIES:
        expose(rules, room, n_some)


@loop
def expose(rules: Rules, room: Room, n_some: Int) -> None:
    """Set the chances of a record along ties of those in ``some``; each chance is computed once."""
    exposures, exposed, ties = room.exposures, room.me[EXPOSED], room.ties
    for a in range(n_some):
        j = np.int64(room.some[a])
        words = np.int64(ties[j])
        listed, kept = listed_of(words), kept_of(words)
        if exposures[listed, kept] < 0:
            exposures[listed, kept] = exposed_to(rules, words, 0.0)
        exposed[j] = exposures[listed, kept]


@loop
def fill_window(who: Society, rules: Rules, state: State, room: Room, here: Here) -> None:
    """Put into ``window`` the words of the town before, of this one and of the one after, and of nobody.

    Where the room last saw the town before this one, under rules that show as much, two thirds are there already.
    """
    size, n_towns, window = who.town_size, who.n_towns, room.window
    town = here.first // size
    shows = 2 * town + (1 if rules.association > 0.0 else 0)
    steps = np.int64(0)
    if room.windowed[0] == shows - 2:
        steps = np.int64(2)
        for p in range(2 * size):
            window[p] = window[size + p]
    room.windowed[0] = shows
    window[3 * size] = 0
    for step in range(steps, 3):
        first = (town + n_towns + step - 1) % n_towns * size
        show(rules, state, window, step * size, first, min(size, who.n_persons - first))


@loop
def show(rules: Rules, state: State, window: I4s, at: Int, first: Int, n: Int) -> None:
    """Put the words of ``n`` persons from ``first`` into a window from place ``at``."""
    face, shown, none = state.face, state.score_shown, np.int64(NO_SCORE)
    if rules.association > 0.0:
        for p in range(n):
            window[at + p] = word_of(np.int64(face[first + p]), np.int64(shown[first + p]))
    else:
        for p in range(n):
            window[at + p] = word_of(np.int64(face[first + p]), none)


@loop
def add_ties(who: Society, room: Room, here: Here) -> None:
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


@loop
def part(who: Society, room: Room, here: Here, n_some: Int) -> Int:
    """Let those in ``some`` set ties to somebody listed aside, as many at a time as the room has places for.

    Return how many ties are.
    """
    window, whose, which, size, n, dropped = room.window, room.whose, room.which, who.town_size, 0, 0
    for a in range(n_some):
        j = np.int64(room.some[a])
        if n + MOST_TIES > len(whose):
            dropped += set_aside(who, room, here, n)
            n = 0
        head, end = np.int64(who.house[j, 0]), min(np.int64(who.house[j, 1]), here.n)
        for p in range(head, end):
            whose[n], which[n] = j, p - head
            n += 1 if (p != j) & (listed_of(np.int64(window[size + p])) > 0) else 0
        for k in range(who.acquaintances):
            whose[n], which[n] = j, FIRST_ACQUAINTANCE + k
            n += 1 if listed_of(np.int64(window[room.known[k, j]])) > 0 else 0
    return dropped + set_aside(who, room, here, n)


@loop
def set_aside(who: Society, room: Room, here: Here, n: Int) -> Int:
    """Take those of ``n`` ties that are set aside this month out of the sums of words, and note which these are.

    Return how many they are.
    """
    whose, which, address, drawn, apart = room.whose, room.which, room.address, room.drawn, room.me[APART]
    dropped = 0
    for m in range(n):
        address[m] = which[m]
    fill_listed(drawn, here.key, here.first, whose, n, here.month, _APART, address)
    for m in range(n):
        if np.int64(drawn[_U_APART, m]) < who.tie_set_aside:
            j, tie = np.int64(whose[m]), np.int64(which[m])
            place = who.town_size + np.int64(who.house[j, 0]) + tie
            if tie >= FIRST_ACQUAINTANCE:
                place = np.int64(room.known[tie - FIRST_ACQUAINTANCE, j])
            apart[j] |= np.int64(1) << tie
            room.ties[j] -= room.window[place]
            dropped += 1
    return dropped
