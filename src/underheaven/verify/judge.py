"""How far a figure may lie from theory: nothing but rounding, or what chance explains at 1 in 100,000."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np

from underheaven.measure.interval import t_quantile
from underheaven.verify.case import Figure

EXACT = 1e-12
"""Identities on counts."""
DETERMINISTIC = 1e-9
"""Solutions that no draw enters."""
CHANCE = 1e-5
"""Two-sided: a correct model fails one case in 1 / CHANCE seeds."""
FEWEST = 16
"""Replicates that a standard error rests on."""
CAUGHT = 0.9
"""Power at which a fault counts as detectable."""


@lru_cache
def steps(replicates: int) -> float:
    """Return the tolerance of a figure of so many replicates, in standard errors."""
    return float(t_quantile(1 - CHANCE / 2, replicates - 1))


def beyond(replicates: int) -> float:
    """Return by how many standard errors a fault must exceed the tolerance to be caught with probability CAUGHT.

    The tolerance rests on the standard error of the run itself, which varies from seed to seed, the more so the fewer
    its replicates.
    Source: Johnson & Welch 1940, the normal approximation of the noncentral t.
    """
    return NormalDist().inv_cdf(CAUGHT) * math.sqrt(1 + steps(replicates) ** 2 / (2 * (replicates - 1)))


def same(expected: float, found: float, tolerance: float = EXACT) -> Figure:
    """Gives the figure of an identity."""
    return Figure(expected, found, tolerance)


def distributed(expected: Any, found: Any) -> Figure:
    """Gives the figure of a whole law: the largest gap between its distribution function and that of what was found.

    expected: shape (n + 1,), chances of at most 0, 1, ..., n. found: independent whole numbers from 0 to n. It is
    0 in the long run, and exceeds the tolerance with probability CHANCE at most, whatever the distribution.
    Source: Dvoretzky, Kiefer & Wolfowitz 1956; Massart 1990 for the constant.
    """
    counted = np.bincount(np.asarray(found, np.int64), minlength=len(expected))
    gap = np.abs(np.cumsum(counted) / len(found) - np.asarray(expected)).max()
    return Figure(0.0, float(gap), math.sqrt(math.log(2 / CHANCE) / (2 * len(found))))


def simulated(expected: float, parts: Any, wholes: Any = None, unit: float = 1.0) -> Figure:
    """Gives the figure of a ratio of sums over replicates, the parts' over the wholes'; of a mean without wholes.

    parts, wholes: shape (replicate,). The standard error is that of parts less ``expected`` times wholes, whose
    mean is 0 where the expectation holds, so that the ratio brings no bias of its own. Wholes count trials, each
    of which moves parts by ``unit`` at most: what is expected too seldom to be seen in them is allowed to be missing,
    ln(1 / CHANCE) units of them at most, unless it is expected never or always.
    Source: Cochran 1977, Sampling Techniques, section 2.11 (ratios); Hanley & Lippman-Hand 1983 (none seen).
    """
    part = np.asarray(parts, np.float64)
    whole = np.ones_like(part) if wholes is None else np.asarray(wholes, np.float64)
    n, trials = len(part), float(whole.sum())
    if n < FEWEST:
        raise ValueError(f"{n} replicates are too few for a standard error: at least {FEWEST}")
    if trials <= 0:
        return Figure(expected, math.nan, EXACT)
    error = float(np.std(part - expected * whole, ddof=1)) / math.sqrt(n) * n / trials
    always = expected in (0.0, unit)
    unseen = EXACT if wholes is None or always else -math.log(CHANCE) * unit / trials
    return Figure(expected, float(part.sum()) / trials, max(steps(n) * error, unseen), error, n)
