"""The record of a table, opened for writing: fields as attributes, without the slow look-up of numpy's own records."""

from __future__ import annotations

from typing import Any

import numpy as np


class Opened:
    """The first record of a table: a field of numbers is a view of them, a field of one number is that number."""

    def __init__(self, table: Any) -> None:
        plain = table.view(np.ndarray).view(np.dtype((np.void, table.dtype)))
        object.__setattr__(self, "_record", plain[0])

    def __getattr__(self, name: str) -> Any:
        return self._record[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self._record[name] = value

    def __getitem__(self, name: str) -> Any:
        return self._record[name]
