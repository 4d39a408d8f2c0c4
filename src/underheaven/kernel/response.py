"""Stage 7, response: what a month teaches, about the chance of a sanction and about rightfulness.

The outcome of a person's month: classes acted in (bits 0-2), acted in the open 8, spoke 16.
The lesson of a person's month: classes acted in (bits 0-2), classes sanctioned << 3, unjust 64.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int, U1s, U2s
from underheaven.fields.codes import N_CLASSES
from underheaven.fields.scales import BELIEF_ONE
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.fixed_point import lowest_bit, share_of_integer
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

UNJUST_LESSON = 64
_CLASSES = (1 << N_CLASSES) - 1


@jit_kernel
def updated_belief(society: Society, belief: Int, sanctioned: Int, source: Int) -> Int:
    """Return a belief after an experience: up if sanctioned, else down. ``source``: 0 own, 1 the household's."""
    up = share_of_integer(society.learn_up[source], BELIEF_ONE - belief)
    down = share_of_integer(society.learn_down[source], belief)
    return belief + (up if sanctioned else -down)


@jit_kernel
def drifted_value(belief: Int, start: Int, rate: Int) -> Int:
    """Return a value that was not exercised, one step closer to its start."""
    step = share_of_integer(rate, abs(start - belief))
    return belief + (step if belief < start else -step)


@jit_kernel
def nothing_happened(lessons_before: Int, lessons_after: Int) -> Bool:
    """Return whether a household's month gave no lesson: ``response`` then equals ``learn_uneventful_month``.

    Beliefs then follow `learn_uneventful_month`, and legitimacy `updated_legitimacy` with nothing unjust. Nothing is
    counted.

    Args:
        lessons_before: Persons of the town with a lesson, before the household.
        lessons_after: The same up to the end of the household.

    Returns:
        Whether `response` can be replaced.
    """
    return lessons_before == lessons_after


@jit_kernel
def learn_uneventful_month(society: Society, beliefs: U2s, i: Int) -> None:
    """Update beliefs where nobody of the household acted, was recorded or saw an unjust record.

    `response` does the same to beliefs where every lesson of the household is 0, and counts nothing.

    Args:
        society: The compiled society.
        beliefs: Beliefs, uint16 (person, 6), in 1/65535.
        i: Index of the person in the society, from 0.

    Source:
        docs/stages/response.md.
    """
    for c in range(N_CLASSES):
        guilty, innocent = np.int64(beliefs[i, 2 * c]), np.int64(beliefs[i, 2 * c + 1])
        beliefs[i, 2 * c] = drifted_value(guilty, society.belief[2 * c], society.forget)
        beliefs[i, 2 * c + 1] = innocent - share_of_integer(society.learn_down[0], innocent)


@jit_kernel
def learn_own_month(society: Society, beliefs: U2s, i: Int, lesson: Int) -> None:
    """Update a person's beliefs by the person's own month."""
    for c in range(N_CLASSES):
        exercised = 2 * c if (lesson >> c) & 1 else 2 * c + 1
        other = 4 * c + 1 - exercised
        beliefs[i, exercised] = updated_belief(society, np.int64(beliefs[i, exercised]), (lesson >> (3 + c)) & 1, 0)
        beliefs[i, other] = drifted_value(np.int64(beliefs[i, other]), society.belief[other], society.forget)


@jit_kernel
def learn_household_month(society: Society, beliefs: U2s, i: Int, lesson: Int) -> None:
    """Update a person's beliefs by an eventful month of another member of the household."""
    classes = (lesson | (lesson >> N_CLASSES)) & _CLASSES
    while classes != 0:
        c = lowest_bit(classes)
        classes &= classes - 1
        b = 2 * c + 1 - ((lesson >> c) & 1)
        beliefs[i, b] = updated_belief(society, np.int64(beliefs[i, b]), (lesson >> (N_CLASSES + c)) & 1, 1)


@jit_kernel
def updated_legitimacy(society: Society, legitimacy: Int, own_unjust: Int, seen_unjust: Int) -> Int:
    """Return legitimacy after a month: an unjust record takes a share of it, otherwise it recovers toward the start.

    Args:
        society: The compiled society.
        legitimacy: Legitimacy, 0 to 65,535.
        own_unjust: Other than 0 where an unjust record was filed on the person.
        seen_unjust: Other than 0 where one was filed on another member of the household.

    Returns:
        Legitimacy, 0 to 65,535.

    Source:
        docs/stages/response.md, "Legitimacy".
    """
    if own_unjust:
        return legitimacy - share_of_integer(society.legitimacy_loss[0], legitimacy)
    if seen_unjust:
        return legitimacy - share_of_integer(society.legitimacy_loss[1], legitimacy)
    return drifted_value(legitimacy, society.legitimacy, society.legitimacy_recovery)


@jit_kernel
def response(society: Society, tally: Tally, town: TownMonth, state: State, person: Person, lessons: U1s) -> None:
    """Update one person's beliefs and legitimacy by the month of the whole household.

    Args:
        society: The compiled society.
        tally: The tally that is added to.
        town: The town's month.
        state: State of all persons.
        person: The person's month.
        lessons: Packed lessons, uint8 (person of the town,).

    Source:
        docs/stages/response.md.
    """
    i, beliefs, legitimacy = person.i, state.beliefs, state.legitimacy
    slot = i - town.first
    lesson = np.int64(lessons[slot])
    learn_own_month(society, beliefs, i, lesson)
    seen_unjust = np.int64(0)
    if society.household:
        for p in range(np.int64(society.house[slot, 0]), min(np.int64(society.house[slot, 1]), town.n)):
            if p != slot and lessons[p] != 0:
                learn_household_month(society, beliefs, i, np.int64(lessons[p]))
                seen_unjust |= np.int64(lessons[p]) & UNJUST_LESSON
    own_unjust = lesson & UNJUST_LESSON
    if own_unjust or seen_unjust:
        tally.unjust[person.group] += 1
    legitimacy[i] = updated_legitimacy(society, np.int64(legitimacy[i]), own_unjust, seen_unjust)
