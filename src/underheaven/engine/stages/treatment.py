"""Stage 5 over a town: what standing costs and brings, and what others will see of it."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Int
from underheaven.engine.room import GROWN, Room, person_at
from underheaven.fields import State, Sums
from underheaven.jit import loop, stage
from underheaven.kernel.carriers import Here, Means
from underheaven.kernel.numbers import raised
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tables import NO_SCORE, OUTSIDE
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import shown_from
from underheaven.kernel.treatment import denials, face_of, nothing_closed, nothing_denied
from underheaven.kernel.treatment import treatment as treat

_U16, _U32 = np.iinfo(np.uint16).max, np.iinfo(np.uint32).max


@stage
def treatment(who: Society, rules: Rules, tally: Tally, state: State, sums: Sums, room: Room, here: Here) -> None:
    """Book what the month's standing costs a town's grown persons, and set the faces of next month."""
    n_grown = np.int64(room.counted[GROWN])
    adults, stands, outcome, some = room.adults, room.stands, room.outcome, room.some
    face_next, first, n_some = state.face_next, here.first, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        some[n_some] = j
        n_some += 0 if nothing_closed(rules, np.int64(stands[j])) else 1
        face_next[first + j] = face_of(rules, np.int64(stands[j]), outcome[j])
    for a in range(n_some):
        j = np.int64(some[a])
        i, person = first + j, person_at(who, state.generation, room, first + j, j)
        means = Means(
            np.int64(state.livelihood[i]), np.int64(state.savings[i]), np.int64(stands[j]), np.int64(room.debts[0, j]),
            np.int64(room.debts[2, j]), np.int64(room.debts[3, j]),
        )  # fmt: skip
        booked = treat(who, rules, tally, state.dossier, person, means, room.weights)
        raised(sums.detriment, i, booked, _U32)
        if not nothing_denied(rules, np.int64(stands[j])):
            denied = denials(who, rules, tally, here, person, np.int64(stands[j]))
            raised(sums.denials, i, denied, _U16)
    if len(state.score_next) > 0:
        show_scores(rules, state, room, here, n_grown)


@loop
def show_scores(rules: Rules, state: State, room: Room, here: Here, n_grown: Int) -> None:
    """Set what ties will see of the scores."""
    outside, scores, score_next, grown = room.me[OUTSIDE], room.scores, state.score_next, room.grown
    wide = rules.n_looked_up == 0
    if here.watched == 0:
        return
    for j in range(here.n):
        shown = shown_from(rules, scores[j]) if wide else np.int64(rules.shown_at[scores[j] - rules.minimum])
        score_next[here.first + j] = shown if (grown[j] != 0) & (outside[j] == 0) else np.int64(NO_SCORE)
