"""Results of claims over many studies: a share that chance alone may move, and claims that bind on one side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from underheaven.verify.case_types import FAIL, PASS, CheckResult
from underheaven.verify.tolerances import ALPHA

INTERVAL_LEVEL, FAMILYWISE_ALPHA = 0.95, 0.05
"""Level of a printed interval, and how often one sentence of a page names a group where none differs."""
PAGE_ALPHA, MEASURE_ALPHA = 0.04, 0.01
"""How often a page names a parameter where none has an effect; and how often one measure differs from noise, or turns.

These are the claims of the pages and not constants of the measures: a measure that changes its own is detected.
"""


@dataclass(frozen=True)
class AtLeast(CheckResult):
    """A figure that may exceed the expected value by any amount, like the coverage of a conservative interval."""

    @property
    def verdict(self) -> str:
        """``pass`` where the figure does not fall short by more than chance explains."""
        return PASS if self.found >= self.expected - self.tolerance else FAIL


@dataclass(frozen=True)
class AtMost(CheckResult):
    """A figure that may fall below the expected value by any amount, like the level of a conservative test."""

    @property
    def wide(self) -> bool:
        """Whether twice the level would pass, so that the verdict says little."""
        return self.tolerance >= self.expected

    @property
    def verdict(self) -> str:
        """``pass`` where the figure does not exceed the expected value by more than chance explains."""
        return PASS if self.found <= self.expected + self.tolerance else FAIL


def equal_rate_result(share: float, happened: Sequence[bool]) -> CheckResult:
    """Return the result for a share whose value theory gives.

    Args:
        share: between 0 and 1.
        happened: by study, independent of each other.
    """
    (below, above), found = binomial_bounds(share, len(happened)), share_of_studies(happened)
    return CheckResult(share, found, above - share if found > share else share - below)


def minimum_rate_result(share: float, happened: Sequence[bool]) -> AtLeast:
    """Return the result for a share claimed to be this large or larger; arguments as of `equal_rate_result`."""
    return AtLeast(share, share_of_studies(happened), share - binomial_bounds(share, len(happened))[0])


def maximum_rate_result(share: float, happened: Sequence[bool]) -> AtMost:
    """Return the result for a share claimed to be this small or smaller; arguments as of `equal_rate_result`."""
    return AtMost(share, share_of_studies(happened), binomial_bounds(share, len(happened))[1] - share)


def maximum_mean_result(share: float, shares: Sequence[float]) -> AtMost:
    """Return the result for a mean of shares that is claimed to be this small or smaller, whatever their distribution.

    Args:
        share: between 0 and 1.
        shares: by study, each from 0 to 1; within one study there may be dependence.

    Source:
        Hoeffding 1963, theorem 1.
    """
    return AtMost(share, math.fsum(shares) / max(len(shares), 1), hoeffding_bound(share, len(shares)) - share)


def hoeffding_bound(share: float, studies: int) -> float:
    """Return what a mean of shares with this expectation exceeds with probability ALPHA / 2 at most."""
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
    """Return bounds outside which the share of events falls with probability ALPHA at most, half on each side.

    Args:
        share: between 0 and 1.
        studies: 1 or more.

    Source:
        the binomial distribution, exact.
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
    """Return the probability of n events."""
    if share in (0.0, 1.0):
        return float(n == round(share * trials))
    choose = math.lgamma(trials + 1) - math.lgamma(n + 1) - math.lgamma(trials - n + 1)
    return math.exp(choose + n * math.log(share) + (trials - n) * math.log1p(-share))
