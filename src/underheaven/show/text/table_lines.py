"""The lines of a result's tables: exactly the numbers that are printed, as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.calendar import scenario_months
from underheaven.measure.count_series import SHARE_SERIES
from underheaven.measure.inference.estimate import estimate_difference, estimate_level
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.inference.variance_reduction import person_variance_ratios
from underheaven.measure.published_counts import PublishedComparison, compare_published
from underheaven.measure.reductions import PER_100K
from underheaven.measure.registry import COUNT_RANGE, MEASURES, PAIRED, SHARE_RANGE
from underheaven.show import result_metadata
from underheaven.show.explain import status_cost
from underheaven.show.formatting import format_number
from underheaven.show.text.table_sections import FAMILIES, SECTIONS, SHOWN_IF_DEFINED, SHOWN_IF_NONZERO, MeasureFamily
from underheaven.show.text.unshipped_documents import unshipped_names

if TYPE_CHECKING:
    import xarray as xr

UNDEFINED = t_interval([])


@dataclass(frozen=True)
class Cell:
    """One measure in one scenario: its mean with a Monte Carlo interval, and its paired difference from the baseline.

    difference: UNDEFINED in the baseline itself and where there is none. real: the mean in persons (acts, loans, ...)
    of the real population, where the same quantity was published for the last month; else None. published: that count.
    """

    scenario: str
    level: Interval
    difference: Interval
    real: float | None
    published: float | None = None


@dataclass(frozen=True)
class Line:
    """One measure in all scenarios, in the order of the result; paired: it is already a difference."""

    section: str
    name: str
    title: str
    unit: str
    paired: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class MeasureValues:
    """One measure before aggregation: values (scenario, replicate), and their least and greatest possible value."""

    name: str
    title: str
    unit: str
    paired: bool
    array: xr.DataArray
    range: tuple[float, float]


def comparison_lines(dataset: xr.Dataset) -> list[Line]:
    """Return every line of the table in reading order; where a measure is undefined its cells hold NaN and a note."""
    baseline = result_metadata.baseline_of(dataset)
    constant = status_cost.constant_scenarios(dataset)
    lines = []
    for section, names in SECTIONS:
        for values in _measure_values(dataset, names, baseline):
            if values.name in SHOWN_IF_NONZERO and not bool(values.array.fillna(0).any()):
                continue
            cells = tuple(
                _build_cell(dataset, values, scenario, baseline) for scenario in result_metadata.scenarios_of(dataset)
            )
            if values.name == status_cost.CROSS_CONTEXT_SHARE:
                cells = tuple(_drop_interval(cell) if cell.scenario in constant else cell for cell in cells)
            lines.append(Line(section, values.name, values.title, values.unit, values.paired, cells))
    return lines


def _drop_interval(cell: Cell) -> Cell:
    return replace(
        cell,
        level=status_cost.without_interval(cell.level),
        difference=status_cost.without_interval(cell.difference),
    )


def published_comparisons(dataset: xr.Dataset) -> list[tuple[str, list[PublishedComparison]]]:
    """Return, by scenario, the published counts of its document with the simulated ones.

    Empty if the society represents no real place, or a document does not ship with this package: then no published
    count is about its people.
    """
    if not result_metadata.represents_real_place(dataset) or unshipped_names(dataset):
        return []
    scale = float(dataset.attrs.get("scale", 1.0))
    notes = [n for n in result_metadata.document_notes(dataset) if n.kind == "regime" and n.published]
    return [
        (n.label, [_clip_simulated(b) for b in compare_published(dataset, n.label, n.published, scale)]) for n in notes
    ]


def _clip_simulated(row: PublishedComparison) -> PublishedComparison:
    if row.simulated is None:
        return row
    span = SHARE_RANGE if row.measure.partition(":")[0] in SHARE_SERIES else COUNT_RANGE
    return replace(row, simulated=row.simulated.clip(*span))


def pairing_gains(dataset: xr.Dataset) -> dict[str, dict[str, float]]:
    """Return, by scenario, the gain from pairing in each per-person sum that varies in both scenarios."""
    baseline = result_metadata.baseline_of(dataset)
    if baseline is None:
        return {}
    varies = {
        str(name).removeprefix("person_"): bool(
            (array.max("person") > array.min("person")).sel(scenario=baseline).all()
        )
        for name, array in dataset.data_vars.items()
        if str(name).startswith("person_")
    }
    return {
        scenario: {
            n: g
            for n, g in person_variance_ratios(dataset, scenario, baseline).items()
            if varies[n] and not np.isnan(g)
        }
        for scenario in result_metadata.scenarios_of(dataset)
        if scenario != baseline
    }


PUBLISHED_SERIES: dict[str, str] = {
    "listed_now": "listed_now",
    "ever_listed": "ever_listed",
    "entries": "cumulative_entries",
    "judgments_performed": "cumulative_performed",
    "denials_by_kind": "cumulative_denied",
}
"""The published series of which a measure is the last month, by the name before a colon."""


def published_count(dataset: xr.Dataset, scenario: str, name: str) -> float | None:
    """Return the published count of a measure's quantity in the last month, or None where there is none.

    Always None if the society represents no real place, or a document did not ship with this package.
    """
    family, colon, label = name.partition(":")
    if not result_metadata.represents_real_place(dataset) or unshipped_names(dataset) or family not in PUBLISHED_SERIES:
        return None
    wanted, month = f"{PUBLISHED_SERIES[family]}{colon}{label}", scenario_months(dataset, scenario)[-1]
    rows = (
        row for row in _published_of(dataset, scenario) if str(row["measure"]) == wanted and str(row["as_of"]) == month
    )
    return next((float(row["value"]) for row in rows), None)


def last_published_month(dataset: xr.Dataset, scenario: str) -> str:
    """Return the month of the last published count comparable with a scenario, or an empty text without one.

    There is none if a document did not ship, or the society represents no real place.
    """
    if not result_metadata.represents_real_place(dataset) or unshipped_names(dataset):
        return ""
    return max((str(row["as_of"]) for row in _published_of(dataset, scenario)), default="")


def published_fit_sentence(rows: Sequence[PublishedComparison]) -> str:
    """State how far simulated counts lie from the published ones, and how many of these lie inside the intervals.

    Empty without any interval.
    """
    with_interval = [row for row in rows if row.simulated is not None and np.isfinite(row.simulated.low)]
    if not with_interval:
        return ""
    n = sum(
        row.simulated.low <= row.published <= row.simulated.high for row in with_interval if row.simulated is not None
    )
    return (
        f"Simulated, in multiples of the published number: {'; '.join(published_ratios(with_interval))}. {n} of "
        f"{len(with_interval)} published numbers {'lies' if n == 1 else 'lie'} inside the Monte Carlo interval of the "
        "simulated one, which fewer persons widen: how many do is no measure of fit. Published counts of entries "
        "include firms; the model has persons only."
    )


def published_ratios(rows: Sequence[PublishedComparison]) -> list[str]:
    """State the smallest and largest ratio of simulated to published numbers for each quantity."""
    times: dict[str, list[float]] = {}
    for row in rows:
        if row.simulated is not None and row.published > 0:
            times.setdefault(row.quantity, []).append(row.simulated.mean / row.published)
    return [
        f"{quantity} {' to '.join(dict.fromkeys(format_number(end, 2) for end in (min(its), max(its))))}"
        for quantity, its in times.items()
    ]


def _published_of(dataset: xr.Dataset, scenario: str) -> tuple[dict[str, Any], ...]:
    return next(
        (n.published for n in result_metadata.document_notes(dataset) if (n.kind, n.label) == ("regime", scenario)), ()
    )


def _measure_values(dataset: xr.Dataset, names: tuple[str, ...], baseline: str | None) -> Iterator[MeasureValues]:
    for name in names:
        if name in MEASURES:
            m = MEASURES[name]
            array = m.function(dataset)
            used = name not in SHOWN_IF_NONZERO or bool(array.fillna(0).any())
            if used and (name not in SHOWN_IF_DEFINED or bool(array.notnull().any())):
                yield MeasureValues(name, m.title, m.unit, False, array, m.range)
        elif name in PAIRED and baseline is not None:
            p = PAIRED[name]
            array = p.function(dataset, baseline)
            if name not in SHOWN_IF_DEFINED or bool(array.drop_sel(scenario=baseline).notnull().any()):
                yield MeasureValues(name, p.title, p.unit, True, array, p.range)
        elif name in FAMILIES:
            yield from _family_values(dataset, name, FAMILIES[name])


def _family_values(dataset: xr.Dataset, name: str, family: MeasureFamily) -> Iterator[MeasureValues]:
    """Yield a line for each label that has a count in any scenario."""
    array = family.function(dataset)
    for label in (str(x) for x in array[family.dim].values):
        values = array.sel({family.dim: label}, drop=True)
        if label not in family.leave_out and bool((values > 0).any()):
            yield MeasureValues(f"{name}:{label}", family.title.format(label), family.unit, False, values, COUNT_RANGE)


def _build_cell(dataset: xr.Dataset, values: MeasureValues, scenario: str, baseline: str | None) -> Cell:
    array = values.array.transpose("scenario", "replicate")
    level = estimate_level(dataset, values.name, array, scenario).clip(*values.range)
    difference = UNDEFINED
    if baseline is not None and scenario != baseline:
        difference = (
            level
            if values.paired
            else estimate_difference(dataset, values.name, array, scenario, baseline, values.range)
        )
    elif values.paired:
        level = UNDEFINED  # the baseline compared with itself
    published = published_count(dataset, scenario, values.name)
    if published is None or not np.isfinite(level.mean):
        return Cell(scenario, level, difference, None)
    return Cell(
        scenario, level, difference, level.mean / PER_100K * result_metadata.real_person_count(dataset), published
    )
