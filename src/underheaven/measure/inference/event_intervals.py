"""The Monte Carlo interval that the events behind a number require.

Student's t over replicates where events are many; exact intervals over the pooled count where they are few; a pooled
ratio where some replicates have nothing to divide by.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference import exact_intervals
from underheaven.measure.inference.counted_events import FEW_EVENTS, Events
from underheaven.measure.inference.interval import CONFIDENCE_LEVEL, STRUCTURAL_ZERO, Interval, t_interval, t_quantile

Values = NDArray[np.float64]
DISPERSION_ALPHA = 0.01
"""Counts are clustered where their variation over replicates has a smaller probability under Poisson's law."""


def has_structural_zero(values: Values, events: Events) -> bool:
    """Return whether a number is 0 by rule.

    Args:
        values: the number (replicate,).
        events: the events behind it.
    """
    return events.structural_zero and not events.n_events and not np.any(values != 0)


def interval_of_events(values: Values, events: Events | None) -> Interval:
    """Return the mean of one value per replicate with the interval that its events require.

    Args:
        values: one value per replicate; NaN where it is undefined.
        events: the events behind it; None where it counts nothing.
    """
    replicate_interval = t_interval(values)
    if events is None:
        return replicate_interval
    if has_structural_zero(values, events):
        return replace(replicate_interval, note=STRUCTURAL_ZERO)
    if replicate_interval.replicates < 2 or np.isnan(values).all():
        return replace(
            replicate_interval, events=None if events.structural_zero and not events.n_events else events.n_events
        )
    return replace(INTERVAL_BY_KIND[events.kind](values, events, replicate_interval), events=events.n_events)


def _count_interval(values: Values, events: Events, replicate_interval: Interval) -> Interval:
    if not is_rare(values, events) and not is_constant(replicate_interval):
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
    if not is_rare(values, events) and not is_constant(replicate_interval):
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
    """Return the interval over replicates: numbers read off survival curves cannot be pooled."""
    del values, events
    return replicate_interval


def _ratio_interval(values: Values, events: Events, replicate_interval: Interval) -> Interval:
    """Return a ratio of two groups over all replicates, with the jackknife interval of its logarithm.

    Where events are few, it is no narrower than the exact interval: which groups are measured depends on the other
    folds, so counts vary slightly more than Poisson's law allows.
    """
    groups = events.groups
    if groups is None or np.isnan(groups).any():
        return replicate_interval
    most, of_most, least, of_least = groups.sum(axis=1)
    if not (least > 0 and of_most > 0):
        nan = float("nan")
        return Interval(nan, nan, nan, replicate_interval.replicates, "undefined: the lowest group has no events")
    ratio = most / of_most / (least / of_least)
    low, high, note = 0.0, math.inf, "one replicate holds all events of a group"
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


def _pooled(values: Values, events: Events) -> Interval:
    """Return a ratio of sums over all replicates, with its jackknife interval over replicates with a denominator."""
    nonempty = events.denominator > 0
    part, denominator = _numerators(values, events)[nonempty], events.denominator[nonempty]
    mean, n, nan = float(part.sum() / denominator.sum()), len(values), float("nan")
    note = _note_empty("", n - int(nonempty.sum()))
    if nonempty.sum() < 2:
        return Interval(mean, nan, nan, n, note)
    half = _jackknife_half_width((part.sum() - part) / (denominator.sum() - denominator))
    return Interval(mean, mean - half, mean + half, n, note)


def _jackknife_half_width(left_out: Values) -> float:
    """Return the half width of an interval from the values without each replicate in turn.

    Source: Miller 1974.
    """
    n = len(left_out)
    variance = (n - 1) / n * float(((left_out - left_out.mean()) ** 2).sum())
    return t_quantile(0.5 + CONFIDENCE_LEVEL / 2, n - 1) * math.sqrt(variance)


def _numerators(values: Values, events: Events) -> Values:
    """Return the numerators times `per`; 0 where the denominator is 0."""
    return np.where(events.denominator > 0, np.nan_to_num(values), 0.0) * events.denominator


def is_rare(values: Values, events: Events) -> bool:
    """Return whether a number has too few events for Student's t over replicates to hold its level.

    Args:
        values: one value per replicate.
        events: the events behind it.
    """
    part = _numerators(values, events).sum() / events.per
    if events.kind == "count":
        return bool(part / events.design_effect < FEW_EVENTS and events.denominator.sum() > 0)
    return events.kind == "share" and bool(min(part, events.denominator.sum() - part) < FEW_EVENTS)


def is_constant(replicate_interval: Interval) -> bool:
    """Return whether all replicates are equal by chance, so that Student's t over them has no width.

    Args:
        replicate_interval: the interval over replicates.
    """
    return math.isfinite(replicate_interval.mean) and not replicate_interval.high > replicate_interval.low


def _widen_interval(exact_interval: Interval, over_replicates: Interval, events: int, upper_limit: float) -> Interval:
    """Return an exact interval widened to the one over replicates.

    The exact interval ignores that events come in clusters.
    """
    low, high = over_replicates.low, over_replicates.high
    if not math.isfinite(low):
        return exact_interval
    note = f"wider than the exact interval over {events} events, which come in clusters"
    return replace(
        exact_interval,
        low=max(min(exact_interval.low, low), 0.0),
        high=min(max(exact_interval.high, high), upper_limit),
        note=note,
    )


def _is_clustered(counts: Values, denominator: Values, share: float = 0.0) -> bool:
    """Return whether counts vary more over replicates than by chance, by Fisher's index of dispersion.

    Args:
        counts: events (replicate,).
        denominator: their denominator (replicate,).
        share: of the denominator that is counted, where counts are binomial; 0 where they are Poisson.
    """
    expected = counts.sum() * denominator / denominator.sum()
    if len(counts) < 2 or not (expected > 0).all():
        return False
    index = float(((counts - expected) ** 2 / (expected * (1 - share))).sum())
    return exact_intervals.chi_squared_tail(index, len(counts) - 1) < DISPERSION_ALPHA


def _exact_note(method: str, events: int, words: str = "") -> str:
    return f"{method} exact interval over {words or f'{events} event' + 's' * (events != 1)}, all replicates pooled"


def _note_empty(note: str, empty: int) -> str:
    """Return a note with the number of replicates that have an empty denominator."""
    if not empty:
        return note
    have = "replicate has" if empty == 1 else "replicates have"
    text = f"{empty} {have} an empty denominator; the others are pooled"
    return f"{note}; {text}" if note else text
