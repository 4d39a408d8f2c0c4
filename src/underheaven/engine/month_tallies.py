"""From the words that kernels add to, to named tallies of a month at the size of the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from underheaven.array_types import I8s
from underheaven.fields import FIXED_DIMS, TALLIES
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
"""Where the words of each tally begin and end, and its shape."""


class MonthTallies(Mapping[str, I8s]):
    """Every tally of one month by name: words of its own, of which a tally is cut out when it is asked for.

    words: int64. places: where those of each tally stand among them.
    """

    def __init__(self, words: I8s, positions: TallyPositions) -> None:
        self.words, self.positions = words, positions

    def __getitem__(self, name: str) -> I8s:
        first, end, shape = self.positions[name]
        return self.words[first:end].reshape(shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self.positions)

    def __len__(self) -> int:
        return len(self.positions)


class Tallies:
    """Room for the tallies of a month, one record a chunk of towns; to be used month after month.

    counts: records of ``COUNTS``. regional: int64 (chunk, region, column).
    """

    def __init__(self, n_chunks: int, n_regions: int) -> None:
        self.counts = make_records(TALLY_DTYPE, n_chunks)
        self.regional = np.zeros((n_chunks, n_regions, REGION_COLUMNS), np.int64)
        self._by_chunk = self.counts.view(np.ndarray).view(np.int64).reshape(n_chunks, _WORDS)
        self._words = np.zeros(_WORDS + self.regional[0].size, np.int64)
        self._by_region = self._words[_WORDS:].reshape(n_regions, REGION_COLUMNS)
        first = TALLY_DTYPE.fields["moments"][1] // 8  # type: ignore[index]
        self.moments = self._words[first : first + N_FIT_TERMS**2].reshape(N_FIT_TERMS, N_FIT_TERMS)
        """Of all chunks, once they are summed."""

    def clear(self) -> None:
        """Begin a month."""
        self._by_chunk.fill(0)
        self.regional.fill(0)

    def sum_chunks(self) -> None:
        """Add the chunks of the month up."""
        np.add.reduce(self._by_chunk, axis=0, out=self._words[:_WORDS])
        np.add.reduce(self.regional, axis=0, out=self._by_region)

    def loans(self) -> I8s:
        """Return repaid and defaulted loans as (region, 2, visible) of what was summed up."""
        return self._by_region[:, REPAID_COLUMN : REPAID_COLUMN + 2 * MAX_VISIBLE].reshape(-1, 2, MAX_VISIBLE)

    def named_tallies(self, labels: dict[str, tuple[str, ...]]) -> MonthTallies:
        """Return every tally by name, cut to the labels of the world, of what was summed up."""
        sizes = tuple((dim, len(sizes_by_dim)) for dim, sizes_by_dim in labels.items())
        word_indices, positions = _places(sizes, len(self._by_region))
        return MonthTallies(self._words[word_indices], positions)


@lru_cache(maxsize=16)
def _places(sizes: tuple[tuple[str, int], ...], n_regions: int) -> tuple[I8s, TallyPositions]:
    """Return where the words of a month stand, tally after tally, and which of them are each tally's.

    sizes: of the dimensions that a world labels. Words of regions, (region, column), stand behind those of tallies.
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
