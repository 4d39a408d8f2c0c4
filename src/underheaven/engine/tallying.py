"""From the words that kernels add to, to named tallies of a month at the size of the documents."""

from __future__ import annotations

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


def counts(n_chunks: int) -> Any:
    """Return zeroed tallies, one record a chunk."""
    return record_of(COUNTS, n_chunks)


def regional(n_chunks: int, n_regions: int) -> Any:
    """Return zeroed tallies by region, int64 (chunk, region, column)."""
    return np.zeros((n_chunks, n_regions, REGION_COLUMNS), np.int64)


def loans_of(by_region: Any) -> Any:
    """Return repaid and defaulted loans as (region, 2, visible) from summed regional tallies."""
    return by_region[:, REPAID_COLUMN : REPAID_COLUMN + 2 * VISIBLE].reshape(-1, 2, VISIBLE)


def named(tally: Any, by_region: Any, labels: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return every tally of one month by name, summed over chunks and cut to the labels of the world."""
    flat = tally.view(np.ndarray).view(np.int64).reshape(len(tally), -1).sum(axis=0)
    whole = flat.view(COUNTS)[0]
    region = by_region.sum(axis=0)
    out = {}
    for field in TALLIES:
        sizes = tuple(len(labels[d]) if d not in FIXED_DIMS else len(FIXED_DIMS[d]) for d in field.dims)
        if field.name == "listed_by_region":
            array = region[:, LISTED_COLUMN : LISTED_COLUMN + sizes[0]].T
        elif field.name in ("repaid", "defaulted"):
            start = REPAID_COLUMN if field.name == "repaid" else DEFAULTED_COLUMN
            array = region[:, start : start + sizes[1]]
        else:
            array = whole[field.name][tuple(slice(0, n) for n in sizes)] if sizes else whole[field.name]
        out[field.name] = np.array(array, dtype=np.int64, copy=True).reshape(sizes)
    return out
