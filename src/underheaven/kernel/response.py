"""Stage 7, response: what a month teaches, about the chance of a sanction and about rightfulness.

The outcome of a person's month: classes acted in (bits 0-2), acted in the open 8, spoke 16.
The lesson of a person's month: classes acted in (bits 0-2), classes sanctioned << 3, unjust 64.
"""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Bool, Int, U1s, U2s
from underheaven.fields import BELIEF_ONE, N_CLASSES, State
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Person
from underheaven.kernel.numbers import lowest, part_of
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

UNJUST_LESSON = 64
_CLASSES = (1 << N_CLASSES) - 1


@kernel
def updated(people: Society, belief: Int, sanctioned: Int, whose: Int) -> Int:
    """Return a belief after an experience, own (0) or of the household (1): toward 1 if sanctioned, else toward 0."""
    up = part_of(people.learn_up[whose], BELIEF_ONE - belief)
    down = part_of(people.learn_down[whose], belief)
    return belief + (up if sanctioned else -down)


@kernel
def drifted(belief: Int, home: Int, rate: Int) -> Int:
    """Return a value that was not exercised, a step back to where it started."""
    step = part_of(rate, abs(home - belief))
    return belief + (step if belief < home else -step)


@kernel
def nothing_happened(lessons_before: Int, lessons_after: Int) -> Bool:
    """Return whether no lesson came of a household's month: ``response`` then does what a quiet month does.

    That is ``quiet_month``, and ``legitimacy_after`` with nothing unjust. It counts nothing.
    lessons_before, lessons_after: places of the town with a lesson, before the household and up to its end.
    """
    return lessons_before == lessons_after


@kernel
def quiet_month(people: Society, beliefs: U2s, i: Int) -> None:
    """Update the beliefs of a person of whose household nobody acted, was recorded or saw anything unjust.

    ``response`` does the same to beliefs where every lesson of the household is 0, and counts nothing.
    """
    for c in range(N_CLASSES):
        guilty, innocent = np.int64(beliefs[i, 2 * c]), np.int64(beliefs[i, 2 * c + 1])
        beliefs[i, 2 * c] = drifted(guilty, people.belief[2 * c], people.forget)
        beliefs[i, 2 * c + 1] = innocent - part_of(people.learn_down[0], innocent)


@kernel
def own_month(people: Society, beliefs: U2s, i: Int, lesson: Int) -> None:
    """Update the beliefs of a person by the own month."""
    for c in range(N_CLASSES):
        exercised = 2 * c if (lesson >> c) & 1 else 2 * c + 1
        other = 4 * c + 1 - exercised
        beliefs[i, exercised] = updated(people, np.int64(beliefs[i, exercised]), (lesson >> (3 + c)) & 1, 0)
        beliefs[i, other] = drifted(np.int64(beliefs[i, other]), people.belief[other], people.forget)


@kernel
def household_month(people: Society, beliefs: U2s, i: Int, lesson: Int) -> None:
    """Update the beliefs of a person by the month of another of the household in which something happened."""
    classes = (lesson | (lesson >> N_CLASSES)) & _CLASSES
    while classes != 0:
        c = lowest(classes)
        classes &= classes - 1
        b = 2 * c + 1 - ((lesson >> c) & 1)
        beliefs[i, b] = updated(people, np.int64(beliefs[i, b]), (lesson >> (N_CLASSES + c)) & 1, 1)


@kernel
def legitimacy_after(people: Society, legitimacy: Int, own_unjust: Int, seen_unjust: Int) -> Int:
    """Return legitimacy after a month: a share lost with an unjust record, else a step back to the start."""
    if own_unjust:
        return legitimacy - part_of(people.legitimacy_loss[0], legitimacy)
    if seen_unjust:
        return legitimacy - part_of(people.legitimacy_loss[1], legitimacy)
    return drifted(legitimacy, people.legitimacy, people.legitimacy_recovery)


@kernel
def response(people: Society, tally: Tally, here: Here, state: State, person: Person, lessons: U1s) -> None:
    """Update one person by the own month and those of the household; lessons: by place of the town."""
    i, beliefs, legitimacy = person.i, state.beliefs, state.legitimacy
    place = i - here.first
    lesson = np.int64(lessons[place])
    own_month(people, beliefs, i, lesson)
    seen_unjust = np.int64(0)
    if people.household:
        for p in range(np.int64(people.house[place, 0]), min(np.int64(people.house[place, 1]), here.n)):
            if p != place and lessons[p] != 0:
                household_month(people, beliefs, i, np.int64(lessons[p]))
                seen_unjust |= np.int64(lessons[p]) & UNJUST_LESSON
    own_unjust = lesson & UNJUST_LESSON
    if own_unjust or seen_unjust:
        tally.unjust[person.group] += 1
    legitimacy[i] = legitimacy_after(people, np.int64(legitimacy[i]), own_unjust, seen_unjust)
