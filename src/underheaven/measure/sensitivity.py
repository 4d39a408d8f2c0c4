"""How far assumptions move a measure, whether luck moves it further, and which assumptions move it most.

Pure functions of what a result keeps (`measure.kept`). Everything compares runs of one size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.interval import f_tail, t_quantile
from underheaven.measure.kept import Column, Kept, Number

Array = NDArray[np.float64]

CENTRAL = (0.05, 0.95)
"""Quantiles of the points between which a measure is said to lie."""
CHANCE = 0.01
"""The chance that noise alone names an assumption, or tells assumptions from luck."""
MOST = 3
FEWEST = 16
"""Points below which no assumption is named."""
OPPOSITE = 0.05
"""Share of the points that must lie clear of luck on the other side for a sign to flip."""
ASSUMPTIONS, LUCK, NEITHER = "assumptions", "luck", "neither"


@dataclass(frozen=True)
class Mover:
    """An assumption that moves a measure.

    direction: 1 where the measure rises with the number, -1 where it falls. correlation: rank correlation of the
    measure with the number over the points, what is named before it taken out. explains: the part of the variance of
    ranks that it adds; 0 where it does not stand above the noise of the points, and is named because the measure
    differs beyond luck between the ends of this number alone. at_low, at_high: the measure there, NaN where not run.
    """

    number: Number
    direction: int
    correlation: float
    explains: float
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Sensitivity:
    """One measure over the assumptions and over seeds, in runs of one size.

    stated: mean over seeds of the documents as they stand. low, high: the central 90 % of the points; least, most:
    their ends. luck_low, luck_high: ends over seeds. assumptions_sd: of the points, what luck adds taken out;
    luck_sd: over seeds. told: whether the points vary more than seeds do. dominates: see `dominating`. floor: rank
    correlation below which nothing is named. positive, negative: shares of the points above and below 0. flips:
    whether the sign turns inside the ranges; opposite: the share of the points where it does, clear of luck;
    flipped_by: those of the movers that turn it alone. points: at which it is defined, of ``of`` in all.
    """

    column: Column
    stated: float
    low: float
    high: float
    least: float
    most: float
    luck_low: float
    luck_high: float
    assumptions_sd: float
    luck_sd: float
    told: bool
    dominates: str
    movers: tuple[Mover, ...]
    floor: float
    positive: float
    negative: float
    flips: bool
    opposite: float
    flipped_by: tuple[Number, ...]
    points: int
    of: int


def sensitivities(kept: Kept) -> dict[Column, Sensitivity]:
    """Gives what is to be said of every column that is defined at some point."""
    design = _columns_of_ranks(kept.design)
    return {
        column: _sensitivity(kept, place, design)
        for place, column in enumerate(kept.columns)
        if np.isfinite(kept.points[:, place]).any()
    }


def dominating(told: bool, assumptions_sd: float, luck_sd: float) -> str:
    """Gives what moves a measure further: assumptions, luck, or neither where nothing moves it.

    told: whether the points vary more than seeds of their size do. luck_sd: over seeds of the size that is spoken of.
    """
    if assumptions_sd == 0 and luck_sd == 0:
        return NEITHER
    return ASSUMPTIONS if told and assumptions_sd > luck_sd else LUCK


def top(design: Array, values: Array, most: int = MOST) -> list[tuple[int, float, float]]:
    """Gives the inputs that move an output most: place, partial rank correlation, and what it adds to R squared.

    design: shape (point, input). values: shape (point,). One after the other enters a regression on ranks, as long
    as its partial correlation stands above the noise of so many points and inputs.
    Source: Iman & Conover 1979, for ranks; Saltelli et al. 2008, for the stepwise regression.
    """
    return _top(_columns_of_ranks(design), values, most)


def floor(points: int, inputs: int, taken: int = 0) -> float:
    """Gives the correlation that the largest of so many would exceed by chance once in a hundred, 1 if never told.

    taken: inputs that stand in the regression already. Bonferroni over the inputs left, Student's t of a correlation.
    """
    degrees, left = points - 2 - taken, inputs - taken
    if degrees < 1 or left < 1:
        return 1.0
    t = t_quantile(1 - CHANCE / (2 * left), degrees)
    return t / sqrt(degrees + t * t)


def ranks(values: Array) -> Array:
    """Gives ranks from 1, the mean rank to equal values."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean: Array = (last - (counts - 1) / 2)[inverse]
    return mean


def _sensitivity(kept: Kept, place: int, design: Array) -> Sensitivity:
    every = kept.points[:, place]
    defined = np.isfinite(every)
    mine, seeds = every[defined], kept.seeds[:, place][np.isfinite(kept.seeds[:, place])]
    ranked = design[defined] if defined.all() else _columns_of_ranks(kept.design[defined])
    luck_sd, told, assumptions_sd = _spreads(mine, seeds)
    margin = t_quantile(0.975, len(seeds) - 1) * luck_sd if len(seeds) > 1 else 0.0
    stated = float(seeds.mean()) if len(seeds) else float("nan")
    movers = _movers(kept, place, ranked, mine, margin)
    flips, opposite, side = _flips(mine, stated, margin, len(seeds))
    low, high = np.quantile(mine, CENTRAL)
    return Sensitivity(
        kept.columns[place], stated, float(low), float(high), float(mine.min()), float(mine.max()),
        *((float(seeds.min()), float(seeds.max())) if len(seeds) else (float("nan"),) * 2), assumptions_sd, luck_sd,
        told, dominating(told, assumptions_sd, luck_sd), movers, floor(len(mine), design.shape[1]),
        float((mine > 0).mean()), float((mine < 0).mean()), flips, opposite,
        tuple(m.number for m in movers if flips and _turns(m, side, margin)), len(mine), len(every),
    )  # fmt: skip


def _spreads(points: Array, seeds: Array) -> tuple[float, bool, float]:
    """Gives the spread over seeds, whether that of the points is told from it, and what assumptions add to it."""
    luck = float(seeds.var(ddof=1)) if len(seeds) > 1 else 0.0
    both = float(points.var(ddof=1)) if len(points) > 1 else 0.0
    both = both if np.ptp(points) > 0 else 0.0
    luck = luck if len(seeds) and np.ptp(seeds) > 0 else 0.0
    told = both > 0 and (luck == 0 or f_tail(both / luck, len(points) - 1, len(seeds) - 1) < CHANCE)
    return sqrt(luck), told, sqrt(max(both - luck, 0.0))


def _flips(points: Array, stated: float, margin: float, seeds: int) -> tuple[bool, float, int]:
    """Gives whether a sign turns, the share of points on the other side clear of luck, and which side that is.

    Where the stated documents do not tell the sign from luck, it turns where points lie clear on both sides.
    """
    above, below = float((points > margin).mean()), float((points < -margin).mean())
    if not isfinite(stated):
        return False, 0.0, 0
    if abs(stated) > margin / sqrt(max(seeds, 1)):
        opposite = below if stated > 0 else above
        return opposite >= OPPOSITE, opposite, -1 if stated > 0 else 1
    return min(above, below) >= OPPOSITE, min(above, below), 0


def _turns(mover: Mover, side: int, margin: float) -> bool:
    ends = [e for e in (mover.at_low, mover.at_high) if isfinite(e)]
    if side == 0:
        return len(ends) == 2 and max(ends) > margin and min(ends) < -margin
    return any(side * end > margin for end in ends)


def _movers(kept: Kept, place: int, ranked: Array, values: Array, margin: float) -> tuple[Mover, ...]:
    """Gives those that a regression on ranks names, then those that move the measure beyond luck alone."""
    named = [_mover(kept, place, *one) for one in _top(ranked, values, MOST)]
    if len(values) < FEWEST:
        return ()
    plain = _unit(ranks(values)[:, None])[:, 0] @ ranked
    alone = [_mover(kept, place, n, float(plain[n]), 0.0) for n in sorted({end.number for end in kept.ends})]
    beyond = [m for m in alone if abs(_swing(m)) > sqrt(2) * margin and m.number not in [n.number for n in named]]
    beyond.sort(key=lambda m: -abs(_swing(m)))
    return tuple([*named, *(replace(m, direction=1 if _swing(m) > 0 else -1) for m in beyond)][:MOST])


def _swing(mover: Mover) -> float:
    swing = mover.at_high - mover.at_low
    return swing if isfinite(swing) else 0.0


def _mover(kept: Kept, place: int, number: int, correlation: float, explains: float) -> Mover:
    ends = {end.high: float(end.row[place]) for end in kept.ends if end.number == number}
    nan = float("nan")
    direction = 1 if correlation > 0 else -1
    return Mover(kept.numbers[number], direction, correlation, explains, ends.get(False, nan), ends.get(True, nan))


def _top(ranked: Array, values: Array, most: int) -> list[tuple[int, float, float]]:
    """Does what `top` does with inputs that are ranked, centred and of length 1 already."""
    points, inputs = ranked.shape
    if points < FEWEST or inputs == 0 or np.ptp(values) == 0:
        return []
    left = _unit(ranks(values)[:, None])[:, 0]
    others, found, total = ranked, list[tuple[int, float, float]](), 1.0
    for taken in range(most):
        correlations = _unit(left[:, None])[:, 0] @ others
        place = int(np.argmax(np.abs(correlations)))
        correlation = float(correlations[place])
        if abs(correlation) <= floor(points, inputs, taken):
            break
        direction = others[:, place]
        left = left - direction * (direction @ left)
        remaining = float(left @ left)
        found.append((place, correlation, total - remaining))
        others, total = _unit(others - np.outer(direction, direction @ others)), remaining
    return found


def _columns_of_ranks(design: Array) -> Array:
    columns = [ranks(design[:, n]) for n in range(design.shape[1])]
    return _unit(np.stack(columns, axis=1)) if columns else design


def _unit(columns: Array) -> Array:
    """Centres columns and gives them length 1; one that does not vary becomes 0."""
    centred = columns - columns.mean(axis=0)
    length = np.sqrt((centred * centred).sum(axis=0))
    kept: Array = np.where(length > 1e-9 * max(len(columns), 1), centred / np.where(length > 0, length, 1), 0.0)
    return kept


def candidates(kept: Kept, columns: Sequence[Column]) -> list[int]:
    """Gives the places of the numbers that may move these columns, the likeliest first.

    First come those that a regression names, by what they explain in all columns together; then the others, by the
    sum of their squared rank correlations, which noise makes much the same for all.
    """
    every = _columns_of_ranks(kept.design)
    named, pooled = np.zeros(len(kept.numbers)), np.zeros(len(kept.numbers))
    for place, column in enumerate(kept.columns):
        mine = np.isfinite(kept.points[:, place])
        if column not in columns or int(mine.sum()) < FEWEST:
            continue
        design = every if mine.all() else _columns_of_ranks(kept.design[mine])
        values = kept.points[mine, place]
        for number, _, explains in _top(design, values, MOST):
            named[number] += explains
        pooled += (_unit(ranks(values)[:, None])[:, 0] @ design) ** 2
    order = sorted(range(len(named)), key=lambda n: (-named[n], -pooled[n], n))
    return [n for n in order if named[n] > 0 or pooled[n] > 0]
