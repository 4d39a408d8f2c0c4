"""Stage 3, recording: what is sensed is filed, with its term and its origin."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int, U2s
from underheaven.fields.codes import DISCRETION, FALSE, INHERITED, MISTAKEN, TRUE
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person, SensedRules
from underheaven.kernel.dossier import drop_ended_records, pack_record, record_months_left, record_origin
from underheaven.kernel.fixed_point import lowest_bit
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

UNJUST_BIT = 8
_WRONGFUL, _ADVERSE, _UNSENSED = 1 << 8, 1 << 16, 1 << 24


@jit_kernel
def wrongful_count(filed: Int) -> Int:
    """Return the number of wrongful records in the packed result of `recording`.

    Args:
        filed: Packed result.

    Returns:
        0 to 255.
    """
    return (filed >> 8) & 255


@jit_kernel
def adverse_count(filed: Int) -> Int:
    """Return the number of adverse records, those of no prosocial kind, in the packed result of `recording`.

    Args:
        filed: Packed result.

    Returns:
        0 to 255.
    """
    return (filed >> 16) & 255


@jit_kernel
def sensed_count(filed: Int) -> Int:
    """Return the number of adverse records that a channel made: none for a quota, none inherited.

    Args:
        filed: Packed result of `recording`.

    Returns:
        0 to 255.
    """
    return adverse_count(filed) - (filed >> 24)


@jit_kernel
def shortest_record_slot(dossier: U2s, i: Int) -> Int:
    """Return the position of the record with the fewest months left, the oldest among equals."""
    slot = 0
    for s in range(1, dossier.shape[1]):
        if record_months_left(np.int64(dossier[i, s])) < record_months_left(np.int64(dossier[i, slot])):
            slot = s
    return slot


@jit_kernel
def remove_record(dossier: U2s, i: Int, slot: Int) -> None:
    """Remove one record and close the gap."""
    for s in range(slot, dossier.shape[1] - 1):
        dossier[i, s] = dossier[i, s + 1]
    dossier[i, dossier.shape[1] - 1] = 0


@jit_kernel
def file_record(rules: Rules, tally: Tally, dossier: U2s, i: Int, group: Int, rule: Int, origin: Int, n: Int) -> Int:
    """File one record into a dossier of ``n``; a full dossier drops the record with the fewest months left."""
    tally.recorded[rules.kind_of[rule], origin - 1] += 1
    tally.filed[group, origin - 1] += 1
    term = rules.term[rule]
    if n == dossier.shape[1]:
        tally.overflow += 1
        slot = shortest_record_slot(dossier, i)
        if record_months_left(np.int64(dossier[i, slot])) > term:
            tally.displaced_records[origin - 1] += 1
            return n
        tally.displaced_records[record_origin(np.int64(dossier[i, slot])) - 1] += 1
        remove_record(dossier, i, slot)
        n -= 1
    dossier[i, n] = pack_record(rule, term, origin)
    return n + 1


@jit_kernel
def _wrong_set(origin: Int, sensed: SensedRules) -> Int:
    """Return the rules, as bits, recorded with a wrongful origin."""
    if origin == FALSE:
        return sensed.false
    if origin == MISTAKEN:
        return sensed.mistaken
    return sensed.quota & ~sensed.true if origin == DISCRETION else sensed.inherited


@jit_kernel
def nothing_to_file(sensed: Int, departed: Int) -> Bool:
    """Return whether the dossier stays as it is: ``recording`` then files and drops nothing.

    Args:
        sensed: Other than 0 where anything was sensed.
        departed: Other than 0 where a record left last month.

    Returns:
        Whether `recording` can be skipped.
    """
    return (sensed == 0) & (departed == 0)


@jit_kernel
def recording(
    society: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, active_rules: Int, sensed: SensedRules
) -> Int:
    """File the month's records of one person.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        active_rules: Rules with a record at last month's standing, as bits.
        sensed: Rules sensed this month, as bits, by origin.

    Returns:
        Packed result: classes sanctioned (bits 0 to 2), 8 for an unjust record, then counts of wrongful records (bits 8
        to 15), of adverse ones (16 to 23), and of adverse ones that no channel made (24 and up).

    Source:
        docs/stages/recording.md.
    """
    i, group = person.i, person.group
    n = drop_ended_records(dossier, i)
    result = np.int64(0)
    remaining = sensed.true | sensed.false | sensed.mistaken | sensed.quota | sensed.inherited
    if remaining == 0:
        return result
    while remaining != 0:
        rule = lowest_bit(remaining)
        remaining &= remaining - 1
        if (active_rules >> rule) & 1 and rules.refile[rule] == 0:
            continue
        kind = rules.kind_of[rule]
        if society.prosocial[kind] == 0:
            result |= np.int64(1) << society.class_of[kind]
        adverse = np.int64(0) if society.prosocial[kind] else np.int64(_ADVERSE)
        if (sensed.true >> rule) & 1:
            n = file_record(rules, tally, dossier, i, group, rule, TRUE, n)
            result += adverse
        for origin in (FALSE, MISTAKEN, DISCRETION, INHERITED):
            if (_wrong_set(origin, sensed) >> rule) & 1:
                n = file_record(rules, tally, dossier, i, group, rule, origin, n)
                result += _WRONGFUL + adverse
                if society.prosocial[kind] == 0:
                    result |= UNJUST_BIT
        if adverse and (sensed.inherited >> rule) & 1:
            result += _UNSENSED
        if (sensed.quota >> rule) & 1:
            result += _UNSENSED
            tally.made_for_quota[(TRUE if (sensed.true >> rule) & 1 else DISCRETION) - 1] += 1
    return result
