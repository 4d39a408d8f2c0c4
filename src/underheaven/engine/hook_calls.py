"""Calls of hooks: the table that engines read, machine code, the interpreted view of a person, and errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

import numpy as np

from underheaven.array_types import I8s
from underheaven.draws import DRAW_RANGE, hash_names
from underheaven.engine.hooks import Hook, allowed_fields_sentence
from underheaven.errors import RequestError
from underheaven.fields.codes import STAGES
from underheaven.jit.record_callback import compile_record_callback
from underheaven.kernel.hooks import FAILED, FIELDS, PLACES, REAL, UNIFORM, WORDS, visible, writable

# The table of hooks: the first row is empty, then one row per hook.
AFTER, ADDRESS, NAME, MAY, FIRST = 0, 1, 2, 3, 1
"""Columns: the stage, the address of the machine code, the hash of the name, and from MAY on the maximum that may be
written at each position, -1 where nothing may. FIRST is the first row of a hook."""


class Code(Protocol):
    """A function as C code calls it."""

    @property
    def address(self) -> int:
        """Return the address of the machine code in memory."""
        ...


def table_of(hooks: Sequence[Hook], codes: Sequence[Code] = ()) -> I8s:
    """Return the table of hooks.

    Args:
        hooks: Hooks, in the order of their calls.
        codes: Machine code of each, or empty.

    Returns:
        int64 (1 + hook, MAY + WORDS); the first row is empty.
    """
    table = np.full((FIRST + len(hooks), MAY + WORDS), -1, np.int64)
    for row, one in enumerate(hooks):
        most = [field.most if field.name in writable(one.after) else -1 for field in FIELDS]
        table[FIRST + row, :MAY] = STAGES.index(one.after), codes[row].address if codes else 0, hash_names(one.name)
        table[FIRST + row, MAY : MAY + len(most)] = most
    return table


class _Laid(Protocol):
    """A person's numbers as machine code finds them."""

    draw: int
    uniform: float


def _prepare(person: _Laid) -> None:
    """Set the hook's own draw as a float; compiled before the hook's own code."""
    person.uniform = person.draw / DRAW_RANGE


def machine_code(hook: Hook) -> Code | None:
    """Return a hook as machine code, or None where numba cannot compile it; the caller must keep a reference.

    Args:
        hook: The hook.

    Returns:
        The machine code, or None.
    """
    names = visible(hook.after)
    layout = np.dtype(
        {
            "names": [*names, "draw", "failed", "uniform"],
            "formats": ["i8"] * (len(names) + 2) + ["f8"],
            "offsets": [8 * place for place in (*(PLACES[name] for name in names), UNIFORM, FAILED, REAL)],
            "itemsize": 8 * WORDS,
        }
    )
    return cast(Code | None, compile_record_callback(hook.function, _prepare, layout))


def without_code(hooks: Sequence[Hook]) -> list[str]:
    """Return the names of hooks that numba cannot compile.

    Args:
        hooks: Hooks.

    Returns:
        Names of hooks.
    """
    return [one.name for one in hooks if machine_code(one) is None]


class Shown:
    """A person as a hook sees it on the interpreted engine, backed by the unpacked numbers."""

    __slots__ = ("_words",)
    _words: I8s

    def __init__(self, words: I8s) -> None:
        """Show a person; ``words`` are the unpacked numbers, int64 (WORDS,)."""
        object.__setattr__(self, "_words", words)

    def __getattr__(self, name: str) -> int | float:
        """Return a field, or the hook's own draw in [0, 1) for ``uniform``."""
        if name == "uniform":
            return float(self._words[UNIFORM]) / DRAW_RANGE
        return int(self._words[PLACES[name]])

    def __setattr__(self, name: str, value: float) -> None:
        """Set a field to an integer."""
        self._words[PLACES[name]] = int(value)


def refused(hook: Hook, place: int, value: int, person: int) -> RequestError:
    """Return the error about a hook that left a number as it must not be.

    Args:
        hook: The hook.
        place: Position in `kernel.hooks.FIELDS`, or FAILED.
        value: The number that the hook left.
        person: Index of the person in the society, from 0.

    Returns:
        The error, to be raised by the caller.
    """
    if place == FAILED:
        return RequestError(
            f"hook {hook.name}: it fails on a person, as by a division by zero or an index out of range (synthetic "
            f"person {person:,}). Let it ask first."
        )
    field = FIELDS[place]
    if field.name not in writable(hook.after):
        return RequestError(
            f"hook {hook.name}: it sets {field.name}, which {hook.after} does not write. "
            f"{allowed_fields_sentence(hook)}."
        )
    return RequestError(
        f"hook {hook.name}: it sets {field.name} = {value:,}, which runs from 0 to {field.most:,}: "
        f"{field.means} (synthetic person {person:,}). Keep it in that range, as with max and min."
    )
