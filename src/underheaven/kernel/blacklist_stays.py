"""First stays on a blacklist: when each began, how long it lasts, and how it ends."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int, U1s
from underheaven.fields.codes import RENEWED, STAY_ENDED_OTHERWISE, STAY_ONGOING, WITHDRAWN
from underheaven.fields.person_values import Sums
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.listings import supports_listing
from underheaven.kernel.rules import Rules


@jit_kernel
def update_first_stay(sums: Sums, leaving: U1s, i: Int, observed: Int, listed: Int, opted_out: Int) -> None:
    """Begin, lengthen or end a person's first stay after this month's standing.

    Args:
        sums: Sums of all persons.
        leaving: How a record behind the stay left last month, uint8 (person,), STAY_ONGOING for none; reset.
        i: Index of the person in the society, from 0.
        observed: Month, 1 for the first observed, 0 or less in the burn-in.
        listed: Bits as `standing.count_standing` returns them: 1 on a blacklist, 2 wrongfully, 4 newly.
        opted_out: 1 for a person who has not joined a regime that requires consent.

    Source:
        docs/stages/standing.md, "First stays".
    """
    if len(leaving) == 0:  # a scenario without any blacklist
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
    """Return whether the first stay of a person has begun and not ended."""
    return (sums.stay_entry[i] != 0) & (sums.stay_end[i] == STAY_ONGOING)  # type: ignore[no-any-return]


@jit_kernel
def note_removal(rules: Rules, sums: Sums, leaving: U1s, i: Int, rule: Int, removal: Int) -> None:
    """Note how a record left this month, where it supports an ongoing first stay.

    Of several records that leave in one month, the one filed last counts.

    Args:
        rules: The rules in force.
        sums: Sums of all persons.
        leaving: Reasons of removal, uint8 (person,); set.
        i: Index of the person in the society, from 0.
        rule: Rule of the record, 0 to 31.
        removal: Reason, as a position in ``labels.REMOVAL_REASONS``.
    """
    if is_stay_ongoing(sums, i) and feeds_blacklist(rules, rule):
        leaving[i] = 1 + removal


@jit_kernel
def end_stay_by_renewal(sums: Sums, leaving: U1s, i: Int) -> None:
    """End the first stay of a person who dies or moves away; the newcomer keeps nothing of it.

    Args:
        sums: Sums of all persons.
        leaving: Reasons of removal, uint8 (person,); reset.
        i: Index of the person in the society, from 0.
    """
    if is_stay_ongoing(sums, i):
        sums.stay_end[i] = 1 + RENEWED
    if len(leaving) > 0:
        leaving[i] = STAY_ONGOING


@jit_kernel
def feeds_blacklist(rules: Rules, rule: Int) -> Bool:
    """Return whether records of a rule support any blacklist."""
    found = False
    for list_index in range(rules.n_lists):
        if (np.int64(rules.black) >> list_index) & 1 and supports_listing(rules, list_index, rule):
            found = True
    return found
