"""Survival of stays in whole months: Kaplan-Meier, and Aalen-Johansen where a stay can end in several ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.codes import STAY_ENDS, STAY_ONGOING

MIN_FOLLOWED = 10
"""A curve is defined up to h months if at least this many stays began h or more months before the last one."""
HALF = 0.5
ROUNDING = 1e-12

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class SurvivalCurve:
    """The fate of stays by months since entry, from 0; NaN beyond what could be followed.

    Attributes:
        survival: share still on after each number of months (months + 1,).
        incidence: share that has ended by then, by end (stay_end, months + 1); the row of `fields.STAY_ONGOING` is 0.
            Survival and incidence add up to 1.
    """

    survival: Floats
    incidence: Floats

    def survival_at(self, months: int) -> float:
        """Return the share still on after a number of months; NaN where it was not followed."""
        return float(self.survival[months]) if months < len(self.survival) else float("nan")

    def incidence_within(self, months: int, *ends: int) -> float:
        """Return the share that ended in one of these ways within a number of months; NaN where it was not followed."""
        if months >= len(self.survival):
            return float("nan")
        return float(self.incidence[list(ends), months].sum())

    def restricted_mean(self, horizon: int) -> float:
        """Return the mean months on within the first `horizon` months after entry (the restricted mean), or NaN."""
        return float(self.survival[:horizon].sum()) if horizon <= len(self.survival) else float("nan")

    def median(self) -> float:
        """Return the months after which half are off; NaN where fewer than half are, as far as stays were followed."""
        off = np.flatnonzero(self.survival <= HALF + ROUNDING)
        return float(off[0]) if len(off) else float("nan")


def estimate_curve(entry: Ints, months: Ints, end: Ints, observed: int) -> SurvivalCurve:
    """Return the survival curve of stays, some of which are still ongoing at the end of the run.

    An ongoing stay is at risk in every month but its last: whether it ends there would be seen in the following month.

    Args:
        entry: month of entry, from 1 (stay,).
        months: months of the stay so far (stay,).
        end: how it ended, as an index of `fields.STAY_ENDS` (stay,).
        observed: months of the run.

    Source: Kaplan & Meier 1958; Aalen & Johansen 1978.
    """
    followed_months = int(np.sort(observed - entry)[-MIN_FOLLOWED]) if len(entry) >= MIN_FOLLOWED else -1
    if followed_months < 0:
        nothing = np.full(observed + 1, np.nan)
        return SurvivalCurve(nothing, np.tile(nothing, (len(STAY_ENDS), 1)))
    size = observed + 2
    n_at_month = np.bincount(months, minlength=size)[:size]
    exits = np.zeros((len(STAY_ENDS), size))
    for way in range(STAY_ONGOING + 1, len(STAY_ENDS)):
        exits[way] = np.bincount(months[end == way], minlength=size)[:size]
    at_risk = n_at_month[::-1].cumsum()[::-1] - np.bincount(months[end == STAY_ONGOING], minlength=size)[:size]
    hazards = np.divide(exits, at_risk, out=np.zeros_like(exits), where=at_risk > 0)
    survival = np.cumprod(1 - hazards.sum(axis=0))
    before = np.concatenate([[1.0], survival[:-1]])
    incidence = np.cumsum(hazards * before, axis=1)
    survival, incidence = survival[: observed + 1], incidence[:, : observed + 1]
    survival[followed_months + 1 :], incidence[:, followed_months + 1 :] = np.nan, np.nan
    return SurvivalCurve(survival, incidence)
