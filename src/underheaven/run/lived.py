"""Lives lived one after the other, in several threads, measured a few together, and their rows kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from underheaven.engine.protocol import Engine
from underheaven.measure.values import Function, values
from underheaven.record.schema import WorldRun, gather
from underheaven.run.crew import crew
from underheaven.run.facts import RuledOutError
from underheaven.run.keep import Keeper, Measured
from underheaven.run.living import Life, Living
from underheaven.run.study import Study, short_name
from underheaven.run.tried import Lives, Row, broken_in, ruled_out_row

if TYPE_CHECKING:
    import xarray as xr

LIVES = 32
"""Worlds that are lived before they are measured together: half of what that takes does not hang on how many."""

ASSUMED = {"kind_gravity": "kind", "effect_price": "effect", "effect_use": "effect"}
"""Annotations that documents may assume, by their dimension: they may differ from sample to sample."""

Lasting = Callable[[], list[WorldRun]]
"""Waits for a life, and returns what each of its worlds leaves behind."""
Ended = tuple[list[Row], list[WorldRun] | RuledOutError]
"""How a life ended, and the rows to which its own belongs."""


class Lived:
    """Lives one life after the other, measures a few together, and keeps their rows.

    The arguments are those of `run.assumptions.explore`.
    """

    def __init__(
        self, engine: Engine, study: Study, months: list[str], count: Callable[[int], None], keeper: Keeper,
        threads: int, more: Mapping[str, Function] | None,
    ) -> None:  # fmt: skip
        self._study, self._months, self._count = study, months, count
        self._keeper, self._threads, self._more = keeper, threads, more
        self._known, self._done = deque(keeper.rows()), list[Measured]()
        self._living = Living(engine, study, self._count_months)

    def rows(self, *sources: Lives) -> list[list[Row]]:
        """Returns what each life of each source measures, in order, those that are ruled out left out.

        Threads live the next lives, those of the next source too, while the last ones are measured.
        """
        found: list[list[Row]] = [[] for _ in sources]
        under_way, ended = deque[tuple[Lives, list[Row], Lasting]](), list[Ended]()
        with crew(self._threads) as self._crew:
            for source, rows in zip(sources, found, strict=True):
                while True:
                    while len(under_way) < together(self._study) and (life := self._next(source, rows)) is not None:
                        under_way.append((source, rows, self._crew.begin(self._living.worlds, life)))
                    if not under_way or (len(under_way) < together(self._study) and not source.waits):
                        break
                    self._take(under_way, ended)
            while under_way:
                self._take(under_way, ended)
            self._measure(ended)
        return found

    def skip(self, lives: int) -> None:
        """Counts lives that are not lived."""
        self._count(lives * person_months_of_a_life(self._study))

    def _next(self, source: Lives, rows: list[Row]) -> Life | None:
        """Returns the next life to be lived, or None; what a stopped run measured stands in place of the first ones."""
        while (life := source.next()) is not None and self._known:
            self._done.append(self._known.popleft())
            row = dict(self._done[-1])
            broken = broken_in(row)
            source.ended(broken)
            rows += [] if broken else [row]
            self.skip(1)
        return life

    def _take(self, under_way: deque[tuple[Lives, list[Row], Lasting]], ended: list[Ended]) -> None:
        """Waits for the first life, and measures those that ended once they are enough."""
        source, rows, waited = under_way.popleft()
        try:
            ended.append((rows, waited()))
            source.ended(())
        except RuledOutError as error:
            ended.append((rows, error))
            source.ended(error.quantities)
        if sum(not isinstance(end, RuledOutError) for _, end in ended) == together(self._study):
            self._measure(ended)

    def _measure(self, ended: list[Ended]) -> None:
        """Measures and keeps lives, and forgets them; one that is ruled out is kept as a row that says by what."""
        if not ended:
            return
        measured = iter(self._measured([end for _, end in ended if not isinstance(end, RuledOutError)]))
        for rows, end in ended:
            if isinstance(end, RuledOutError):
                self._done.append(list(ruled_out_row(end.quantities).items()))
            else:
                rows.append(next(measured))
                self._done.append(list(rows[-1].items()))
        self._keeper.row(self._done)
        ended.clear()

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

    def _count_months(self, person_months: int) -> None:
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


def person_months_of_a_life(study: Study) -> int:
    """Returns the person-months of one life of a study."""
    plan = study.plan
    return plan.persons * (study.society.model.burn_in_months + plan.months * len(study.worlds))


def together(study: Study) -> int:
    """Returns how many lives are measured together."""
    return max(LIVES // len(study.worlds), 1)
