"""Comma-separated text after RFC 4180, made in pieces so that no table has to fit in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from underheaven.text_escaping import escape_lines

if TYPE_CHECKING:
    import xarray as xr

ColumnKind = Literal["text", "whole", "number"]
LINE_END = "\r\n"
QUOTED_CHARS = frozenset(',"\r\n')
FORMULA_START = re.compile(r"\s*[-=+@\uff0b\uff0d\uff1d\uff20](?!\Z)|[\t\r\n]")
"""First characters of a text that a spreadsheet would evaluate as a formula."""
RUN_COLUMNS: dict[str, ColumnKind] = {"scenario": "text", "replicate": "whole"}
BLOCK_PERSONS = 50_000
"""Persons turned into text at a time."""


@dataclass(frozen=True)
class Table:
    """A table to write; ``name``: its file without the ending; ``pieces``: its lines after the header."""

    name: str
    columns: Mapping[str, ColumnKind]
    pieces: Iterator[str]


def format_cell(value: Any) -> str:
    """Format one value: nothing for None and NaN, numbers so that they read back the same, quotes where needed.

    A text that begins like a formula gets a leading apostrophe, the mark of a text in a spreadsheet.
    """
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return ""
    text = str(value)
    if isinstance(value, str):
        text = escape_lines(f"'{text}" if FORMULA_START.match(text) else text)
    if text and not QUOTED_CHARS.intersection(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'  # an empty text is quoted, to distinguish it from a missing value


def format_line(values: Sequence[Any]) -> str:
    """Format one line with its end."""
    return ",".join(map(format_cell, values)) + LINE_END


def rows_table(name: str, columns: Mapping[str, ColumnKind], rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return a table of rows that have every column."""
    return Table(name, columns, (format_line([row[column] for column in columns]) for row in rows))


def tally_table(name: str, array: xr.DataArray) -> Table:
    """Return the table of a tally (scenario, replicate, month, further dims), a row for each cell.

    Combinations of labels that are zero in every scenario, replicate and month have no row.
    """
    dims = [str(dim) for dim in array.dims[3:]]
    columns: dict[str, ColumnKind] = {**RUN_COLUMNS, "month": "text", **dict.fromkeys(dims, "text"), "value": "whole"}
    return Table(name, columns, _tally_lines(array, dims))


def _tally_lines(array: xr.DataArray, dims: Sequence[str]) -> Iterator[str]:
    values = array.values.reshape(*array.shape[:3], -1)
    nonzero = np.flatnonzero(values.any(axis=(0, 1, 2))) if dims else np.array([0])
    labels = list(product(*([format_cell(x) for x in array[dim].values] for dim in dims)))
    middles = ["".join(f"{label}," for label in labels[cell_index]) for cell_index in nonzero]
    scenarios, months = ([format_cell(x) for x in array[dim].values] for dim in ("scenario", "month"))
    for w, scenario in enumerate(scenarios):
        for r, replicate in enumerate(array["replicate"].values):
            for m, month in enumerate(months):
                head, found = f"{scenario},{replicate},{month},", values[w, r, m, nonzero].tolist()
                yield "".join([f"{head}{x}{value}{LINE_END}" for x, value in zip(middles, found, strict=True)])


def person_table(name: str, arrays: Mapping[str, xr.DataArray]) -> Table:
    """Return the table of per-person sums, a row for each scenario, replicate and person, a column a sum."""
    columns: dict[str, ColumnKind] = {**RUN_COLUMNS, "person": "whole", **dict.fromkeys(arrays, "whole")}
    return Table(name, columns, _person_lines(list(arrays.values())))


def _person_lines(arrays: Sequence[xr.DataArray]) -> Iterator[str]:
    first = arrays[0]
    for w, scenario in enumerate(first["scenario"].values):
        for r, replicate in enumerate(first["replicate"].values):
            head = f"{format_cell(scenario)},{replicate},"
            sums = [array.values[w, r] for array in arrays]
            for start in range(0, first.sizes["person"], BLOCK_PERSONS):
                persons = zip(*(s[start : start + BLOCK_PERSONS].tolist() for s in sums), strict=True)
                yield "".join([f"{head}{p},{','.join(map(str, x))}{LINE_END}" for p, x in enumerate(persons, start)])


def write_table(table: Table, path: Path) -> None:
    """Write a table as a file in UTF-8 with one head line; errors of the disk pass through."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(format_line(list(table.columns)))
        file.writelines(table.pieces)
