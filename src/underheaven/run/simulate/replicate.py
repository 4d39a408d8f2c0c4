"""One world, one replicate: the burn-in, then the months that are observed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.engine.month_tallies import MonthTallies, TallyPositions
from underheaven.engine.protocol import Engine
from underheaven.fields import PANEL, SUMS, TALLIES
from underheaven.record.month_packing import UnpackedMonths
from underheaven.record.schema import RecordedRun

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.scenario.build import BuiltScenario

Array = np.ndarray[Any, np.dtype[Any]]
Tallies = Mapping[str, Array]
MonthCallback = Callable[[int, Tallies], None]
"""Called after each month with its index, counted from the first of the burn-in, and its tallies."""


def ignore_month(month: int, tallies: Tallies) -> None:
    """Does nothing with a month."""


def simulate_burn_in(
    engine: Engine, built: BuiltScenario, replicate: int, on_month: MonthCallback = ignore_month
) -> Population:
    """Returns people who have lived the burn-in, their sums at zero.

    replicate: 0 or more. No regime acts before the study starts; of the world given, people know how whoever has no
    record will stand, which matters where that is on a blacklist.
    """
    return finish_burn_in(engine, engine.populate(built, replicate), built, 0, on_month)


def finish_burn_in(
    engine: Engine,
    population: Population,
    built: BuiltScenario,
    months_done: int,
    on_month: MonthCallback = ignore_month,
) -> Population:
    """Returns these people after the rest of the burn-in, of which they have lived ``lived`` months."""
    for month in range(months_done, built.burn_in_months):
        on_month(month, engine.advance(population, built, month))
    population.reset_sums()
    return population


def simulate_months(
    engine: Engine,
    population: Population,
    built: BuiltScenario,
    months: int,
    on_month: MonthCallback = ignore_month,
    history: UnpackedMonths | None = None,
) -> RecordedRun:
    """Returns what ``months`` months of this world leave behind; the population is changed in place.

    before: the months of this world that these people have lived already.
    """
    months_done = 0 if history is None else len(history.tallies[TALLIES[0].name])
    if months_done == 0:
        population.enter_scenario(built)
    rows = _TallyRows(months - months_done, {} if history is None else history.tallies)
    panel, fits = (_ArrayRows(months, {} if history is None else vars(history)[n]) for n in ("panel", "fitted"))
    for month in range(months_done, months):
        tallies = engine.advance(population, built, built.burn_in_months + month)
        rows.put(month - months_done, tallies)
        panel.put(month, panel_of_month(population))
        fits.put(month, fitted_scores(population, built))
        on_month(built.burn_in_months + month, tallies)
    return RecordedRun(
        tallies=rows.arrays(),
        sums={f.name: np.array(getattr(population.sums, f.name)) for f in SUMS}
        | dict(engine.final_person_fields(population, built)),
        labels=built.labels,
        panel=panel.arrays,
        fitted=fits.arrays,
    )


class _TallyRows:
    """Tallies month by month: all words of a month are copied at once, and cut by name in the end.

    months: 0 or more. before: months that stand already, by name.
    """

    def __init__(self, months: int, history: Mapping[str, Array]) -> None:
        self._months, self._history = months, history
        self._words, self._positions = np.empty((0, 0), np.int64), TallyPositions()

    def put(self, row: int, month_arrays: MonthTallies) -> None:
        """Keeps a month, the first of which is 0."""
        if not self._positions:
            self._words, self._positions = (
                np.empty((self._months, len(month_arrays.words)), np.int64),
                month_arrays.positions,
            )
        self._words[row] = month_arrays.words

    def arrays(self) -> dict[str, Array]:
        """Returns every tally of all months, (month, ...)."""
        if not self._positions:
            return dict(self._history)
        by_name = {
            name: self._words[:, first:end].reshape(self._months, *shape)
            for name, (first, end, shape) in self._positions.items()
        }
        return {
            name: np.concatenate([self._history[name], array]) if self._history else np.ascontiguousarray(array)
            for name, array in by_name.items()
        }


class _ArrayRows:
    """Arrays month by month, each month a copy: an engine may use its own arrays again.

    before: months that stand already, by name.
    """

    def __init__(self, months: int, history: Mapping[str, Array]) -> None:
        self._months = months
        self.arrays = {name: self._allocate(stored_rows[0]) for name, stored_rows in history.items()}
        for name, stored_rows in history.items():
            self.arrays[name][: len(stored_rows)] = stored_rows

    def put(self, month: int, month_arrays: Mapping[str, Array]) -> None:
        """Keeps what was found in a month, from 0."""
        if not self.arrays:
            self.arrays = {name: self._allocate(array) for name, array in month_arrays.items()}
        for name, rows in self.arrays.items():
            rows[month] = month_arrays[name]

    def _allocate(self, template: Array) -> Array:
        return np.empty((self._months, *template.shape), template.dtype)


def panel_of_month(population: Population) -> dict[str, Array]:
    """Returns the last month of the panel by name, the population's own arrays; nothing where it has no panel."""
    month_arrays: dict[str, Array] = population.panel._asdict()
    return month_arrays if len(month_arrays[PANEL[0].name]) else {}


def fitted_scores(population: Population, built: BuiltScenario) -> dict[str, Array]:
    """Returns what leaves a run of the points fitted to its records, by name; nothing where the regime fits none.

    The points themselves stay in the population, and in checkpoints of a run that is not done.
    """
    if not built.uses_score_fitting:
        return {}
    fitted, kinds = population.fitted, len(built.labels["kind"])
    points, first, times = fitted.points[:kinds], fitted.first[:kinds], fitted.times[0]
    n_lower = (points[np.newaxis, :] < points[:, np.newaxis]).sum(axis=1)
    heaviest = int(np.argmin(points))
    return {"times": times, "rank": np.where(times > 0, 1 + n_lower, 0), "gain": first[heaviest] - points[heaviest]}


def simulate_scenario(
    engine: Engine, built: BuiltScenario, replicate: int, months: int, on_month: MonthCallback = ignore_month
) -> RecordedRun:
    """Runs the burn-in and the observed months of one world and replicate, and returns what is recorded."""
    return simulate_months(engine, simulate_burn_in(engine, built, replicate, on_month), built, months, on_month)
