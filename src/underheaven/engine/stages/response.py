"""Stage 7 over a town: what the month teaches, household by household."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.jit import kernel, loop
from underheaven.kernel.response import legitimacy_after, quiet_month
from underheaven.kernel.response import response as learn


@loop
def response(who: Any, tally: Any, state: Any, room: Any, here: Any, n_grown: Any) -> None:
    """Let the grown persons of a town learn from their month and from that of their households."""
    beliefs, legitimacy, lessons = state.beliefs, state.legitimacy, room.lessons
    quiet, head, zero = False, np.int64(-1), np.int64(0)
    rightful, b0, b1, b2, b3, b4, b5 = zero, zero, zero, zero, zero, zero, zero
    for a in range(n_grown):
        j = np.int64(room.adults[a])
        i, start = here.first + j, np.int64(who.house[j, 0])
        if start != head:
            head = start
            quiet = all_quiet(lessons, start, min(np.int64(who.house[j, 1]), here.n))
        if quiet:
            quiet_month(who, beliefs, i)
            legitimacy[i] = legitimacy_after(who, np.int64(legitimacy[i]), 0, 0)
        else:
            learn(who, tally, beliefs, legitimacy, lessons, i, who.group[np.int64(room.cells[j])], here.first, start,
                  np.int64(who.house[j, 1]), here.n)  # fmt: skip
        rightful += np.int64(legitimacy[i])
        b0, b1 = b0 + np.int64(beliefs[i, 0]), b1 + np.int64(beliefs[i, 1])
        b2, b3 = b2 + np.int64(beliefs[i, 2]), b3 + np.int64(beliefs[i, 3])
        b4, b5 = b4 + np.int64(beliefs[i, 4]), b5 + np.int64(beliefs[i, 5])
    tally.legitimacy += rightful
    for b, total in enumerate((b0, b1, b2, b3, b4, b5)):
        tally.belief[b] += total


@kernel
def all_quiet(lessons: Any, a: Any, b: Any) -> Any:
    """Return whether nothing happened to anybody of a household this month."""
    something = np.int64(0)
    for p in range(a, b):
        something |= np.int64(lessons[p])
    return something == 0
