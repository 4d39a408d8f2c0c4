"""What a check found: a place in a document and the three parts of a sentence about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from underheaven.errors import Fault
from underheaven.spec.paths import ReadingOrder, Steps, printable, short, spell

MOST = 200
"""Faults written out for one document; more than these help nobody."""


@dataclass(frozen=True)
class Mend:
    """A guess at what was meant, so that the other checks can go on: never used for a result.

    blind: nothing near was found, so that what is said beside it may be wrong.
    """

    way: Literal["set", "rename", "drop"]
    to: Any = None
    blind: bool = False


@dataclass(frozen=True)
class Found:
    """One thing wrong: the way to it, what stands there, why it cannot, what to write instead."""

    steps: Steps
    what: str
    why: str
    instead: str
    mend: Mend | None = None


def as_faults(where: str, raw: object, found: Iterable[Found]) -> list[Fault]:
    """Spell what was found, in reading order, each place and matter once."""
    order = ReadingOrder(raw)
    ordered = sorted(dict.fromkeys(found), key=lambda f: order.key(f.steps))
    faults = [
        Fault(where, spell(raw, f.steps), printable(f.what), printable(f.why), printable(f.instead))
        for f in ordered[:MOST]
    ]
    if len(ordered) > MOST:
        more = f" has at least {len(ordered) - MOST:,} more faults"
        faults.append(Fault(where, "", more, "they are not written out", "Correct those above and check again"))
    return faults


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word nearest to this one, or None where none is near."""
    by_fold, folded = {k.casefold(): k for k in known}, word.casefold()[:80]
    if folded in by_fold:
        return by_fold[folded]
    near = difflib.get_close_matches(folded, list(by_fold), n=1, cutoff=cutoff)
    return by_fold[near[0]] if near else None


def listed(words: Iterable[str], most: int = 12) -> str:
    """Write words as ``a, b and c``, cut after ``most`` of them."""
    every = [short(word) for word in words]
    if len(every) > most:
        return ", ".join(every[:most]) + f" and {len(every) - most} more"
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def choose(word: str, known: Iterable[str], none: str = "there is none") -> str:
    """Write what to put in place of an unknown name: the nearest known one, or all of them."""
    every = list(known)
    near = nearest(word, every)
    if near is not None:
        return f'Write "{near}"' + (f"; known are {listed(every)}" if 1 < len(every) <= 12 else "")
    known = f"Known {'is' if len(every) == 1 else 'are'} {listed(every)}"
    return known if every else f"Remove it: {none}"
