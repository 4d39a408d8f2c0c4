"""Lives a study again at other values of its assumed numbers, all of them moved together, and keeps what it measures.

Every point of the design lives all worlds with the same random draws, so that what differs between two points is what
is assumed. The documents as they stand are lived with several lucks of the same size, so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from underheaven.engine.protocol import Engine
from underheaven.measure.kept import Column, End, Kept
from underheaven.measure.obedience import apart
from underheaven.measure.sensitivity import candidates
from underheaven.measure.values import SAID, Function
from underheaven.run.design import Design, Point
from underheaven.run.keep import Keeper
from underheaven.run.lived import Lived, person_months_of_a_life
from underheaven.run.living import Life
from underheaven.run.sample_towns import with_sample_towns
from underheaven.run.study import Study
from underheaven.run.tried import Known, Row, Tried, life_at

POINTS = 128
"""Points of the design, where nothing else is asked for."""
PERSONS = 10_000
"""Most persons of each of these runs: with many numbers to tell apart, more points tell more than more persons."""
SEEDS = 16
"""Lucks of the documents as they stand, at the same size."""
ENDS = 12
"""Numbers that are taken to both ends of their ranges alone."""
NOTE = (
    "Derived: from runs of their own at other values of the assumed numbers, not from the tallies beside it. It stands "
    "outside the digest, and holds for the documents, seed and months of this result alone."
)

T = TypeVar("T")


@dataclass(frozen=True)
class AtEnd:
    """The documents with one number at an end of its range."""

    number: int
    high: bool
    point: Point


def few(study: Study) -> Study:
    """Returns a study of as many persons as a point has beside a whole run, in towns that suit so few.

    It has neither a panel nor exempt places.
    """
    numbers = {"persons": min(study.plan.persons, PERSONS), "panel": 0, "exempt": []}
    return with_sample_towns(replace(study, plan=study.plan.model_copy(update=numbers)))


def has_ranges(study: Study) -> bool:
    """Tells whether any document states a range of an assumed number."""
    return any(a.low < a.high for d in (*study.worlds, study.society) for a in d.assumed)


def lives(study: Study, points: int) -> int:
    """Returns how many lives there are at most; 0 where nothing is asked for or has a range."""
    return SEEDS + points + 2 * ENDS if points and has_ranges(study) else 0


def person_months(study: Study, points: int) -> int:
    """Returns the person-months that these runs are counted as: the burn-in as long as the society says."""
    return lives(study, points) * person_months_of_a_life(study)


def explore(
    engine: Engine,
    study: Study,
    points: int,
    months: list[str],
    count: Callable[[int], None],
    keeper: Keeper,
    threads: int = 1,
    more: Mapping[str, Function] | None = None,
    names: Sequence[str] = SAID,
    keeps_apart: bool = True,
    seeds: int | None = None,
) -> Kept | None:
    """Lives the documents as they stand, the points of the design, and the numbers that move most, one at a time.

    engine: of one thread. study: of as many persons as each life has. months: labels of the months observed. count:
    called with person-months as they are lived, by any thread. keeper: keeps what is measured, and knows what a stopped
    run did. threads: lives that are lived at once. more: further measures, as in `measure.values.values`. names:
    measures whose movers are taken to their ends alone. keeps_apart: whether measures of obedience lose the points at
    which they were measured, as in all that is written down. seeds: lucks of the documents as they stand; SEEDS if
    None.
    Returns None where nothing is asked for or has a range.
    """
    if not lives(study, points):
        return None
    lived = Lived(engine, study, months, count, keeper, threads, more)
    stated = Known(Life(study.worlds, study.society, replicate) for replicate in range(seeds or SEEDS))
    design = Design(study)
    tried = Tried(design, points)
    as_they_stand, rows = lived.rows(stated, tried)
    lived.skip(points - len(tried.found))
    columns = tuple(column for column in as_they_stand[0] if _says(column, (*as_they_stand, *rows)))
    found = tried.found
    kept = Kept(
        study.plan.persons, len(months), design.numbers, columns,
        np.array([point.values for point in found], np.float64).reshape(len(found), len(design.numbers)),
        tuple(point.moved for point in found), tried.left_out, _table(rows, columns), _table(as_they_stand, columns),
        (), study.society.model.people.town_size, tried.ruled_out, dict(tried.contradicted),
    )  # fmt: skip
    ends = list[AtEnd]()
    (at_ends,) = lived.rows(Known(life_at(end.point) for end in _noted(_ends(design, kept, names), ends)))
    lived.skip(2 * ENDS - len(ends))
    rows_of_ends = zip(ends, _table(at_ends, columns), strict=True)
    kept = replace(kept, ends=tuple(End(end.number, end.high, row) for end, row in rows_of_ends))
    return apart(kept) if keeps_apart else kept


def attributes(kept: Kept | None, asked: int = 0) -> dict[str, str | int]:
    """Returns what a result keeps of them; asked: how many points were asked for."""
    text = "" if kept is None else kept.as_json()
    return {"assumptions": text, "assumptions_note": NOTE if text else "", "assumptions_asked": asked}


def _noted(found: Iterable[T], into: list[T]) -> Iterator[T]:
    """Yields what it is given, and puts it into a list too."""
    for one in found:
        into.append(one)
        yield one


def _ends(design: Design, kept: Kept, names: Sequence[str]) -> Iterator[AtEnd]:
    """Yields the ends of the numbers that move these measures most; one that its document does not allow is left out.

    Where a number stands at an end already, that end is the documents as they stand.
    """
    wanted = [column for column in kept.columns if column[1] in names]
    for number in candidates(kept, wanted)[:ENDS]:
        for high in (False, True):
            point = design.end(number, high)
            if point is not None:
                yield AtEnd(number, high, point)


def _says(column: Column, rows: Sequence[Row]) -> bool:
    return any(np.isfinite(row[column]) and row[column] != 0 for row in rows)


def _table(rows: Sequence[Row], columns: Sequence[Column]) -> NDArray[np.float64]:
    return np.array([[row[c] for c in columns] for row in rows], np.float64).reshape(len(rows), len(columns))
