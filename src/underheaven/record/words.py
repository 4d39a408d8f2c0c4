"""One month's tallies, and its panel if there is one, as one vector of int64 in registry order, and back.

Tallies are int64; the panel's narrow numbers stand in theirs as bytes, little end first, filled up to whole words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.fields import PANEL, TALLIES, panel_bytes
from underheaven.record.schema import shape_of

WORD = 8


@dataclass(frozen=True)
class Months:
    """Months as they came back.

    tallies: name in fields.TALLIES to int64 (month, *dims). panel: name in fields.PANEL to (month, panelist, *dims),
    empty without a panel.
    """

    tallies: dict[str, NDArray[np.int64]]
    panel: dict[str, NDArray[Any]]


def n_words(labels: Mapping[str, tuple[str, ...]], n_panel: int = 0) -> int:
    """Counts the int64 words of one month of all tallies and of a panel of so many places."""
    return sum(prod(shape_of(field, labels)) for field in TALLIES) - (-n_panel * panel_bytes() // WORD)


def pack(
    month: Mapping[str, NDArray[np.int64]],
    labels: Mapping[str, tuple[str, ...]],
    panel: Mapping[str, NDArray[Any]] | None = None,
) -> NDArray[np.int64]:
    """Puts one month's tallies, each of its registry shape, end to end in registry order, and the panel after them.

    panel: name in fields.PANEL to (panelist, *dims); None without one.
    Errors: ResultError where a tally is missing or has another shape.
    """
    for field in TALLIES:
        found = np.shape(month[field.name]) if field.name in month else None
        if found != shape_of(field, labels):
            raise ResultError(
                f"tally {field.name!r}: its shape is {found} and its labels say {shape_of(field, labels)}. "
                "Record every tally of the registry with the labels of its world."
            )
    words = [np.asarray(month[f.name], np.int64).ravel() for f in TALLIES]
    return np.concatenate(words if panel is None else [*words, _panel_words(panel)])


def _panel_words(panel: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
    data = b"".join(np.ascontiguousarray(panel[f.name], _little(f.dtype)).tobytes() for f in PANEL)
    return np.frombuffer(data + bytes(-len(data) % WORD), "<i8").astype(np.int64)


def _little(dtype: str) -> np.dtype[Any]:
    return np.dtype(dtype).newbyteorder("<")


def unpack(months: NDArray[np.int64], labels: Mapping[str, tuple[str, ...]], n_panel: int = 0) -> Months:
    """Turns packed months (month, word) into tallies and panel, in the form that WorldRun takes.

    Errors: ResultError where the months were packed with other labels, or with a panel of another size.
    """
    if months.ndim != 2 or months.shape[1] != n_words(labels, n_panel):
        raise ResultError(
            f"a log of shape {months.shape} cannot hold months of {n_words(labels, n_panel)} words: "
            "it was written for other documents or by another version. Run the study again."
        )
    tallies: dict[str, NDArray[np.int64]] = {}
    start = 0
    for field in TALLIES:
        shape = shape_of(field, labels)
        stop = start + prod(shape)
        tallies[field.name] = months[:, start:stop].reshape(len(months), *shape)
        start = stop
    return Months(tallies, _unpack_panel(months[:, start:], labels, n_panel) if n_panel else {})


def _unpack_panel(
    words: NDArray[np.int64], labels: Mapping[str, tuple[str, ...]], n_panel: int
) -> dict[str, NDArray[Any]]:
    data = np.ascontiguousarray(words, "<i8").view(np.uint8)
    panel: dict[str, NDArray[Any]] = {}
    start = 0
    for field in PANEL:
        shape, dtype = (n_panel, *shape_of(field, labels)), _little(field.dtype)
        stop = start + prod(shape) * dtype.itemsize
        values = np.ascontiguousarray(data[:, start:stop]).view(dtype)
        panel[field.name] = values.astype(field.dtype).reshape(len(words), *shape)
        start = stop
    return panel
