"""Packing of one month's tallies, fitted points and panel into one int64 vector, and unpacking.

Tallies are int64. The panel's narrower numbers are packed as little-endian bytes and padded to whole words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.fields.fitted_scores import FITTED
from underheaven.fields.panel import PANEL, panel_bytes_per_month
from underheaven.fields.registered_field import Field
from underheaven.fields.tallies import TALLIES
from underheaven.record.schema import field_shape

WORD_BYTES = 8


@dataclass(frozen=True)
class UnpackedMonths:
    """Months after unpacking.

    Attributes:
        tallies: name in `fields.tallies.TALLIES` to int64 array (month, *dims).
        panel: name in `fields.panel.PANEL` to array (month, panelist, *dims); empty without a panel.
        fitted: name in `fields.fitted_scores.FITTED` to int64 array (month, *dims); empty if no points are fitted.
    """

    tallies: dict[str, NDArray[np.int64]]
    panel: dict[str, NDArray[Any]]
    fitted: dict[str, NDArray[np.int64]] = part(default_factory=dict)


def count_month_words(labels: Mapping[str, tuple[str, ...]], n_panel: int = 0, fits: bool = False) -> int:
    """Return the number of int64 words of one packed month.

    Args:
        labels: labels by dimension, for the dimensions that documents fix.
        n_panel: number of panelists, from 0.
        fits: whether the regime fits points to its own records.
    """
    words = sum(prod(field_shape(field, labels)) for field in (*TALLIES, *(FITTED if fits else ())))
    return words - (-n_panel * panel_bytes_per_month() // WORD_BYTES)


def pack_month(
    month: Mapping[str, NDArray[np.int64]],
    labels: Mapping[str, tuple[str, ...]],
    panel: Mapping[str, NDArray[Any]] | None = None,
    fitted: Mapping[str, NDArray[np.int64]] | None = None,
) -> NDArray[np.int64]:
    """Concatenate one month's tallies in the order of the registry, then fitted points and panel.

    Args:
        month: name in `fields.tallies.TALLIES` to int64 array (*dims).
        labels: labels by dimension, for the dimensions that documents fix.
        panel: name in `fields.panel.PANEL` to array (panelist, *dims), or None.
        fitted: name in `fields.fitted_scores.FITTED` to int64 array (*dims), or None.

    Returns:
        int64 array of `count_month_words` words.

    Raises:
        ResultError: if a tally is missing or has another shape.
    """
    for field in TALLIES:
        found = np.shape(month[field.name]) if field.name in month else None
        if found != field_shape(field, labels):
            raise ResultError(
                f"tally {field.name!r}: its shape is {found} and its labels say {field_shape(field, labels)}. "
                "Record every tally of the registry with the labels of its scenario."
            )
    words = [np.asarray(month[f.name], np.int64).ravel() for f in TALLIES]
    words += [] if fitted is None else [np.asarray(fitted[f.name], np.int64).ravel() for f in FITTED]
    return np.concatenate(words if panel is None else [*words, _panel_words(panel)])


def _panel_words(panel: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
    data = b"".join(np.ascontiguousarray(panel[f.name], _little(f.dtype)).tobytes() for f in PANEL)
    return np.frombuffer(data + bytes(-len(data) % WORD_BYTES), "<i8").astype(np.int64)


def _little(dtype: str) -> np.dtype[Any]:
    return np.dtype(dtype).newbyteorder("<")


def unpack_months(
    months: NDArray[np.int64], labels: Mapping[str, tuple[str, ...]], n_panel: int = 0, fits: bool = False
) -> UnpackedMonths:
    """Unpack months into the arrays that `RecordedRun` takes.

    Args:
        months: int64 array (month, word), each row from `pack_month`.
        labels: labels by dimension, as given to `pack_month`.
        n_panel: number of panelists, from 0.
        fits: whether the regime fits points to its own records.

    Returns:
        Tallies, panel and fitted points.

    Raises:
        ResultError: if the months were packed with other labels or a panel of another size.
    """
    if months.ndim != 2 or months.shape[1] != count_month_words(labels, n_panel, fits):
        raise ResultError(
            f"a log of shape {months.shape} cannot hold months of {count_month_words(labels, n_panel, fits)} words: "
            "it was written for other documents or by another version. Run the study again."
        )
    tallies, start = _unpack_fields(TALLIES, months, labels, 0)
    fitted, start = _unpack_fields(FITTED if fits else (), months, labels, start)
    return UnpackedMonths(tallies, _unpack_panel(months[:, start:], labels, n_panel) if n_panel else {}, fitted)


def _unpack_fields(
    fields: Iterable[Field], months: NDArray[np.int64], labels: Mapping[str, tuple[str, ...]], start: int
) -> tuple[dict[str, NDArray[np.int64]], int]:
    """Return these fields from word ``start`` on, and the index of the first word after them."""
    found: dict[str, NDArray[np.int64]] = {}
    for field in fields:
        shape = field_shape(field, labels)
        stop = start + prod(shape)
        found[field.name] = months[:, start:stop].reshape(len(months), *shape)
        start = stop
    return found, start


def _unpack_panel(
    words: NDArray[np.int64], labels: Mapping[str, tuple[str, ...]], n_panel: int
) -> dict[str, NDArray[Any]]:
    data = np.ascontiguousarray(words, "<i8").view(np.uint8)
    panel: dict[str, NDArray[Any]] = {}
    start = 0
    for field in PANEL:
        shape, dtype = (n_panel, *field_shape(field, labels)), _little(field.dtype)
        stop = start + prod(shape) * dtype.itemsize
        values = np.ascontiguousarray(data[:, start:stop]).view(dtype)
        panel[field.name] = values.astype(field.dtype).reshape(len(words), *shape)
        start = stop
    return panel
