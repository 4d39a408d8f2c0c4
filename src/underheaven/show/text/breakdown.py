"""A result by region or by group: a line of the table for each measure and label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from underheaven.measure.closed_cohort import PERSON_MEASURES, PersonMeasure, mean_by_label
from underheaven.measure.families.fairness import equal_conduct_gap
from underheaven.measure.groups import regions_are_alike
from underheaven.measure.inference.rare_event_intervals import events_by_label
from underheaven.measure.registry import COUNT_RANGE, INFINITY
from underheaven.show.text.line_builder import LineHead, LineValues, build_line, drop_unused
from underheaven.show.text.reported_labels import ReportedLabel, few_persons_notes, reported_labels
from underheaven.show.text.table_lines import Line

if TYPE_CHECKING:
    import xarray as xr

EQUAL_CONDUCT_SUMS = ("months_listed", "months_wrongly_listed", "detriment")
WHOLE_RUN_NOTE = "Adults present over the whole run: children, and persons who died, left or arrived, are left out."
EQUAL_CONDUCT_NOTE = (
    "At equal conduct: the group minus all others with as many true acts over the run (0, 1, 2, 3 to 5, 6 and more), "
    "and likewise under a judgment that they owe in some month or in none; bands are weighted by the whole population."
)
REGIONS_ALIKE_NOTE = (
    "In these documents, regions differ only in size: no channel and no roll-out is limited to some regions. "
    "Differences between regions below are Monte Carlo error and the drawn position of a region in a roll-out. They "
    "are not findings."
)


def breakdown_lines(dataset: xr.Dataset, by: str) -> list[Line]:
    """Return a line for each measure and label; labels with few persons are marked.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
    """
    labels = reported_labels(dataset, by)
    lines = [line for measure in PERSON_MEASURES.values() for line in _label_lines(dataset, measure, labels, by)]
    for name in EQUAL_CONDUCT_SUMS if by == "group" else ():
        lines += _equal_conduct_lines(dataset, PERSON_MEASURES[name], labels, by)
    return drop_unused(lines)


def _label_lines(
    dataset: xr.Dataset, measure: PersonMeasure, labels: Sequence[ReportedLabel], by: str
) -> Iterator[Line]:
    """Yield a line for each label: the mean of a measure over its persons."""
    values, events = mean_by_label(dataset, measure.name, by), events_by_label(dataset, measure.name, by)
    for label in labels:
        line_values = LineValues(label.select(values), events[label.position], COUNT_RANGE)
        yield build_line(dataset, _line_head(measure, label), line_values)


def _equal_conduct_lines(
    dataset: xr.Dataset, measure: PersonMeasure, labels: Sequence[ReportedLabel], by: str
) -> Iterator[Line]:
    """Yield a line for each label: its persons minus all others at equal conduct."""
    values, events = equal_conduct_gap(dataset, measure.name), events_by_label(dataset, measure.name, by)
    gap = replace(
        measure,
        title=f"{measure.title}: at equal conduct, minus all others",
        name=f"equal_conduct_gap:{measure.name}",
    )
    for label in labels:
        line_values = LineValues(label.select(values), events[label.position], (-INFINITY, INFINITY), is_gap=True)
        yield build_line(dataset, _line_head(gap, label), line_values)


def _line_head(measure: PersonMeasure, label: ReportedLabel) -> LineHead:
    return LineHead(measure.title, f"{measure.name}:{label.name}", label.marked_name, measure.unit)


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
    return [WHOLE_RUN_NOTE, *([EQUAL_CONDUCT_NOTE] if by == "group" else []), *few_persons_notes(dataset, by)]
