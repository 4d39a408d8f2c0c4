"""Published counts and the simulated ones of the same month, side by side; nothing is fitted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.measure.calendar import in_own_calendar
from underheaven.measure.counts import monthly, of_blacklists
from underheaven.measure.estimate import of_events
from underheaven.measure.interval import Interval
from underheaven.measure.rare import count, share
from underheaven.measure.series import SHARES, series

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Beside:
    """A published figure and the simulated one with its interval, or why there is none.

    simulated is scaled to real persons where it is a count. covered: whether the month lies within the run.
    """

    quantity: str
    measure: str
    unit: str
    as_of: str
    published: float
    simulated: Interval | None
    covered: bool
    note: str


def beside_published(dataset: xr.Dataset, world: str, rows: Sequence[Mapping[str, Any]], scale: float) -> list[Beside]:
    """Gives every published row with the simulated count of its calendar month in one world.

    rows: quantity, measure (a name of series.py), value, unit, as_of (ISO month). scale: real persons for one
    synthetic person, above 0. Counts that accumulate do so from the first month of the run.
    A measure or label that the result does not have gives a row with a note in place of a number.
    Errors: RequestError for a world that the result does not have.
    """
    worlds = [str(name) for name in dataset["world"].values]
    if world not in worlds:
        raise RequestError(f"world {world!r}: the result does not hold it. Write one of: {', '.join(worlds)}.")
    dated = in_own_calendar(dataset, world)
    return [_beside(dated, world, row, scale) for row in rows]


def _beside(dataset: xr.Dataset, world: str, row: Mapping[str, Any], scale: float) -> Beside:
    measure, as_of = str(row["measure"]), str(row["as_of"])
    simulated, note = None, _uncovered(dataset, as_of)
    try:
        monthly = series(dataset, measure)  # read also where it is not used, so that a wrong name never hides
    except RequestError:
        note = f"not to be had: the result holds no {measure}"
    if not note:
        factor = 1.0 if measure.partition(":")[0] in SHARES else scale
        values = monthly.sel(world=world, month=as_of).values.astype(np.float64) * factor
        over = counted_among(dataset, measure).sel(world=world, month=as_of).values.astype(np.float64)
        simulated = of_events(
            values, share(over) if measure.partition(":")[0] in SHARES else count(values, over, factor)
        )
        note = simulated.note
    published = float(row["value"])
    return Beside(
        str(row["quantity"]), measure, str(row["unit"]), as_of, published, simulated, simulated is not None, note
    )


def counted_among(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return what a share of that name is of, and 1 for a count of a whole world (world, replicate, month)."""
    listed = monthly(of_blacklists(dataset["listed"]))
    return listed if name.partition(":")[0] in SHARES else listed * 0 + 1


def _uncovered(dataset: xr.Dataset, as_of: str) -> str:
    months = [str(month) for month in dataset["month"].values]
    if not months or as_of > months[-1]:
        return f"not covered: the run ends with {months[-1] if months else 'no month'}"
    return f"not covered: the run begins with {months[0]}" if as_of < months[0] else ""
