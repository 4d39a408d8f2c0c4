"""One record in sixteen bits: rule 5, months left 7, origin 3, contested 1.

A record with no months left is one that left during last month's repair. It stays until the next
recording, so that the month's start still knows who was listed last month.
"""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Int, U2s
from underheaven.jit import kernel

_CONTESTED = 32_768


@kernel
def pack(rule: Int, left: Int, origin: Int) -> Int:
    """Return a record: rule 0..31, months left 0..127, origin 1..5, not contested."""
    return rule | (left << 5) | (origin << 12)


@kernel
def rule_of(word: Int) -> Int:
    """Return the rule of a record."""
    return word & 31


@kernel
def left_of(word: Int) -> Int:
    """Return the months left; 0 for one that left last month, 127 for no end."""
    return (word >> 5) & 127


@kernel
def origin_of(word: Int) -> Int:
    """Return the origin, 1..5."""
    return (word >> 12) & 7


@kernel
def contested(word: Int) -> Int:
    """Return 1 where an appeal is pending."""
    return word >> 15


@kernel
def contest(word: Int) -> Int:
    """Return the record with an appeal pending."""
    return word | _CONTESTED


@kernel
def with_left(word: Int, left: Int) -> Int:
    """Return the record with other months left."""
    return (word & 61_471) | (left << 5)


@kernel
def held_rules(dossier: U2s, i: Int) -> Int:
    """Return the set of rules, as bits, that stood at last month's standing."""
    held = np.int64(0)
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        held |= np.int64(1) << rule_of(word)
    return held


ORIGIN_BITS = 12
"""Bits of a count by origin: so many persons can be added as leave it below 4,096."""


@kernel
def one_of(word: Int) -> Int:
    """Return 1 in the place of the record's origin among counts by origin."""
    return np.int64(1) << (ORIGIN_BITS * (origin_of(word) - 1))


@kernel
def origins_in(dossier: U2s, i: Int) -> Int:
    """Return how many records there are of each origin, in ``ORIGIN_BITS`` bits each, the first origin lowest."""
    counts = np.int64(0)
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        counts += one_of(word)
    return counts


@kernel
def drop_departed(dossier: U2s, i: Int) -> Int:
    """Remove records with no months left, keep the order of filing; return how many stay."""
    kept = 0
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        dossier[i, s] = 0
        if left_of(word) > 0:
            dossier[i, kept] = word
            kept += 1
    return kept
