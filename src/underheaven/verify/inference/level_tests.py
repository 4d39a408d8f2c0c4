"""Figures of claims over many studies: a share that chance alone may move, and claims that bind on one side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from underheaven.verify.case_types import FAIL, PASS, CheckResult
from underheaven.verify.tolerances import ALPHA

INTERVAL_LEVEL, FAMILYWISE_ALPHA = 0.95, 0.05
"""What a printed interval covers, and how often one sentence of a page names a group where none differs."""
PAGE_ALPHA, MEASURE_ALPHA = 0.04, 0.01
"""How often a page names a parameter where none moves anything; and how often one measure differs from noise, or turns.

These are the claims of the pages and not constants of the measures: a measure that changes its own is found out.
"""


@dataclass(frozen=True)
class AtLeast(CheckResult):
    """A figure that may exceed what is expected by any amount, as the coverage of a conservative interval does."""

    @property
    def verdict(self) -> str:
        """``pass`` where the figure does not fall short by more than chance lets it."""
        return PASS if self.found >= self.expected - self.tolerance else FAIL


@dataclass(frozen=True)
class AtMost(CheckResult):
    """A figure that may fall below what is expected by any amount, as the level of a conservative test does."""

    @property
    def wide(self) -> bool:
        """Tells whether twice the level would pass, so that the verdict says little."""
        return self.tolerance >= self.expected

    @property
    def verdict(self) -> str:
        """``pass`` where the figure does not exceed what is expected by more than chance lets it."""
        return PASS if self.found <= self.expected + self.tolerance else FAIL


def equal_rate_result(share: float, happened: Sequence[bool]) -> CheckResult:
    """Return the figure of a share that is known: so often, by as many studies as there are, as theory says.

    Args: share: between 0 and 1. happened: by study, independent of each other.
    """
    (below, above), found = binomial_bounds(share, len(happened)), share_of_studies(happened)
    return CheckResult(share, found, above - share if found > share else share - below)


def minimum_rate_result(share: float, happened: Sequence[bool]) -> AtLeast:
    """Return the figure of a share that is claimed to be so large or larger; arguments as of `as_often`."""
    return AtLeast(share, share_of_studies(happened), share - binomial_bounds(share, len(happened))[0])


def maximum_rate_result(share: float, happened: Sequence[bool]) -> AtMost:
    """Return the figure of a share that is claimed to be so small or smaller; arguments as of `as_often`."""
    return AtMost(share, share_of_studies(happened), binomial_bounds(share, len(happened))[1] - share)


def maximum_mean_result(share: float, shares: Sequence[float]) -> AtMost:
    """Return the figure of a mean of shares that is claimed to be so small or smaller, however they are made up.

    Args: share: between 0 and 1. shares: by study, each from 0 to 1: what is in one study may be dependent.
    Source: Hoeffding 1963, theorem 1.
    """
    return AtMost(share, math.fsum(shares) / max(len(shares), 1), hoeffding_bound(share, len(shares)) - share)


def hoeffding_bound(share: float, studies: int) -> float:
    """Return what a mean of shares with this expectation exceeds with probability CHANCE / 2 at most; see `ends`."""
    low, high, wanted = share, 1.0, math.log(2 / ALPHA) / max(studies, 1)
    for _ in range(60):
        middle = (low + high) / 2
        rest = (1 - middle) * math.log((1 - middle) / (1 - share)) if middle < 1 else 0.0
        low, high = (middle, high) if middle * math.log(middle / share) + rest < wanted else (low, middle)
    return high


def share_of_studies(happened: Sequence[bool]) -> float:
    """Return the share of studies in which it happened; NaN without any."""
    return sum(map(bool, happened)) / len(happened) if len(happened) else math.nan


def binomial_bounds(share: float, studies: int) -> tuple[float, float]:
    """Return shares outside which that of events falls with probability CHANCE at most, half on each side.

    Args: share: between 0 and 1. studies: 1 or more.
    Source: the binomial distribution, exact.
    """
    tail, low, high = ALPHA / 2, 0, studies
    below = 0.0
    while low < studies and below + _binomial_pmf(low, studies, share) <= tail:
        below += _binomial_pmf(low, studies, share)
        low += 1
    above = 0.0
    while high > 0 and above + _binomial_pmf(high, studies, share) <= tail:
        above += _binomial_pmf(high, studies, share)
        high -= 1
    return low / studies, high / studies


def _binomial_pmf(n: int, trials: int, share: float) -> float:
    """Return the chance of n events of so many."""
    if share in (0.0, 1.0):
        return float(n == round(share * trials))
    choose = math.lgamma(trials + 1) - math.lgamma(n + 1) - math.lgamma(trials - n + 1)
    return math.exp(choose + n * math.log(share) + (trials - n) * math.log1p(-share))
