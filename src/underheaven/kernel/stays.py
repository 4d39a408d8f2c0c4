"""First stays on a blacklist: when each began, how long it lasts, and by which way out it ends."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Bool, Int, U1s
from underheaven.fields import OTHERWISE, RENEWED, STILL_ON, WITHDRAWN, Sums
from underheaven.jit import kernel
from underheaven.kernel.rules import Rules
from underheaven.kernel.standing import behind


@kernel
def follow(sums: Sums, leaving: U1s, i: Int, observed: Int, listed: Int, outside: Int) -> None:
    """Begin, lengthen or end a person's first stay after this month's standing.

    leaving: how a record behind the stay left last month, or ``STILL_ON``. observed: the month, 1 for the first
    observed. listed: as ``standing.observe`` returns it. outside: 1 for a person who has not joined.
    """
    if len(leaving) == 0:  # a world without any blacklist
        return
    if listed != 0 and sums.stay_entry[i] == 0:
        sums.stay_entry[i] = observed
        sums.stay_wrongful[i] = (listed >> 1) & 1
    if is_on(sums, i):
        if listed != 0:
            sums.stay_months[i] += 1
        elif outside != 0:
            sums.stay_end[i] = 1 + WITHDRAWN
        else:
            sums.stay_end[i] = leaving[i] if leaving[i] != STILL_ON else OTHERWISE
    leaving[i] = STILL_ON


@kernel
def is_on(sums: Sums, i: Int) -> Bool:
    """Return whether the first stay at a place has begun and not ended."""
    return (sums.stay_entry[i] != 0) & (sums.stay_end[i] == STILL_ON)  # type: ignore[no-any-return]


@kernel
def note_leaving(rules: Rules, sums: Sums, leaving: U1s, i: Int, rule: Int, way: Int) -> None:
    """Note by which way a record left this month, where a first stay rests on its rule.

    Of several records that leave in one month the one filed last counts.
    """
    if is_on(sums, i) and feeds_blacklist(rules, rule):
        leaving[i] = 1 + way


@kernel
def end_by_renewal(sums: Sums, leaving: U1s, i: Int) -> None:
    """End the first stay at a place whose person dies or moves away; nothing of it is left to the newcomer."""
    if is_on(sums, i):
        sums.stay_end[i] = 1 + RENEWED
    if len(leaving) > 0:
        leaving[i] = STILL_ON


@kernel
def feeds_blacklist(rules: Rules, rule: Int) -> Bool:
    """Return whether records of a rule stand behind any blacklist."""
    found = False
    for which in range(rules.n_lists):
        if (np.int64(rules.black) >> which) & 1 and behind(rules, which, rule):
            found = True
    return found
