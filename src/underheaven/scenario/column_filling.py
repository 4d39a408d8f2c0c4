"""Fill the columns of tables from the parameters that declare them; see ``spec/table_columns.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE
from underheaven.fields.scales import BELIEF_ONE, MILLI
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters
from underheaven.spec.table_columns import Column, Transform, columns, declarations

Rows = Mapping[type[DocumentPart], Callable[[Any], int]]
"""Row of a part in its columns, by model."""


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
"""From the value of a parameter to the value in its column."""


def fill(t: Any, part: DocumentPart, rows: Rows, row: int = 0) -> None:
    """Fill the columns declared by a part and the parts below it.

    A parameter without a value leaves its column unchanged.

    Args:
        t: writable record of the table.
        part: part of a document.
        rows: row of each part in its columns, by model; other parts with rows are skipped.
        row: row of ``part`` itself.
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
    """Write a value into a row of a column, or into the whole column where ``row`` is negative."""
    becomes = TRANSFORMS[column.transform](value)
    if column.transform == "bit":
        setattr(t, name, t[name] | int(becomes) << row)
    elif row < 0:
        setattr(t, name, becomes)
    else:
        t[name][row] = becomes


def _below(part: DocumentPart) -> Iterator[DocumentPart]:
    """Yield the parts directly below a part."""
    for field, one in model_parameters(type(part)).items():
        below = getattr(part, field) if one.part is not None else None
        if isinstance(below, DocumentPart):
            yield below
        elif below is not None:
            yield from below.values() if isinstance(below, Mapping) else below


def kept(tables: Iterable[Any]) -> set[str]:
    """Return the optional state arrays that columns of a regime's tables need."""
    asked = [(one.name, one.column.keeps) for one in columns(Regime) if one.column.keeps]
    return {array for t in tables for name, arrays in asked if np.any(t[name] > 0) for array in arrays}
