"""Growing older: how often persons leave at each age and who arrives, such that the published ages stay as they are.

A class of ages holds so many persons. Each month a share of them leaves the place, whoever is left is a month older,
and who comes to the end of the class goes on to the next one. The numbers of all classes stay the same where each
gains what it loses:

- every class loses at least the society's own share of renewals;
- a class that sends on fewer than the next one needs is made up for by newcomers at the next one's first age;
- a class that would send on more loses more on the way, until it sends on what is needed;
- the last class, which has no end, loses what comes in.

The people of the first month are spread over the ages of a class as such a life leaves them: each month of age has the
share of the one before that stays. Source: Preston, Heuveline & Guillot, Demography (2001), ch. 3, the life table read
as a stationary population; here with entries at other ages than 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from underheaven.spec.people import Ageing, People
from underheaven.world.cells import Cells

NEVER = 1 << 40
"""Month of age that nobody reaches."""


@dataclass(frozen=True)
class Bands:
    """Classes of age from the youngest on: shares that leave a month, and newcomers a month for each person in all."""

    leaves: Any
    arrivals: Any


@dataclass(frozen=True)
class Ages:
    """How persons grow older, by cell; see ``kernel.society.Society``.

    arrival_shares: of newcomers, by person category. next_month: share of a cell that is in its last month of age.
    """

    leaves: Any
    arrival_shares: Any
    since: Any
    until: Any
    older: Any
    stays: Any
    powers: Any
    next_month: Any

    @property
    def moves(self) -> Any:
        """Chance a month, of who does not leave, to go from cell to cell; (cell, cell)."""
        moves = np.zeros((len(self.older), len(self.older)))
        moves[np.arange(len(self.older)), self.older] = self.next_month
        return moves


def stationary(shares: Any, lengths: list[int], least: float) -> Bands:
    """Return what keeps these shares of classes.

    shares: all above 0. lengths: months of each class but the last, which has no end. least: share of every class that
    leaves a month, 0 to 1.
    """
    last = len(shares) - 1
    leaves, begins, ends = np.full(last + 1, least), np.zeros(last + 1), np.zeros(last)
    came = _sent_on(shares[last - 1], lengths[last - 1], least) if last > 0 else 0.0
    leaves[last] = max(least, came / shares[last])
    begins[last] = leaves[last] * shares[last]
    for k in range(last - 1, -1, -1):
        if _sent_on(shares[k], lengths[k], least) > begins[k + 1]:
            leaves[k] = _leaving(shares[k], lengths[k], begins[k + 1], least)
        ends[k] = _sent_on(shares[k], lengths[k], leaves[k])
        begins[k] = ends[k] + leaves[k] * shares[k]
    return Bands(leaves, np.maximum(begins - np.concatenate([[0.0], ends]), 0.0))


def _sent_on(share: float, months: int, leaves: float) -> float:
    """Return who comes to the end of a class in a month."""
    return share * _first(months, leaves) * (1 - leaves) ** months


def _first(months: int, leaves: float) -> float:
    """Return the share of a class that is in its first month."""
    if leaves <= 0:
        return 1 / months
    return leaves / -math.expm1(months * math.log1p(-leaves)) if leaves < 1 else 1.0


def _leaving(share: float, months: int, sent_on: float, least: float) -> float:
    """Return the share that leaves a month where so many are to be sent on, fewer than with the least share."""
    low, high = least, 1.0
    while high - low > 1e-15:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _sent_on(share, months, middle) > sent_on else (low, middle)
    return high


def ages_of(people: People, cells: Cells) -> Ages:
    """Return how the persons of a society grow older, by cell; nobody does where the society does not say so."""
    n, least = len(cells.categories), people.renewed_per_year / 12
    ages = Ages(np.full(n, least), cells.person_shares, np.zeros(n, np.int64), np.full(n, NEVER), np.arange(n),
                np.ones(n), np.zeros(n), np.zeros(n))  # fmt: skip
    return ages if people.ageing is None else _growing(people.ageing, cells, ages, least)


def _growing(ageing: Ageing, cells: Cells, ages: Ages, least: float) -> Ages:
    attribute = next(a for a in cells.attributes if a.name == ageing.attribute)
    classes = sorted(ageing.from_years, key=ageing.from_years.__getitem__)
    begins = [12 * ageing.from_years[name] for name in classes]
    lengths = [after - first for first, after in pairwise(begins)]
    shares = np.array([attribute.categories[name] for name in classes]) / sum(attribute.categories.values())
    bands = stationary(shares, lengths, least)
    place = {tuple(cell.items()): c for c, cell in enumerate(cells.categories)}
    for c, cell in enumerate(cells.categories):
        k = classes.index(cell[attribute.name])
        ages.leaves[c], ages.since[c], ages.stays[c] = bands.leaves[k], begins[k], 1 - bands.leaves[k]
        if k < len(lengths):
            ages.until[c] = begins[k + 1]
            ages.older[c] = place[tuple({**cell, attribute.name: classes[k + 1]}.items())]
            ages.powers[c] = _powers(1 - bands.leaves[k], lengths[k])
            ages.next_month[c] = _first(lengths[k], bands.leaves[k]) * (1 - bands.leaves[k]) ** (lengths[k] - 1)
    weights = dict(zip(classes, bands.arrivals / shares, strict=True))
    halves = cells.categories[: len(cells.person_shares)]
    arriving = np.array([weights[cell[attribute.name]] for cell in halves])
    return Ages(**{**vars(ages), "arrival_shares": cells.person_shares * arriving})


def _powers(stays: float, months: int) -> float:
    """Return the sum of a share's powers from the 0th on, added up as ``kernel.ageing.first_age`` takes them off."""
    total, weight = 0.0, 1.0
    for _ in range(months):
        total += weight
        weight *= stays
    return total
