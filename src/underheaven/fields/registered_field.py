"""One registered array: its name, dimensions, type, unit and meaning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Field:
    """One registered array.

    Attributes:
        name: name in the program and in the dataset.
        dims: dimensions besides the person or the month.
        dtype: NumPy type in which it is stored.
        unit: unit of the stored numbers.
        stage: stage of the month that writes it.
        meaning: long name in the dataset.
        low: smallest value.
        high: largest value.
        always_kept: False if only scenarios whose regime needs it keep it. Such a tally enters the digest only if it
            is not 0 throughout.
    """

    name: str
    dims: tuple[str, ...]
    dtype: str
    unit: str
    stage: str
    meaning: str
    low: int = 0
    high: int = 2**63 - 1
    always_kept: bool = True


def stored_field(
    name: str, dims: tuple[str, ...], dtype: str, unit: str, stage: str, meaning: str, always_kept: bool = True
) -> Field:
    """Return a field whose range is that of its type; the arguments are those of `Field`."""
    return Field(
        name, dims, dtype, unit, stage, meaning, int(np.iinfo(dtype).min), int(np.iinfo(dtype).max), always_kept
    )
