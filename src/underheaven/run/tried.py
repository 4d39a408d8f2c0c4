"""Where lives come from: those known beforehand, and samples of parameters, which may be replaced by the next."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Protocol

from underheaven.measure.kept import Column
from underheaven.run.design import Design, Point
from underheaven.run.living import Life

MOST_TRIED = 4
"""Times as many samples as are asked for are tried at most, where facts of the society rule some out."""
RULED_OUT = "ruled out"
"""What stands in the place of a measure in the row of a sample that is ruled out, beside the fact that did so."""

Row = dict[Column, float]


def life_at(point: Point, held: bool = False) -> Life:
    """Return the life of a point; held: whether facts of the society rule it out."""
    return Life(point.worlds, point.society, 0, held)


class Lives(Protocol):
    """What gives the lives to be lived, in order, and is told how each of them ended, in the same order."""

    @property
    def waits(self) -> bool:
        """Whether it may give more once those that it gave have ended."""

    def next(self) -> Life | None:
        """Return the next life, or None where none is wanted now."""

    def ended(self, broken: Sequence[str]) -> None:
        """Take note of how the first life ended that has not been told; broken: facts that ruled it out."""


class Known:
    """Lives that are known beforehand, none of which is ruled out."""

    waits = False

    def __init__(self, lives: Iterable[Life]) -> None:
        self._lives = iter(lives)

    def next(self) -> Life | None:
        """Return the next life, or None after the last."""
        return next(self._lives, None)

    def ended(self, broken: Sequence[str]) -> None:
        """Go on."""


class Tried:
    """Samples of a design in the order of their index: those that are kept, and how many were replaced.

    A sample that cannot be drawn, or that facts of the society rule out, is replaced by the next index, up to
    `MOST_TRIED` times as many as are wanted. No life is given that would not be wanted if all others were kept.

    found: samples kept. left_out: how many could not be drawn. ruled_out: how many contradict facts. contradicted: how
    many contradict each fact.
    """

    def __init__(self, design: Design, wanted: int) -> None:
        self.found = list[Point]()
        self.left_out, self.ruled_out, self.contradicted = 0, 0, Counter[str]()
        self._design, self._wanted, self._next = design, wanted, 0
        self._given = deque[Point]()

    @property
    def waits(self) -> bool:
        """Whether samples under way may be ruled out and replaced."""
        return bool(self._given) and self._next < MOST_TRIED * self._wanted

    def next(self) -> Life | None:
        """Return the life of the next sample, or None while those under way may be enough."""
        while len(self.found) + len(self._given) < self._wanted and self._next < MOST_TRIED * self._wanted:
            point = self._design.point(self._next)
            self._next += 1
            if point is not None:
                self._given.append(point)
                return life_at(point, held=True)
            self.left_out += 1
        return None

    def ended(self, broken: Sequence[str]) -> None:
        """Keep the sample, or count it as ruled out by these facts."""
        point = self._given.popleft()
        if broken:
            self.ruled_out += 1
            self.contradicted.update(broken)
        else:
            self.found.append(point)


def ruled_out_row(broken: Sequence[str]) -> Row:
    """Return the row of a sample that is ruled out by these facts."""
    return {("", name, RULED_OUT): 1.0 for name in broken}


def broken_in(row: Row) -> list[str]:
    """Return the facts that ruled a sample out, by its row; none where it was measured."""
    return [name for _, name, of in row if of == RULED_OUT]
