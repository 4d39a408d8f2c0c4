"""A result by region, by group and over time: the lines of its table, one per label or month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.closed_cohort import (
    MIN_PERSONS,
    PERSON_MEASURES,
    PersonMeasure,
    mean_by_label,
    persons_by_label,
)
from underheaven.measure.families.fairness import equal_conduct_gap
from underheaven.measure.groups import regions_are_alike
from underheaven.measure.inference.estimate import difference_of_events
from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.inference.rare_event_intervals import (
    EventsByScenario,
    events_by_label,
    events_by_period,
    events_of_month,
    interval_if_enough,
)
from underheaven.measure.metadata import CORRELATION_UNIT, SHARE_UNIT, metadata_of
from underheaven.measure.monthly_measures import MONTHLY_MEASURES
from underheaven.measure.registry import COUNT_RANGE, INFINITY, SHARE_RANGE
from underheaven.measure.subgroup_rates import SUBGROUP_RATES, Rate, rate_over_months
from underheaven.show import result_metadata
from underheaven.show.text.result_rows import interval_columns
from underheaven.show.text.table_lines import UNDEFINED, Cell, Line

if TYPE_CHECKING:
    import xarray as xr

MONTHS_PER_YEAR = 12
FEW_PERSONS_MARK = " *"
EQUAL_CONDUCT_SUMS = ("months_listed", "months_wrongly_listed", "detriment")
WHOLE_RUN_NOTE = "Adults present over the whole run: children, and persons who died, left or arrived, are left out."
PERIODS_NOTE = (
    "Each number covers the twelve months that end with the month shown, or the months after the last such month, and "
    "everybody present then, including children. With --json: month by month."
)
FEW_ADULTS_PHRASE = f"fewer than {MIN_PERSONS:,} adults present over the whole run, per scenario and replicate"
FEW_PERSONS_NOTE = f"* {FEW_ADULTS_PHRASE}: a single case more would be visible."
WITHHELD_REGIONS_NOTE = f"Regions of a real place with {FEW_ADULTS_PHRASE}, are left out."
EQUAL_CONDUCT_NOTE = (
    "At equal conduct: the group minus all others with as many true acts over the run (0, 1, 2, 3 to 5, 6 and more), "
    "and likewise under a judgment that they owe in some month or in none; bands are weighted by the whole population."
)


def breakdown_lines(dataset: xr.Dataset, by: str) -> list[Line]:
    """Return a line for each measure and label; labels with few persons are marked.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
    """
    few = _has_few_persons(dataset, by)
    lines = [
        line
        for measure in PERSON_MEASURES.values()
        for line in _label_lines(
            dataset,
            measure,
            mean_by_label(dataset, measure.name, by),
            by,
            few,
            events_by_label(dataset, measure.name, by),
        )
    ]
    for name in EQUAL_CONDUCT_SUMS if by == "group" else ():
        measure, gap = PERSON_MEASURES[name], equal_conduct_gap(dataset, name)
        title = f"{measure.title}: at equal conduct, minus all others"
        less = replace(measure, title=title, name=f"equal_conduct_gap:{name}")
        lines += _label_lines(
            dataset, less, gap, by, few, events_by_label(dataset, name, by), (-INFINITY, INFINITY), True
        )
    return _drop_unused(lines)


REGIONS_ALIKE_NOTE = (
    "In these documents, regions differ only in size: no channel and no roll-out is limited to some regions. "
    "Differences between regions below are Monte Carlo error and the drawn position of a region in a roll-out. They "
    "are not findings."
)


def breakdown_headers(dataset: xr.Dataset, by: str) -> list[str]:
    """Return the sentences above a table by region or group, over time or not.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
    """
    return [REGIONS_ALIKE_NOTE] if by == "region" and regions_are_alike(dataset) else []


def breakdown_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Return the sentences under a table by region or group.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
    """
    return [WHOLE_RUN_NOTE, *([EQUAL_CONDUCT_NOTE] if by == "group" else []), *_few_persons_notes(dataset, by)]


def _few_persons_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Say what becomes of labels with few persons, where there are any."""
    if not _has_few_persons(dataset, by).any():
        return []
    return [WITHHELD_REGIONS_NOTE if _is_real_regions(dataset, by) else FEW_PERSONS_NOTE]


def over_time_lines(dataset: xr.Dataset, every: int = MONTHS_PER_YEAR) -> list[Line]:
    """Return a line for each measure and period, and for the last month that has a number.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        every: Length of a period in months.
    """
    lines = []
    for name, function in MONTHLY_MEASURES.items():
        metadata, array = metadata_of(function), function(dataset)
        for m in _period_ends(dataset, every):
            values = array.isel(month=m, drop=True)
            if bool(values.notnull().any()):
                month = str(dataset["month"].values[m])
                head = (metadata.title, f"{name}:{month}", month, metadata.unit)
                lines.append(
                    _build_line(
                        dataset,
                        *head,
                        values,
                        _possible_range(metadata.unit),
                        events_of_month(dataset, name, m, values),
                    )
                )
    return _drop_unused(lines)


def months_of_run(dataset: xr.Dataset, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with months of the run in the place of dates.

    A simulated count with a date would read as a count of that month.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        lines: Of a table over time.
    """
    at = {str(month): f"month {month_index + 1}" for month_index, month in enumerate(dataset["month"].values)}
    return [replace(line, title=at.get(line.title, line.title)) for line in lines]


def breakdown_over_time_lines(dataset: xr.Dataset, by: str, every: int = MONTHS_PER_YEAR) -> list[Line]:
    """Return a line for each measure, label and period, named by the last month of the period.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
        every: Length of a period in months.

    Returns:
        Lines in one section per measure and label; sections that are zero in every scenario are left out.
    """
    few, withheld, ends = _has_few_persons(dataset, by), _is_real_regions(dataset, by), _period_ends(dataset, every)
    stretches = [slice(start, end + 1) for start, end in zip([0, *(m + 1 for m in ends)], ends, strict=False)]
    lines: list[Line] = []
    for rate in SUBGROUP_RATES[by]:
        found = [rate_over_months(dataset, rate, by, months) for months in stretches]
        events = [events_by_period(dataset, rate, by, months) for months in stretches]
        for n, label in enumerate(map(str, dataset[by].values)):
            if not (few[n] and withheld):
                of_label = [values.isel({by: n}, drop=True) for values in found]
                its = [at[n] for at in events]
                lines += _period_lines(dataset, rate, label, bool(few[n]), ends, of_label, its)
    return _drop_unused(lines)


def _period_lines(
    dataset: xr.Dataset,
    rate: Rate,
    label: str,
    few: bool,
    ends: list[int],
    found: list[xr.DataArray],
    events: list[EventsByScenario | None],
) -> Iterator[Line]:
    """Yield a line for each stretch of months in which a rate of a label has a number."""
    section = f"{rate.title}: {label}{FEW_PERSONS_MARK * few}"
    for end, values, its in zip(ends, found, events, strict=True):
        if bool(values.notnull().any()):
            month = str(dataset["month"].values[end])
            head = (section, f"{rate.name}:{label}:{month}", month, rate.unit)
            yield _build_line(dataset, *head, values, _possible_range(rate.unit), its)


def breakdown_over_time_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Return the sentences under a table by region or group over time.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
    """
    return [PERIODS_NOTE, *_few_persons_notes(dataset, by)]


def breakdown_over_time_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """Return lines by label and period as rows of plain values, with measure, label and month in separate columns.

    Args:
        lines: From ``breakdown_over_time_lines``.
    """
    rows = []
    for row in line_rows(lines):
        _, _, label = row["name"].rpartition(":")[0].partition(":")
        measure, marked = row["measure"].removesuffix(FEW_PERSONS_MARK), row["measure"].endswith(FEW_PERSONS_MARK)
        rows.append(
            row
            | {
                "measure": measure.removesuffix(f": {label}"),
                "label": label,
                "month": row["label"],
                "few_persons": marked,
            }
        )
    return rows


def _period_ends(dataset: xr.Dataset, every: int) -> list[int]:
    """Return the places of every twelfth month (or ``every``) and of the last."""
    last = dataset.sizes["month"] - 1
    return [m for m in range(last + 1) if (m + 1) % every == 0 or m == last]


def _drop_unused(lines: list[Line]) -> list[Line]:
    """Leave out measures that are 0 or undefined under every label of every scenario."""
    used = {
        line.section
        for line in lines
        if any(cell.level.mean != 0.0 and isfinite(cell.level.mean) for cell in line.cells)
    }
    return [line for line in lines if line.section in used]


def line_rows(lines: list[Line]) -> list[dict[str, Any]]:
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


def _has_few_persons(dataset: xr.Dataset, by: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    few: np.ndarray[Any, np.dtype[np.bool_]] = (
        persons_by_label(dataset, by).min(["scenario", "replicate"]).values < MIN_PERSONS
    )
    return few


def _is_real_regions(dataset: xr.Dataset, by: str) -> bool:
    return by == "region" and result_metadata.represents_real_place(dataset)


def _label_lines(
    dataset: xr.Dataset,
    measure: PersonMeasure,
    values: xr.DataArray,
    by: str,
    few: Any,
    events: list[EventsByScenario],
    span: tuple[float, float] = COUNT_RANGE,
    is_gap: bool = False,
) -> Iterator[Line]:
    withheld = _is_real_regions(dataset, by)
    for n, label in enumerate(str(label) for label in dataset[by].values):
        if not (few[n] and withheld):
            marked = label + FEW_PERSONS_MARK * bool(few[n])
            of_label = values.isel({by: n}, drop=True)
            head = (measure.title, f"{measure.name}:{label}", marked, measure.unit)
            yield _build_line(dataset, *head, of_label, span, events[n], is_gap)


def _possible_range(unit: str) -> tuple[float, float]:
    """Return what a number of this unit can be: Student's t knows no bounds."""
    return {SHARE_UNIT: SHARE_RANGE, CORRELATION_UNIT: (-1.0, 1.0)}.get(unit, COUNT_RANGE)


def _build_line(
    dataset: xr.Dataset,
    section: str,
    name: str,
    title: str,
    unit: str,
    values: xr.DataArray,
    span: tuple[float, float],
    events: EventsByScenario | None,
    is_gap: bool = False,
) -> Line:
    """Return a line; is_gap: whether its numbers are differences of persons, which have no exact interval."""
    baseline, scenarios = result_metadata.baseline_of(dataset), result_metadata.scenarios_of(dataset)
    by_scenario, cells = dict(zip(scenarios, values.transpose("scenario", "replicate").values, strict=True)), []
    for scenario in scenarios:
        own, other = (None if events is None or w is None else events.get(w) for w in (scenario, baseline))
        level, step = interval_of_events(by_scenario[scenario], own), UNDEFINED
        if is_gap and own is not None:
            level = interval_if_enough(by_scenario[scenario], own.n_events)
        if baseline not in (None, scenario):
            step = difference_of_events(by_scenario[scenario], by_scenario[str(baseline)], own, other, span)
            if is_gap and own is not None and other is not None:
                step = interval_if_enough(
                    by_scenario[scenario] - by_scenario[str(baseline)], own.n_events + other.n_events
                )
        cells.append(Cell(scenario, level.clip(*span), step, None))
    return Line(section, name, title, unit, False, tuple(cells))
