"""Whether a published pattern appears among the numbers of a study, at how many points, and which assumption decides.

Pure functions of numbers by column (`measure.values`) and of what a result keeps of its points (`measure.kept`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.interval import Interval, interval
from underheaven.measure.kept import Column, Kept, Number
from underheaven.measure.sensitivity import MOST, top

Numbers = Mapping[Column, NDArray[np.float64]]
APPEARS, ABSENT, UNCLEAR = "appears", "does not appear", "is not told from luck"


@dataclass(frozen=True)
class Clause:
    """A number of a world between two bounds. over: the measure that it is divided by, empty for none."""

    world: str
    measure: str
    of: str
    over: str = ""
    above: float = -inf
    below: float = inf


@dataclass(frozen=True)
class Decider:
    """An assumption that decides whether a pattern appears.

    at_low, at_high: the share of the points in which it appears, of those with the number in the lowest and in the
    highest third of its values.
    """

    number: Number
    at_low: float
    at_high: float


def number(numbers: Numbers, clause: Clause) -> NDArray[np.float64]:
    """Gives the number of a clause, NaN where it is not defined.

    A column that is nought or undefined everywhere is not kept, and counts as nought.
    """
    nought = np.zeros(len(next(iter(numbers.values()))))
    value = numbers.get((clause.world, clause.measure, clause.of), nought)
    if not clause.over:
        return value
    by = numbers.get((clause.world, clause.over, clause.of), nought)
    return np.divide(value, by, out=np.full(len(value), np.nan), where=by != 0)


def holds(numbers: Numbers, clauses: Sequence[Clause]) -> NDArray[np.bool_]:
    """Tells where every clause holds; what is not defined does not."""
    each = [(number(numbers, c) > c.above) & (number(numbers, c) < c.below) for c in clauses]
    every: NDArray[np.bool_] = np.all(each, axis=0)
    return every


def stated(numbers: Numbers, clause: Clause) -> tuple[Interval, str]:
    """Gives the mean of a clause's number with its interval, and whether the clause holds clear of luck."""
    found = interval(number(numbers, clause))
    if clause.above < found.low and found.high < clause.below:
        return found, APPEARS
    if found.high <= clause.above or found.low >= clause.below:
        return found, ABSENT
    return found, UNCLEAR if np.isfinite(found.mean) else ABSENT


def verdict(each: Sequence[str]) -> str:
    """Gives what the clauses come to together: it appears where all hold, and does not where one fails."""
    return ABSENT if ABSENT in each else UNCLEAR if UNCLEAR in each else APPEARS


def at_points(kept: Kept) -> dict[Column, NDArray[np.float64]]:
    """Gives the numbers at the points of the design, by column."""
    return {column: kept.points[:, place] for place, column in enumerate(kept.columns)}


def at_seeds(kept: Kept) -> dict[Column, NDArray[np.float64]]:
    """Gives the numbers of the documents as they stand, over seeds, by column."""
    return {column: kept.seeds[:, place] for place, column in enumerate(kept.columns)}


def deciders(kept: Kept, appears: NDArray[np.bool_]) -> tuple[Decider, ...]:
    """Gives the numbers that decide whether a pattern appears, the first the one that decides most.

    appears: a truth a point. One is named where its rank correlation with it stands above the noise of all of them,
    what is named before it taken out.
    """
    named = top(kept.design, appears.astype(np.float64), MOST)
    return tuple(_decider(kept, place, appears) for place, _, _ in named)


def _decider(kept: Kept, place: int, appears: NDArray[np.bool_]) -> Decider:
    values = kept.design[:, place]
    low, high = np.quantile(values, (1 / 3, 2 / 3))
    return Decider(kept.numbers[place], float(appears[values <= low].mean()), float(appears[values >= high].mean()))
