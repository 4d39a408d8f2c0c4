"""How far parameters move a measure, whether Monte Carlo error moves it further, and which parameters move it most.

Pure functions of what a result keeps (`measure.kept`). Everything compares runs of one size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, isclose, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.interval import beta_quantile, t_quantile
from underheaven.measure.kept import Column, Kept, Number
from underheaven.measure.obedience import is_obedience
from underheaven.measure.permutation import correlation_at, page_threshold, ranks, unit, varies_more
from underheaven.measure.ranked import CHANCE, FEWEST, MOST, alone, columns_of_ranks, stepwise

Array = NDArray[np.float64]

CENTRAL = (0.05, 0.95)
"""Quantiles of the samples between which a measure is said to lie."""
CLEAR = 2
"""Times the largest deviation of a seed from the mean of the seeds beyond which a sample is clear of 0."""
BY_LUCK = 0.025
"""The chance that a sample of a measure whose sign does not turn is clear of 0 on the other side, at most."""
ASSUMPTIONS, LUCK, NEITHER = "assumptions", "luck", "neither"


@dataclass(frozen=True)
class Mover:
    """A parameter that moves a measure.

    direction: 1 where the measure rises with the number, -1 where it falls. correlation: rank correlation of the
    measure with the number over the samples, those found before it taken out. explains: the part of the variance of
    ranks that it adds. at_low, at_high: the measure at the ends of this number alone, NaN where not run.
    """

    number: Number
    direction: int
    correlation: float
    explains: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far the measure lies apart between the ends of this number alone; NaN where not run."""
        return self.at_high - self.at_low


@dataclass(frozen=True)
class Sensitivity:
    """One measure over the parameter samples and over seeds, in runs of one size.

    stated, usual: mean and median over seeds of the base case. median: of the samples. low, high: the central 90 %
    of the samples; least, most: their ends. luck_low, luck_high: ends over seeds. assumptions_sd: of the samples,
    Monte Carlo error taken out; luck_sd: over seeds. told: whether samples vary more than seeds do. dominates: see
    `dominating`. floor: rank correlation below which nothing is named. positive, negative: shares of the samples
    above and below 0. flips: whether the sign turns inside the ranges; opposite: the share of the samples where it
    does, clear of Monte Carlo error; flipped_by: those of the movers that turn it alone. points: samples at which
    it is defined, of ``of`` in all.
    """

    column: Column
    stated: float
    usual: float
    median: float
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

    @property
    def defined_in_most(self) -> bool:
        """Whether most samples define the measure: a range of the few others would be one of unlike worlds."""
        return 2 * self.points >= self.of

    @property
    def names(self) -> bool:
        """Tell whether samples are as many as it takes to name a parameter, whatever moves the measure."""
        return self.points >= FEWEST

    @property
    def outside(self) -> bool:
        """Whether the base case lies outside the range: its median over seeds, in runs of the size of the samples.

        A sample is one run, and the mean over seeds of a rare count is no count that a run can have.
        """
        return self.beyond(self.usual)

    def beyond(self, value: float) -> bool:
        """Tell whether a number lies outside the range, by more than rounding leaves; what is not defined does not."""
        ends = (self.low, self.high)
        inside = self.low <= value <= self.high or any(isclose(value, end, rel_tol=1e-9, abs_tol=1e-12) for end in ends)
        return isfinite(value) and not inside


@dataclass(frozen=True)
class Luck:
    """Monte Carlo error of one run, from the seeds of the base case.

    mean: of the seeds. sd: standard deviation. margin: half width of a 95 % interval for one run, by Student's t.
    clear: how far from 0 a run must lie for its sign to be counted. coarse: whether most seeds share values, so that
    they say little about how far luck can reach. seeds: how many.
    """

    mean: float
    sd: float
    margin: float
    clear: float
    coarse: bool
    seeds: int

    @property
    def sign(self) -> int:
        """The sign of the base case, 0 where Monte Carlo error leaves it open."""
        if not isfinite(self.mean) or abs(self.mean) <= self.margin / sqrt(max(self.seeds, 1)):
            return 0
        return 1 if self.mean > 0 else -1


def sensitivities(kept: Kept) -> dict[Column, Sensitivity]:
    """Return what is to be said of every column that is defined at some sample.

    All columns share one threshold for what is named: where no parameter moves anything, a result names one anywhere
    with the chance `permutation.PAGE`.
    """
    if not len(kept.points):
        return {}
    design = columns_of_ranks(kept.design)
    threshold = page_threshold(design, kept.points, FEWEST)
    return {
        column: _sensitivity(kept, place, design, threshold)
        for place, column in enumerate(kept.columns)
        if np.isfinite(kept.points[:, place]).any()
    }


def content_of(samples: int) -> tuple[float, float]:
    """Return the share of all values between the 5 % and 95 % quantiles of so many samples: 2.5 to 97.5 % of designs.

    The share between two order statistics of independent draws has a beta law whatever the values are. Latin hypercubes
    of many dimensions do no worse.
    Source: Wilks 1941.
    """
    inside = max(CENTRAL[1] - CENTRAL[0], 0.0) * (samples - 1)
    a, b = max(inside, 1e-9), samples + 1 - inside
    return beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)


def dominating(told: bool, assumptions_sd: float, luck_sd: float) -> str:
    """Gives what moves a measure further: assumptions, luck, or neither where nothing moves it.

    told: whether the points vary more than seeds of their size do. luck_sd: over seeds of the size that is spoken of.
    """
    if assumptions_sd == 0 and luck_sd == 0:
        return NEITHER
    return ASSUMPTIONS if told and assumptions_sd > luck_sd else LUCK


def _sensitivity(kept: Kept, place: int, design: Array, threshold: float) -> Sensitivity:
    every = kept.points[:, place]
    defined = np.isfinite(every)
    mine, seeds = every[defined], kept.seeds[:, place][np.isfinite(kept.seeds[:, place])]
    ranked = design if defined.all() else unit(design[defined])
    luck = _luck(seeds)
    luck_sd, told, assumptions_sd = _spreads(mine, seeds)
    movers = _movers(kept, place, ranked, mine, luck, threshold)
    flips, opposite, side = _flips(mine, luck)
    low, median, high = np.quantile(mine, (CENTRAL[0], 0.5, CENTRAL[1]))
    return Sensitivity(
        kept.columns[place], luck.mean, float(np.median(seeds)) if len(seeds) else float("nan"),
        float(median), float(low), float(high), float(mine.min()), float(mine.max()),
        *((float(seeds.min()), float(seeds.max())) if len(seeds) else (float("nan"),) * 2), assumptions_sd, luck_sd,
        told, dominating(told, assumptions_sd, luck_sd), movers, correlation_at(threshold, len(mine)),
        float((mine > 0).mean()), float((mine < 0).mean()), flips, opposite,
        tuple(m.number for m in movers if flips and _turns(m, side, luck)), len(mine), len(every),
    )  # fmt: skip


def _luck(seeds: Array) -> Luck:
    if not len(seeds):
        return Luck(float("nan"), 0.0, 0.0, 0.0, True, 0)
    mean, varies = float(seeds.mean()), bool(np.ptp(seeds) > 0)
    sd = float(seeds.std(ddof=1)) if varies else 0.0
    margin = t_quantile(0.975, len(seeds) - 1) * sd if varies else 0.0
    coarse = bool(2 * len(np.unique(seeds)) <= len(seeds))
    furthest = float(np.abs(seeds - mean).max()) if varies else 0.0
    return Luck(mean, sd, margin, furthest if coarse else CLEAR * furthest, coarse, len(seeds))


def _spreads(points: Array, seeds: Array) -> tuple[float, bool, float]:
    """Return the spread over seeds, whether samples vary more than they do, and what the parameters add to it."""
    luck = float(seeds.var(ddof=1)) if len(seeds) > 1 and np.ptp(seeds) > 0 else 0.0
    both = float(points.var(ddof=1)) if len(points) > 1 and np.ptp(points) > 0 else 0.0
    return sqrt(luck), varies_more(points, seeds, CHANCE), sqrt(max(both - luck, 0.0))


def _flips(points: Array, luck: Luck) -> tuple[bool, float, int]:
    """Return whether a sign turns, the share of samples clear on the other side, and which side that is.

    Where Monte Carlo error leaves the sign of the base case open, it turns where samples lie clear on both sides.
    """
    above, below = int((points > luck.clear).sum()), int((points < -luck.clear).sum())
    if not isfinite(luck.mean):
        return False, 0.0, 0
    opposite = min(above, below) if luck.sign == 0 else below if luck.sign > 0 else above
    needed = more_than_all(len(points), luck.seeds) if luck.coarse else more_than(len(points))
    return opposite >= needed, opposite / max(len(points), 1), -luck.sign


def more_than(samples: int) -> int:
    """Return the fewest of so many samples that lie clear on the other side by luck less than once in a hundred.

    Binomial, each of them with the chance `BY_LUCK`.
    """
    left, k = 1.0, 0
    while left >= CHANCE:
        left -= comb(samples, k) * BY_LUCK**k * (1 - BY_LUCK) ** (samples - k)
        k += 1
    return k


def more_than_all(samples: int, seeds: int) -> int:
    """Return the fewest of so many samples that lie beyond all seeds by luck less than once in a hundred.

    As `more_than`, where seeds take too few values to say how far luck reaches: the exact chance that so many of the
    samples and seeds together are all samples.
    """
    left, k = 1.0, 0
    while left >= CHANCE and k < samples:
        left *= (samples - k) / (samples + seeds - k)
        k += 1
    return k if left < CHANCE else samples + 1


def _turns(mover: Mover, side: int, luck: Luck) -> bool:
    ends = [e for e in (mover.at_low, mover.at_high) if isfinite(e)]
    if side == 0:
        return len(ends) == 2 and max(ends) > luck.clear and min(ends) < -luck.clear
    return any(side * end > luck.clear for end in ends)


def _movers(kept: Kept, place: int, ranked: Array, values: Array, luck: Luck, threshold: float) -> tuple[Mover, ...]:
    """Return what a regression on ranks names, less what moves nothing alone, in the order of what each moves alone.

    Nothing is named for a measure of obedience: its samples do not stand in the order of the design.
    """
    if is_obedience(kept.columns[place][1]):
        return ()
    named = [
        _mover(kept, place, *one)
        for one in stepwise(ranked, values, MOST, lambda taken: correlation_at(threshold, len(values), taken))
    ]
    moving = [m for m in named if not isfinite(m.swing) or abs(m.swing) > sqrt(2) * luck.margin]
    return tuple(sorted(moving, key=lambda m: (not isfinite(m.swing), -abs(m.swing) if isfinite(m.swing) else 0.0)))


def _mover(kept: Kept, place: int, number: int, correlation: float, explains: float) -> Mover:
    ends = {end.high: float(end.row[place]) for end in kept.ends if end.number == number}
    nan = float("nan")
    direction = 1 if correlation > 0 else -1
    return Mover(kept.numbers[number], direction, correlation, explains, ends.get(False, nan), ends.get(True, nan))


def candidates(kept: Kept, columns: Sequence[Column]) -> list[int]:
    """Gives the places of the numbers that may move these columns, the likeliest first.

    First come those that a regression names, by what they explain in all columns together; then the others, by the
    sum of their squared rank correlations, which noise makes much the same for all. None is asked
    for a measure of obedience.
    """
    if not len(kept.points):
        return []
    every = columns_of_ranks(kept.design)
    named, pooled = np.zeros(len(kept.numbers)), np.zeros(len(kept.numbers))
    for place, column in enumerate(kept.columns):
        mine = np.isfinite(kept.points[:, place])
        if column not in columns or is_obedience(column[1]) or int(mine.sum()) < FEWEST:
            continue
        design = every if mine.all() else unit(every[mine])
        values = kept.points[mine, place]
        for number, _, explains in alone(design, values):
            named[number] += explains
        pooled += (unit(ranks(values)[:, None])[:, 0] @ design) ** 2
    order = sorted(range(len(named)), key=lambda n: (-named[n], -pooled[n], n))
    return [n for n in order if named[n] > 0 or pooled[n] > 0]
