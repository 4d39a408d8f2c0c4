"""The lines of a breakdown: built from values by label or month, and returned as rows of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure.inference.counted_events import Events
from underheaven.measure.inference.estimate import Values, difference_of_events
from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.rare_event_intervals import EventsByScenario, interval_if_enough
from underheaven.measure.metadata import CORRELATION_UNIT, SHARE_UNIT
from underheaven.measure.registry import COUNT_RANGE, SHARE_RANGE
from underheaven.show import result_metadata
from underheaven.show.text.reported_labels import FEW_PERSONS_MARK
from underheaven.show.text.result_rows import interval_columns
from underheaven.show.text.table_lines import UNDEFINED, Cell, Line

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class LineHead:
    """The head of a line: its section of the table, its name for machines, its title and its unit."""

    section: str
    name: str
    title: str
    unit: str


@dataclass(frozen=True)
class LineValues:
    """The values of a line (scenario, replicate), and the events behind them by scenario.

    span: the least and the greatest possible value. is_gap: whether the values are differences between persons, which
    have no exact interval.
    """

    values: xr.DataArray
    events: EventsByScenario | None
    span: tuple[float, float]
    is_gap: bool = False


@dataclass(frozen=True)
class Replicates:
    """The values of one scenario over replicates, and the events behind them."""

    values: Values
    events: Events | None


def possible_range(unit: str) -> tuple[float, float]:
    """Return the least and the greatest possible value of a unit, since Student's t has no bounds."""
    return {SHARE_UNIT: SHARE_RANGE, CORRELATION_UNIT: (-1.0, 1.0)}.get(unit, COUNT_RANGE)


def build_line(dataset: xr.Dataset, head: LineHead, line_values: LineValues) -> Line:
    """Return a line with a cell for each scenario: its level, and its paired difference from the baseline.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        head: Section, name, title and unit.
        line_values: What the cells are computed from.
    """
    scenarios, baseline = result_metadata.scenarios_of(dataset), result_metadata.baseline_of(dataset)
    replicates = line_values.values.transpose("scenario", "replicate").values
    by_scenario = dict(zip(scenarios, replicates, strict=True))
    events = line_values.events or {}
    cells = []
    for scenario in scenarios:
        own = Replicates(by_scenario[scenario], events.get(scenario))
        difference = UNDEFINED
        if baseline is not None and baseline != scenario:
            difference = _difference(own, Replicates(by_scenario[baseline], events.get(baseline)), line_values)
        cells.append(Cell(scenario, _level(own, line_values), difference, None))
    return Line(head.section, head.name, head.title, head.unit, False, tuple(cells))


def _level(own: Replicates, line_values: LineValues) -> Interval:
    """Return the mean of a scenario with its interval."""
    if line_values.is_gap and own.events is not None:
        level = interval_if_enough(own.values, own.events.n_events)
    else:
        level = interval_of_events(own.values, own.events)
    return level.clip(*line_values.span)


def _difference(own: Replicates, other: Replicates, line_values: LineValues) -> Interval:
    """Return the paired difference of a scenario from the baseline with its interval."""
    if line_values.is_gap and own.events is not None and other.events is not None:
        return interval_if_enough(own.values - other.values, own.events.n_events + other.events.n_events)
    return difference_of_events(own.values, other.values, own.events, other.events, line_values.span)


def drop_unused(lines: Sequence[Line]) -> list[Line]:
    """Leave out the sections that are 0 or undefined under every label of every scenario."""
    used = {
        line.section
        for line in lines
        if any(cell.level.mean != 0.0 and isfinite(cell.level.mean) for cell in line.cells)
    }
    return [line for line in lines if line.section in used]


def line_rows(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return lines as rows of plain values, null where a number is not defined.

    Args:
        lines: Of a table.
    """
    return [
        {
            "measure": line.section,
            "name": line.name,
            "label": line.title.removesuffix(FEW_PERSONS_MARK),
            "few_persons": line.title.endswith(FEW_PERSONS_MARK),
            "unit": line.unit,
            "scenario": cell.scenario,
            **interval_columns("", cell.level),
            **interval_columns("difference", cell.difference),
            "events": cell.level.events,
            "note": cell.level.note,
        }
        for line in lines
        for cell in line.cells
    ]
