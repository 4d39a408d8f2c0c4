"""Declare, beside each parameter, the column that it fills in the tables read by kernels.

A field of a model carries its form, range and unit (its type), its meaning (`Field`), its harsher direction
(`harshness_marks.py`), and its column here. These define the layout of the tables, the code that fills them, the JSON
schema, the comments of written documents and the tables of the documentation.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from underheaven.spec.models.units import DocumentPart

Transform = Literal[
    "number",
    "whole",
    "switch",
    "bit",
    "chance",
    "chance a year",
    "mean months",
    "mean wait",
    "thousandths",
    "belief",
    "of 1,000",
]
"""How a value becomes what kernels read. ``scenario/column_filling.py`` has the function of each.

number, whole, switch: the value itself, as a float, as an integer, as 0 or 1. bit: a switch of a row, as one bit of a
number for all rows. chance: a probability in units of 2**-32; chance a year: of a rate a year, the monthly one; mean
months: of a mean duration of at least a month; mean wait: of a mean duration that may be 0. thousandths, belief: a
whole number of units of 1/1000 or of 1/65535. of 1,000: the value divided by 1,000.
"""
FLOATS: frozenset[Transform] = frozenset({"number", "of 1,000"})


@dataclass(frozen=True)
class Column:
    """A column that one parameter fills alone.

    Attributes:
        transform: from the value of the parameter to the column.
        name: name of the column; empty means the name of the field.
        keeps: state arrays that a scenario allocates only where this column is above 0 anywhere.
    """

    transform: Transform
    name: str = ""
    keeps: tuple[str, ...] = ()

    @property
    def dtype(self) -> Literal["f8", "i8"]:
        """NumPy type of the column."""
        return "f8" if self.transform in FLOATS else "i8"

    @property
    def by_row(self) -> bool:
        """Whether a part with rows has one number of the column for each row."""
        return self.transform != "bit"


@dataclass(frozen=True)
class Computed:
    """Columns computed from several parameters: the function in ``scenario`` that fills them, and their names."""

    by: str
    columns: tuple[str, ...]


def computed(by: str, *columns: str) -> Computed:
    """Return the declaration of a parameter that a function reads; by: ``module.function`` within ``scenario``."""
    return Computed(by, columns)


@dataclass(frozen=True)
class Declared:
    """One column and its parameter.

    Attributes:
        name: name of the column.
        path: keys of the parameter, as written in the documentation.
        part: model of the part that has the parameter.
        field: name of its field.
        column: the declaration.
        rows: dimension of the column; empty for a single number.
    """

    name: str
    path: str
    part: type[DocumentPart]
    field: str
    column: Column
    rows: str


@cache
def declarations(part: type[DocumentPart]) -> dict[str, Column | Computed]:
    """Return the column declarations of a part by field."""
    hints = typing.get_type_hints(part, include_extras=True)
    found = {name: _declaration(hints[name]) for name in part.model_fields}
    return {name: declared for name, declared in found.items() if declared is not None}


def _declaration(hint: Any) -> Column | Computed | None:
    said = typing.get_args(hint)[1:] if typing.get_origin(hint) is typing.Annotated else ()
    return next((one for one in said if isinstance(one, Column | Computed)), None)


def columns(part: type[DocumentPart], prefix: str = "") -> Iterator[Declared]:
    """Yield the columns declared by a part and all parts below it, in the order of their fields.

    Args:
        part: model of a document or a part.
        prefix: keys before each path.
    """
    from underheaven.spec.parameter_reference import model_parameters

    told = declarations(part)
    for name, one in model_parameters(part).items():
        declared = told.get(name)
        if one.part is not None:
            yield from columns(one.part, f"{prefix}{one.key}{one.separator}")
        elif isinstance(declared, Column):
            rows = part.table_rows if declared.by_row else ""
            yield Declared(declared.name or name, f"{prefix}{one.key}", part, name, declared, rows)
