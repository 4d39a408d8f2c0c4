"""A result by region, by group and over time: the lines of its table, a label or a month each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.by_over_time import RATES, Rate, over_months
from underheaven.measure.estimate import difference_of, of_events
from underheaven.measure.fairness import equal_conduct_gap
from underheaven.measure.groups import regions_are_alike
from underheaven.measure.over_time import OVER_TIME
from underheaven.measure.rare import Worlds, by_label, by_month, by_stretch, if_enough
from underheaven.measure.registry import COUNT_RANGE, INFINITY, SHARE_RANGE
from underheaven.measure.said import CORRELATION, SHARE, said_of
from underheaven.measure.whole_run import FEW, OF_PERSONS, OfPersons, mean_by, persons_by
from underheaven.show import about
from underheaven.show.rows import numbers
from underheaven.show.views import UNDEFINED, Cell, Line

if TYPE_CHECKING:
    import xarray as xr

YEAR = 12
MARK = " *"
EQUAL_CONDUCT = ("months_listed", "months_wrongly_listed", "detriment")
WHOLE_RUN = "Adults present over the whole run: children, and persons who died, left or arrived, are left out."
STRETCHES = (
    "Each number covers the twelve months that end with the month shown, or the months after the last such month, and "
    "everybody present then, including children. With --json: month by month."
)
GROWN = f"fewer than {FEW:,} adults present over the whole run, per scenario and replicate"
MARKED = f"* {GROWN}: a single case more would be visible."
WITHHELD = f"Regions of a real place with {GROWN}, are left out."
AT_EQUAL_CONDUCT = (
    "At equal conduct: the group minus all others with as many true acts over the run (0, 1, 2, 3 to 5, 6 and more), "
    "and likewise under a judgment that they owe in some month or in none; bands are weighted by the whole population."
)


def by_lines(dataset: xr.Dataset, by: str) -> list[Line]:
    """Gives a line for each number of persons and label; by: group or region. Few persons are marked."""
    few = _few(dataset, by)
    lines = [
        line
        for one in OF_PERSONS.values()
        for line in _of_labels(dataset, one, mean_by(dataset, one.name, by), by, few, by_label(dataset, one.name, by))
    ]
    for name in EQUAL_CONDUCT if by == "group" else ():
        one, gap = OF_PERSONS[name], equal_conduct_gap(dataset, name)
        title = f"{one.title}: at equal conduct, minus all others"
        less = replace(one, title=title, name=f"equal_conduct_gap:{name}")
        lines += _of_labels(dataset, less, gap, by, few, by_label(dataset, name, by), (-INFINITY, INFINITY), True)
    return _at_work(lines)


ALIKE = (
    "In these documents, regions differ only in size: no channel and no roll-out is limited to some regions. "
    "Differences between regions below are Monte Carlo error and the drawn position of a region in a roll-out. They "
    "are not findings."
)


def by_heads(dataset: xr.Dataset, by: str) -> list[str]:
    """Return the sentences above a table by region or group, over time or not."""
    return [ALIKE] if by == "region" and regions_are_alike(dataset) else []


def by_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Gives the sentences under a table by region or group."""
    return [WHOLE_RUN, *([AT_EQUAL_CONDUCT] if by == "group" else []), *_marks(dataset, by)]


def _marks(dataset: xr.Dataset, by: str) -> list[str]:
    """Says what becomes of labels with few persons, where there are any."""
    if not _few(dataset, by).any():
        return []
    return [WITHHELD if _of_real_regions(dataset, by) else MARKED]


def over_time_lines(dataset: xr.Dataset, every: int = YEAR) -> list[Line]:
    """Gives a line for each measure and every twelfth month (or ``every``) and the last that has a number."""
    lines = []
    for name, function in OVER_TIME.items():
        said, array = said_of(function), function(dataset)
        for m in _ends(dataset, every):
            values = array.isel(month=m, drop=True)
            if bool(values.notnull().any()):
                month = str(dataset["month"].values[m])
                head = (said.title, f"{name}:{month}", month, said.unit)
                lines.append(_line(dataset, *head, values, _span(said.unit), by_month(dataset, name, m, values)))
    return _at_work(lines)


def undated(dataset: xr.Dataset, lines: Sequence[Line]) -> list[Line]:
    """Gives lines with months of the run for dates: a simulated count with a date reads as a count of that month."""
    at = {str(month): f"month {place + 1}" for place, month in enumerate(dataset["month"].values)}
    return [replace(line, title=at.get(line.title, line.title)) for line in lines]


def by_over_time_lines(dataset: xr.Dataset, by: str, every: int = YEAR) -> list[Line]:
    """Gives a line for each number, label and stretch of twelve months (or ``every``), named by its last month.

    by: group or region. A section is a number of one label; those that are nothing in every world have none.
    """
    few, withheld, ends = _few(dataset, by), _of_real_regions(dataset, by), _ends(dataset, every)
    stretches = [slice(start, end + 1) for start, end in zip([0, *(m + 1 for m in ends)], ends, strict=False)]
    lines: list[Line] = []
    for rate in RATES[by]:
        found = [over_months(dataset, rate, by, months) for months in stretches]
        events = [by_stretch(dataset, rate, by, months) for months in stretches]
        for n, label in enumerate(map(str, dataset[by].values)):
            if not (few[n] and withheld):
                of_label = [values.isel({by: n}, drop=True) for values in found]
                its = [at[n] for at in events]
                lines += _of_stretches(dataset, rate, label, bool(few[n]), ends, of_label, its)
    return _at_work(lines)


def _of_stretches(
    dataset: xr.Dataset, rate: Rate, label: str, few: bool, ends: list[int], found: list[xr.DataArray],
    events: list[Worlds | None],
) -> Iterator[Line]:  # fmt: skip
    """Yields a line for each stretch of months in which a rate of a label has a number."""
    section = f"{rate.title}: {label}{MARK * few}"
    for end, values, its in zip(ends, found, events, strict=True):
        if bool(values.notnull().any()):
            month = str(dataset["month"].values[end])
            head = (section, f"{rate.name}:{label}:{month}", month, rate.unit)
            yield _line(dataset, *head, values, _span(rate.unit), its)


def by_over_time_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Gives the sentences under a table by region or group over time."""
    return [STRETCHES, *_marks(dataset, by)]


def by_over_time_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """Gives such lines as rows of plain values: measure, label and month each in a column of its own."""
    rows = []
    for row in line_rows(lines):
        _, _, label = row["name"].rpartition(":")[0].partition(":")
        measure, marked = row["measure"].removesuffix(MARK), row["measure"].endswith(MARK)
        rows.append(row | {"measure": measure.removesuffix(f": {label}"), "label": label, "month": row["label"],
                           "few_persons": marked})  # fmt: skip
    return rows


def _ends(dataset: xr.Dataset, every: int) -> list[int]:
    """Gives the places of every twelfth month (or ``every``) and of the last."""
    last = dataset.sizes["month"] - 1
    return [m for m in range(last + 1) if (m + 1) % every == 0 or m == last]


def _at_work(lines: list[Line]) -> list[Line]:
    """Leaves out measures that are 0 or undefined under every label of every world."""
    used = {
        line.section
        for line in lines
        if any(cell.level.mean != 0.0 and isfinite(cell.level.mean) for cell in line.cells)
    }
    return [line for line in lines if line.section in used]


def line_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """Gives lines as rows of plain values, null where a number is not defined."""
    return [
        {
            "measure": line.section, "name": line.name, "label": line.title.removesuffix(MARK),
            "few_persons": line.title.endswith(MARK), "unit": line.unit, "world": cell.world,
            **numbers("", cell.level), **numbers("difference", cell.difference), "events": cell.level.events,
            "note": cell.level.note,
        }
        for line in lines
        for cell in line.cells
    ]  # fmt: skip


def _few(dataset: xr.Dataset, by: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    few: np.ndarray[Any, np.dtype[np.bool_]] = persons_by(dataset, by).min(["world", "replicate"]).values < FEW
    return few


def _of_real_regions(dataset: xr.Dataset, by: str) -> bool:
    return by == "region" and about.stands_for_a_place(dataset)


def _of_labels(
    dataset: xr.Dataset, one: OfPersons, values: xr.DataArray, by: str, few: Any, events: list[Worlds],
    span: tuple[float, float] = COUNT_RANGE, is_gap: bool = False,
) -> Iterator[Line]:  # fmt: skip
    withheld = _of_real_regions(dataset, by)
    for n, label in enumerate(str(label) for label in dataset[by].values):
        if not (few[n] and withheld):
            marked = label + MARK * bool(few[n])
            of_label = values.isel({by: n}, drop=True)
            head = (one.title, f"{one.name}:{label}", marked, one.unit)
            yield _line(dataset, *head, of_label, span, events[n], is_gap)


def _span(unit: str) -> tuple[float, float]:
    """Gives what a number of this unit can be: Student's t knows no bounds."""
    return {SHARE: SHARE_RANGE, CORRELATION: (-1.0, 1.0)}.get(unit, COUNT_RANGE)


def _line(
    dataset: xr.Dataset, section: str, name: str, title: str, unit: str, values: xr.DataArray,
    span: tuple[float, float], events: Worlds | None, is_gap: bool = False,
) -> Line:  # fmt: skip
    """Gives a line; is_gap: whether its numbers are differences of persons, which have no exact interval."""
    against, worlds = about.against(dataset), about.worlds(dataset)
    here, cells = dict(zip(worlds, values.transpose("world", "replicate").values, strict=True)), []
    for world in worlds:
        own, other = (None if events is None or w is None else events.get(w) for w in (world, against))
        level, step = of_events(here[world], own), UNDEFINED
        if is_gap and own is not None:
            level = if_enough(here[world], own.base)
        if against not in (None, world):
            step = difference_of(here[world], here[str(against)], own, other, span)
            if is_gap and own is not None and other is not None:
                step = if_enough(here[world] - here[str(against)], own.base + other.base)
        cells.append(Cell(world, level.within(*span), step, None))
    return Line(section, name, title, unit, False, tuple(cells))
