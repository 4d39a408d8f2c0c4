"""First stays on a blacklist: when each began, how long it lasts, and by which way out it ends."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int, U1s
from underheaven.fields import RENEWED, STAY_ENDED_OTHERWISE, STAY_ONGOING, WITHDRAWN, Sums
from underheaven.jit import jit_kernel
from underheaven.kernel.rules import Rules
from underheaven.kernel.standing import supports_listing


@jit_kernel
def update_first_stay(sums: Sums, leaving: U1s, i: Int, observed: Int, listed: Int, opted_out: Int) -> None:
    """Begin, lengthen or end a person's first stay after this month's standing.

    leaving: how a record behind the stay left last month, or ``STILL_ON``. observed: the month, 1 for the first
    observed. listed: as ``standing.observe`` returns it. outside: 1 for a person who has not joined.
    """
    if len(leaving) == 0:  # a world without any blacklist
        return
    if listed != 0 and sums.stay_entry[i] == 0:
        sums.stay_entry[i] = observed
        sums.stay_wrongful[i] = (listed >> 1) & 1
    if is_stay_ongoing(sums, i):
        if listed != 0:
            sums.stay_months[i] += 1
        elif opted_out != 0:
            sums.stay_end[i] = 1 + WITHDRAWN
        else:
            sums.stay_end[i] = leaving[i] if leaving[i] != STAY_ONGOING else STAY_ENDED_OTHERWISE
    leaving[i] = STAY_ONGOING


@jit_kernel
def is_stay_ongoing(sums: Sums, i: Int) -> Bool:
    """Return whether the first stay at a place has begun and not ended."""
    return (sums.stay_entry[i] != 0) & (sums.stay_end[i] == STAY_ONGOING)  # type: ignore[no-any-return]


@jit_kernel
def note_removal(rules: Rules, sums: Sums, leaving: U1s, i: Int, rule: Int, removal: Int) -> None:
    """Note by which way a record left this month, where a first stay rests on its rule.

    Of several records that leave in one month the one filed last counts.
    """
    if is_stay_ongoing(sums, i) and feeds_blacklist(rules, rule):
        leaving[i] = 1 + removal


@jit_kernel
def end_stay_by_renewal(sums: Sums, leaving: U1s, i: Int) -> None:
    """End the first stay at a place whose person dies or moves away; nothing of it is left to the newcomer."""
    if is_stay_ongoing(sums, i):
        sums.stay_end[i] = 1 + RENEWED
    if len(leaving) > 0:
        leaving[i] = STAY_ONGOING


@jit_kernel
def feeds_blacklist(rules: Rules, rule: Int) -> Bool:
    """Return whether records of a rule stand behind any blacklist."""
    found = False
    for list_index in range(rules.n_lists):
        if (np.int64(rules.black) >> list_index) & 1 and supports_listing(rules, list_index, rule):
            found = True
    return found
