"""From the words that kernels add to, to named tallies of a month at the size of the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from underheaven.arrays import I8s
from underheaven.fields import FIXED_DIMS, TALLIES
from underheaven.kernel.table import record_of
from underheaven.kernel.tables import DEFAULTED_COLUMN, FUSED, LISTED_COLUMN, REGION_COLUMNS, REPAID_COLUMN, VISIBLE
from underheaven.kernel.tally import COUNTS

_WORDS = COUNTS.itemsize // 8

Places = dict[str, tuple[int, int, tuple[int, ...]]]
"""Where the words of each tally begin and end, and its shape."""


class Month(Mapping[str, I8s]):
    """Every tally of one month by name: words of its own, of which a tally is cut out when it is asked for.

    words: int64. places: where those of each tally stand among them.
    """

    def __init__(self, words: I8s, places: Places) -> None:
        self.words, self.places = words, places

    def __getitem__(self, name: str) -> I8s:
        first, end, shape = self.places[name]
        return self.words[first:end].reshape(shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class Tallies:
    """Room for the tallies of a month, one record a chunk of towns; to be used month after month.

    counts: records of ``COUNTS``. regional: int64 (chunk, region, column).
    """

    def __init__(self, n_chunks: int, n_regions: int) -> None:
        self.counts = record_of(COUNTS, n_chunks)
        self.regional = np.zeros((n_chunks, n_regions, REGION_COLUMNS), np.int64)
        self._by_chunk = self.counts.view(np.ndarray).view(np.int64).reshape(n_chunks, _WORDS)
        self._words = np.zeros(_WORDS + self.regional[0].size, np.int64)
        self._by_region = self._words[_WORDS:].reshape(n_regions, REGION_COLUMNS)
        first = COUNTS.fields["moments"][1] // 8  # type: ignore[index]
        self.moments = self._words[first : first + FUSED**2].reshape(FUSED, FUSED)
        """Of all chunks, once they are summed."""

    def clear(self) -> None:
        """Begin a month."""
        self._by_chunk.fill(0)
        self.regional.fill(0)

    def sum_up(self) -> None:
        """Add the chunks of the month up."""
        np.add.reduce(self._by_chunk, axis=0, out=self._words[:_WORDS])
        np.add.reduce(self.regional, axis=0, out=self._by_region)

    def loans(self) -> I8s:
        """Return repaid and defaulted loans as (region, 2, visible) of what was summed up."""
        return self._by_region[:, REPAID_COLUMN : REPAID_COLUMN + 2 * VISIBLE].reshape(-1, 2, VISIBLE)

    def named(self, labels: dict[str, tuple[str, ...]]) -> Month:
        """Return every tally by name, cut to the labels of the world, of what was summed up."""
        sizes = tuple((dim, len(of)) for dim, of in labels.items())
        where, places = _places(sizes, len(self._by_region))
        return Month(self._words[where], places)


@lru_cache(maxsize=16)
def _places(sizes: tuple[tuple[str, int], ...], n_regions: int) -> tuple[I8s, Places]:
    """Return where the words of a month stand, tally after tally, and which of them are each tally's.

    sizes: of the dimensions that a world labels. Words of regions, (region, column), stand behind those of tallies.
    """
    of = dict(sizes) | {dim: len(labels) for dim, labels in FIXED_DIMS.items()}
    whole = np.arange(_WORDS, dtype=np.int64).view(COUNTS)[0]
    region = _WORDS + np.arange(n_regions * REGION_COLUMNS).reshape(n_regions, REGION_COLUMNS)
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
