"""A result over time, as a whole or by region or group: a line of the table for each measure and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from underheaven.measure.inference.rare_event_intervals import events_by_period, events_of_month
from underheaven.measure.metadata import metadata_of
from underheaven.measure.monthly_measures import MONTHLY_MEASURES
from underheaven.measure.subgroup_rates import SUBGROUP_RATES, rate_over_months
from underheaven.show.text.line_builder import LineHead, LineValues, build_line, drop_unused, line_rows, possible_range
from underheaven.show.text.reported_labels import FEW_PERSONS_MARK, few_persons_notes, reported_labels
from underheaven.show.text.table_lines import Line

if TYPE_CHECKING:
    import xarray as xr

MONTHS_PER_YEAR = 12
PERIODS_NOTE = (
    "Each number covers the twelve months that end with the month shown, or the months after the last such month, and "
    "everybody present then, including children. With --json: month by month."
)


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
                head = LineHead(metadata.title, f"{name}:{month}", month, metadata.unit)
                events = events_of_month(dataset, name, m, values)
                lines.append(build_line(dataset, head, LineValues(values, events, possible_range(metadata.unit))))
    return drop_unused(lines)


def months_of_run(dataset: xr.Dataset, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with months of the run in the place of dates.

    A simulated count with a date would read as a count of that month.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        lines: Of a table over time.
    """
    months = {str(month): f"month {month_index + 1}" for month_index, month in enumerate(dataset["month"].values)}
    return [replace(line, title=months.get(line.title, line.title)) for line in lines]


def breakdown_over_time_lines(dataset: xr.Dataset, by: str, every: int = MONTHS_PER_YEAR) -> list[Line]:
    """Return a line for each measure, label and period, named by the last month of the period.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
        every: Length of a period in months.

    Returns:
        Lines in one section per measure and label; sections that are zero in every scenario are left out.
    """
    labels, ends = reported_labels(dataset, by), _period_ends(dataset, every)
    periods = [slice(start, end + 1) for start, end in zip([0, *(m + 1 for m in ends)], ends, strict=False)]
    lines: list[Line] = []
    for rate in SUBGROUP_RATES[by]:
        values = [rate_over_months(dataset, rate, by, months) for months in periods]
        events = [events_by_period(dataset, rate, by, months) for months in periods]
        for label in labels:
            for end, of_period, its_events in zip(ends, map(label.select, values), events, strict=True):
                if bool(of_period.notnull().any()):
                    month = str(dataset["month"].values[end])
                    section, name = f"{rate.title}: {label.marked_name}", f"{rate.name}:{label.name}:{month}"
                    line_values = LineValues(of_period, its_events[label.position], possible_range(rate.unit))
                    lines.append(build_line(dataset, LineHead(section, name, month, rate.unit), line_values))
    return drop_unused(lines)


def breakdown_over_time_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Return the sentences under a table by region or group over time.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
    """
    return [PERIODS_NOTE, *few_persons_notes(dataset, by)]


def breakdown_over_time_rows(lines: Sequence[Line]) -> list[dict[str, Any]]:
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
    """Return the index of every twelfth month (or ``every``) and of the last."""
    last = dataset.sizes["month"] - 1
    return [m for m in range(last + 1) if (m + 1) % every == 0 or m == last]
