"""The table of all measures: each scenario's mean and interval, and its paired difference from a baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.errors import RequestError
from underheaven.measure.inference.estimate import estimate_difference, estimate_level
from underheaven.measure.inference.interval import t_interval
from underheaven.measure.inference.variance_reduction import replicate_variance_ratio
from underheaven.measure.registry import MEASURES, PAIRED, Measure, PairedMeasure

if TYPE_CHECKING:
    import xarray as xr

NAN = float("nan")


@dataclass(frozen=True)
class MeasureEstimate:
    """One measure in one scenario.

    mean, low, high: over replicates, with a 95% Monte Carlo interval. difference...: this scenario minus the baseline,
    paired over replicates; NaN for the baseline itself. variance_ratio: variance of the unpaired difference divided by
    that of the paired one. note: why an interval is missing, or how it was computed if not by Student's t; otherwise
    empty. events: the events behind the number, over all replicates; None where the measure counts nothing.
    """

    name: str
    title: str
    unit: str
    scenario: str
    mean: float
    low: float
    high: float
    difference: float
    difference_low: float
    difference_high: float
    variance_ratio: float
    note: str
    events: int | None


def build_measure_table(dataset: xr.Dataset, baseline: str | None) -> list[MeasureEstimate]:
    """Return a row for every measure and scenario, measures in registry order and scenarios within each.

    Args:
        dataset: a result.
        baseline: name of the baseline; None gives no differences and no paired measures.

    Returns:
        The rows. Differences are NaN in the baseline itself, which has no row of a paired measure.

    Raises:
        RequestError: the result has no scenario of that name.
    """
    scenarios = [str(name) for name in dataset["scenario"].values]
    if baseline is not None and baseline not in scenarios:
        raise RequestError(f"scenario {baseline!r}: the result does not hold it. Write one of: {', '.join(scenarios)}.")
    return [
        _row(dataset, measure, values, scenario, baseline)
        for measure, values in _iterate_values(dataset, baseline)
        for scenario in scenarios
        if scenario != baseline or isinstance(measure, Measure)
    ]


def _iterate_values(
    dataset: xr.Dataset, baseline: str | None
) -> Iterator[tuple[Measure | PairedMeasure, xr.DataArray]]:
    for measure in MEASURES.values():
        yield measure, measure.function(dataset).transpose("scenario", "replicate")
    if baseline is not None:
        for paired in PAIRED.values():
            yield paired, paired.function(dataset, baseline).transpose("scenario", "replicate")


def _row(
    dataset: xr.Dataset, measure: Measure | PairedMeasure, values: xr.DataArray, scenario: str, baseline: str | None
) -> MeasureEstimate:
    level, difference, variance_ratio = estimate_level(dataset, measure.name, values, scenario), t_interval([]), NAN
    if isinstance(measure, PairedMeasure):
        difference = level  # a paired measure is a difference already
    elif baseline is not None and baseline != scenario:
        difference = estimate_difference(dataset, measure.name, values, scenario, baseline, measure.range)
        variance_ratio = replicate_variance_ratio(values, scenario, baseline)
    return MeasureEstimate(
        measure.name,
        measure.title,
        measure.unit,
        scenario,
        level.mean,
        level.low,
        level.high,
        difference.mean,
        difference.low,
        difference.high,
        variance_ratio,
        level.note,
        level.events,
    )
