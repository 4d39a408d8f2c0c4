"""From the words that kernels add to, to the named tallies of a month in the sizes of the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from underheaven.array_types import I8s
from underheaven.fields.dimensions import FIXED_DIMS
from underheaven.fields.tallies import TALLIES
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import (
    DEFAULTED_COLUMN,
    LISTED_COLUMN,
    MAX_VISIBLE,
    N_FIT_TERMS,
    REGION_COLUMNS,
    REPAID_COLUMN,
)
from underheaven.kernel.tally import TALLY_DTYPE

_WORDS = TALLY_DTYPE.itemsize // 8

TallyPositions = dict[str, tuple[int, int, tuple[int, ...]]]
"""First word and end of each tally, and its shape."""


class MonthTallies(Mapping[str, I8s]):
    """Every tally of one month by name; a tally is cut out of the month's words when it is asked for.

    ``words`` are int64, and ``positions`` says which of them belong to each tally.
    """

    def __init__(self, words: I8s, positions: TallyPositions) -> None:
        """Hold the words of a month, int64, and the positions of each tally among them."""
        self.words, self.positions = words, positions

    def __getitem__(self, name: str) -> I8s:
        """Return the counts of one tally, in its own shape."""
        first, end, shape = self.positions[name]
        return self.words[first:end].reshape(shape)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the tallies."""
        return iter(self.positions)

    def __len__(self) -> int:
        """Return the number of tallies."""
        return len(self.positions)


class Tallies:
    """Work arrays for the tallies of a month, one record per chunk of towns, reused month after month.

    ``counts`` are records of ``TALLY_DTYPE``; ``regional`` is int64 (chunk, region, column).
    """

    def __init__(self, n_chunks: int, n_regions: int) -> None:
        """Allocate the arrays for a number of chunks and regions."""
        self.counts = make_records(TALLY_DTYPE, n_chunks)
        self.regional = np.zeros((n_chunks, n_regions, REGION_COLUMNS), np.int64)
        self._by_chunk = self.counts.view(np.ndarray).view(np.int64).reshape(n_chunks, _WORDS)
        self._words = np.zeros(_WORDS + self.regional[0].size, np.int64)
        self._by_region = self._words[_WORDS:].reshape(n_regions, REGION_COLUMNS)
        first = TALLY_DTYPE.fields["moments"][1] // 8  # type: ignore[index]
        self.moments = self._words[first : first + N_FIT_TERMS**2].reshape(N_FIT_TERMS, N_FIT_TERMS)
        """Second moments of records of all chunks, once these are summed."""

    def clear(self) -> None:
        """Set all counts to 0 for a new month."""
        self._by_chunk.fill(0)
        self.regional.fill(0)

    def sum_chunks(self) -> None:
        """Add up the chunks of the month."""
        np.add.reduce(self._by_chunk, axis=0, out=self._words[:_WORDS])
        np.add.reduce(self.regional, axis=0, out=self._by_region)

    def loans(self) -> I8s:
        """Return the summed repaid and defaulted loans as (region, 2, visible class)."""
        return self._by_region[:, REPAID_COLUMN : REPAID_COLUMN + 2 * MAX_VISIBLE].reshape(-1, 2, MAX_VISIBLE)

    def named_tallies(self, labels: dict[str, tuple[str, ...]]) -> MonthTallies:
        """Return every summed tally by name, cut to the labels of the scenario."""
        sizes = tuple((dim, len(sizes_by_dim)) for dim, sizes_by_dim in labels.items())
        word_indices, positions = _places(sizes, len(self._by_region))
        return MonthTallies(self._words[word_indices], positions)


@lru_cache(maxsize=16)
def _places(sizes: tuple[tuple[str, int], ...], n_regions: int) -> tuple[I8s, TallyPositions]:
    """Return the indices of a month's words, tally after tally, and the positions of each tally among them.

    ``sizes`` are those of the dimensions that a scenario labels. Words of regions, (region, column), follow those of
    tallies.
    """
    sizes_by_dim = dict(sizes) | {dim: len(labels) for dim, labels in FIXED_DIMS.items()}
    word_numbers = np.arange(_WORDS, dtype=np.int64).view(TALLY_DTYPE)[0]
    region = _WORDS + np.arange(n_regions * REGION_COLUMNS).reshape(n_regions, REGION_COLUMNS)
    word_indices, first = [], 0
    positions: TallyPositions = {}
    for field in TALLIES:
        shape = tuple(sizes_by_dim[dim] for dim in field.dims)
        if field.name == "listed_by_region":
            words = region[:, LISTED_COLUMN : LISTED_COLUMN + shape[0]].T
        elif field.name in ("repaid", "defaulted"):
            start = REPAID_COLUMN if field.name == "repaid" else DEFAULTED_COLUMN
            words = region[:, start : start + shape[1]]
        else:
            words = word_numbers[field.name][tuple(slice(0, n) for n in shape)] if shape else word_numbers[field.name]
        word_indices.append(np.ravel(words))
        positions[field.name] = first, first + word_indices[-1].size, shape
        first += word_indices[-1].size
    return np.concatenate(word_indices), positions
