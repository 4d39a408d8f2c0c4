"""Problems found by checks: a place in a document and the three parts of a message about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from underheaven.errors import Fault
from underheaven.spec.io.toml_paths import PathSteps, ReadingOrder, escape_unprintable, format_path, shorten_word

MAX_FAULTS = 200
"""Most faults reported for one document."""


@dataclass(frozen=True)
class Guess:
    """A guess at what was meant, so that other checks can continue; results never use it.

    Attributes:
        action: what to do with the value.
        value: the new value or name.
        is_blind: whether nothing similar was found, so that further problems at this place may be wrong.
    """

    action: Literal["set", "rename", "drop"]
    value: Any = None
    is_blind: bool = False


@dataclass(frozen=True)
class Problem:
    """One fault of a document, before it is formatted.

    Attributes:
        steps: path to the place.
        what: what is there, to follow the path in a sentence.
        why: why this is a fault.
        instead: what to write instead.
        guess: a guess at what was meant.
    """

    steps: PathSteps
    what: str
    why: str
    instead: str
    guess: Guess | None = None


def faults_from_problems(where: str, raw: object, problems: Iterable[Problem]) -> list[Fault]:
    """Return formatted faults in reading order, without duplicates.

    Args:
        where: the document, for messages.
        raw: its plain table.
        problems: the problems, in any order.

    Returns:
        At most ``MAX_FAULTS`` faults, then one that counts the rest.
    """
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
    """Return the known word most similar to ``word``, or None where none is similar."""
    by_fold, folded = {k.casefold(): k for k in known}, word.casefold()[:80]
    if folded in by_fold:
        return by_fold[folded]
    matches = difflib.get_close_matches(folded, list(by_fold), n=1, cutoff=cutoff)
    return by_fold[matches[0]] if matches else None


def join_with_and(words: Iterable[str], max_words: int = 12) -> str:
    """Return words as ``a, b and c``.

    Args:
        words: the words.
        max_words: words after these are counted, not written.
    """
    every = [shorten_word(word) for word in words]
    if len(every) > max_words:
        return ", ".join(every[:max_words]) + f" and {len(every) - max_words} more"
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def suggest_name(word: str, known: Iterable[str], if_none: str = "there is none") -> str:
    """Return what to write in place of an unknown name: the most similar known name, or all of them.

    Args:
        word: the unknown name.
        known: the known names.
        if_none: reason to remove it, where no name is known.
    """
    names = list(known)
    near = nearest_name(word, names)
    if near is not None:
        return f'Write "{near}"' + (f"; known are {join_with_and(names)}" if 1 < len(names) <= 12 else "")
    known = f"Known {'is' if len(names) == 1 else 'are'} {join_with_and(names)}"
    return known if names else f"Remove it: {if_none}"
