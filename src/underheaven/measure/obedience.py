"""Measures of obedience: what people do, say, pay and put up with under a regime. No rule is searched for by them.

How far parameters move them is told like that of any measure. Which parameter moves them is not told, and what a
result keeps does not say at which values of a regime's rules they were measured.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from underheaven.measure.kept import Column, End, Kept, Number
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.values import FILED, LABELLED, LABELLED_BY_CATEGORY

OBEDIENCE = frozenset({
    "judgments_performed", "performed_share", "speaking", "falsification_gap", "legitimacy", "joined_share",
    "ties_set_aside", "loans_repaid", "default_share", "help_granted", "help_granted_to_listed", "help_worth",
    "bought_off", "staged", "score_and_conviction", "chilled_speech", "chilled_speech_signed", "deterrence",
    "good_acts_gained", "acts_in",
})  # fmt: skip
"""Measures of the registry, and families of `values.by_category`, that are of obedience or compliance."""


def is_obedience(name: str) -> bool:
    """Tells whether a measure is of obedience; one that is none of the package's may be, and counts as one."""
    base = name.partition(":")[0]
    known = {*MEASURES, *PAIRED, *FILED, *LABELLED, *LABELLED_BY_CATEGORY}
    return base in OBEDIENCE or (name not in known and base not in known)


def may_name(number: Number, column: Column) -> bool:
    """Tells whether a number may be named as what moves a measure: a regime's own never is for one of obedience."""
    return not (number.rule and is_obedience(column[1]))


def apart(kept: Kept) -> Kept:
    """Gives what a result keeps, in which no measure of obedience stands beside the rules that it was measured under.

    At the points these measures stand in an order of their own, by their values and all of them together: how they
    spread and go with one another is kept, at which point they were measured is not. At the ends of a regime's number
    they are left out.
    """
    mine = np.array([is_obedience(name) for _, name, _ in kept.columns], bool)
    points = kept.points.copy()
    if mine.any() and len(points):
        values = points[:, mine]
        points[:, mine] = values[np.lexsort(values.T[::-1])]
    ends = tuple(
        End(end.number, end.high, np.where(mine, np.nan, end.row)) if kept.numbers[end.number].rule else end
        for end in kept.ends
    )
    return replace(kept, points=points, ends=ends)
