"""Reporting groups by one attribute at a time: men and women, ages, residence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr

REGIONS_DIFFER = "regions_differ"
"""The attribute that says whether anything in a regime is limited to some regions: 1 or 0."""


def regions_are_alike(dataset: xr.Dataset) -> bool:
    """Return whether a result has several regions that its documents distinguish by size alone."""
    return int(dataset.attrs.get(REGIONS_DIFFER, 1)) == 0 and dataset.sizes.get("region", 2) > 1


def group_categories(dataset: xr.Dataset | xr.DataArray) -> tuple[tuple[str, ...], ...]:
    """Return the categories of each attribute that groups are reported by.

    Args:
        dataset: an array or a result with a group dimension.

    Returns:
        A tuple of categories per attribute, in the order of the group labels.
    """
    parts = _label_parts(dataset)
    attributes = zip(*parts, strict=False) if parts and len({len(p) for p in parts}) == 1 else ()
    return tuple(tuple(dict.fromkeys(column)) for column in attributes)


def sum_over_category(array: xr.DataArray, attribute: int, category: str) -> xr.DataArray:
    """Return the sum of an array over the groups of one category, without the group dimension.

    Args:
        array: with a group dimension.
        attribute: index of the attribute in the group labels, from 0.
        category: a category of that attribute.
    """
    is_member = [attribute < len(parts) and parts[attribute] == category for parts in _label_parts(array)]
    return array.isel(group=np.flatnonzero(is_member)).sum("group")


def category_members(dataset: xr.Dataset | xr.DataArray) -> dict[str, NDArray[np.bool_]]:
    """Return which groups belong to each category of the attributes that have at least two categories.

    Args:
        dataset: an array or a result with a group dimension.

    Returns:
        Masks (group,) by category.
    """
    parts = _label_parts(dataset)
    return {
        category: np.array([row[position] == category for row in parts])
        for position, names in enumerate(group_categories(dataset))
        for category in names
        if len(names) > 1
    }


def _label_parts(labelled: xr.Dataset | xr.DataArray) -> list[list[str]]:
    return [str(label).split(", ") for label in labelled["group"].values]
