"""Columns of the tables are filled from the parameters that declare them; ``spec/table_columns.py`` has the declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE
from underheaven.fields import BELIEF_ONE, MILLI
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters
from underheaven.spec.table_columns import Column, Transform, columns, declarations

Rows = Mapping[type[DocumentPart], Callable[[Any], int]]
"""The row of a part in its columns, by the kind of part."""


def fixed(p: Any) -> Any:
    """Return probabilities as draw thresholds, int64 in [0, 2**32]."""
    return np.floor(np.clip(p, 0.0, 1.0) * DRAW_RANGE + 0.5).astype(np.int64)


TRANSFORMS: dict[Transform, Callable[[Any], int | float]] = {
    "number": float,
    "whole": int,
    "switch": int,
    "bit": int,
    "chance": lambda value: int(fixed(value)),
    "chance a year": lambda value: int(fixed(value / 12)),
    "mean months": lambda value: int(fixed(1 / max(value, 1))),
    "mean wait": lambda value: int(fixed(1 / (1 + value))),
    "thousandths": lambda value: round(value * MILLI),
    "belief": lambda value: round(value * BELIEF_ONE),
    "of 1,000": lambda value: value / 1000,
}
"""What kernels read of a value."""


def fill(t: Any, part: DocumentPart, rows: Rows, row: int = 0) -> None:
    """Fill the columns that a part and the parts below it declare; a parameter without a value leaves its column.

    rows: of the parts that have rows; those of another kind are left out. row: that of the part itself.
    """
    for field, declared in declarations(type(part)).items():
        value = getattr(part, field)
        if isinstance(declared, Column) and value is not None:
            _put(t, declared, declared.name or field, value, row if part.table_rows else -1)
    for below in _below(part):
        if not below.table_rows:
            fill(t, below, rows)
        elif type(below) in rows:
            fill(t, below, rows, rows[type(below)](below))


def _put(t: Any, column: Column, name: str, value: Any, row: int) -> None:
    """Put a value into a column: into one row of it, or where ``row`` is negative into the whole."""
    becomes = TRANSFORMS[column.transform](value)
    if column.transform == "bit":
        setattr(t, name, t[name] | int(becomes) << row)
    elif row < 0:
        setattr(t, name, becomes)
    else:
        t[name][row] = becomes


def _below(part: DocumentPart) -> Iterator[DocumentPart]:
    """Yield the parts that stand directly below a part."""
    for field, one in model_parameters(type(part)).items():
        below = getattr(part, field) if one.part is not None else None
        if isinstance(below, DocumentPart):
            yield below
        elif below is not None:
            yield from below.values() if isinstance(below, Mapping) else below


def kept(tables: Iterable[Any]) -> set[str]:
    """Return the arrays of state that some column of a regime's tables asks for."""
    asked = [(one.name, one.column.keeps) for one in columns(Regime) if one.column.keeps]
    return {array for t in tables for name, arrays in asked if np.any(t[name] > 0) for array in arrays}
