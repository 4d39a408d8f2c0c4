"""What a check found: a place in a document and the three parts of a sentence about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from underheaven.errors import Fault
from underheaven.spec.io.toml_paths import PathSteps, ReadingOrder, escape_unprintable, format_path, shorten_word

MAX_FAULTS = 200
"""Faults written out for one document; more than these help nobody."""


@dataclass(frozen=True)
class Guess:
    """A guess at what was meant, so that the other checks can go on: never used for a result.

    blind: nothing near was found, so that what is said beside it may be wrong.
    """

    action: Literal["set", "rename", "drop"]
    value: Any = None
    is_blind: bool = False


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the way to it, what stands there, why it cannot, what to write instead."""

    steps: PathSteps
    what: str
    why: str
    instead: str
    guess: Guess | None = None


def faults_from_problems(where: str, raw: object, problems: Iterable[Problem]) -> list[Fault]:
    """Spell what was found, in reading order, each place and matter once."""
    order = ReadingOrder(raw)
    ordered = sorted(dict.fromkeys(problems), key=lambda f: order.sort_key(f.steps))
    faults = [
        Fault(
            where,
            format_path(raw, f.steps),
            escape_unprintable(f.what),
            escape_unprintable(f.why),
            escape_unprintable(f.instead),
        )
        for f in ordered[:MAX_FAULTS]
    ]
    if len(ordered) > MAX_FAULTS:
        more = f" has at least {len(ordered) - MAX_FAULTS:,} more faults"
        faults.append(Fault(where, "", more, "they are not written out", "Correct those above and check again"))
    return faults


def nearest_name(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word nearest to this one, or None where none is near."""
    by_fold, folded = {k.casefold(): k for k in known}, word.casefold()[:80]
    if folded in by_fold:
        return by_fold[folded]
    matches = difflib.get_close_matches(folded, list(by_fold), n=1, cutoff=cutoff)
    return by_fold[matches[0]] if matches else None


def join_with_and(words: Iterable[str], max_words: int = 12) -> str:
    """Write words as ``a, b and c``, cut after ``most`` of them."""
    every = [shorten_word(word) for word in words]
    if len(every) > max_words:
        return ", ".join(every[:max_words]) + f" and {len(every) - max_words} more"
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def suggest_name(word: str, known: Iterable[str], if_none: str = "there is none") -> str:
    """Write what to put in place of an unknown name: the nearest known one, or all of them."""
    names = list(known)
    near = nearest_name(word, names)
    if near is not None:
        return f'Write "{near}"' + (f"; known are {join_with_and(names)}" if 1 < len(names) <= 12 else "")
    known = f"Known {'is' if len(names) == 1 else 'are'} {join_with_and(names)}"
    return known if names else f"Remove it: {if_none}"
