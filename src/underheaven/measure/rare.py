"""Intervals of numbers outside the registry, such as those of a label or a month: exact where what they count is rare.

What has no exact interval, such as a mean over few persons, has none at all below `FEW_EVENTS` events.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.by_over_time import Rate, sides
from underheaven.measure.by_rule import records_nothing
from underheaven.measure.counted import FEW_EVENTS, Events
from underheaven.measure.counts import PER, monthly
from underheaven.measure.estimate import OF_REGIME, of_events
from underheaven.measure.interval import Interval, interval
from underheaven.measure.whole_run import OF_PERSONS, runs

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]
Worlds = dict[str, Events]
"""The events behind a number, by world."""

NOT_OF_A_REGIME = frozenset({"months_unemployed", "months_owing", "loans", "months_speaking", "acts"})
"""Numbers of persons that are no acts of a regime."""
COUNTS = {
    "blacklisted": True, "wrongly_blacklisted": True, "entries": True, "records_filed": True, "denials": True,
    "loans_made": False,
}  # fmt: skip
"""Measures of a month that count for 100,000 persons, and whether a regime makes them."""
PARTS = {"unemployed": "workforce", "speaking": "persons"}
"""Measures of a month that are a part of a tally."""
TOO_FEW = f"fewer than {FEW_EVENTS} events, too few for an interval"


def count(values: Values, over: Values, per: float = PER, units: float = 1.0, by_rule: bool = False) -> Events:
    """Return the events behind a count for `per` of what it is over; by_rule: whether it is nought by its nature."""
    base = round(float((np.nan_to_num(values) * over).sum() / per))
    return Events("count", over, per, base, units, by_rule and not base)


def share(over: Values) -> Events:
    """Return the events behind a share: what it is of."""
    return Events("share", over, 1.0, round(float(over.sum())))


def counted_over(values: Values, over: Values, per: float = PER) -> Interval:
    """Return a count for `per` with its interval."""
    return of_events(values, count(values, over, per))


def shared(part: Values, whole: Values) -> Interval:
    """Return a share with its interval; replicates without a whole are left out."""
    held = whole > 0
    return of_events(part[held] / whole[held], share(whole[held]))


def if_enough(values: Values, events: int) -> Interval:
    """Return a mean with Student's t where it rests on enough events, and without any interval where not."""
    found = replace(interval(values), events=events)
    if events >= FEW_EVENTS or not np.isfinite(found.low):
        return found
    return replace(found, low=float("nan"), high=float("nan"), note=TOO_FEW)


def by_label(dataset: xr.Dataset, name: str, by: str) -> list[Worlds]:
    """Return for each label the events behind a number of its persons; name: in `OF_PERSONS`; by: group or region.

    Where persons count more than once, the events are those that independent ones of the same spread would be.
    Source: Fay & Feuer 1997.
    """
    one, n = OF_PERSONS[name], dataset.sizes[by]
    shape = (dataset.sizes["world"], dataset.sizes["replicate"], n)
    over, (some, whole, squares) = np.zeros(shape), np.zeros((3, *shape))
    for place, sums in runs(dataset, (by, one.reads)):
        labels, values = sums[by], np.asarray(one.value(sums[one.reads]), np.float64)
        over[place] = np.bincount(labels, minlength=n)[:n]
        for into, weights in ((some, values > 0), (whole, values), (squares, values * values)):
            into[place] = np.bincount(labels, weights, minlength=n)[:n]
    worlds = [str(world) for world in dataset["world"].values]
    nothing = [records_nothing(dataset, world) for world in worlds]
    # Where nobody anywhere has any: one person, one month, or for detriment one month of income.
    least = max(float(np.asarray(one.value(np.ones(1, np.int64)))[0]), 1.0)
    usual = [float(squares[w].sum() / whole[w].sum()) if whole[w].any() else least for w in range(len(worlds))]
    return [
        {
            world: _weighted(over[w, :, k], some[w, :, k], whole[w, :, k], squares[w, :, k],
                             name not in NOT_OF_A_REGIME and nothing[w], usual[w])
            for w, world in enumerate(worlds)
        }
        for k in range(n)
    ]  # fmt: skip


def by_month(dataset: xr.Dataset, name: str, month: int, values: xr.DataArray) -> Worlds | None:
    """Return the events behind a measure of one month, by world; None where it counts nothing.

    Of what a regime does, a mean over persons has an entry where it is nought by rule, and no others.

    name: in `OVER_TIME`. month: its place. values: (world, replicate).
    """
    if name in OF_REGIME:
        return _by_rule(dataset)
    if name not in COUNTS and name not in PARTS:
        return None
    tally = monthly(dataset[PARTS.get(name, "persons")]).isel(month=month).transpose("world", "replicate")
    over = tally.values.astype(np.float64)
    if name in PARTS:
        return {str(world): share(over[w]) for w, world in enumerate(dataset["world"].values)}
    return _counts(dataset, values.transpose("world", "replicate").values, over, PER, COUNTS[name])


def by_stretch(dataset: xr.Dataset, rate: Rate, by: str, months: slice) -> list[Worlds | None]:
    """Return for each label the events behind a rate over months; None where it counts nothing.

    Of what a regime does, a mean over persons has an entry where it is nought by rule, and no others.

    Who stands somewhere for several of these months is one event, and not as many as the months.
    """
    if rate.counts == "sums":
        return [_by_rule(dataset) if rate.of_regime else None] * dataset.sizes[by]
    part, whole = (side.transpose("world", "replicate", by).values for side in sides(dataset, rate, by, months))
    stretch = dataset["month"].isel(month=months).size if rate.counts == "persons" else 1
    found: list[Worlds | None] = []
    for k in range(dataset.sizes[by]):
        over = whole[..., k].astype(np.float64) / stretch
        values = rate.times * part[..., k] / np.where(whole[..., k] > 0, whole[..., k], np.nan)
        if rate.times == 1.0:
            found.append({str(world): share(over[w]) for w, world in enumerate(dataset["world"].values)})
        else:
            found.append(_counts(dataset, values, over, rate.times, rate.of_regime))
    return found


def _by_rule(dataset: xr.Dataset) -> Worlds:
    """Return the worlds in which nothing is recorded, with no events and none possible."""
    none = Events("mean", np.zeros(dataset.sizes["replicate"]), 1.0, 0, structural=True)
    return {str(w): none for w in dataset["world"].values if records_nothing(dataset, str(w))}


def _counts(dataset: xr.Dataset, values: Values, over: Values, per: float, of_regime: bool) -> Worlds:
    ruled = _by_rule(dataset) if of_regime else {}
    worlds = enumerate(str(world) for world in dataset["world"].values)
    return {world: count(values[w], over[w], per, 1.0, world in ruled) for w, world in worlds}


def _weighted(over: Values, some: Values, whole: Values, squares: Values, structural: bool, usual: float) -> Events:
    """Return events that weigh differently: persons, their sum, and the sum of its squares, of each replicate.

    usual: what an event weighs elsewhere, which says how far a label without any may reach.
    """
    n, total, square = float(some.sum()), float(whole.sum()), float(squares.sum())
    if not total > 0:
        return Events("count", over, usual, 0, 1.0, structural)
    if np.isclose(total * total, n * square):  # all weigh the same
        return Events("count", over, total / n, round(n), 1.0, structural)
    return Events("count", over, 1.0, round(n), square / total, structural)
