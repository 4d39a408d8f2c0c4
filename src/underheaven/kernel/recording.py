"""Stage 3, recording: what is sensed is filed, with its term and its origin."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Bool, Int, U2s
from underheaven.fields import DISCRETION, FALSE, INHERITED, MISTAKEN, TRUE
from underheaven.jit import kernel
from underheaven.kernel.carriers import Person, Sensed
from underheaven.kernel.dossier import drop_departed, left_of, origin_of, pack
from underheaven.kernel.numbers import lowest
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

UNJUST = 8
_WRONGFUL, _ADVERSE, _UNSENSED = 1 << 8, 1 << 16, 1 << 24


@kernel
def wrongful_of(filed: Int) -> Int:
    """Return how many records were wrongful, of what ``recording`` returned."""
    return (filed >> 8) & 255


@kernel
def adverse_of(filed: Int) -> Int:
    """Return how many records were of no prosocial kind."""
    return (filed >> 16) & 255


@kernel
def sensed_of(filed: Int) -> Int:
    """Return how many of the adverse records a channel made: none for a quota, and none that is inherited."""
    return adverse_of(filed) - (filed >> 24)


@kernel
def shortest(dossier: U2s, i: Int) -> Int:
    """Return the slot of the record with the fewest months left, the oldest of equals."""
    slot = 0
    for s in range(1, dossier.shape[1]):
        if left_of(np.int64(dossier[i, s])) < left_of(np.int64(dossier[i, slot])):
            slot = s
    return slot


@kernel
def remove(dossier: U2s, i: Int, slot: Int) -> None:
    """Remove one record and close the gap."""
    for s in range(slot, dossier.shape[1] - 1):
        dossier[i, s] = dossier[i, s + 1]
    dossier[i, dossier.shape[1] - 1] = 0


@kernel
def file_record(rules: Rules, tally: Tally, dossier: U2s, i: Int, group: Int, rule: Int, origin: Int, n: Int) -> Int:
    """File one record into a dossier of ``n``; a full one drops the record with the fewest months left."""
    tally.recorded[rules.kind_of[rule], origin - 1] += 1
    tally.filed[group, origin - 1] += 1
    term = rules.term[rule]
    if n == dossier.shape[1]:
        tally.overflow += 1
        slot = shortest(dossier, i)
        if left_of(np.int64(dossier[i, slot])) > term:
            tally.crowded_out[origin - 1] += 1
            return n
        tally.crowded_out[origin_of(np.int64(dossier[i, slot])) - 1] += 1
        remove(dossier, i, slot)
        n -= 1
    dossier[i, n] = pack(rule, term, origin)
    return n + 1


@kernel
def _wrong_set(origin: Int, sensed: Sensed) -> Int:
    """Return the set of records of a wrongful origin."""
    if origin == FALSE:
        return sensed.false
    if origin == MISTAKEN:
        return sensed.mistaken
    return sensed.made & ~sensed.true if origin == DISCRETION else sensed.inherited


@kernel
def nothing_to_file(sensed: Int, departed: Int) -> Bool:
    """Return whether the dossier stays as it is: ``recording`` then files and drops nothing.

    sensed, departed: other than 0 where anything was sensed, and where a record left last month.
    """
    return (sensed == 0) & (departed == 0)


@kernel
def recording(
    people: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, held: Int, sensed: Sensed
) -> Int:
    """File the month's records; return what they were, to be read with ``wrongful_of`` and its neighbours.

    Bits 0-2: classes sanctioned; 3: unjust; 8-15: wrongful records; 16-23: adverse ones; 24 and up: those of them that
    no channel made.
    """
    i, group = person.i, person.group
    n = drop_departed(dossier, i)
    result = np.int64(0)
    every = sensed.true | sensed.false | sensed.mistaken | sensed.made | sensed.inherited
    if every == 0:
        return result
    while every != 0:
        rule = lowest(every)
        every &= every - 1
        if (held >> rule) & 1 and rules.refile[rule] == 0:
            continue
        kind = rules.kind_of[rule]
        if people.prosocial[kind] == 0:
            result |= np.int64(1) << people.class_of[kind]
        adverse = np.int64(0) if people.prosocial[kind] else np.int64(_ADVERSE)
        if (sensed.true >> rule) & 1:
            n = file_record(rules, tally, dossier, i, group, rule, TRUE, n)
            result += adverse
        for origin in (FALSE, MISTAKEN, DISCRETION, INHERITED):
            if (_wrong_set(origin, sensed) >> rule) & 1:
                n = file_record(rules, tally, dossier, i, group, rule, origin, n)
                result += _WRONGFUL + adverse
                if people.prosocial[kind] == 0:
                    result |= UNJUST
        if adverse and (sensed.inherited >> rule) & 1:
            result += _UNSENSED
        if (sensed.made >> rule) & 1:
            result += _UNSENSED
            tally.made_for_quota[(TRUE if (sensed.true >> rule) & 1 else DISCRETION) - 1] += 1
    return result
