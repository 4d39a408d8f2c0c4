"""Intervals of numbers outside the registry, such as those of a label or a month: exact where events are rare.

A number without an exact interval, such as a mean over few persons, has no interval below `FEW_EVENTS` events.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.closed_cohort import PERSON_MEASURES, iterate_cohorts
from underheaven.measure.inference.counted_events import FEW_EVENTS, Events
from underheaven.measure.inference.estimate import REGIME_MEANS
from underheaven.measure.inference.event_intervals import interval_of_events
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
"""Numbers of persons that do not count acts of a regime."""
MONTHLY_COUNTS = {
    "blacklisted": True,
    "wrongly_blacklisted": True,
    "entries": True,
    "records_filed": True,
    "denials": True,
    "loans_made": False,
}
"""Monthly measures that count per 100,000 persons, and whether they count acts of a regime."""
MONTHLY_SHARES = {"unemployed": "workforce", "speaking": "persons"}
"""Monthly measures that are shares, and the tally that is their denominator."""
TOO_FEW_EVENTS = f"fewer than {FEW_EVENTS} events, too few for an interval"


def events_of_count(
    values: Values,
    denominator: Values,
    per: float = PER_100K,
    design_effect: float = 1.0,
    structural_zero: bool = False,
) -> Events:
    """Return the events behind a count.

    Args:
        values: the count for `per` units of the denominator (replicate,).
        denominator: shape (replicate,).
        per: units of the denominator that a value refers to.
        design_effect: events per independent event, 1 or more.
        structural_zero: whether no event is possible where none was counted.
    """
    n_events = round(float((np.nan_to_num(values) * denominator).sum() / per))
    return Events("count", denominator, per, n_events, design_effect, structural_zero and not n_events)


def events_of_share(denominator: Values) -> Events:
    """Return the events behind a share.

    Args:
        denominator: of the share (replicate,).
    """
    return Events("share", denominator, 1.0, round(float(denominator.sum())))


def rate_interval(values: Values, denominator: Values, per: float = PER_100K) -> Interval:
    """Return a count for `per` units with its interval.

    Args:
        values: shape (replicate,).
        denominator: shape (replicate,).
        per: units of the denominator that a value refers to.
    """
    return interval_of_events(values, events_of_count(values, denominator, per))


def share_interval(part: Values, whole: Values) -> Interval:
    """Return a share with its interval; replicates with an empty denominator are left out.

    Args:
        part: shape (replicate,).
        whole: shape (replicate,).
    """
    nonempty = whole > 0
    return interval_of_events(part[nonempty] / whole[nonempty], events_of_share(whole[nonempty]))


def interval_if_enough(values: Values, events: int) -> Interval:
    """Return a mean with Student's t where there are enough events, otherwise without any interval.

    Args:
        values: shape (replicate,).
        events: over all replicates.
    """
    found = replace(t_interval(values), events=events)
    if events >= FEW_EVENTS or not np.isfinite(found.low):
        return found
    return replace(found, low=float("nan"), high=float("nan"), note=TOO_FEW_EVENTS)


def events_by_label(dataset: xr.Dataset, name: str, by: str) -> list[EventsByScenario]:
    """Return, for each label, the events behind a number of its persons.

    Where persons count more than once, the events are the equivalent number of independent ones.

    Args:
        dataset: a result.
        name: a number of persons in `closed_cohort.PERSON_MEASURES`.
        by: group or region.

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

    A mean over persons of a regime's acts has an entry only where it is 0 by rule.

    Args:
        dataset: a result.
        name: a name in `monthly_measures.MONTHLY_MEASURES`.
        month: index of the month.
        values: the measure (scenario, replicate).
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
    """Return, for each label, the events behind a rate over months; None where it counts nothing.

    A mean over persons of a regime's acts has an entry only where it is 0 by rule. A person who is in a state for
    several of these months is one event.

    Args:
        dataset: a result.
        rate: a rate of `subgroup_rates.SUBGROUP_RATES`.
        by: group or region.
        months: indices of the months.
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
    """Return the scenarios in which nothing is recorded by rule, with no events and none possible."""
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
    """Return events of unequal weight, from persons, their sum, and the sum of its squares (replicate,).

    typical_weight: weight of an event in other labels, which bounds a label without any.
    """
    n, total, square = float(n_positive.sum()), float(whole.sum()), float(squares.sum())
    if not total > 0:
        return Events("count", denominator, typical_weight, 0, 1.0, structural_zero)
    if np.isclose(total * total, n * square):  # all weigh the same
        return Events("count", denominator, total / n, round(n), 1.0, structural_zero)
    return Events("count", denominator, 1.0, round(n), square / total, structural_zero)
