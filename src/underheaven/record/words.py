"""One month's tallies as one vector of int64 in registry order, and back."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.fields import TALLIES
from underheaven.record.schema import shape_of


def n_words(labels: Mapping[str, tuple[str, ...]]) -> int:
    """Counts the int64 words of one month of all tallies."""
    return sum(prod(shape_of(field, labels)) for field in TALLIES)


def pack(month: Mapping[str, NDArray[np.int64]], labels: Mapping[str, tuple[str, ...]]) -> NDArray[np.int64]:
    """Puts one month's tallies, each of its registry shape, end to end in registry order.

    Errors: ResultError where a tally is missing or has another shape.
    """
    for field in TALLIES:
        found = np.shape(month[field.name]) if field.name in month else None
        if found != shape_of(field, labels):
            raise ResultError(
                f"tally {field.name!r}: its shape is {found} and its labels say {shape_of(field, labels)}. "
                "Record every tally of the registry with the labels of its world."
            )
    return np.concatenate([np.asarray(month[f.name], np.int64).ravel() for f in TALLIES])


def unpack(months: NDArray[np.int64], labels: Mapping[str, tuple[str, ...]]) -> dict[str, NDArray[np.int64]]:
    """Turns packed months (month, word) into tallies (month, *dims), the form that WorldRun takes.

    Errors: ResultError where the months were packed with other labels.
    """
    if months.ndim != 2 or months.shape[1] != n_words(labels):
        raise ResultError(
            f"a log of shape {months.shape} cannot hold months of {n_words(labels)} words: "
            "it was written for other documents or by another version. Run the study again."
        )
    tallies: dict[str, NDArray[np.int64]] = {}
    start = 0
    for field in TALLIES:
        shape = shape_of(field, labels)
        stop = start + prod(shape)
        tallies[field.name] = months[:, start:stop].reshape(len(months), *shape)
        start = stop
    return tallies
