"""The people of a society and how they start: alike for every regime, so those of the last few societies are kept."""

from __future__ import annotations

from typing import Any

from underheaven.kernel.table import Opened
from underheaven.spec.document import Document
from underheaven.spec.society import Society
from underheaven.world.cells import Cells
from underheaven.world.first import Start, start_of
from underheaven.world.people import people_table

KEPT = 8
"""Societies that are kept, about a megabyte each."""

_kept: dict[tuple[str, tuple[int, ...]], tuple[Any, Start]] = {}


def people_of(document: Document[Society], cells: Cells, n_towns: int, living: Any) -> tuple[Any, Start]:
    """Return the table of a society's people and how they start; neither may be changed.

    n_towns: 1 or more. living: how many persons live in each region.
    Raises RequestError where more are to owe than can.
    """
    society, persons = document.model, tuple(int(n) for n in living)
    key = society.model_dump_json(), persons
    found = _kept.get(key)
    if found is None:
        people = people_table(society, cells, sum(persons), n_towns)
        found = people, start_of(society, Opened(people), cells, living, document.where)
        if len(_kept) >= KEPT:  # another thread may do the same meanwhile, and finds no less
            _kept.clear()
        _kept[key] = found
    return found


def forget_people() -> None:
    """Keep no people of any society."""
    _kept.clear()
