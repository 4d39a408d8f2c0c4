"""A result of one world, as a view: every line of a table asks for the same few."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr

Known = tuple["weakref.ref[xr.Dataset]", tuple[Any, ...], "dict[str, xr.Dataset]"]
"""A result, its arrays, and its views by world."""

_known: list[Known] = []
"""Of the last result alone, and gone with it."""


def one_world(dataset: xr.Dataset, world: str) -> xr.Dataset:
    """Return a result of one world, as a view: a copy of every person costs more than the counts that are read.

    The views of the last result are kept while it lives and its arrays are the same.
    """
    views = _views(dataset)
    if world not in views:
        place = [str(name) for name in dataset["world"].values].index(world)
        views[world] = dataset.isel(world=slice(place, place + 1))
    return views[world]


def _views(dataset: xr.Dataset) -> dict[str, xr.Dataset]:
    known, arrays = next(iter(_known), None), _arrays(dataset)
    if known is not None and known[0]() is dataset and list(map(id, known[1])) == list(map(id, arrays)):
        return known[2]
    views: dict[str, xr.Dataset] = {}
    _known[:] = [(weakref.ref(dataset, lambda gone: _known.clear()), arrays, views)]
    return views


def _arrays(dataset: xr.Dataset) -> tuple[Any, ...]:
    """Return what a view shares with the result: labels of dimensions as variables, all else as arrays."""
    of = dataset.dims
    return tuple(array if name in of else array.data for name, array in dataset.variables.items())
