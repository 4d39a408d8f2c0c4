"""Counter-based draws u(seed, replicate, person, month, purpose, k): addressed, never consumed.

Philox4x32-10 turns an address into four 32-bit words. The key is (seed, replicate), the counter is
(person, month, block, k); a purpose is block times four plus lane. ``k`` is a stable hash of the
name of a kind or channel, 0 where there is none, so that a rule added to one scenario changes no draw
of another. A draw is an int64 in [0, 2**32) and is compared with a fixed-point threshold.

Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np

from underheaven.array_types import I8s, Int, U1s, U2s, U4s
from underheaven.jit.decorators import jit_entry, jit_inline

FourDraws: TypeAlias = tuple[Int, Int, Int, Int]
"""The four 32-bit draws of one evaluation."""

DRAW_RANGE = 4_294_967_296
"""A draw is in [0, DRAW_RANGE); a probability of 1 is this threshold."""

# Purposes are append-only; a number is never reused. Four successive purposes form a block and share one evaluation.
PERSON_CELL, HOUSEHOLD_CELL, CONVICTION, AVERSION = 0, 1, 2, 3
GRIEVANCE, SPEECH_THRESHOLD, GAMING_COST, PARTICIPATION = 4, 5, 6, 7
START_JOB, START_DEBT, START_SAVINGS, BACKLOG_SAVINGS, TIE, JOINED, ALIKE = 8, 9, 10, 11, 12, 14, 15
OPPORTUNITY, FALSE_RECORD, JOB, RENEWAL = 16, 17, 18, 19
SOLVENCY, MISTAKEN_VICTIM, COURT_ERROR, DEFAULT = 20, 21, 22, 23
OPPORTUNITY_NEXT, BENEFIT, DETECTION, MISTAKEN = 24, 25, 26, 27
APPEAL_FILED, APPEAL_HEARD, APPEAL_GRANTED, CORRECTION = 28, 29, 30, 31
EXPIRY, EARLY_REMOVAL, PERFORMANCE, DENIAL = 32, 33, 34, 35
ACCESS, EXPLORATION = 36, 37
VISIT, SUPPRESSED = 42, 43
CONTAGION, KINSHIP, SEVERED_TIE, QUOTA = 44, 45, 46, 47
PARTNER, SEEN, SLIP = 48, 50, 51
STAGED = 57
FAVOUR, CONSENT, AWARE, STRATEGY = 60, 61, 62, 63  # once in a person's life
ROLLOUT = 64  # once per replicate, by the name of the region
HOOK = 65  # of a user-written hook, by its name

PURPOSES: dict[str, int] = {
    name: value for name, value in list(globals().items()) if name.isupper() and name not in ("DRAW_RANGE", "PURPOSES")
}

_ROUNDS = 10
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_MASK, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


def _philox(c0: Int, c1: Int, c2: Int, c3: Int, k0: Int, k1: Int) -> FourDraws:
    """Return what ``philox`` returns, computed in Python integers for the interpreted engine."""
    c0, c1, c2, c3, k0, k1 = int(c0), int(c1), int(c2), int(c3), int(k0), int(k1)
    for _ in range(_ROUNDS):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & 0xFFFFFFFF, (p0 >> 32) ^ c3 ^ k1, p0 & 0xFFFFFFFF
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.uint32(c0), np.uint32(c1), np.uint32(c2), np.uint32(c3)


@partial(jit_inline, reference=_philox)
def philox(c0: Int, c1: Int, c2: Int, c3: Int, k0: Int, k1: Int) -> FourDraws:
    """Return the four words of Philox4x32-10 for a counter and a key; all uint32.

    The function is inlined before compilation, because only then does the compiler vectorise ``fill_block``.
    """
    for _ in range(_ROUNDS):
        p0 = _M0 * np.uint64(c0)
        p1 = _M1 * np.uint64(c2)
        c0 = np.uint32(p1 >> _SHIFT) ^ c1 ^ k0
        c1 = np.uint32(p1 & _MASK)
        c2 = np.uint32(p0 >> _SHIFT) ^ c3 ^ k1
        c3 = np.uint32(p0 & _MASK)
        k0 = np.uint32((np.uint64(k0) + _W0) & _MASK)
        k1 = np.uint32((np.uint64(k1) + _W1) & _MASK)
    return c0, c1, c2, c3


@jit_entry
def draw_block(key: U4s, person: Int, month: Int, block: Int, k: Int) -> FourDraws:
    """Return the four draws of one block for the cost of one.

    Args:
        key: uint32 array (seed, replicate), see `draw_key`.
        person: index of the person, from 0.
        month: month of the run, from 0, or the generation for draws made once in a person's life.
        block: purpose // 4.
        k: hash of a name (`hash_names`), or 0.

    Returns:
        Four draws in [0, 2**32), one per lane; lane ``p`` belongs to the purpose ``4 * block + p``.
    """
    a, b, c, d = philox(
        np.uint32(person), np.uint32(month), np.uint32(block), np.uint32(k), np.uint32(key[0]), np.uint32(key[1])
    )
    return np.int64(a), np.int64(b), np.int64(c), np.int64(d)


@jit_entry
def draw(key: U4s, person: Int, month: Int, purpose: Int, k: Int) -> Int:
    """Return the draw of one address.

    Args:
        key: uint32 array (seed, replicate), see `draw_key`.
        person: index of the person, from 0.
        month: month of the run, from 0, or the generation for draws made once in a person's life.
        purpose: one of `PURPOSES`.
        k: hash of a name (`hash_names`), or 0.

    Returns:
        The draw, int64 in [0, 2**32).
    """
    a, b, c, d = draw_block(key, person, month, purpose >> 2, k)
    lane = purpose & 3
    if lane == 0:
        return a
    if lane == 1:
        return b
    if lane == 2:
        return c
    return d


@jit_entry
def fill_block(out: U4s, key: U4s, first: Int, n: Int, month: Int, block: Int) -> None:
    """Fill ``out`` with one block of draws for successive persons.

    Args:
        out: uint32 array (4, at least n): lane by person. Columns from ``n`` on stay as they are.
        key: uint32 array (seed, replicate).
        first: index of the first person.
        n: number of persons.
        month: month of the run, from 0.
        block: purpose // 4.
    """
    k0, k1, c1, c2 = np.uint32(key[0]), np.uint32(key[1]), np.uint32(month), np.uint32(block)
    out0, out1, out2, out3 = out[0], out[1], out[2], out[3]
    for j in range(n):
        a, b, c, d = philox(np.uint32(first + j), c1, c2, np.uint32(0), k0, k1)
        out0[j] = a
        out1[j] = b
        out2[j] = c
        out3[j] = d


@jit_entry
def fill_lifelong_block(out: U4s, key: U4s, first: Int, n: Int, generation: U1s, block: Int) -> None:
    """Fill ``out`` as `fill_block` does, with draws made once in a person's life.

    Args:
        out: uint32 array (4, at least n): lane by person.
        key: uint32 array (seed, replicate).
        first: index of the first person.
        n: number of persons.
        generation: uint8 array over all persons, which takes the place of the month in the address.
        block: purpose // 4.
    """
    k0, k1, c2 = np.uint32(key[0]), np.uint32(key[1]), np.uint32(block)
    out0, out1, out2, out3 = out[0], out[1], out[2], out[3]
    for j in range(n):
        a, b, c, d = philox(np.uint32(first + j), np.uint32(generation[first + j]), c2, np.uint32(0), k0, k1)
        out0[j] = a
        out1[j] = b
        out2[j] = c
        out3[j] = d


@jit_entry
def fill_listed_block(
    out: U4s, key: U4s, first: Int, item_person: U2s, n: Int, month: Int, block: Int, address: U4s
) -> None:
    """Fill ``out`` with one block of draws for each item of a list.

    Args:
        out: uint32 array (4, at least n): lane by item.
        key: uint32 array (seed, replicate).
        first: index of the first person.
        item_person: uint16 array; item ``m`` belongs to the person ``first + item_person[m]``.
        n: number of items.
        month: month of the run, from 0.
        block: purpose // 4.
        address: uint32 array; ``address[m]`` is the ``k`` of item ``m``.
    """
    k0, k1, c1, c2 = np.uint32(key[0]), np.uint32(key[1]), np.uint32(month), np.uint32(block)
    out0, out1, out2, out3 = out[0], out[1], out[2], out[3]
    for m in range(n):
        a, b, c, d = philox(np.uint32(first + np.int64(item_person[m])), c1, c2, address[m], k0, k1)
        out0[m] = a
        out1[m] = b
        out2[m] = c
        out3[m] = d


@jit_entry
def draw_below(u: Int, n: Int) -> Int:
    """Return an integer in [0, n) from the draw ``u`` in [0, 2**32); ``n`` is at most 2**31."""
    return (u * n) >> 32


def hash_names(*names: str) -> int:
    """Return a stable hash of names.

    Returns:
        A hash in [1, 2**32).

    Source: FNV-1a over the UTF-8 bytes (Fowler, Noll & Vo), with a final avalanche.
    """
    value = 0x811C9DC5
    for byte in "\x1f".join(names).encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    # Without this avalanche, short names that differ only at the end would share their high bits.
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    return (value ^ (value >> 13)) or 1


def draw_by_name(key: U4s, purpose: Int, names: Sequence[str]) -> I8s:
    """Return one draw per name for things that are not persons, such as regions; nothing is compiled.

    Args:
        key: uint32 array (seed, replicate).
        purpose: one of `PURPOSES`.
        names: names of the things drawn for.

    Returns:
        int64 array (names), each in [0, 2**32).
    """
    uncompiled: Callable[[Int, Int, Int, Int, Int, Int], FourDraws] = getattr(philox, "py_func", philox)
    block, k0, k1 = np.uint32(purpose >> 2), np.uint32(key[0]), np.uint32(key[1])
    words = [uncompiled(np.uint32(0), np.uint32(0), block, np.uint32(hash_names(name)), k0, k1) for name in names]
    return np.array([int(word[purpose & 3]) for word in words], np.int64)


def draw_key(seed: Int, replicate: Int) -> U4s:
    """Return the generator's key: a uint32 array (seed, replicate)."""
    return np.array([seed, replicate], dtype=np.uint32)
