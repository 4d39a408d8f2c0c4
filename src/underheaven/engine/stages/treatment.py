"""Stage 5 over a town: what standing costs and brings, and what others will see of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.jit import kernel
from underheaven.kernel.numbers import raised
from underheaven.kernel.treatment import denials, face_of
from underheaven.kernel.treatment import treatment as treat
from underheaven.kernel.ties import shown_score

_U16, _U32 = np.iinfo(np.uint16).max, np.iinfo(np.uint32).max


@kernel
def treatment(who: Any, rules: Any, tally: Any, key: Any, state: Any, sums: Any, room: Any, here: Any,
              n_grown: Any) -> None:  # fmt: skip
    """Book what the month's standing costs a town's grown persons, and set the faces of next month."""
    adults, stands, booked, outcome, some = room.adults, room.stands, room.booked, room.outcome, room.some
    n_some = 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        booked[j] = 0
        some[n_some] = j
        n_some += 1 if rules.effective[stands[j]] else 0
        state.face_next[here.first + j] = face_of(rules, stands[j], outcome[j])
    for a in range(n_some):
        j = np.int64(some[a])
        i, cell = here.first + j, np.int64(room.cells[j])
        booked[j] = treat(who, rules, tally, state.dossier, i, cell, who.group[cell], stands[j], room.weights,
                          room.me[j])  # fmt: skip
        raised(sums.detriment, i, booked[j], _U32)
        denied = denials(who, rules, tally, key, i, here.month, cell, who.group[cell], stands[j])
        raised(sums.denials, i, denied, _U16)
    if len(state.score_next) > 0:
        for a in range(n_grown):
            j = np.int64(adults[a])
            state.score_next[here.first + j] = shown_score(rules, room.points[j], here.watched, room.me[j])
