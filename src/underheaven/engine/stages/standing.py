"""Stage 4 over a town: how each grown person stands."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.jit import kernel
from underheaven.kernel.personal import count_me
from underheaven.kernel.standing import (
    add_moments,
    observe,
    observe_favour,
    read_dossier,
    score_from,
    state_with,
    year_ends,
)
from underheaven.kernel.tables import EXTRA, OUTSIDE


@kernel
def standing(who: Any, rules: Any, tally: Any, by_region: Any, key: Any, state: Any, sums: Any, seen_next: Any,
             room: Any, here: Any, n_grown: Any) -> None:  # fmt: skip
    """Set what this month's standing says of a town's grown persons, and count it."""
    dossier, stands, before, points, held = state.dossier, room.stands, room.before, room.points, room.held
    counted, keeps_stood = rules.graded != 0 and year_ends(here.month), len(state.stood) > 0
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        i, me, cell = here.first + j, room.me[j], np.int64(room.cells[j])
        outside, group, now, standing_rules = me[OUTSIDE] != 0, who.group[cell], np.int64(rules.empty_state), held[j]
        if rules.personal:
            count_me(rules, tally, cell, group, me)
        if room.refiled[j] != 0:
            points[j], standing_rules = read_dossier(rules, dossier, i)
        if standing_rules != 0 or before[j] != now or rules.counts_clean or me[EXTRA] != 0 or outside:
            now = np.int64(rules.outside_state)
            if not outside:
                now = state_with(rules, dossier, i, -1, points[j] + me[EXTRA], standing_rules)
            listed = observe(who, rules, tally, by_region, dossier, i, group, here.region, points[j], now, before[j],
                             me)  # fmt: skip
            if listed:
                seen_next[2] += 1
                count_listed(tally, sums, i, group, listed)
        if rules.favour > 0 and not outside:
            observe_favour(rules, tally, points[j], me)
        if keeps_stood:
            state.stood[i] = now
        if counted and rules.applies[cell] and not outside:
            score = score_from(rules, points[j] + me[EXTRA])
            add_moments(who, tally, key, score, i, np.int64(state.generation[i]))
        stands[j] = now


@kernel
def count_listed(tally: Any, sums: Any, i: Any, group: Any, listed: Any) -> None:
    """Count one person's month on a blacklist; ``listed`` as ``observe`` returns it."""
    if sums.months_listed[i] == 0:
        tally.first_listed[group] += 1
    sums.months_listed[i] += 1
    sums.times_listed[i] += listed >> 2
    if listed & 2:
        if sums.months_wrongly_listed[i] == 0:
            tally.first_wrongly_listed[group] += 1
        sums.months_wrongly_listed[i] += 1
