"""A cache of compiled societies, which all regimes share."""

from __future__ import annotations

from typing import Any

from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.scenario.cells import Cells
from underheaven.scenario.initial_population import InitialPopulation, build_initial_population
from underheaven.scenario.society_tables import build_society_table
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society

MAX_CACHED = 8
"""Cached societies, about a megabyte each."""

_cache: dict[tuple[str, tuple[int, ...]], tuple[Any, InitialPopulation]] = {}


def cached_society(
    document: Document[Society], cells: Cells, n_towns: int, residents: Any
) -> tuple[Any, InitialPopulation]:
    """Return the table and the initial state of a society; neither may be changed.

    Args:
        document: document of the society.
        cells: its cells.
        n_towns: number of towns, 1 or more.
        residents: synthetic persons in each region, (region,).

    Raises:
        RequestError: the stated backlog exceeds the persons who can owe.
    """
    society, persons = document.model, tuple(int(n) for n in residents)
    key = society.model_dump_json(), persons
    cached = _cache.get(key)
    if cached is None:
        society_table = build_society_table(society, cells, sum(persons), n_towns)
        cached = (
            society_table,
            build_initial_population(society, WritableRecord(society_table), cells, residents, document.where),
        )
        if len(_cache) >= MAX_CACHED:  # another thread may do the same; it then computes the society again
            _cache.clear()
        _cache[key] = cached
    return cached


def clear_society_cache() -> None:
    """Empty the cache of compiled societies."""
    _cache.clear()
