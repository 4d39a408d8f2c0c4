"""A result by region, by group and over time: the lines of its table, a label or a month each."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.fairness import equal_conduct_gap
from underheaven.measure.interval import interval
from underheaven.measure.over_time import OVER_TIME
from underheaven.measure.said import said_of
from underheaven.measure.whole_run import FEW, OF_PERSONS, mean_by, persons_by
from underheaven.show import about
from underheaven.show.rows import numbers
from underheaven.show.views import UNDEFINED, Cell, Line

if TYPE_CHECKING:
    import xarray as xr

YEAR = 12
MARK = " *"
EQUAL_CONDUCT = ("months_listed", "months_wrongly_listed", "detriment")
WHOLE_RUN = "Of grown persons who lived the whole run: children, and who died, moved or came, are left out."
MARKED = f"* fewer than {FEW:,} such persons in a world and replicate: one case more would show."
WITHHELD = f"Regions of a real place with fewer than {FEW:,} such persons in a world and replicate are left out."
AT_EQUAL_CONDUCT = (
    "At equal conduct: the group less all others with as many true acts over the run (0, 1, 2, 3 to 5, 6 and more), "
    "and under a judgment they owe in some month or in none; the bands weigh as everybody falls into them."
)


def by_lines(dataset: xr.Dataset, by: str) -> list[Line]:
    """Gives a line for each number of persons and label; by: group or region. Few persons are marked."""
    few = _few(dataset, by)
    lines = [
        line
        for one in OF_PERSONS.values()
        for line in _of_labels(dataset, one.title, one.name, one.unit, mean_by(dataset, one.name, by), by, few)
    ]
    for name in EQUAL_CONDUCT if by == "group" else ():
        one, gap = OF_PERSONS[name], equal_conduct_gap(dataset, name)
        title = f"{one.title}: at equal conduct, less all others"
        lines += _of_labels(dataset, title, f"equal_conduct_gap:{name}", one.unit, gap, by, few)
    return _at_work(lines)


def by_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Gives the sentences under a table by region or group."""
    few = _few(dataset, by)
    mark = [] if not few.any() else [WITHHELD if _of_real_regions(dataset, by) else MARKED]
    return [WHOLE_RUN, *([AT_EQUAL_CONDUCT] if by == "group" else []), *mark]


def over_time_lines(dataset: xr.Dataset, every: int = YEAR) -> list[Line]:
    """Gives a line for each measure and every twelfth month (or ``every``) and the last that has a number."""
    lines = []
    for name, function in OVER_TIME.items():
        said, array = said_of(function), function(dataset)
        last = dataset.sizes["month"] - 1
        for m in (m for m in range(last + 1) if (m + 1) % every == 0 or m == last):
            values = array.isel(month=m, drop=True)
            if bool(values.notnull().any()):
                month = str(dataset["month"].values[m])
                lines.append(_line(dataset, said.title, f"{name}:{month}", month, said.unit, values))
    return _at_work(lines)


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
            **numbers("", cell.level), **numbers("difference", cell.difference), "note": cell.level.note,
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
    dataset: xr.Dataset, title: str, name: str, unit: str, values: xr.DataArray, by: str, few: Any
) -> Iterator[Line]:
    withheld = _of_real_regions(dataset, by)
    for n, label in enumerate(str(label) for label in dataset[by].values):
        if not (few[n] and withheld):
            marked = label + MARK * bool(few[n])
            yield _line(dataset, title, f"{name}:{label}", marked, unit, values.isel({by: n}, drop=True))


def _line(dataset: xr.Dataset, section: str, name: str, title: str, unit: str, values: xr.DataArray) -> Line:
    against = about.against(dataset)
    cells = []
    for world in about.worlds(dataset):
        here, step = values.sel(world=world).values, UNDEFINED
        if against is not None and world != against:
            step = interval(here - values.sel(world=against).values)
        cells.append(Cell(world, interval(here), step, None))
    return Line(section, name, title, unit, False, tuple(cells))
