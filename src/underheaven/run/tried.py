"""Samples of the parameters as they are tried: which are kept, and which are replaced by the next, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

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


class Tried:
    """Samples of a design in the order of their index: those kept with what they measured, and those replaced.

    A sample that cannot be drawn, or that facts of the society rule out, is replaced by the next index, up to
    `MOST_TRIED` times as many as are wanted.

    found, rows: samples kept. left_out: how many could not be drawn. ruled_out: how many contradict facts.
    contradicted: how many contradict each fact.
    """

    def __init__(self, design: Design, wanted: int) -> None:
        self.found, self.rows = list[Point](), list[Row]()
        self.left_out, self.ruled_out, self.contradicted = 0, 0, Counter[str]()
        self._design, self._wanted, self._next = design, wanted, 0
        self._asked = list[Point]()

    def lives(self) -> Iterator[Life]:
        """Yield the life of each sample that is still wanted."""
        self._asked = []
        end = min(self._next + self._wanted - len(self.found), MOST_TRIED * self._wanted)
        while self._next < end:
            point = self._design.point(self._next)
            self._next += 1
            if point is None:
                self.left_out += 1
                continue
            self._asked.append(point)
            yield life_at(point, held=True)

    def took(self, rows: Sequence[Row]) -> bool:
        """Take what the last samples measured, and tell whether more are to be tried."""
        for point, row in zip(self._asked, rows, strict=True):
            broken = [name for _, name, of in row if of == RULED_OUT]
            if broken:
                self.ruled_out += 1
                self.contradicted.update(broken)
            else:
                self.found.append(point)
                self.rows.append(row)
        return len(self.found) < self._wanted and self._next < MOST_TRIED * self._wanted
