"""Intervals of numbers outside the registry, such as those of a label or a month: exact where what they count is rare.

What has no exact interval, such as a mean over few persons, has none at all below `FEW_EVENTS` events.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.closed_cohort import PERSON_MEASURES, iterate_cohorts
from underheaven.measure.inference.counting_rules import FEW_EVENTS, Events
from underheaven.measure.inference.estimate import REGIME_MEANS, interval_of_events
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.reductions import PER_100K, sum_by_month
from underheaven.measure.structural_zeros import records_nothing
from underheaven.measure.subgroup_rates import Rate, rate_parts

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]
EventsByScenario = dict[str, Events]
"""The events behind a number, by scenario."""

NOT_REGIME_ACTS = frozenset({"months_unemployed", "months_under_judgment", "loans", "months_speaking", "acts"})
"""Numbers of persons that are no acts of a regime."""
MONTHLY_COUNTS = {
    "blacklisted": True,
    "wrongly_blacklisted": True,
    "entries": True,
    "records_filed": True,
    "denials": True,
    "loans_made": False,
}
"""Measures of a month that count for 100,000 persons, and whether a regime makes them."""
MONTHLY_SHARES = {"unemployed": "workforce", "speaking": "persons"}
"""Measures of a month that are a part of a tally."""
TOO_FEW_EVENTS = f"fewer than {FEW_EVENTS} events, too few for an interval"


def events_of_count(
    values: Values,
    denominator: Values,
    per: float = PER_100K,
    design_effect: float = 1.0,
    structural_zero: bool = False,
) -> Events:
    """Return the events behind a count for `per` of what it is over; by_rule: whether it is nought by its nature."""
    n_events = round(float((np.nan_to_num(values) * denominator).sum() / per))
    return Events("count", denominator, per, n_events, design_effect, structural_zero and not n_events)


def events_of_share(denominator: Values) -> Events:
    """Return the events behind a share: what it is of."""
    return Events("share", denominator, 1.0, round(float(denominator.sum())))


def rate_interval(values: Values, denominator: Values, per: float = PER_100K) -> Interval:
    """Return a count for `per` with its interval."""
    return interval_of_events(values, events_of_count(values, denominator, per))


def share_interval(part: Values, whole: Values) -> Interval:
    """Return a share with its interval; replicates without a whole are left out."""
    nonempty = whole > 0
    return interval_of_events(part[nonempty] / whole[nonempty], events_of_share(whole[nonempty]))


def interval_if_enough(values: Values, events: int) -> Interval:
    """Return a mean with Student's t where it rests on enough events, and without any interval where not."""
    found = replace(t_interval(values), events=events)
    if events >= FEW_EVENTS or not np.isfinite(found.low):
        return found
    return replace(found, low=float("nan"), high=float("nan"), note=TOO_FEW_EVENTS)


def events_by_label(dataset: xr.Dataset, name: str, by: str) -> list[EventsByScenario]:
    """Return for each label the events behind a number of its persons; name: in `OF_PERSONS`; by: group or region.

    Where persons count more than once, the events are those that independent ones of the same spread would be.
    Source: Fay & Feuer 1997.
    """
    measure, n = PERSON_MEASURES[name], dataset.sizes[by]
    shape = (dataset.sizes["scenario"], dataset.sizes["replicate"], n)
    denominator, (n_positive, whole, squares) = np.zeros(shape), np.zeros((3, *shape))
    for index, sums in iterate_cohorts(dataset, (by, measure.sum_name)):
        labels, values = sums[by], np.asarray(measure.transform(sums[measure.sum_name]), np.float64)
        denominator[index] = np.bincount(labels, minlength=n)[:n]
        for target, weights in ((n_positive, values > 0), (whole, values), (squares, values * values)):
            target[index] = np.bincount(labels, weights, minlength=n)[:n]
    scenarios = [str(scenario) for scenario in dataset["scenario"].values]
    records_none = [records_nothing(dataset, scenario) for scenario in scenarios]
    # Where nobody anywhere has any: one person, one month, or for detriment one month of income.
    smallest_weight = max(float(np.asarray(measure.transform(np.ones(1, np.int64)))[0]), 1.0)
    typical_weight = [
        float(squares[w].sum() / whole[w].sum()) if whole[w].any() else smallest_weight for w in range(len(scenarios))
    ]
    return [
        {
            scenario: _weighted_events(
                denominator[w, :, k],
                n_positive[w, :, k],
                whole[w, :, k],
                squares[w, :, k],
                name not in NOT_REGIME_ACTS and records_none[w],
                typical_weight[w],
            )
            for w, scenario in enumerate(scenarios)
        }
        for k in range(n)
    ]


def events_of_month(dataset: xr.Dataset, name: str, month: int, values: xr.DataArray) -> EventsByScenario | None:
    """Return the events behind a measure of one month, by scenario; None where it counts nothing.

    Of what a regime does, a mean over persons has an entry where it is nought by rule, and no others.

    name: in `OVER_TIME`. month: its place. values: (scenario, replicate).
    """
    if name in REGIME_MEANS:
        return _structural_zeros(dataset)
    if name not in MONTHLY_COUNTS and name not in MONTHLY_SHARES:
        return None
    tally = (
        sum_by_month(dataset[MONTHLY_SHARES.get(name, "persons")]).isel(month=month).transpose("scenario", "replicate")
    )
    denominator = tally.values.astype(np.float64)
    if name in MONTHLY_SHARES:
        return {str(scenario): events_of_share(denominator[w]) for w, scenario in enumerate(dataset["scenario"].values)}
    return _count_events(
        dataset, values.transpose("scenario", "replicate").values, denominator, PER_100K, MONTHLY_COUNTS[name]
    )


def events_by_period(dataset: xr.Dataset, rate: Rate, by: str, months: slice) -> list[EventsByScenario | None]:
    """Return for each label the events behind a rate over months; None where it counts nothing.

    Of what a regime does, a mean over persons has an entry where it is nought by rule, and no others.

    Who stands somewhere for several of these months is one event, and not as many as the months.
    """
    if rate.counts == "sums":
        return [_structural_zeros(dataset) if rate.of_regime else None] * dataset.sizes[by]
    part, whole = (
        array.transpose("scenario", "replicate", by).values for array in rate_parts(dataset, rate, by, months)
    )
    months_counted = dataset["month"].isel(month=months).size if rate.counts == "persons" else 1
    found: list[EventsByScenario | None] = []
    for k in range(dataset.sizes[by]):
        denominator = whole[..., k].astype(np.float64) / months_counted
        values = rate.scale * part[..., k] / np.where(whole[..., k] > 0, whole[..., k], np.nan)
        if rate.scale == 1.0:
            found.append(
                {
                    str(scenario): events_of_share(denominator[w])
                    for w, scenario in enumerate(dataset["scenario"].values)
                }
            )
        else:
            found.append(_count_events(dataset, values, denominator, rate.scale, rate.of_regime))
    return found


def _structural_zeros(dataset: xr.Dataset) -> EventsByScenario:
    """Return the scenarios in which nothing is recorded, with no events and none possible."""
    no_events = Events("mean", np.zeros(dataset.sizes["replicate"]), 1.0, 0, structural_zero=True)
    return {str(w): no_events for w in dataset["scenario"].values if records_nothing(dataset, str(w))}


def _count_events(
    dataset: xr.Dataset, values: Values, denominator: Values, per: float, of_regime: bool
) -> EventsByScenario:
    structural = _structural_zeros(dataset) if of_regime else {}
    scenarios = enumerate(str(scenario) for scenario in dataset["scenario"].values)
    return {
        scenario: events_of_count(values[w], denominator[w], per, 1.0, scenario in structural)
        for w, scenario in scenarios
    }


def _weighted_events(
    denominator: Values,
    n_positive: Values,
    whole: Values,
    squares: Values,
    structural_zero: bool,
    typical_weight: float,
) -> Events:
    """Return events that weigh differently: persons, their sum, and the sum of its squares, of each replicate.

    typical_weight: what an event weighs elsewhere, which says how far a label without any may reach.
    """
    n, total, square = float(n_positive.sum()), float(whole.sum()), float(squares.sum())
    if not total > 0:
        return Events("count", denominator, typical_weight, 0, 1.0, structural_zero)
    if np.isclose(total * total, n * square):  # all weigh the same
        return Events("count", denominator, total / n, round(n), 1.0, structural_zero)
    return Events("count", denominator, 1.0, round(n), square / total, structural_zero)
