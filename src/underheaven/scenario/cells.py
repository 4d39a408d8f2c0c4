"""Cells: combinations of a society's categories, household attributes first, and their reporting groups."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE
from underheaven.kernel.table_layout import GUIDE_BITS, GUIDE_LENGTH
from underheaven.spec.models.people import EVERYONE, Attribute, People


@dataclass(frozen=True)
class Cells:
    """The cells of a society.

    Attributes:
        attributes: attributes of the society.
        categories: category of each attribute, by cell.
        household_shares: share of each combination of household categories.
        person_shares: share of each combination of person categories.
        group: index of the reporting group, (cell,).
        group_labels: labels of the reporting groups.
    """

    attributes: tuple[Attribute, ...]
    categories: tuple[dict[str, str], ...]
    household_shares: Any
    person_shares: Any
    group: Any
    group_labels: tuple[str, ...]

    @cached_property
    def shares(self) -> Any:
        """Share of persons in each cell, (cell,)."""
        return np.outer(self.household_shares, self.person_shares).ravel()

    def factor(self, factors: Mapping[str, Mapping[str, float]]) -> Any:
        """Return the product of a document's factors, (cell,).

        Args:
            factors: factors by attribute and category; 1 where left out.
        """
        named = [(name, factors[name]) for name in self.categories[0] if factors.get(name)]
        if not named:
            return np.ones(len(self.categories))
        return np.array([math.prod(its.get(cell[a], 1.0) for a, its in named) for cell in self.categories])

    def is_among(self, chosen: Mapping[str, list[str]]) -> Any:
        """Return 1 for each cell whose categories are chosen, (cell,); all cells where none are named.

        Args:
            chosen: categories by attribute.
        """
        return np.array(
            [int(all(cell[a] in wanted for a, wanted in chosen.items())) for cell in self.categories], np.int64
        )

    def group_means(self, values: Any) -> Any:
        """Return the mean of values by reporting group, weighted by the shares of cells; (group,).

        Args:
            values: one value for each cell, (cell,).
        """
        weights = self._group_shares
        sums = np.bincount(self.group, self.shares * values, len(self.group_labels))
        return np.where(weights > 0, sums / np.where(weights > 0, weights, 1), 1.0)

    @cached_property
    def _group_shares(self) -> Any:
        return np.bincount(self.group, self.shares, len(self.group_labels))


def _reported_category(attribute: Attribute, category: str) -> str | None:
    if attribute.report_as == "not reported":
        return None
    for name, joined in attribute.report_as.items():
        if category in joined:
            return name
    return category


def _cross_categories(attributes: list[Attribute]) -> tuple[list[dict[str, str]], Any]:
    crosses = [
        dict(zip([a.name for a in attributes], combination, strict=True))
        for combination in itertools.product(*(a.categories for a in attributes))
    ]
    shares = np.array(
        [math.prod(a.categories[c[a.name]] / sum(a.categories.values()) for a in attributes) for c in crosses]
    )
    return crosses, shares


def build_cells(people: People) -> Cells:
    """Return the cells of a society.

    Args:
        people: people of the society.

    Returns:
        Household combinations times person combinations; groups are numbered in the order of the document.
    """
    household, household_shares = _cross_categories([a for a in people.attributes if a.of == "household"])
    person, person_shares = _cross_categories([a for a in people.attributes if a.of == "person"])
    categories = [{**h, **p} for h in household for p in person]
    names: list[str] = []
    group = []
    for cell in categories:
        parts = [_reported_category(a, cell[a.name]) for a in people.attributes]
        name = ", ".join(p for p in parts if p is not None) or EVERYONE
        if name not in names:
            names.append(name)
        group.append(names.index(name))
    return Cells(
        tuple(people.attributes),
        tuple(categories),
        household_shares,
        person_shares,
        np.array(group, np.int64),
        tuple(names),
    )


def draw_thresholds(shares: Any) -> Any:
    """Return cumulative shares as draw thresholds; the last is 2**32, so every draw finds a category."""
    cumulative = np.floor(np.cumsum(shares) / np.sum(shares) * DRAW_RANGE + 0.5).astype(np.int64)
    cumulative[-1] = DRAW_RANGE
    return cumulative


def threshold_guide(cumulative: Any) -> Any:
    """Return, for each of ``GUIDE_LENGTH`` equal intervals of a draw, the first category that it can fall in."""
    starts = np.arange(GUIDE_LENGTH, dtype=np.int64) << (32 - GUIDE_BITS)
    return np.searchsorted(cumulative, starts, side="right").astype(np.uint8)
