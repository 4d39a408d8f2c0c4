"""What a researcher's own mechanism sees of a person after a stage, and which of its changes enter the state.

A hook sees what its stage reads or writes, by the table of the month, and may change what its stage writes to the
state. Packed state is unpacked into integers, one per field; ``FIELDS`` lists them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from underheaven import draws
from underheaven.array_types import I8s, Int
from underheaven.draws import draw
from underheaven.fields.codes import (
    CLASSES,
    OWES_UNWILLING,
    PUBLIC_BLACKLISTED,
    PUBLIC_OPEN,
    PUBLIC_REDLISTED,
    PUBLIC_SPEAKING,
    SOLVENCY,
    STAGES,
)
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person, TownMonth
from underheaven.kernel.livelihood import EMPLOYED, IN_WORKFORCE, set_solvency_stage, solvency_stage
from underheaven.kernel.month import step_named
from underheaven.kernel.response import UNJUST_LESSON
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import MAX_GRADES, MAX_GROUPS


class Field(NamedTuple):
    """One number that a hook may see.

    Attributes:
        name: Name of the field.
        of: Array that it is part of, as named in the table of the month.
        most: Maximum; the minimum is 0.
        means: Meaning and unit.
    """

    name: str
    of: str
    most: int
    means: str


ALWAYS = ""
"""Value of ``Field.of`` for fields that are visible after every stage."""

FIELDS = (
    Field("month", ALWAYS, 1_200, "months observed before this one"),
    Field("group", ALWAYS, MAX_GROUPS - 1, "reporting group, as its position among the labels of group"),
    Field("is_subject", ALWAYS, 1, "1 where the regime is in force and about the person"),
    Field("blacklisted", "person.status", 1, "1 on a blacklist this month"),
    Field("redlisted", "person.status", 1, "1 on a redlist this month"),
    Field("records", "state.dossier", 32, "records in the dossier"),
    Field("employed", "state.livelihood", 1, "1 with a job"),
    Field("in_workforce", "state.livelihood", 1, "1 who works or seeks work"),
    Field(
        "solvency",
        "state.livelihood",
        len(SOLVENCY) - 1,
        "stage of solvency: 0 clear, 1 borrowing, 2 in arrears, 3 judgment pending, 4 owes, 6 judged in error",
    ),
    Field("unwilling", "state.livelihood", 1, "1 whose default was chosen"),
    Field("savings", "state.savings", 65_535, "thousandths of a month of income"),
    *(
        Field(f"belief_{c}_{which}", "state.beliefs", 65_535, f"perceived chance of a sanction, {c}, {which}, 1/65535")
        for c in CLASSES
        for which in ("guilty", "innocent")
    ),
    Field("legitimacy", "state.legitimacy", 65_535, "how rightful the regime seems, 1/65535"),
    Field("acted", "person.lesson", 1, "1 who did an act of any class this month"),
    Field("sanctioned", "person.lesson", 1, "1 of whom an adverse record was filed this month"),
    Field("unjust", "person.lesson", 1, "1 with an adverse record this month that was not earned"),
    Field("seen_blacklisted", "state.public_status", 1, "1 seen on a blacklist last month"),
    Field("seen_redlisted", "state.public_status", 1, "1 seen on a redlist last month"),
    Field("seen_speaking", "state.public_status", 1, "1 heard to speak in public last month"),
    Field("seen_acting", "state.public_status", 1, "1 seen to act in the open last month"),
    Field("shown_blacklisted", "state.public_status_next", 1, "1 to be seen on a blacklist next month"),
    Field("shown_redlisted", "state.public_status_next", 1, "1 to be seen on a redlist next month"),
    Field("shown_speaking", "state.public_status_next", 1, "1 to be known next month to have spoken"),
    Field("shown_acting", "state.public_status_next", 1, "1 to be known next month to have acted in the open"),
)
"""Every number that any hook may see, by position; the hook's own draw, ``uniform``, follows them."""

PLACES = {field.name: place for place, field in enumerate(FIELDS)}
UNIFORM, FAILED, REAL = range(len(FIELDS), len(FIELDS) + 3)
"""Positions of the hook's own draw, of the mark that the hook raised an error (1), and of the draw as a float."""
WORDS = len(FIELDS) + 3
NEVER_WRITTEN = ("state.dossier",)
"""State that no hook may change: only the rules file and repair records."""


def visible(stage: str) -> tuple[str, ...]:
    """Return the fields that a hook sees after a stage: all that the stage reads or writes."""
    step = step_named(stage)
    seen = {ALWAYS, *step.reads, *step.writes}
    return tuple(field.name for field in FIELDS if field.of in seen)


def writable(stage: str) -> tuple[str, ...]:
    """Return the fields that a hook may change after a stage: those of the state that the stage writes."""
    changed = {name for name in step_named(stage).writes if name.startswith("state.") and name not in NEVER_WRITTEN}
    return tuple(field.name for field in FIELDS if field.of in changed)


HOOKED = tuple(stage for stage in STAGES if writable(stage))
"""Stages after which a hook may change something."""

_MONTH, _GROUP, _SUBJECT, _BLACK, _RED, _RECORDS = range(6)
_EMPLOYED, _WORKER, _SOLVENCY, _UNWILLING, _SAVINGS = range(6, 11)
_BELIEF, _LEGITIMACY, _ACTED, _SANCTIONED, _UNJUST, _SEEN, _SHOWN = 11, 17, 18, 19, 20, 21, 25
_UNWILLING_BIT = 5
_MARKS = PUBLIC_BLACKLISTED | PUBLIC_REDLISTED | PUBLIC_SPEAKING | PUBLIC_OPEN


@jit_kernel
def show_to_hook(
    words: I8s, society: Society, rules: Rules, town: TownMonth, state: State, person: Person, stands: Int, lesson: Int
) -> None:
    """Unpack all that any hook may see of a person.

    Args:
        words: Numbers of the person, int64 (WORDS,), in the order of `FIELDS`; set.
        society: The compiled society.
        rules: The rules in force.
        town: The town's month.
        state: State of all persons.
        person: The person's month.
        stands: Status of this month: grade + 8 * lists (as bits).
        lesson: Packed lesson of this month; see `kernel.response`.
    """
    i, livelihood_bits = person.i, np.int64(state.livelihood[person.i])
    words[_MONTH], words[_GROUP] = town.month - society.burn_in, person.group
    words[_SUBJECT] = 1 if person.is_subject else 0
    words[_BLACK] = 1 if (stands // MAX_GRADES) & rules.black else 0
    words[_RED] = 1 if (stands // MAX_GRADES) & rules.red else 0
    words[_RECORDS] = records_of(state, i)
    words[_EMPLOYED], words[_WORKER] = livelihood_bits & EMPLOYED, 1 if livelihood_bits & IN_WORKFORCE else 0
    words[_SOLVENCY], words[_UNWILLING] = solvency_stage(livelihood_bits), (livelihood_bits >> _UNWILLING_BIT) & 1
    words[_SAVINGS], words[_LEGITIMACY] = state.savings[i], state.legitimacy[i]
    for b in range(6):
        words[_BELIEF + b] = state.beliefs[i, b]
    words[_ACTED], words[_SANCTIONED] = 1 if lesson & 7 else 0, 1 if (lesson >> 3) & 7 else 0
    words[_UNJUST] = 1 if lesson & UNJUST_LESSON else 0
    for bit in range(4):
        words[_SEEN + bit] = (np.int64(state.public_status[i]) >> bit) & 1
        words[_SHOWN + bit] = (np.int64(state.public_status_next[i]) >> bit) & 1
    words[FAILED] = 0


@jit_kernel
def records_of(state: State, i: Int) -> Int:
    """Return the number of records in a dossier."""
    n = np.int64(0)
    for s in range(state.dossier.shape[1]):
        n += 1 if state.dossier[i, s] != 0 else 0
    return n


@jit_kernel
def draw_for_hook(town: TownMonth, i: Int, name: Int) -> Int:
    """Return the draw of a hook for a person and month.

    Args:
        town: The town's month.
        i: Index of the person in the society, from 0.
        name: Hash of the hook's name.

    Returns:
        Draw, 0 to 2**32 - 1.
    """
    return draw(town.key, i, town.month, draws.HOOK, name)


@jit_kernel
def fault_of(words: I8s, before: I8s, may: I8s) -> Int:
    """Return the position of the first number that a hook must not leave as it is.

    An unwilling debt has a mark and no stage of its own, so that stage is a fault as well.

    Args:
        words: Numbers after the hook, int64 (WORDS,).
        before: Numbers before the hook, int64 (WORDS,).
        may: Maximum that the hook may write at each position, int64 (WORDS,); below 0 where it may write nothing.

    Returns:
        Position, FAILED if the hook raised an error, or -1 if there is no fault.
    """
    if words[FAILED] != 0:
        return np.int64(FAILED)
    for place in range(UNIFORM):
        if words[place] != before[place] and not 0 <= words[place] <= may[place]:
            return np.int64(place)
    return np.int64(_SOLVENCY if words[_SOLVENCY] == OWES_UNWILLING else -1)


@jit_kernel
def take_from_hook(words: I8s, before: I8s, state: State, i: Int) -> None:
    """Copy what a hook has changed into the state, and nothing else.

    Args:
        words: Numbers after the hook, int64 (WORDS,).
        before: Numbers before the hook, int64 (WORDS,).
        state: State of all persons.
        i: Index of the person in the society, from 0.
    """
    livelihood_bits = np.int64(state.livelihood[i])
    if changed(words, before, _EMPLOYED, _SAVINGS):
        work = words[_EMPLOYED] * EMPLOYED + words[_WORKER] * IN_WORKFORCE
        state.livelihood[i] = set_solvency_stage(work, words[_SOLVENCY], words[_UNWILLING]) | (
            livelihood_bits & ~np.int64(63)
        )
    if changed(words, before, _SAVINGS, _SAVINGS + 1):
        state.savings[i] = words[_SAVINGS]
    if changed(words, before, _BELIEF, _LEGITIMACY):
        for b in range(6):
            state.beliefs[i, b] = words[_BELIEF + b]
    if changed(words, before, _LEGITIMACY, _LEGITIMACY + 1):
        state.legitimacy[i] = words[_LEGITIMACY]
    if changed(words, before, _SHOWN, UNIFORM):
        marks = np.int64(0)
        for bit in range(4):
            marks |= words[_SHOWN + bit] << bit
        state.public_status_next[i] = (np.int64(state.public_status_next[i]) & ~np.int64(_MARKS)) | marks


@jit_kernel
def changed(words: I8s, before: I8s, first: Int, end: Int) -> Int:
    """Return 1 where any number from ``first`` to ``end`` differs."""
    found = np.int64(0)
    for place in range(first, end):
        if words[place] != before[place]:
            found = np.int64(1)
    return found
