"""Lives a study again at other values of its assumed numbers, all of them moved together, and keeps what it measures.

Every point of the design lives all worlds with the same random draws, so that what differs between two points is what
is assumed. The documents as they stand are lived with several lucks of the same size, so that the two can be compared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.kept import Column, End, Kept
from underheaven.measure.obedience import apart
from underheaven.measure.sensitivity import candidates
from underheaven.measure.values import SAID, Function, values
from underheaven.record.schema import WorldRun, gather
from underheaven.run.crew import crew
from underheaven.run.design import Design, Point
from underheaven.run.facts import RuledOutError
from underheaven.run.keep import Keeper, Measured
from underheaven.run.living import Life, Living
from underheaven.run.one import Engine
from underheaven.run.sample_towns import with_sample_towns
from underheaven.run.study import Study, short_name
from underheaven.run.tried import RULED_OUT, Row, Tried, life_at

if TYPE_CHECKING:
    import xarray as xr

POINTS = 128
"""Points of the design, where nothing else is asked for."""
PERSONS = 10_000
"""Most persons of each of these runs: with many numbers to tell apart, more points tell more than more persons."""
SEEDS = 16
"""Lucks of the documents as they stand, at the same size."""
ENDS = 12
"""Numbers that are taken to both ends of their ranges alone."""
LIVES = 32
"""Worlds that are lived before they are measured together: half of what that takes does not hang on how many."""

ASSUMED = {"kind_gravity": "kind", "effect_price": "effect", "effect_use": "effect"}
"""Annotations that documents may assume, by their dimension: they may differ from sample to sample."""

NOTE = (
    "Derived: from runs of their own at other values of the assumed numbers, not from the tallies beside it. It stands "
    "outside the digest, and holds for the documents, seed and months of this result alone."
)

T = TypeVar("T")
Lasting = Callable[[], list[WorldRun]]
"""Waits for a life, and returns what each of its worlds leaves behind."""


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
    return lives(study, points) * _person_months(study)


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
) -> Kept | None:
    """Lives the documents as they stand, the points of the design, and the numbers that move most, one at a time.

    engine: of one thread. study: of as many persons as each life has. months: labels of the months observed. count:
    called with person-months as they are lived, by any thread. keeper: keeps what is measured, and knows what a stopped
    run did. threads: lives that are lived at once. more: further measures, as in `measure.values.values`. names:
    measures whose movers are taken to their ends alone. keeps_apart: whether measures of obedience lose the points at
    which they were measured, as in all that is written down.
    Returns None where nothing is asked for or has a range.
    """
    if not lives(study, points):
        return None
    lived = _Lived(engine, study, months, count, keeper, threads, more)
    stated = tuple(Life(study.worlds, study.society, replicate) for replicate in range(SEEDS))
    design = Design(study)
    tried = Tried(design, points)
    seeds, rows = lived.rows(stated, tried.lives())
    while tried.took(rows):
        (rows,) = lived.rows(tried.lives())
    found, rows = tried.found, tried.rows
    lived.skip(points - len(found))
    columns = tuple(column for column in seeds[0] if _says(column, (*seeds, *rows)))
    kept = Kept(
        study.plan.persons, len(months), design.numbers, columns,
        np.array([point.values for point in found], np.float64).reshape(len(found), len(design.numbers)),
        tuple(point.moved for point in found), tried.left_out, _table(rows, columns), _table(seeds, columns), (),
        study.society.model.people.town_size, tried.ruled_out, dict(tried.contradicted),
    )  # fmt: skip
    ends = list[AtEnd]()
    (at_ends,) = lived.rows(life_at(end.point) for end in _noted(_ends(design, kept, names), ends))
    lived.skip(2 * ENDS - len(ends))
    rows_of_ends = zip(ends, _table(at_ends, columns), strict=True)
    kept = replace(kept, ends=tuple(End(end.number, end.high, row) for end, row in rows_of_ends))
    return apart(kept) if keeps_apart else kept


def attributes(kept: Kept | None, asked: int = 0) -> dict[str, str | int]:
    """Returns what a result keeps of them; asked: how many points were asked for."""
    text = "" if kept is None else kept.as_json()
    return {"assumptions": text, "assumptions_note": NOTE if text else "", "assumptions_asked": asked}


class _Lived:
    """Lives one life after the other, measures a few together, and keeps their rows."""

    def __init__(
        self, engine: Engine, study: Study, months: list[str], count: Callable[[int], None], keeper: Keeper,
        threads: int, more: Mapping[str, Function] | None,
    ) -> None:  # fmt: skip
        self._study, self._months, self._count = study, months, count
        self._keeper, self._threads, self._more = keeper, threads, more
        self._known, self._done = deque(keeper.rows()), list[Measured]()
        self._living = Living(engine, study, self._lived)

    def rows(self, *stages: Iterable[Life]) -> list[list[Row]]:
        """Returns what each life of each stage measures, in order.

        Threads live the next lives, those of the next stage too, while the last ones are measured.
        """
        with crew(self._threads) as self._crew:
            return self._through(stages)

    def _through(self, stages: Sequence[Iterable[Life]]) -> list[list[Row]]:
        """Begins a few lives before the few before them are waited for and measured."""
        found: list[list[Row]] = [[] for _ in stages]
        begun: deque[tuple[list[Row], list[Lasting]]] = deque()
        for rows, stage in zip(found, map(iter, stages), strict=True):
            self._go_on(rows, stage)
            while some := list(map(self._begun, islice(stage, together(self._study)))):
                begun.append((rows, some))
                if len(begun) > 1:
                    self._finish(*begun.popleft())
        while begun:
            self._finish(*begun.popleft())
        return found

    def _begun(self, life: Life) -> Lasting:
        return self._crew.begin(self._living.worlds, life)

    def _go_on(self, rows: list[Row], stage: Iterator[Life]) -> None:
        """Takes what a stopped run measured in place of the first lives."""
        while self._known and next(stage, None) is not None:
            self._done.append(self._known.popleft())
            rows.append(dict(self._done[-1]))
            self.skip(1)

    def _finish(self, rows: list[Row], lives: Sequence[Lasting]) -> None:
        """Wait for lives, and measure and keep them; one that is ruled out leaves a row that says by what."""
        ended = list(map(_waited, lives))
        measured = iter(self._measured([life for life in ended if not isinstance(life, RuledOutError)]))
        found = [
            {("", name, RULED_OUT): 1.0 for name in life.quantities}
            if isinstance(life, RuledOutError)
            else next(measured)
            for life in ended
        ]
        rows += found
        self._done += [list(row.items()) for row in found]
        self._keeper.row(self._done)

    def skip(self, lives: int) -> None:
        """Counts lives that are not lived."""
        self._count(lives * _person_months(self._study))

    def _measured(self, lived: Sequence[list[WorldRun]]) -> list[Row]:
        """Returns what lives measure together, of each of which every world left something behind."""
        study = self._study
        if not lived:
            return []
        runs = [list(map(_plain, replicates)) for replicates in zip(*lived, strict=True)]
        dataset: xr.Dataset = gather(runs, study.names, {}, self._months)
        for name, dim in ASSUMED.items():
            said = [worlds[0].labels.get(name) for worlds in lived]
            if all(said):
                dataset = dataset.assign_coords({name: (("replicate", dim), np.array(said))})
        against = None if study.against is None else short_name(study.against)
        found = values(dataset, against, self._more)
        return [{column: float(array[n]) for column, array in found.items()} for n in range(len(lived))]

    def _lived(self, person_months: int) -> None:
        """Counts what is lived, and ends the life where a fellow was stopped or somebody asked to stop."""
        self._crew.check()
        self._count(person_months)
        self._keeper.pause()


def _plain(run: WorldRun) -> WorldRun:
    """Returns a run that can be emptied and leaves the other as it is.

    It says neither how grave its kinds are nor what uses cost: that is assumed, and each life has its own.
    """
    labels = {name: said for name, said in run.labels.items() if name not in ASSUMED}
    return WorldRun(dict(run.tallies), dict(run.sums), labels, dict(run.panel), dict(run.fitted))


def _person_months(study: Study) -> int:
    plan = study.plan
    return study.plan.persons * (study.society.model.burn_in_months + plan.months * len(study.worlds))


def together(study: Study) -> int:
    """Returns how many lives are measured together."""
    return max(LIVES // len(study.worlds), 1)


def _noted(found: Iterable[T], into: list[T]) -> Iterator[T]:
    """Yields what it is given, and puts it into a list too."""
    for one in found:
        into.append(one)
        yield one


def _waited(life: Lasting) -> list[WorldRun] | RuledOutError:
    try:
        return life()
    except RuledOutError as error:
        return error


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
