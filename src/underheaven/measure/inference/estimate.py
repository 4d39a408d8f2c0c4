"""Levels and paired differences of measures over all replicates, with the intervals that their events require."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference import event_intervals, exact_intervals
from underheaven.measure.inference.counted_events import FEW_EVENTS, Events, count_discordant, events_of_measure
from underheaven.measure.inference.counting_rules import counting_rule
from underheaven.measure.inference.interval import STRUCTURAL_ZERO, Interval, t_interval
from underheaven.measure.structural_zeros import records_nothing

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]
Bounds = tuple[float, float]
UNBOUNDED: Bounds = (-math.inf, math.inf)
REGIME_MEANS = frozenset(
    {
        "live_records_per_person",
        "detriment",
        "detriment_by_effect",
        "reward",
        "work_booked",
        "credit_booked",
        "credit_realised",
        "falsification_gap",
    }
)
"""Means over persons that are 0 by rule where nothing is recorded; counts state this in `counting_rules`."""


def estimate_level(dataset: xr.Dataset, name: str, values: xr.DataArray, scenario: str) -> Interval:
    """Return the mean of a measure in one scenario with its Monte Carlo interval.

    Args:
        dataset: a result.
        name: name of the measure, as in `counting_rules`.
        values: the measure (scenario, replicate).
        scenario: name of the scenario.
    """
    scenario_values = np.asarray(values.sel(scenario=scenario).values, np.float64)
    found = event_intervals.interval_of_events(scenario_values, events_of_measure(dataset, name, values, scenario))
    return (
        replace(found, note=STRUCTURAL_ZERO) if _is_structural_zero(dataset, name, scenario_values, scenario) else found
    )


def estimate_difference(
    dataset: xr.Dataset, name: str, values: xr.DataArray, scenario: str, baseline: str, bounds: Bounds = UNBOUNDED
) -> Interval:
    """Return the paired difference of a measure between two scenarios with its Monte Carlo interval.

    The interval is Student's t over paired replicates. Where either scenario counts few events, it combines the
    intervals of both, or of the persons with an event in only one of the two. Where the measure is 0 by rule in the
    baseline, it is the interval of the measure itself.

    Args:
        dataset: a result.
        name: name of the measure.
        values: the measure (scenario, replicate).
        scenario: name of the first scenario.
        baseline: name of the scenario that is subtracted.
        bounds: minimum and maximum of the measure.
    """
    scenario_values, baseline_values = (
        np.asarray(values.sel(scenario=w).values, np.float64) for w in (scenario, baseline)
    )
    if _is_structural_zero(dataset, name, baseline_values, baseline):
        return estimate_level(dataset, name, values, scenario).clip(*bounds)
    if _is_structural_zero(dataset, name, scenario_values, scenario):
        return estimate_level(dataset, name, values, baseline).clip(*bounds).negated
    first, second = (events_of_measure(dataset, name, values, w) for w in (scenario, baseline))
    return difference_of_events(
        scenario_values,
        baseline_values,
        first,
        second,
        bounds,
        lambda: count_discordant(dataset, name, scenario, baseline),
    )


def _is_structural_zero(dataset: xr.Dataset, name: str, values: Values, scenario: str) -> bool:
    """Return whether a measure is 0 in a scenario because nothing is recorded there, and not by chance."""
    rule = counting_rule(name)
    if np.any(values != 0) or not (name.partition(":")[0] in REGIME_MEANS if rule is None else rule.of_regime):
        return False
    return records_nothing(dataset, scenario)


def difference_of_events(
    scenario_values: Values,
    baseline_values: Values,
    first: Events | None,
    second: Events | None,
    bounds: Bounds = UNBOUNDED,
    discordant_of: Callable[[], tuple[int, int] | None] = lambda: None,
) -> Interval:
    """Return the paired difference of two values per replicate, with the interval that their events require.

    Args:
        scenario_values: values of the scenario (replicate,). The difference is NaN where either is.
        baseline_values: values of the baseline (replicate,).
        first: the events behind the scenario's values; None where they count nothing.
        second: the events behind the baseline's values; None where they count nothing.
        bounds: minimum and maximum of either value.
        discordant_of: counts persons with an event in only one of the two scenarios, where persons are counted.
    """
    if second is not None and event_intervals.has_structural_zero(baseline_values, second):
        return event_intervals.interval_of_events(scenario_values, first).clip(*bounds)
    if first is not None and event_intervals.has_structural_zero(scenario_values, first):
        return event_intervals.interval_of_events(baseline_values, second).clip(*bounds).negated
    return _difference_interval(scenario_values, baseline_values, first, second, discordant_of).clip(
        bounds[0] - bounds[1], bounds[1] - bounds[0]
    )


def _difference_interval(
    scenario_values: Values,
    baseline_values: Values,
    first: Events | None,
    second: Events | None,
    discordant_of: Callable[[], tuple[int, int] | None],
) -> Interval:
    paired = t_interval(scenario_values - baseline_values)
    if np.isnan(scenario_values).all() or np.isnan(baseline_values).all():
        return paired
    if first is None or second is None or first.kind == "times":
        return paired
    events = first.n_events + second.n_events
    has_many_events = math.isfinite(paired.mean) and not (
        event_intervals.is_rare(scenario_values, first) or event_intervals.is_rare(baseline_values, second)
    )
    if paired.replicates < 2 or (has_many_events and (paired.mean == 0 or not event_intervals.is_constant(paired))):
        return replace(paired, events=events)
    discordant = discordant_of()
    if discordant is not None and max(discordant) < FEW_EVENTS and math.isfinite(paired.mean):
        return _discordant_interval(discordant, first, paired, events)
    first_interval, second_interval = (
        event_intervals.interval_of_events(scenario_values, first),
        event_intervals.interval_of_events(baseline_values, second),
    )
    ends = exact_intervals.difference_interval(
        first_interval.mean,
        (first_interval.low, first_interval.high),
        second_interval.mean,
        (second_interval.low, second_interval.high),
    )
    note = "combined from the intervals of both scenarios" if math.isfinite(ends[0]) else paired.note
    return Interval(first_interval.mean - second_interval.mean, *ends, paired.replicates, note, events)


def _discordant_interval(discordant: tuple[int, int], first: Events, paired: Interval, events: int) -> Interval:
    """Return a difference of counts of persons from those with an event in only one scenario."""
    scale = first.per / float(first.denominator.sum())
    low, high = exact_intervals.difference_interval(
        discordant[0],
        exact_intervals.poisson_interval(discordant[0]),
        discordant[1],
        exact_intervals.poisson_interval(discordant[1]),
    )
    note = (
        f"exact interval over persons with an event in one scenario only: {discordant[0]} in this one, "
        f"{discordant[1]} in the other"
    )
    return Interval((discordant[0] - discordant[1]) * scale, low * scale, high * scale, paired.replicates, note, events)
