"""One scenario, one replicate: the burn-in, then the observed months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.engine.month_tallies import MonthTallies, TallyPositions
from underheaven.engine.protocol import Engine
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import SUMS
from underheaven.fields.tallies import TALLIES
from underheaven.record.month_packing import UnpackedMonths
from underheaven.record.schema import RecordedRun

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.scenario.built_scenario import BuiltScenario

Array = np.ndarray[Any, np.dtype[Any]]
Tallies = Mapping[str, Array]
MonthCallback = Callable[[int, Tallies], None]
"""Called after each month with its index, counted from the first of the burn-in, and its tallies."""


def ignore_month(month: int, tallies: Tallies) -> None:
    """Do nothing."""


def simulate_burn_in(
    engine: Engine, built: BuiltScenario, replicate: int, on_month: MonthCallback = ignore_month
) -> Population:
    """Return a population after the burn-in, with sums at zero.

    No regime acts before observation starts, but lenders use the status of a person without records under the given
    scenario, which matters if that status is on a blacklist.

    Args:
        engine: The engine.
        built: A scenario; all scenarios of a study may share its burn-in.
        replicate: Replicate, from 0.
        on_month: Called after each month with its index and its tallies.
    """
    return finish_burn_in(engine, engine.populate(built, replicate), built, 0, on_month)


def finish_burn_in(
    engine: Engine,
    population: Population,
    built: BuiltScenario,
    months_done: int,
    on_month: MonthCallback = ignore_month,
) -> Population:
    """Return a population after the rest of the burn-in, of which ``months_done`` months are done."""
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
    """Return the record of a scenario's observed months; the population is changed in place.

    Args:
        engine: The engine.
        population: The population after the burn-in, or after the months in ``history``.
        built: The scenario.
        months: Observed months in total, 1 or more.
        on_month: Called after each month with its index, counted from the first of the burn-in, and its tallies.
        history: Observed months that are done already.
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
    """Tallies by month: all words of a month are copied at once, and split by name at the end.

    months: 0 or more. history: tallies of earlier months, by name.
    """

    def __init__(self, months: int, history: Mapping[str, Array]) -> None:
        self._months, self._history = months, history
        self._words, self._positions = np.empty((0, 0), np.int64), TallyPositions()

    def put(self, row: int, month_arrays: MonthTallies) -> None:
        """Store a month, counted from 0."""
        if not self._positions:
            self._words, self._positions = (
                np.empty((self._months, len(month_arrays.words)), np.int64),
                month_arrays.positions,
            )
        self._words[row] = month_arrays.words

    def arrays(self) -> dict[str, Array]:
        """Return every tally of all months, each of shape (month, ...)."""
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
    """Arrays by month, each copied, because an engine may reuse its own arrays.

    history: earlier months, by name.
    """

    def __init__(self, months: int, history: Mapping[str, Array]) -> None:
        self._months = months
        self.arrays = {name: self._allocate(stored_rows[0]) for name, stored_rows in history.items()}
        for name, stored_rows in history.items():
            self.arrays[name][: len(stored_rows)] = stored_rows

    def put(self, month: int, month_arrays: Mapping[str, Array]) -> None:
        """Store the arrays of a month, counted from 0."""
        if not self.arrays:
            self.arrays = {name: self._allocate(array) for name, array in month_arrays.items()}
        for name, rows in self.arrays.items():
            rows[month] = month_arrays[name]

    def _allocate(self, template: Array) -> Array:
        return np.empty((self._months, *template.shape), template.dtype)


def panel_of_month(population: Population) -> dict[str, Array]:
    """Return the panel of the last month, as the population's own arrays by name; empty without a panel."""
    month_arrays: dict[str, Array] = population.panel._asdict()
    return month_arrays if len(month_arrays[PANEL[0].name]) else {}


def fitted_scores(population: Population, built: BuiltScenario) -> dict[str, Array]:
    """Return the recorded summaries of fitted scores, by name; empty if the regime fits none.

    The fitted points themselves stay in the population and in checkpoints.
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
    """Simulate the burn-in and the observed months of one scenario and replicate, and return the record.

    Args:
        engine: The engine.
        built: The scenario.
        replicate: Replicate, from 0.
        months: Observed months, 1 or more.
        on_month: Called after each month with its index, counted from the first of the burn-in, and its tallies.
    """
    return simulate_months(engine, simulate_burn_in(engine, built, replicate, on_month), built, months, on_month)
