"""The layout of towns: towns assigned to regions, and households to the slots of a town."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.spec.models.people import People, Ties


def largest_remainder(shares: Any, total: int) -> Any:
    """Return integers that sum to ``total``, nearest to ``total`` times the shares."""
    exact = np.asarray(shares, float) / np.sum(shares) * total
    floors = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - floors), kind="stable")
    floors[order[: total - int(floors.sum())]] += 1
    return floors


def allocate_towns(people: People, n_towns: int) -> Any:
    """Return the region of every town, contiguous and in proportion to the regions' persons.

    Args:
        people: people of the society.
        n_towns: number of towns.

    Returns:
        Integers, (town,).
    """
    counts = largest_remainder([r.persons for r in people.regions], n_towns)
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def rollout_join_months(regions: Any, region_draws: Any, rollout_months: int) -> Any:
    """Return the month of a roll-out in which each town joins: floor((k + u) / n * rollout_months) for town k of n.

    The draw u of a region shifts all its towns: they join evenly, and over the draws a town of any region joins with
    equal probability in each of the months 0 to ``rollout_months`` - 1, however few towns there are.

    Args:
        regions: region of each town, (town,); towns of a region are contiguous.
        region_draws: draw of each region, int64 in [0, 2**32).
        rollout_months: months of the roll-out, 0 or more.

    Returns:
        Integers, (town,).

    Source:
        Systematic sampling (Madow & Madow, Annals of Mathematical Statistics 15, 1944).
    """
    months = np.zeros(len(regions), np.int64)
    for region in np.unique(regions):
        towns = np.flatnonzero(regions == region)
        positions = (np.arange(len(towns), dtype=np.int64) << 32) + np.int64(region_draws[region])
        months[towns] = positions * rollout_months // (np.int64(len(towns)) << 32)
    return months


def household_sizes(ties: Ties, town_size: int) -> list[int]:
    """Return the sizes of a town's households in the order of their slots.

    The published table is allocated, not drawn: every town has the same mix, with each size spread evenly. The last
    household ends with the town.
    """
    sizes = [ties.largest_household if key.endswith("+") else int(key) for key in ties.household_sizes]
    weights = np.array(list(ties.household_sizes.values()), float)
    mean = float(np.dot(sizes, weights) / weights.sum())
    counts = largest_remainder(weights, max(1, round(town_size / mean)))
    spread = sorted(((k + 0.5) / n, s) for s, n in zip(sizes, counts, strict=True) for k in range(n))
    allocated, remaining = list[int](), town_size
    while remaining:
        for _, size in spread:
            allocated.append(min(size, remaining))
            remaining -= allocated[-1]
            if remaining == 0:
                break
    return allocated


def household_slots(ties: Ties, town_size: int) -> Any:
    """Return the first and the end slot of every slot's household; int16, (town_size, 2)."""
    sizes = household_sizes(ties, town_size)
    ends = np.cumsum(sizes)
    firsts = ends - sizes
    return np.stack([np.repeat(firsts, sizes), np.repeat(ends, sizes)], axis=1).astype(np.int16)
