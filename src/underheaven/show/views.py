"""Small tidy tables of a result: exactly the numbers that are printed, tested as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.calendar import months_of
from underheaven.measure.counts import PER
from underheaven.measure.estimate import estimate, estimate_difference
from underheaven.measure.interval import Interval, interval
from underheaven.measure.pairing import gain_over_persons
from underheaven.measure.published import Beside, beside_published
from underheaven.measure.registry import COUNT_RANGE, MEASURES, PAIRED, SHARE_RANGE
from underheaven.measure.series import SHARES
from underheaven.show import about, constants
from underheaven.show.sections import FAMILIES, SECTIONS, WHERE_DEFINED, WHERE_USED, Family
from underheaven.show.unshipped import unshipped
from underheaven.show.words import say

if TYPE_CHECKING:
    import xarray as xr

UNDEFINED = interval([])


@dataclass(frozen=True)
class Cell:
    """One measure in one world: its mean with a Monte Carlo interval, and its paired difference from the other world.

    difference: UNDEFINED in the other world itself and where there is none. real: the mean in persons (or acts,
    loans, ...) of the real population, where the same quantity was published for the last month; else None. published:
    what was published.
    """

    world: str
    level: Interval
    difference: Interval
    real: float | None
    published: float | None = None


@dataclass(frozen=True)
class Line:
    """One measure in all worlds, in the order of the result; paired: it is a difference already."""

    section: str
    name: str
    title: str
    unit: str
    paired: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Values:
    """One measure before it is summed up: values (world, replicate), and the least and most that they can be."""

    name: str
    title: str
    unit: str
    paired: bool
    array: xr.DataArray
    range: tuple[float, float]


def comparison(dataset: xr.Dataset) -> list[Line]:
    """Gives every line of the table in reading order; where a measure is undefined its cells hold NaN and a note."""
    against = about.against(dataset)
    constant = constants.constant_worlds(dataset)
    lines = []
    for section, names in SECTIONS:
        for values in _values(dataset, names, against):
            if values.name in WHERE_USED and not bool(values.array.fillna(0).any()):
                continue
            cells = tuple(_cell(dataset, values, world, against) for world in about.worlds(dataset))
            if values.name == constants.U:
                cells = tuple(_constant(cell) if cell.world in constant else cell for cell in cells)
            lines.append(Line(section, values.name, values.title, values.unit, values.paired, cells))
    return lines


def _constant(cell: Cell) -> Cell:
    return replace(
        cell,
        level=constants.without_interval(cell.level),
        difference=constants.without_interval(cell.difference),
    )


def published(dataset: xr.Dataset) -> list[tuple[str, list[Beside]]]:
    """Gives, by world, the published counts of its document beside the simulated ones; worlds without are left out.

    Empty for a society that stands for no real place, and where a document did not ship with this package: a count of
    its people is beside nothing published.
    """
    if not about.stands_for_a_place(dataset) or unshipped(dataset):
        return []
    scale = float(dataset.attrs.get("scale", 1.0))
    notes = [n for n in about.documents(dataset) if n.kind == "regime" and n.published]
    return [(n.label, [_cut(b) for b in beside_published(dataset, n.label, n.published, scale)]) for n in notes]


def _cut(row: Beside) -> Beside:
    if row.simulated is None:
        return row
    span = SHARE_RANGE if row.measure.partition(":")[0] in SHARES else COUNT_RANGE
    return replace(row, simulated=row.simulated.within(*span))


def pairing(dataset: xr.Dataset) -> dict[str, dict[str, float]]:
    """Gives, by world, the gain from pairing in each per-person sum that varies in both worlds."""
    against = about.against(dataset)
    if against is None:
        return {}
    varies = {
        str(name).removeprefix("person_"): bool((array.max("person") > array.min("person")).sel(world=against).all())
        for name, array in dataset.data_vars.items()
        if str(name).startswith("person_")
    }
    return {
        world: {n: g for n, g in gain_over_persons(dataset, world, against).items() if varies[n] and not np.isnan(g)}
        for world in about.worlds(dataset)
        if world != against
    }


PUBLISHED_AS: dict[str, str] = {
    "listed_now": "listed_now", "ever_listed": "ever_listed", "entries": "cumulative_entries",
    "judgments_performed": "cumulative_performed", "denials_by_kind": "cumulative_denied",
}  # fmt: skip
"""The series that a measure is in the last month of a run, by the name before a colon."""


def published_count(dataset: xr.Dataset, world: str, name: str) -> float | None:
    """Return the published count of a measure's quantity in the last month, or None where there is none.

    Always None for a society that represents no real place, and where a document did not ship with this package.
    """
    family, colon, label = name.partition(":")
    if not about.stands_for_a_place(dataset) or unshipped(dataset) or family not in PUBLISHED_AS:
        return None
    wanted, month = f"{PUBLISHED_AS[family]}{colon}{label}", months_of(dataset, world)[-1]
    rows = (row for row in _counts_of(dataset, world) if str(row["measure"]) == wanted and str(row["as_of"]) == month)
    return next((float(row["value"]) for row in rows), None)


def last_count(dataset: xr.Dataset, world: str) -> str:
    """Return the month of the last published count that a world may stand beside, or an empty text without one.

    Without one: a document that did not ship, and a society that stands for no real place.
    """
    if not about.stands_for_a_place(dataset) or unshipped(dataset):
        return ""
    return max((str(row["as_of"]) for row in _counts_of(dataset, world)), default="")


def inside(rows: Sequence[Beside]) -> str:
    """Say how far simulated counts lie from the published ones, and how many of these lie inside their intervals.

    Empty without any interval.
    """
    told = [row for row in rows if row.simulated is not None and np.isfinite(row.simulated.low)]
    if not told:
        return ""
    n = sum(row.simulated.low <= row.published <= row.simulated.high for row in told if row.simulated is not None)
    return (
        f"Simulated, in multiples of the published number: {'; '.join(times_published(told))}. {n} of {len(told)} "
        f"published numbers {'lies' if n == 1 else 'lie'} inside the Monte Carlo interval of the simulated one, which "
        "fewer persons widen: how many do is no measure of fit. Published counts of entries include firms; the model "
        "has persons only."
    )


def times_published(rows: Sequence[Beside]) -> list[str]:
    """Say for each quantity how many times the published number the simulated one is: the least and the most."""
    times: dict[str, list[float]] = {}
    for row in rows:
        if row.simulated is not None and row.published > 0:
            times.setdefault(row.quantity, []).append(row.simulated.mean / row.published)
    return [
        f"{quantity} {' to '.join(dict.fromkeys(say(end, 2) for end in (min(its), max(its))))}"
        for quantity, its in times.items()
    ]


def _counts_of(dataset: xr.Dataset, world: str) -> tuple[dict[str, Any], ...]:
    return next((n.published for n in about.documents(dataset) if (n.kind, n.label) == ("regime", world)), ())


def _values(dataset: xr.Dataset, names: tuple[str, ...], against: str | None) -> Iterator[Values]:
    for name in names:
        if name in MEASURES:
            m = MEASURES[name]
            array = m.function(dataset)
            used = name not in WHERE_USED or bool(array.fillna(0).any())
            if used and (name not in WHERE_DEFINED or bool(array.notnull().any())):
                yield Values(name, m.title, m.unit, False, array, m.range)
        elif name in PAIRED and against is not None:
            p = PAIRED[name]
            array = p.function(dataset, against)
            if name not in WHERE_DEFINED or bool(array.drop_sel(world=against).notnull().any()):
                yield Values(name, p.title, p.unit, True, array, p.range)
        elif name in FAMILIES:
            yield from _family(dataset, name, FAMILIES[name])


def _family(dataset: xr.Dataset, name: str, family: Family) -> Iterator[Values]:
    """Yields a line for each label that has a count in any world."""
    array = family.function(dataset)
    for label in (str(x) for x in array[family.dim].values):
        values = array.sel({family.dim: label}, drop=True)
        if label not in family.leave_out and bool((values > 0).any()):
            yield Values(f"{name}:{label}", family.title.format(label), family.unit, False, values, COUNT_RANGE)


def _cell(dataset: xr.Dataset, values: Values, world: str, against: str | None) -> Cell:
    array = values.array.transpose("world", "replicate")
    level = estimate(dataset, values.name, array, world).within(*values.range)
    difference = UNDEFINED
    if against is not None and world != against:
        difference = level if values.paired else estimate_difference(
            dataset, values.name, array, world, against, values.range
        )  # fmt: skip
    elif values.paired:
        level = UNDEFINED  # the other world beside itself
    beside = published_count(dataset, world, values.name)
    if beside is None or not np.isfinite(level.mean):
        return Cell(world, level, difference, None)
    return Cell(world, level, difference, level.mean / PER * about.real_persons(dataset), beside)
