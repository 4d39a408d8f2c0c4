"""Views of a result by scenario, cached because every line of a table asks for the same few."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr

CachedViews = tuple["weakref.ref[xr.Dataset]", tuple[Any, ...], "dict[str, xr.Dataset]"]
"""A result, its arrays, and its views by scenario."""

_cache: list[CachedViews] = []
"""Views of the last result only; they are dropped with it."""


def select_scenario(dataset: xr.Dataset, scenario: str) -> xr.Dataset:
    """Return a result of one scenario as a view: copying every person would cost more than reading the counts.

    The views of the last result are kept while it is alive and its arrays are the same.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    views = _views(dataset)
    if scenario not in views:
        position = [str(name) for name in dataset["scenario"].values].index(scenario)
        views[scenario] = dataset.isel(scenario=slice(position, position + 1))
    return views[scenario]


def _views(dataset: xr.Dataset) -> dict[str, xr.Dataset]:
    known, arrays = next(iter(_cache), None), _arrays(dataset)
    if known is not None and known[0]() is dataset and list(map(id, known[1])) == list(map(id, arrays)):
        return known[2]
    views: dict[str, xr.Dataset] = {}
    _cache[:] = [(weakref.ref(dataset, lambda gone: _cache.clear()), arrays, views)]
    return views


def _arrays(dataset: xr.Dataset) -> tuple[Any, ...]:
    """Return what a view shares with the result: labels of dimensions as variables, everything else as arrays."""
    of = dataset.dims
    return tuple(array if name in of else array.data for name, array in dataset.variables.items())
