"""Whether a published pattern appears among the numbers of a study, at how many points, and which assumption decides.

Pure functions of numbers by column (`measure.values`) and of what a result keeps of its points (`measure.kept`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.interval import Interval, interval
from underheaven.measure.kept import Column, Kept, Number
from underheaven.measure.obedience import is_obedience, may_name
from underheaven.measure.ranked import MOST, top
from underheaven.measure.registry import PAIRED
from underheaven.measure.values import DIFFERENCE, LEVEL

Numbers = Mapping[Column, NDArray[np.float64]]
APPEARS, ABSENT, UNCLEAR = "appears", "does not appear", "is not distinguishable from Monte Carlo error"


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

    at_low, at_middle, at_high: the share of the points in which it appears, by thirds of the number's values.
    """

    number: Number
    at_low: float
    at_middle: float
    at_high: float

    @property
    def vanishes(self) -> str:
        """The side on which the pattern is seen least: low, high, or both where it is seen most in the middle."""
        if self.at_middle > 2 * max(self.at_low, self.at_high):
            return "both"
        return "low" if self.at_low < self.at_high else "high"


def clause_of(where: Mapping[str, Any], first: str) -> Clause:
    """Gives a clause of what a study writes: measure, and over, of, world, above, below or None.

    first: the world that is meant where none is named. A paired measure is a difference always.
    """
    above, below = where.get("above"), where.get("below")
    return Clause(
        where.get("world") or first, where["measure"],
        DIFFERENCE if where["measure"] in PAIRED else where.get("of") or LEVEL, where.get("over") or "",
        -inf if above is None else above, inf if below is None else below,
    )  # fmt: skip


def number(numbers: Numbers, clause: Clause) -> NDArray[np.float64]:
    """Gives the number of a clause, NaN where it is not defined.

    A column that is nought or undefined everywhere is not kept, and counts as nought.
    """
    nought = np.zeros(len(next(iter(numbers.values()))))
    value = numbers.get((clause.world, clause.measure, clause.of), nought)
    if clause.over:
        by = numbers.get((clause.world, clause.over, clause.of), nought)
        np.divide(value, by, out=(value := np.full(len(by), np.nan)), where=by != 0)
    return value


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


def deciders(kept: Kept, clauses: Sequence[Clause]) -> tuple[Decider, ...]:
    """Gives the numbers that decide whether a pattern appears, the first the one that decides most; at most three.

    Asked are those that stand above the noise in a regression on ranks, of whether it appears or of a clause's number:
    where a pattern lies between two bounds a number may take it out on both sides. One decides where the third of
    its values in which the pattern is seen most and that in which it is seen least differ clear of chance. No number of
    a regime is asked where a clause is of obedience. kept: with all measures at the points where they were measured.
    """
    at = at_points(kept)
    appears = holds(at, clauses)
    outputs = [appears.astype(np.float64), *(number(at, clause) for clause in clauses)]
    may = np.flatnonzero([all(may_name(n, column) for c in clauses for column in _read(c)) for n in kept.numbers])
    design = kept.design[:, may]
    named = [may[n] for output in outputs if np.isfinite(output).all() for n, _, _ in top(design, output, MOST)]
    found = [_decider(kept, place, appears) for place in dict.fromkeys(named)]
    return tuple(sorted((d for d in found if _swing(d) > _chance(appears)), key=lambda d: -_swing(d))[:MOST])


def one_order(clauses: Sequence[Clause]) -> bool:
    """Tells whether a result keeps all that clauses read in one order of its points, as `apart` leaves it."""
    return len({is_obedience(name) for clause in clauses for _, name, _ in _read(clause)}) < 2


def _read(clause: Clause) -> list[Column]:
    return [(clause.world, name, clause.of) for name in (clause.measure, clause.over) if name]


def _decider(kept: Kept, place: int, appears: NDArray[np.bool_]) -> Decider:
    values = kept.design[:, place]
    low, high = np.quantile(values, (1 / 3, 2 / 3))
    thirds = (values <= low, (values > low) & (values < high), values >= high)
    shares = [float(appears[third].mean()) if third.any() else float("nan") for third in thirds]
    return Decider(kept.numbers[place], *shares)


def _swing(decider: Decider) -> float:
    shares = [s for s in (decider.at_low, decider.at_middle, decider.at_high) if np.isfinite(s)]
    return max(shares) - min(shares)


def _chance(appears: NDArray[np.bool_]) -> float:
    """Gives the difference between two thirds of the points that chance alone seldom makes: three standard errors."""
    share = float(appears.mean())
    return 3 * sqrt(share * (1 - share) * 6 / len(appears))
