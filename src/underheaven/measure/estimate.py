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

from underheaven.measure import exact
from underheaven.measure.by_rule import records_nothing
from underheaven.measure.counted import FEW_EVENTS, Events, counted, discordant, events_of
from underheaven.measure.interval import BY_RULE, LEVEL, Interval, interval, t_quantile

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]
Span = tuple[float, float]
UNBOUNDED: Span = (-math.inf, math.inf)
OF_REGIME = frozenset({
    "records_a_head", "detriment", "detriment_by_effect", "reward", "work_booked", "credit_booked", "credit_realised",
    "falsification_gap",
})  # fmt: skip
"""Means over persons of what a regime does: 0 where nothing is recorded. Counts of it say so in `counted`."""
CLUSTERED = 0.01
"""Counts vary more over replicates than Poisson's law lets them where its chance of it is below this."""


def estimate(dataset: xr.Dataset, name: str, values: xr.DataArray, world: str) -> Interval:
    """Return the mean of a measure in one world with its Monte Carlo interval.

    Args: name: of the measure, as in `counted`. values: the measure (world, replicate).
    """
    here = np.asarray(values.sel(world=world).values, np.float64)
    found = of_events(here, events_of(dataset, name, values, world))
    return replace(found, note=BY_RULE) if _nought_by_rule(dataset, name, here, world) else found


def estimate_difference(
    dataset: xr.Dataset, name: str, values: xr.DataArray, world: str, against: str, span: Span = UNBOUNDED
) -> Interval:
    """Return the paired difference of a measure between two worlds with its Monte Carlo interval.

    Student's t over paired replicates; where either world counts few events, their two intervals set apart, or those of
    the persons who are an event in one of the two worlds alone. Beside a world in which the measure is 0 by rule, the
    measure's own.

    Args: span: the least and most that the measure can be.
    """
    here, there = (np.asarray(values.sel(world=w).values, np.float64) for w in (world, against))
    if _nought_by_rule(dataset, name, there, against):
        return estimate(dataset, name, values, world).within(*span)
    if _nought_by_rule(dataset, name, here, world):
        return estimate(dataset, name, values, against).within(*span).opposite
    first, second = (events_of(dataset, name, values, w) for w in (world, against))
    return difference_of(here, there, first, second, span, lambda: discordant(dataset, name, world, against))


def _nought_by_rule(dataset: xr.Dataset, name: str, values: Values, world: str) -> bool:
    """Tell whether a measure is 0 in a world because nothing is recorded there, and not by chance."""
    how = counted(name)
    if np.any(values != 0) or not (name.partition(":")[0] in OF_REGIME if how is None else how.of_regime):
        return False
    return records_nothing(dataset, world)


def difference_of(
    here: Values, there: Values, first: Events | None, second: Events | None, span: Span = UNBOUNDED,
    told: Callable[[], tuple[int, int] | None] = lambda: None,
) -> Interval:  # fmt: skip
    """Return the paired difference of two numbers, one a replicate each, with the interval that their events ask for.

    span: the least and most that either can be. told: counts persons who are an event in the one world alone, and in
    the other, where they can be. Undefined where either number is.
    """
    if second is not None and _none_by_rule(there, second):
        return of_events(here, first).within(*span)
    if first is not None and _none_by_rule(here, first):
        return of_events(there, second).within(*span).opposite
    return _apart(here, there, first, second, told).within(span[0] - span[1], span[1] - span[0])


def _none_by_rule(values: Values, events: Events) -> bool:
    return events.structural and not events.base and not np.any(values != 0)


def _apart(
    here: Values, there: Values, first: Events | None, second: Events | None,
    told: Callable[[], tuple[int, int] | None],
) -> Interval:  # fmt: skip
    paired = interval(here - there)
    if np.isnan(here).all() or np.isnan(there).all():
        return paired
    if first is None or second is None or first.kind == "times":
        return paired
    events = first.base + second.base
    many = math.isfinite(paired.mean) and not (_rare(here, first) or _rare(there, second))
    if paired.replicates < 2 or (many and (paired.mean == 0 or not _alike(paired))):
        return replace(paired, events=events)
    alone = told()
    if alone is not None and max(alone) < FEW_EVENTS and math.isfinite(paired.mean):
        return _of_discordant(alone, first, paired, events)
    one, other = of_events(here, first), of_events(there, second)
    ends = exact.apart(one.mean, (one.low, one.high), other.mean, (other.low, other.high))
    note = "the exact intervals of both worlds set apart" if math.isfinite(ends[0]) else paired.note
    return Interval(one.mean - other.mean, *ends, paired.replicates, note, events)


def of_events(values: Values, events: Events | None) -> Interval:
    """Return the mean of one value a replicate with the interval that its events ask for."""
    plain = interval(values)
    if events is None:
        return plain
    if _none_by_rule(values, events):
        return replace(plain, note=BY_RULE)
    if plain.replicates < 2 or np.isnan(values).all():
        return replace(plain, events=None if events.structural and not events.base else events.base)
    return replace(KINDS[events.kind](values, events, plain), events=events.base)


def _of_count(values: Values, events: Events, plain: Interval) -> Interval:
    if not _rare(values, events) and not _alike(plain):
        return plain if math.isfinite(plain.mean) else _pooled(values, events)
    number, whole = _part(values, events).sum() / events.per, events.over.sum()
    independent = number / events.units
    low, high = exact.count_ends(round(independent) if events.units == 1 else math.floor(independent))
    scale = events.per * events.units / whole
    found = Interval(events.per * number / whole, low * scale, high * scale, plain.replicates, "")
    if not _clustered(_part(values, events) / events.per / events.units, events.over):
        return replace(found, note=_said("Garwood's", events.base))
    return _wider(found, plain, events.base, math.inf)


def _of_share(values: Values, events: Events, plain: Interval) -> Interval:
    if not _rare(values, events) and not _alike(plain):
        return plain if math.isfinite(plain.mean) else _pooled(values, events)
    part, whole = round(_part(values, events).sum()), round(events.over.sum())
    note = _said("Clopper and Pearson's", part, f"{part} of {whole}")
    empty = int((events.over <= 0).sum())
    found = Interval(part / whole, *exact.share_ends(part, whole), plain.replicates, _with_empty(note, empty))
    held = events.over > 0
    if 0 < part < whole and _clustered(_part(values, events)[held], events.over[held], part / whole):
        return _wider(found, plain if math.isfinite(plain.mean) else _pooled(values, events), part, 1.0)
    return found


def _of_mean(values: Values, events: Events, plain: Interval) -> Interval:
    return plain if math.isfinite(plain.mean) else _pooled(values, events)


def _of_stays(values: Values, events: Events, plain: Interval) -> Interval:
    """Return a number read off a curve, which no pooling of numbers gives where a replicate has no curve."""
    del values, events
    return plain


def _of_times(values: Values, events: Events, plain: Interval) -> Interval:
    """Return a ratio of two groups over all replicates, its logarithm by the jackknife.

    Where events are few, no narrower than the exact one: which groups are measured depends on the other folds, so that
    counts vary a little more than Poisson's law lets them.
    """
    groups = events.groups
    if groups is None or np.isnan(groups).any():
        return plain
    most, of_most, least, of_least = groups.sum(axis=1)
    if not (least > 0 and of_most > 0):
        nan = float("nan")
        return Interval(nan, nan, nan, plain.replicates, "undefined: the group with least has none")
    ratio = most / of_most / (least / of_least)
    low, high, note = 0.0, math.inf, "one replicate holds all that a group has"
    without = groups.sum(axis=1)[:, None] - groups
    if (without > 0).all():
        half = _jackknifed(np.log(without[0] / without[1]) - np.log(without[2] / without[3]))
        low, high, note = ratio * math.exp(-half), ratio * math.exp(half), ""
    if events.per != 1.0 and min(most, least) < FEW_EVENTS:
        ends = exact.times_ends(round(most), round(least), of_least / of_most)
        low, high = (min(low, ends[0]), max(high, ends[1])) if not note else ends
        note = _said("no narrower than Clopper and Pearson's", round(most + least))
    return Interval(ratio, low, high, plain.replicates, note)


KINDS: dict[str, Callable[[Values, Events, Interval], Interval]] = {
    "count": _of_count, "share": _of_share, "mean": _of_mean, "stays": _of_stays, "times": _of_times,
}  # fmt: skip


def _of_discordant(alone: tuple[int, int], first: Events, paired: Interval, events: int) -> Interval:
    """Return a difference of counts of persons from those who are an event in one world alone."""
    scale = first.per / float(first.over.sum())
    low, high = exact.apart(alone[0], exact.count_ends(alone[0]), alone[1], exact.count_ends(alone[1]))
    note = f"exact interval over persons in one world alone: {alone[0]} in this one, {alone[1]} in the other"
    return Interval((alone[0] - alone[1]) * scale, low * scale, high * scale, paired.replicates, note, events)


def _pooled(values: Values, events: Events) -> Interval:
    """Return a ratio of sums over all replicates, with its interval by the jackknife over those that hold any."""
    held = events.over > 0
    part, over = _part(values, events)[held], events.over[held]
    mean, n, nan = float(part.sum() / over.sum()), len(values), float("nan")
    note = _with_empty("", n - int(held.sum()))
    if held.sum() < 2:
        return Interval(mean, nan, nan, n, note)
    half = _jackknifed((part.sum() - part) / (over.sum() - over))
    return Interval(mean, mean - half, mean + half, n, note)


def _jackknifed(left_out: Values) -> float:
    """Return half the width of an interval from a number without each replicate in turn. Source: Miller 1974."""
    n = len(left_out)
    variance = (n - 1) / n * float(((left_out - left_out.mean()) ** 2).sum())
    return t_quantile(0.5 + LEVEL / 2, n - 1) * math.sqrt(variance)


def _part(values: Values, events: Events) -> Values:
    """Return what is divided by `over`, times `per`; 0 where there is nothing to divide by."""
    return np.where(events.over > 0, np.nan_to_num(values), 0.0) * events.over


def _rare(values: Values, events: Events) -> bool:
    """Tell whether so few events are behind a number that Student's t over replicates does not hold its level."""
    part = _part(values, events).sum() / events.per
    if events.kind == "count":
        return bool(part / events.units < FEW_EVENTS and events.over.sum() > 0)
    return events.kind == "share" and bool(min(part, events.over.sum() - part) < FEW_EVENTS)


def _alike(plain: Interval) -> bool:
    """Tell whether counts of all replicates are one by chance, so that Student's t over them has no width."""
    return math.isfinite(plain.mean) and not plain.high > plain.low


def _wider(found: Interval, over_replicates: Interval, events: int, most: float) -> Interval:
    """Return an exact interval as wide as the one over replicates: events come in clusters, which the exact ignores."""
    low, high = over_replicates.low, over_replicates.high
    if not math.isfinite(low):
        return found
    note = f"wider than the exact one over {events} events, which come in clusters"
    return replace(found, low=max(min(found.low, low), 0.0), high=min(max(found.high, high), most), note=note)


def _clustered(counts: Values, over: Values, share: float = 0.0) -> bool:
    """Tell whether counts vary more over replicates than chance lets them, by Fisher's index of dispersion.

    share: of `over` that is counted, where counts are binomial; 0 where they are of Poisson's law.
    """
    expected = counts.sum() * over / over.sum()
    if len(counts) < 2 or not (expected > 0).all():
        return False
    index = float(((counts - expected) ** 2 / (expected * (1 - share))).sum())
    return exact.chi_squared_tail(index, len(counts) - 1) < CLUSTERED


def _said(whose: str, events: int, words: str = "") -> str:
    return f"{whose} exact interval over {words or f'{events} event' + 's' * (events != 1)}, all replicates pooled"


def _with_empty(note: str, empty: int) -> str:
    """Add how many replicates have nothing to divide by."""
    if not empty:
        return note
    said = f"{empty} replicate{'s' * (empty != 1)} {'have' if empty != 1 else 'has'} none; the others are pooled"
    return f"{note}; {said}" if note else said
