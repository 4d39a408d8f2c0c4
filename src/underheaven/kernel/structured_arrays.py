"""Structured arrays: a class declares the columns of a record and their types, and its dtype follows from it.

An annotation is both what type checkers read and what NumPy stores: ``I8`` is one 64-bit integer, and ``Annotated[U1s,
(CELLS,)]`` an array of bytes, one for each cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Protocol, TypeAlias, TypeVar, cast, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from underheaven.array_types import Int

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

RecordArray: TypeAlias = np.recarray[tuple[int], np.dtype[np.void]]
"""Array that stores records; ``Records`` says of which class they are."""

FieldDtype: TypeAlias = np.dtype[np.generic]


class Records(Protocol[T_co]):
    """An array of records, whose elements kernels take by pointer."""

    def __getitem__(self, index: Int, /) -> T_co:
        """Return one record."""
        ...

    def __len__(self) -> int:
        """Return the number of records."""
        ...

    def __iter__(self) -> Iterator[T_co]:
        """Yield every record."""
        ...

    def copy(self) -> Records[T_co]:
        """Return records of the same content."""
        ...


def record_dtype(table: type) -> np.dtype[np.void]:
    """Return the dtype of the records that a class declares, its columns in the order of the declaration.

    Args:
        table: Class with annotated columns.

    Returns:
        Aligned structured dtype.
    """
    fields = [(name, stored, shape) for name, (shape, stored) in field_layout(table).items()]
    return np.dtype(fields, align=True)


def field_layout(table: type) -> dict[str, tuple[tuple[int, ...], FieldDtype]]:
    """Return shape and dtype of each column that a class declares.

    Args:
        table: Class with annotated columns.

    Returns:
        By name, the shape, () for a single number, and the dtype.
    """
    layout: dict[str, tuple[tuple[int, ...], FieldDtype]] = {}
    for name, hint in get_type_hints(table, include_extras=True).items():
        array_type, spec = get_args(hint)
        layout[name] = ((), np.dtype(spec)) if isinstance(spec, str) else (spec, _stored(array_type))
    return layout


def _stored(array: object) -> FieldDtype:
    """Return the dtype that an annotation ``NDArray[...]`` names."""
    stored: FieldDtype = np.dtype(get_args(get_args(array)[1])[0])
    return stored


def make_records(dtype: np.dtype[np.void], length: int = 1) -> RecordArray:
    """Return a zeroed record array whose elements kernels take by pointer.

    Args:
        dtype: Structured dtype, from `record_dtype`.
        length: Number of records.

    Returns:
        Record array of zeros.
    """
    return np.zeros(length, dtype).view(np.recarray)


class WritableRecord:
    """The first record of a table, for writing, without the slow look-up of NumPy's own records.

    A column of several numbers is a view of them, a column of one number is that number. Its class says which of the
    two a name is; the type of a look-up by name cannot, so what is found is ``Any``.
    """

    def __init__(self, table: RecordArray) -> None:
        """Open the first record of a table."""
        object.__setattr__(self, "_record", _by_name(table)[0])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return a column by name."""
        return self._record[name]

    def __setattr__(self, name: str, value: object) -> None:
        """Set a column by name."""
        self._record[name] = value

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        """Return a column by its name in brackets."""
        return self._record[name]


def read_records(table: Records[T]) -> list[T]:
    """Return every record of a table for reading only: single numbers as Python's own, copied now, and arrays as views.

    As in machine code, no single number is then narrower than 64 bits.

    Args:
        table: Array of records.

    Returns:
        One object per record.
    """
    rows = cast(RecordArray, table)
    arrays = {name: bool(rows.dtype[name].shape) for name in rows.dtype.names or ()}
    read = [
        SimpleNamespace(**{name: record[name] if array else record[name].item() for name, array in arrays.items()})
        for record in _by_name(rows)
    ]
    return cast(list[T], read)


def _by_name(table: RecordArray) -> NDArray[np.void]:
    """Return a view of a table that reads columns by name in brackets, which is fast."""
    return table.view(np.ndarray).view(np.dtype((np.void, table.dtype)))
