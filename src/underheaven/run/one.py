"""One world, one replicate: the burn-in, then the months that are observed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.engine.protocol import Engine
from underheaven.engine.tallying import Month, Places
from underheaven.fields import PANEL, SUMS, TALLIES
from underheaven.record.schema import WorldRun
from underheaven.record.words import Months

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.world.build import BuiltWorld

Array = np.ndarray[Any, np.dtype[Any]]
Tallies = Mapping[str, Array]
OnMonth = Callable[[int, Tallies], None]
"""Called after each month with its index, counted from the first of the burn-in, and its tallies."""


def ignore(month: int, tallies: Tallies) -> None:
    """Does nothing with a month."""


def burn_in(engine: Engine, built: BuiltWorld, replicate: int, on_month: OnMonth = ignore) -> Population:
    """Returns people who have lived the burn-in, their sums at zero.

    replicate: 0 or more. No regime acts before the study starts; of the world given, people know how whoever has no
    record will stand, which matters where that is on a blacklist.
    """
    return settle(engine, engine.populate(built, replicate), built, 0, on_month)


def settle(
    engine: Engine, population: Population, built: BuiltWorld, lived: int, on_month: OnMonth = ignore
) -> Population:
    """Returns these people after the rest of the burn-in, of which they have lived ``lived`` months."""
    for month in range(lived, built.burn_in_months):
        on_month(month, engine.advance(population, built, month))
    population.reset_sums()
    return population


def observe(
    engine: Engine,
    population: Population,
    built: BuiltWorld,
    months: int,
    on_month: OnMonth = ignore,
    before: Months | None = None,
) -> WorldRun:
    """Returns what ``months`` months of this world leave behind; the population is changed in place.

    before: the months of this world that these people have lived already.
    """
    lived = 0 if before is None else len(before.tallies[TALLIES[0].name])
    if lived == 0:
        population.enter(built)
    rows = _Tallied(months - lived, {} if before is None else before.tallies)
    panel, fits = (_Rows(months, {} if before is None else vars(before)[n]) for n in ("panel", "fitted"))
    for month in range(lived, months):
        tallies = engine.advance(population, built, built.burn_in_months + month)
        rows.put(month - lived, tallies)
        panel.put(month, panel_of(population))
        fits.put(month, fitted_of(population, built))
        on_month(built.burn_in_months + month, tallies)
    return WorldRun(
        tallies=rows.arrays(),
        sums={f.name: np.array(getattr(population.sums, f.name)) for f in SUMS}
        | dict(engine.places(population, built)),
        labels=built.labels,
        panel=panel.arrays,
        fitted=fits.arrays,
    )


class _Tallied:
    """Tallies month by month: all words of a month are copied at once, and cut by name in the end.

    months: 0 or more. before: months that stand already, by name.
    """

    def __init__(self, months: int, before: Mapping[str, Array]) -> None:
        self._months, self._before = months, before
        self._words, self._places = np.empty((0, 0), np.int64), Places()

    def put(self, row: int, found: Month) -> None:
        """Keeps a month, the first of which is 0."""
        if not self._places:
            self._words, self._places = np.empty((self._months, len(found.words)), np.int64), found.places
        self._words[row] = found.words

    def arrays(self) -> dict[str, Array]:
        """Returns every tally of all months, (month, ...)."""
        if not self._places:
            return dict(self._before)
        cut = {name: self._words[:, first:end].reshape(self._months, *shape)
               for name, (first, end, shape) in self._places.items()}  # fmt: skip
        return {name: np.concatenate([self._before[name], its]) if self._before else np.ascontiguousarray(its)
                for name, its in cut.items()}  # fmt: skip


class _Rows:
    """Arrays month by month, each month a copy: an engine may use its own arrays again.

    before: months that stand already, by name.
    """

    def __init__(self, months: int, before: Mapping[str, Array]) -> None:
        self._months = months
        self.arrays = {name: self._room(kept[0]) for name, kept in before.items()}
        for name, kept in before.items():
            self.arrays[name][: len(kept)] = kept

    def put(self, month: int, found: Mapping[str, Array]) -> None:
        """Keeps what was found in a month, from 0."""
        if not self.arrays:
            self.arrays = {name: self._room(array) for name, array in found.items()}
        for name, rows in self.arrays.items():
            rows[month] = found[name]

    def _room(self, one: Array) -> Array:
        return np.empty((self._months, *one.shape), one.dtype)


def panel_of(population: Population) -> dict[str, Array]:
    """Returns the last month of the panel by name, the population's own arrays; nothing where it has no panel."""
    found: dict[str, Array] = population.panel._asdict()
    return found if len(found[PANEL[0].name]) else {}


def fitted_of(population: Population, built: BuiltWorld) -> dict[str, Array]:
    """Returns what leaves a run of the points fitted to its records, by name; nothing where the regime fits none.

    The points themselves stay in the population, and in checkpoints of a run that is not done.
    """
    if not built.fits:
        return {}
    fitted, kinds = population.fitted, len(built.labels["kind"])
    points, first, times = fitted.points[:kinds], fitted.first[:kinds], fitted.times[0]
    fewer = (points[np.newaxis, :] < points[:, np.newaxis]).sum(axis=1)
    heaviest = int(np.argmin(points))
    return {"times": times, "rank": np.where(times > 0, 1 + fewer, 0), "gain": first[heaviest] - points[heaviest]}


def run_one(engine: Engine, built: BuiltWorld, replicate: int, months: int, on_month: OnMonth = ignore) -> WorldRun:
    """Runs the burn-in and the observed months of one world and replicate, and returns what is recorded."""
    return observe(engine, burn_in(engine, built, replicate, on_month), built, months, on_month)
