"""What a measure is over all replicates: its mean, and the Monte Carlo interval that its kind of count asks for.

Student's t over replicates where events are many; exact intervals over the pooled count where they are few; all
replicates pooled where some have nothing to divide by.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference import exact_intervals
from underheaven.measure.inference.counting_rules import (
    FEW_EVENTS,
    Events,
    count_discordant,
    counting_rule,
    events_of_measure,
)
from underheaven.measure.inference.interval import CONFIDENCE_LEVEL, STRUCTURAL_ZERO, Interval, t_interval, t_quantile
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
"""Means over persons of what a regime does: 0 where nothing is recorded. Counts of it say so in `counted`."""
DISPERSION_ALPHA = 0.01
"""Counts vary more over replicates than Poisson's law lets them where its chance of it is below this."""


def estimate_level(dataset: xr.Dataset, name: str, values: xr.DataArray, scenario: str) -> Interval:
    """Return the mean of a measure in one scenario with its Monte Carlo interval.

    Args:
        dataset: a result.
        name: name of the measure, as in `counting_rules`.
        values: the measure (scenario, replicate).
        scenario: name of the scenario.
    """
    scenario_values = np.asarray(values.sel(scenario=scenario).values, np.float64)
    found = interval_of_events(scenario_values, events_of_measure(dataset, name, values, scenario))
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
    """Tell whether a measure is 0 in a scenario because nothing is recorded there, and not by chance."""
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
        scenario_values, baseline_values: the values (replicate,). The difference is NaN where either is.
        first, second: the events behind each; None where they count nothing.
        bounds: minimum and maximum of either value.
        discordant_of: counts persons with an event in only one of the two scenarios, where persons are counted.
    """
    if second is not None and _has_structural_zero(baseline_values, second):
        return interval_of_events(scenario_values, first).clip(*bounds)
    if first is not None and _has_structural_zero(scenario_values, first):
        return interval_of_events(baseline_values, second).clip(*bounds).negated
    return _difference_interval(scenario_values, baseline_values, first, second, discordant_of).clip(
        bounds[0] - bounds[1], bounds[1] - bounds[0]
    )


def _has_structural_zero(values: Values, events: Events) -> bool:
    return events.structural_zero and not events.n_events and not np.any(values != 0)


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
        _is_rare(scenario_values, first) or _is_rare(baseline_values, second)
    )
    if paired.replicates < 2 or (has_many_events and (paired.mean == 0 or not _is_constant(paired))):
        return replace(paired, events=events)
    discordant = discordant_of()
    if discordant is not None and max(discordant) < FEW_EVENTS and math.isfinite(paired.mean):
        return _discordant_interval(discordant, first, paired, events)
    first_interval, second_interval = (
        interval_of_events(scenario_values, first),
        interval_of_events(baseline_values, second),
    )
    ends = exact_intervals.difference_interval(
        first_interval.mean,
        (first_interval.low, first_interval.high),
        second_interval.mean,
        (second_interval.low, second_interval.high),
    )
    note = "the exact intervals of both scenarios set apart" if math.isfinite(ends[0]) else paired.note
    return Interval(first_interval.mean - second_interval.mean, *ends, paired.replicates, note, events)


def interval_of_events(values: Values, events: Events | None) -> Interval:
    """Return the mean of one value a replicate with the interval that its events ask for."""
    replicate_interval = t_interval(values)
    if events is None:
        return replicate_interval
    if _has_structural_zero(values, events):
        return replace(replicate_interval, note=STRUCTURAL_ZERO)
    if replicate_interval.replicates < 2 or np.isnan(values).all():
        return replace(
            replicate_interval, events=None if events.structural_zero and not events.n_events else events.n_events
        )
    return replace(INTERVAL_BY_KIND[events.kind](values, events, replicate_interval), events=events.n_events)


def _count_interval(values: Values, events: Events, replicate_interval: Interval) -> Interval:
    if not _is_rare(values, events) and not _is_constant(replicate_interval):
        return replicate_interval if math.isfinite(replicate_interval.mean) else _pooled(values, events)
    number, whole = _numerators(values, events).sum() / events.per, events.denominator.sum()
    independent = number / events.design_effect
    low, high = exact_intervals.poisson_interval(
        round(independent) if events.design_effect == 1 else math.floor(independent)
    )
    scale = events.per * events.design_effect / whole
    found = Interval(events.per * number / whole, low * scale, high * scale, replicate_interval.replicates, "")
    if not _is_clustered(_numerators(values, events) / events.per / events.design_effect, events.denominator):
        return replace(found, note=_exact_note("Garwood's", events.n_events))
    return _widen_interval(found, replicate_interval, events.n_events, math.inf)


def _share_interval(values: Values, events: Events, replicate_interval: Interval) -> Interval:
    if not _is_rare(values, events) and not _is_constant(replicate_interval):
        return replicate_interval if math.isfinite(replicate_interval.mean) else _pooled(values, events)
    part, whole = round(_numerators(values, events).sum()), round(events.denominator.sum())
    note = _exact_note("Clopper and Pearson's", part, f"{part} of {whole}")
    empty = int((events.denominator <= 0).sum())
    found = Interval(
        part / whole,
        *exact_intervals.binomial_interval(part, whole),
        replicate_interval.replicates,
        _note_empty(note, empty),
    )
    nonempty = events.denominator > 0
    if 0 < part < whole and _is_clustered(
        _numerators(values, events)[nonempty], events.denominator[nonempty], part / whole
    ):
        return _widen_interval(
            found, replicate_interval if math.isfinite(replicate_interval.mean) else _pooled(values, events), part, 1.0
        )
    return found


def _mean_interval(values: Values, events: Events, replicate_interval: Interval) -> Interval:
    return replicate_interval if math.isfinite(replicate_interval.mean) else _pooled(values, events)


def _stays_interval(values: Values, events: Events, replicate_interval: Interval) -> Interval:
    """Return a number read off a curve, which no pooling of numbers gives where a replicate has no curve."""
    del values, events
    return replicate_interval


def _ratio_interval(values: Values, events: Events, replicate_interval: Interval) -> Interval:
    """Return a ratio of two groups over all replicates, its logarithm by the jackknife.

    Where events are few, no narrower than the exact one: which groups are measured depends on the other folds, so that
    counts vary a little more than Poisson's law lets them.
    """
    groups = events.groups
    if groups is None or np.isnan(groups).any():
        return replicate_interval
    most, of_most, least, of_least = groups.sum(axis=1)
    if not (least > 0 and of_most > 0):
        nan = float("nan")
        return Interval(nan, nan, nan, replicate_interval.replicates, "undefined: the group with least has none")
    ratio = most / of_most / (least / of_least)
    low, high, note = 0.0, math.inf, "one replicate holds all that a group has"
    without = groups.sum(axis=1)[:, None] - groups
    if (without > 0).all():
        half = _jackknife_half_width(np.log(without[0] / without[1]) - np.log(without[2] / without[3]))
        low, high, note = ratio * math.exp(-half), ratio * math.exp(half), ""
    if events.per != 1.0 and min(most, least) < FEW_EVENTS:
        ends = exact_intervals.rate_ratio_interval(round(most), round(least), of_least / of_most)
        low, high = (min(low, ends[0]), max(high, ends[1])) if not note else ends
        note = _exact_note("no narrower than Clopper and Pearson's", round(most + least))
    return Interval(ratio, low, high, replicate_interval.replicates, note)


INTERVAL_BY_KIND: dict[str, Callable[[Values, Events, Interval], Interval]] = {
    "count": _count_interval,
    "share": _share_interval,
    "mean": _mean_interval,
    "stays": _stays_interval,
    "times": _ratio_interval,
}


def _discordant_interval(discordant: tuple[int, int], first: Events, paired: Interval, events: int) -> Interval:
    """Return a difference of counts of persons from those who are an event in one scenario alone."""
    scale = first.per / float(first.denominator.sum())
    low, high = exact_intervals.difference_interval(
        discordant[0],
        exact_intervals.poisson_interval(discordant[0]),
        discordant[1],
        exact_intervals.poisson_interval(discordant[1]),
    )
    note = (
        f"exact interval over persons in one scenario alone: {discordant[0]} in this one, {discordant[1]} in the other"
    )
    return Interval((discordant[0] - discordant[1]) * scale, low * scale, high * scale, paired.replicates, note, events)


def _pooled(values: Values, events: Events) -> Interval:
    """Return a ratio of sums over all replicates, with its interval by the jackknife over those that hold any."""
    nonempty = events.denominator > 0
    part, denominator = _numerators(values, events)[nonempty], events.denominator[nonempty]
    mean, n, nan = float(part.sum() / denominator.sum()), len(values), float("nan")
    note = _note_empty("", n - int(nonempty.sum()))
    if nonempty.sum() < 2:
        return Interval(mean, nan, nan, n, note)
    half = _jackknife_half_width((part.sum() - part) / (denominator.sum() - denominator))
    return Interval(mean, mean - half, mean + half, n, note)


def _jackknife_half_width(left_out: Values) -> float:
    """Return half the width of an interval from a number without each replicate in turn. Source: Miller 1974."""
    n = len(left_out)
    variance = (n - 1) / n * float(((left_out - left_out.mean()) ** 2).sum())
    return t_quantile(0.5 + CONFIDENCE_LEVEL / 2, n - 1) * math.sqrt(variance)


def _numerators(values: Values, events: Events) -> Values:
    """Return what is divided by `over`, times `per`; 0 where there is nothing to divide by."""
    return np.where(events.denominator > 0, np.nan_to_num(values), 0.0) * events.denominator


def _is_rare(values: Values, events: Events) -> bool:
    """Tell whether so few events are behind a number that Student's t over replicates does not hold its level."""
    part = _numerators(values, events).sum() / events.per
    if events.kind == "count":
        return bool(part / events.design_effect < FEW_EVENTS and events.denominator.sum() > 0)
    return events.kind == "share" and bool(min(part, events.denominator.sum() - part) < FEW_EVENTS)


def _is_constant(replicate_interval: Interval) -> bool:
    """Tell whether counts of all replicates are one by chance, so that Student's t over them has no width."""
    return math.isfinite(replicate_interval.mean) and not replicate_interval.high > replicate_interval.low


def _widen_interval(exact_interval: Interval, over_replicates: Interval, events: int, upper_limit: float) -> Interval:
    """Return an exact interval as wide as the one over replicates: events come in clusters, which the exact ignores."""
    low, high = over_replicates.low, over_replicates.high
    if not math.isfinite(low):
        return exact_interval
    note = f"wider than the exact one over {events} events, which come in clusters"
    return replace(
        exact_interval,
        low=max(min(exact_interval.low, low), 0.0),
        high=min(max(exact_interval.high, high), upper_limit),
        note=note,
    )


def _is_clustered(counts: Values, denominator: Values, share: float = 0.0) -> bool:
    """Tell whether counts vary more over replicates than chance lets them, by Fisher's index of dispersion.

    share: of `over` that is counted, where counts are binomial; 0 where they are of Poisson's law.
    """
    expected = counts.sum() * denominator / denominator.sum()
    if len(counts) < 2 or not (expected > 0).all():
        return False
    index = float(((counts - expected) ** 2 / (expected * (1 - share))).sum())
    return exact_intervals.chi_squared_tail(index, len(counts) - 1) < DISPERSION_ALPHA


def _exact_note(method: str, events: int, words: str = "") -> str:
    return f"{method} exact interval over {words or f'{events} event' + 's' * (events != 1)}, all replicates pooled"


def _note_empty(note: str, empty: int) -> str:
    """Add how many replicates have nothing to divide by."""
    if not empty:
        return note
    text = f"{empty} replicate{'s' * (empty != 1)} {'have' if empty != 1 else 'has'} none; the others are pooled"
    return f"{note}; {text}" if note else text
