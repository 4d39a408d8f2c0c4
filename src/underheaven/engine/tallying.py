"""From the words that kernels add to, to named tallies of a month at the size of the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from underheaven.fields import FIXED_DIMS, TALLIES
from underheaven.kernel.tables import (
    COUNTS,
    DEFAULTED_COLUMN,
    LISTED_COLUMN,
    REGION_COLUMNS,
    REPAID_COLUMN,
    VISIBLE,
    record_of,
)

Places = dict[str, tuple[int, int, tuple[int, ...]]]
"""Where the words of each tally begin and end, and its shape."""


def counts(n_chunks: int) -> Any:
    """Return zeroed tallies, one record a chunk."""
    return record_of(COUNTS, n_chunks)


def regional(n_chunks: int, n_regions: int) -> Any:
    """Return zeroed tallies by region, int64 (chunk, region, column)."""
    return np.zeros((n_chunks, n_regions, REGION_COLUMNS), np.int64)


def loans_of(by_region: Any) -> Any:
    """Return repaid and defaulted loans as (region, 2, visible) from summed regional tallies."""
    return by_region[:, REPAID_COLUMN : REPAID_COLUMN + 2 * VISIBLE].reshape(-1, 2, VISIBLE)


class Month(Mapping[str, Any]):
    """Every tally of one month by name: words of its own, of which a tally is cut out when it is asked for."""

    def __init__(self, words: Any, places: Places) -> None:
        self._words, self._places = words, places

    def __getitem__(self, name: str) -> Any:
        first, end, shape = self._places[name]
        return self._words[first:end].reshape(shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def named(tally: Any, by_region: Any, labels: dict[str, tuple[str, ...]]) -> Month:
    """Return every tally of one month by name, summed over chunks and cut to the labels of the world."""
    sizes = tuple((dim, len(of)) for dim, of in labels.items())
    words = np.concatenate([_words(tally).sum(axis=0), by_region.sum(axis=0).ravel()])
    where, places = _places(sizes, by_region.shape[1])
    return Month(words[where], places)


def _words(tally: Any) -> Any:
    """Return the words of tallies, int64 (chunk, word)."""
    return tally.view(np.ndarray).view(np.int64).reshape(len(tally), -1)


@lru_cache(maxsize=16)
def _places(sizes: tuple[tuple[str, int], ...], n_regions: int) -> tuple[Any, Places]:
    """Return where the words of a month stand, tally after tally, and which of them are each tally's.

    sizes: of the dimensions that a world labels. Words of regions, (region, column), stand behind those of tallies.
    """
    of = dict(sizes) | {dim: len(labels) for dim, labels in FIXED_DIMS.items()}
    n_words = COUNTS.itemsize // 8
    whole = np.arange(n_words, dtype=np.int64).view(COUNTS)[0]
    region = n_words + np.arange(n_regions * REGION_COLUMNS).reshape(n_regions, REGION_COLUMNS)
    where, first = [], 0
    places: Places = {}
    for field in TALLIES:
        shape = tuple(of[dim] for dim in field.dims)
        if field.name == "listed_by_region":
            its = region[:, LISTED_COLUMN : LISTED_COLUMN + shape[0]].T
        elif field.name in ("repaid", "defaulted"):
            start = REPAID_COLUMN if field.name == "repaid" else DEFAULTED_COLUMN
            its = region[:, start : start + shape[1]]
        else:
            its = whole[field.name][tuple(slice(0, n) for n in shape)] if shape else whole[field.name]
        where.append(np.ravel(its))
        places[field.name] = first, first + where[-1].size, shape
        first += where[-1].size
    return np.concatenate(where), places
