"""Growing older: exit rates and arrivals by age that keep the published age distribution constant.

Each class of ages has a published share of persons. Each month a share of them leaves, the others become a month
older, and those at the end of the class enter the next one. All classes stay constant where each gains what it loses:

- every class loses at least the society's own renewal rate;
- a class that passes on fewer than the next one needs is supplemented by newcomers at the first age of the next one;
- a class that would pass on more loses more on the way, until it passes on what is needed;
- the last class is open-ended and loses what comes in.

Within a class the initial persons are distributed by age as survival implies: each month of age has the share of the
one before that stays.

Source: Preston, Heuveline & Guillot, Demography (2001), ch. 3, the life table as a stationary population; here with
entries at ages other than 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from underheaven.scenario.cells import Cells
from underheaven.spec.models.people import Ageing, People

NEVER_REACHED = 1 << 40
"""A month of age that nobody reaches."""


@dataclass(frozen=True)
class AgeClassFlows:
    """Monthly flows of classes of age, youngest first.

    Attributes:
        leaves: share of a class that leaves in a month, (class,).
        arrivals: newcomers in a month for each person of the population, (class,).
    """

    leaves: Any
    arrivals: Any


@dataclass(frozen=True)
class AgeingRates:
    """Ageing by cell; see ``kernel.society.Society`` for the columns of the same names.

    Attributes:
        leaves: share that leaves in a month, (cell,).
        arrival_shares: weight of newcomers by person category, (person category,).
        since: first month of age, (cell,).
        until: month of age at which the next cell begins, (cell,).
        older: index of the next cell, (cell,).
        stays: share that stays in a month, (cell,).
        powers: sum of powers of ``stays`` over the months of a class, (cell,).
        last_month_share: share of a cell in its last month of age, (cell,).
    """

    leaves: Any
    arrival_shares: Any
    since: Any
    until: Any
    older: Any
    stays: Any
    powers: Any
    last_month_share: Any

    @property
    def transitions(self) -> Any:
        """Monthly probability of moving from cell to cell, given that the person stays; (cell, cell)."""
        moves = np.zeros((len(self.older), len(self.older)))
        moves[np.arange(len(self.older)), self.older] = self.last_month_share
        return moves


def stationary_flows(shares: Any, lengths: list[int], min_exit_rate: float) -> AgeClassFlows:
    """Return the flows that keep the shares of classes constant.

    Args:
        shares: share of each class, all above 0; (class,).
        lengths: months of each class but the last, which is open-ended.
        min_exit_rate: share of every class that leaves in a month at least, 0 to 1.
    """
    last = len(shares) - 1
    leaves, entries, completions = np.full(last + 1, min_exit_rate), np.zeros(last + 1), np.zeros(last)
    inflow = _flow_to_next_class(shares[last - 1], lengths[last - 1], min_exit_rate) if last > 0 else 0.0
    leaves[last] = max(min_exit_rate, inflow / shares[last])
    entries[last] = leaves[last] * shares[last]
    for k in range(last - 1, -1, -1):
        if _flow_to_next_class(shares[k], lengths[k], min_exit_rate) > entries[k + 1]:
            leaves[k] = _solve_exit_rate(shares[k], lengths[k], entries[k + 1], min_exit_rate)
        completions[k] = _flow_to_next_class(shares[k], lengths[k], leaves[k])
        entries[k] = completions[k] + leaves[k] * shares[k]
    return AgeClassFlows(leaves, np.maximum(entries - np.concatenate([[0.0], completions]), 0.0))


def _flow_to_next_class(share: float, months: int, leaves: float) -> float:
    """Return the monthly flow to the next class."""
    return share * _first_month_share(months, leaves) * (1 - leaves) ** months


def _first_month_share(months: int, leaves: float) -> float:
    """Return the share of a class in its first month."""
    if leaves <= 0:
        return 1 / months
    return leaves / -math.expm1(months * math.log1p(-leaves)) if leaves < 1 else 1.0


def _solve_exit_rate(share: float, months: int, target_flow: float, min_exit_rate: float) -> float:
    """Return the monthly exit rate at which ``target_flow`` reach the next class, fewer than at the smallest rate."""
    low, high = min_exit_rate, 1.0
    while high - low > 1e-15:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _flow_to_next_class(share, months, middle) > target_flow else (low, middle)
    return high


def ageing_rates(people: People, cells: Cells) -> AgeingRates:
    """Return the ageing of a society by cell; without ageing nobody changes cell."""
    n, min_exit_rate = len(cells.categories), people.renewed_per_year / 12
    ages = AgeingRates(
        np.full(n, min_exit_rate),
        cells.person_shares,
        np.zeros(n, np.int64),
        np.full(n, NEVER_REACHED),
        np.arange(n),
        np.ones(n),
        np.zeros(n),
        np.zeros(n),
    )
    return ages if people.ageing is None else _fill_age_classes(people.ageing, cells, ages, min_exit_rate)


def _fill_age_classes(ageing: Ageing, cells: Cells, ages: AgeingRates, min_exit_rate: float) -> AgeingRates:
    attribute = next(a for a in cells.attributes if a.name == ageing.attribute)
    classes = sorted(ageing.from_years, key=ageing.from_years.__getitem__)
    start_months = [12 * ageing.from_years[name] for name in classes]
    lengths = [after - first for first, after in pairwise(start_months)]
    shares = np.array([attribute.categories[name] for name in classes]) / sum(attribute.categories.values())
    class_flows = stationary_flows(shares, lengths, min_exit_rate)
    cell_index = {tuple(cell.items()): c for c, cell in enumerate(cells.categories)}
    for c, cell in enumerate(cells.categories):
        k = classes.index(cell[attribute.name])
        ages.leaves[c], ages.since[c], ages.stays[c] = class_flows.leaves[k], start_months[k], 1 - class_flows.leaves[k]
        if k < len(lengths):
            ages.until[c] = start_months[k + 1]
            ages.older[c] = cell_index[tuple({**cell, attribute.name: classes[k + 1]}.items())]
            ages.powers[c] = _sum_powers(1 - class_flows.leaves[k], lengths[k])
            ages.last_month_share[c] = _first_month_share(lengths[k], class_flows.leaves[k]) * (
                1 - class_flows.leaves[k]
            ) ** (lengths[k] - 1)
    weights = dict(zip(classes, class_flows.arrivals / shares, strict=True))
    person_cells = cells.categories[: len(cells.person_shares)]
    arriving = np.array([weights[cell[attribute.name]] for cell in person_cells])
    return AgeingRates(**{**vars(ages), "arrival_shares": cells.person_shares * arriving})


def _sum_powers(stays: float, months: int) -> float:
    """Return the sum of powers of a share from the 0th on, added in the order that ``kernel.ageing.first_age`` uses."""
    total, weight = 0.0, 1.0
    for _ in range(months):
        total += weight
        weight *= stays
    return total
