"""The people of a society and how they start: alike for every regime, so those of the last few societies are kept."""

from __future__ import annotations

from typing import Any

from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.scenario.cells import Cells
from underheaven.scenario.initial_population import InitialPopulation, build_initial_population
from underheaven.scenario.society_tables import build_society_table
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society

MAX_CACHED = 8
"""Societies that are kept, about a megabyte each."""

_cache: dict[tuple[str, tuple[int, ...]], tuple[Any, InitialPopulation]] = {}


def cached_society(
    document: Document[Society], cells: Cells, n_towns: int, residents: Any
) -> tuple[Any, InitialPopulation]:
    """Return the table of a society's people and how they start; neither may be changed.

    n_towns: 1 or more. living: how many persons live in each region.
    Raises RequestError where more are to owe than can.
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
        if len(_cache) >= MAX_CACHED:  # another thread may do the same meanwhile, and finds no less
            _cache.clear()
        _cache[key] = cached
    return cached


def clear_society_cache() -> None:
    """Keep no people of any society."""
    _cache.clear()
