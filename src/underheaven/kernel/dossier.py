"""One record in sixteen bits: rule 5, months left 7, origin 3, contested 1.

A record with no months left is one that left during last month's repair. It stays until the next recording, so that the
start of the month still knows who was listed last month.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int, U2s
from underheaven.jit.decorators import jit_kernel

_CONTESTED = 32_768


@jit_kernel
def pack_record(rule: Int, months_left: Int, origin: Int) -> Int:
    """Return a packed record that is not contested.

    Args:
        rule: Rule, 0 to 31.
        months_left: Months left, 0 to 127; 127 for no end.
        origin: Origin, 1 to 5.

    Returns:
        Packed record, 16 bits.
    """
    return rule | (months_left << 5) | (origin << 12)


@jit_kernel
def record_rule(record: Int) -> Int:
    """Return the rule of a record.

    Args:
        record: Packed record, 16 bits.

    Returns:
        Rule, 0 to 31.
    """
    return record & 31


@jit_kernel
def record_months_left(record: Int) -> Int:
    """Return the months left of a record.

    Args:
        record: Packed record, 16 bits.

    Returns:
        0 for a record that left last month, 1 to 126, or 127 for no end.
    """
    return (record >> 5) & 127


@jit_kernel
def record_origin(record: Int) -> Int:
    """Return the origin of a record.

    Args:
        record: Packed record, 16 bits.

    Returns:
        1 true, 2 false, 3 mistaken, 4 discretion, 5 inherited.
    """
    return (record >> 12) & 7


@jit_kernel
def is_contested(record: Int) -> Int:
    """Return 1 where an appeal against a record is pending, else 0.

    Args:
        record: Packed record, 16 bits.

    Returns:
        0 or 1.
    """
    return record >> 15


@jit_kernel
def mark_contested(record: Int) -> Int:
    """Return a record with an appeal pending.

    Args:
        record: Packed record, 16 bits.

    Returns:
        Packed record, 16 bits.
    """
    return record | _CONTESTED


@jit_kernel
def set_months_left(record: Int, months_left: Int) -> Int:
    """Return a record with other months left.

    Args:
        record: Packed record, 16 bits.
        months_left: Months left, 0 to 127.

    Returns:
        Packed record, 16 bits.
    """
    return (record & 61_471) | (months_left << 5)


@jit_kernel
def active_rule_set(dossier: U2s, i: Int) -> Int:
    """Return the rules with a record in a dossier: before recording, those at last month's standing.

    Args:
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.

    Returns:
        Rules, as bits.
    """
    active_rules = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        active_rules |= np.int64(1) << record_rule(record)
    return active_rules


ORIGIN_COUNT_BITS = 12
"""Bits of each count by origin. Counts of persons may be added as long as each stays below 4,096."""


@jit_kernel
def origin_count_unit(record: Int) -> Int:
    """Return 1 in the field of the record's origin, for counts by origin.

    Args:
        record: Packed record, 16 bits.

    Returns:
        A power of two; see `count_origins`.
    """
    return np.int64(1) << (ORIGIN_COUNT_BITS * (record_origin(record) - 1))


@jit_kernel
def count_origins(dossier: U2s, i: Int) -> Int:
    """Return the number of records of each origin.

    Args:
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.

    Returns:
        Counts of ORIGIN_COUNT_BITS bits each, the first origin lowest.
    """
    counts = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        counts += origin_count_unit(record)
    return counts


@jit_kernel
def drop_ended_records(dossier: U2s, i: Int) -> Int:
    """Remove records with no months left and keep the others in the order of filing.

    Args:
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.

    Returns:
        Records that remain.
    """
    n_kept = 0
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        dossier[i, s] = 0
        if record_months_left(record) > 0:
            dossier[i, n_kept] = record
            n_kept += 1
    return n_kept
