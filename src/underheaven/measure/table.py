"""The table of all measures: each world's mean and interval, and its paired difference from another world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.errors import RequestError
from underheaven.measure.estimate import estimate, estimate_difference
from underheaven.measure.interval import interval
from underheaven.measure.pairing import gain_over_replicates
from underheaven.measure.registry import MEASURES, PAIRED, Measure, PairedMeasure

if TYPE_CHECKING:
    import xarray as xr

NAN = float("nan")


@dataclass(frozen=True)
class Row:
    """One measure in one world.

    mean, low, high: over replicates, with a 95 % Monte Carlo interval. difference...: this world less the other one,
    paired over replicates; NaN for the other world itself. gain: variance of the unpaired difference over the
    paired. note: why an interval is missing, or how it was made where that is not Student's t; else
    empty. events: over all replicates, that the number rests on; None where it counts nothing.
    """

    name: str
    title: str
    unit: str
    world: str
    mean: float
    low: float
    high: float
    difference: float
    difference_low: float
    difference_high: float
    gain: float
    note: str
    events: int | None


def table(dataset: xr.Dataset, against: str | None) -> list[Row]:
    """Gives a row for every measure and world, measures in registry order and worlds within each.

    against: name of the other world, or None for no differences and no paired measures.
    Errors: RequestError where the result does not hold that world.
    """
    worlds = [str(name) for name in dataset["world"].values]
    if against is not None and against not in worlds:
        raise RequestError(f"world {against!r}: the result does not hold it. Write one of: {', '.join(worlds)}.")
    return [
        _row(dataset, measure, values, world, against)
        for measure, values in _values(dataset, against)
        for world in worlds
        if world != against or isinstance(measure, Measure)
    ]


def _values(dataset: xr.Dataset, against: str | None) -> Iterator[tuple[Measure | PairedMeasure, xr.DataArray]]:
    for measure in MEASURES.values():
        yield measure, measure.function(dataset).transpose("world", "replicate")
    if against is not None:
        for paired in PAIRED.values():
            yield paired, paired.function(dataset, against).transpose("world", "replicate")


def _row(
    dataset: xr.Dataset, measure: Measure | PairedMeasure, values: xr.DataArray, world: str, against: str | None
) -> Row:
    level, step, gain = estimate(dataset, measure.name, values, world), interval([]), NAN
    if isinstance(measure, PairedMeasure):
        step = level  # a paired measure is a difference already
    elif against is not None and against != world:
        step = estimate_difference(dataset, measure.name, values, world, against, measure.range)
        gain = gain_over_replicates(values, world, against)
    return Row(
        measure.name, measure.title, measure.unit, world, level.mean, level.low, level.high,
        step.mean, step.low, step.high, gain, level.note, level.events,
    )  # fmt: skip
