"""One record in sixteen bits: rule 5, months left 7, origin 3, contested 1.

A record with no months left is one that left during last month's repair. It stays until the next
recording, so that the month's start still knows who was listed last month.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int, U2s
from underheaven.jit import jit_kernel

_CONTESTED = 32_768


@jit_kernel
def pack_record(rule: Int, months_left: Int, origin: Int) -> Int:
    """Return a record: rule 0..31, months left 0..127, origin 1..5, not contested."""
    return rule | (months_left << 5) | (origin << 12)


@jit_kernel
def record_rule(record: Int) -> Int:
    """Return the rule of a record."""
    return record & 31


@jit_kernel
def record_months_left(record: Int) -> Int:
    """Return the months left; 0 for one that left last month, 127 for no end."""
    return (record >> 5) & 127


@jit_kernel
def record_origin(record: Int) -> Int:
    """Return the origin, 1..5."""
    return (record >> 12) & 7


@jit_kernel
def is_contested(record: Int) -> Int:
    """Return 1 where an appeal is pending."""
    return record >> 15


@jit_kernel
def mark_contested(record: Int) -> Int:
    """Return the record with an appeal pending."""
    return record | _CONTESTED


@jit_kernel
def set_months_left(record: Int, months_left: Int) -> Int:
    """Return the record with other months left."""
    return (record & 61_471) | (months_left << 5)


@jit_kernel
def active_rule_set(dossier: U2s, i: Int) -> Int:
    """Return the set of rules, as bits, that stood at last month's standing."""
    active_rules = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        active_rules |= np.int64(1) << record_rule(record)
    return active_rules


ORIGIN_COUNT_BITS = 12
"""Bits of a count by origin: so many persons can be added as leave it below 4,096."""


@jit_kernel
def origin_count_unit(record: Int) -> Int:
    """Return 1 in the place of the record's origin among counts by origin."""
    return np.int64(1) << (ORIGIN_COUNT_BITS * (record_origin(record) - 1))


@jit_kernel
def count_origins(dossier: U2s, i: Int) -> Int:
    """Return how many records there are of each origin, in ``ORIGIN_BITS`` bits each, the first origin lowest."""
    counts = np.int64(0)
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        counts += origin_count_unit(record)
    return counts


@jit_kernel
def drop_ended_records(dossier: U2s, i: Int) -> Int:
    """Remove records with no months left, keep the order of filing; return how many stay."""
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
