"""The events behind a measure of a scenario, which decide its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.families import fairness
from underheaven.measure.inference.counting_rules import CountingRule, CountKind, counting_rule
from underheaven.measure.reductions import person_sums
from underheaven.measure.scenario_views import select_scenario
from underheaven.measure.structural_zeros import records_nothing

if TYPE_CHECKING:
    import xarray as xr

FEW_EVENTS = 50
"""Events over all replicates below which nothing is ranked and no finding is made, and intervals are exact."""


@dataclass(frozen=True)
class Events:
    """The events behind a measure of one scenario.

    Attributes:
        kind: see `CountingRule`.
        denominator: what the number is divided by (replicate,).
        per: see `CountingRule`.
        n_events: events over all replicates; persons, where a person may have several events.
        design_effect: events per independent event, 1 or more.
        structural_zero: whether no event is possible.
        groups: for "times", the sum and the exposure of both groups (4, replicate).
    """

    kind: CountKind
    denominator: NDArray[np.float64]
    per: float
    n_events: int
    design_effect: float = 1.0
    structural_zero: bool = False
    groups: NDArray[np.float64] | None = None


def events_of_measure(dataset: xr.Dataset, name: str, values: xr.DataArray, scenario: str) -> Events | None:
    """Return the events behind a measure of one scenario, or None where it counts nothing.

    Args:
        dataset: a result.
        name: name of the measure, also with a label after a colon.
        values: the measure (scenario, replicate).
        scenario: name of the scenario.
    """
    rule = counting_rule(name)
    if rule is None:
        return None
    scenario_data = select_scenario(dataset, scenario)
    if rule.kind == "times":
        return _events_of_groups(scenario_data, rule)
    denominator = np.asarray(rule.denominator(scenario_data).transpose("scenario", "replicate").values[0], np.float64)
    part = np.where(denominator > 0, np.nan_to_num(values.sel(scenario=scenario).values), 0.0) * denominator / rule.per
    n_counted = part.sum() if rule.kind == "count" or rule.counts_numerator else denominator.sum()
    n_events, design_effect = _weighted_events(scenario_data, rule.weights) if rule.weights else (round(n_counted), 1.0)
    if "denials_by_kind" in name:
        n_events = min(n_events, round(n_counted))
    return Events(
        rule.kind,
        denominator,
        rule.per,
        n_events,
        design_effect,
        rule.of_regime and records_nothing(scenario_data, scenario),
    )


def _events_of_groups(scenario_data: xr.Dataset, rule: CountingRule) -> Events:
    """Return the sums and exposures of the two groups of a ratio; the events are those of the group with fewer."""
    extremes = fairness.extreme_groups(scenario_data, rule.weights)
    found = (extremes.most, extremes.of_most, extremes.least, extremes.of_least)
    groups = np.array([array.transpose("scenario", "replicate").values[0] for array in found])
    groups[[0, 2]] /= rule.per
    if rule.per == 1.0:
        return Events("times", groups[3], rule.per, _weighted_events(scenario_data, rule.weights)[0], groups=groups)
    return Events("times", groups[3], rule.per, round(float(np.nansum(groups[[0, 2]], axis=1).min())), groups=groups)


def _weighted_events(scenario_data: xr.Dataset, name: str) -> tuple[int, float]:
    """Return the number of persons with a sum above 0, and the design effect of their weights.

    Source: Fay & Feuer 1997, for the sum of weighted counts.
    """
    count, sums, squares = 0, 0.0, 0.0
    for person_values in person_sums(scenario_data, name).values[0]:
        positive = person_values[person_values > 0].astype(np.float64)
        count, sums, squares = (
            count + len(positive),
            sums + float(positive.sum()),
            squares + float((positive * positive).sum()),
        )
    return count, max(squares / sums, 1.0) if sums > 0 else 1.0


def count_discordant(dataset: xr.Dataset, name: str, scenario: str, baseline: str) -> tuple[int, int] | None:
    """Return how many persons have an event in the first scenario only, and how many in the second only.

    Args:
        dataset: a result.
        name: name of the measure.
        scenario: name of the first scenario.
        baseline: name of the second.

    Returns:
        Both counts over all replicates; None where the measure does not count persons.
    """
    rule = counting_rule(name)
    if rule is None or not rule.once_per_person:
        return None
    values = person_sums(dataset, rule.once_per_person)
    scenario_values, baseline_values = values.sel(scenario=scenario).values, values.sel(scenario=baseline).values
    found = np.zeros(2, np.int64)
    for scenario_row, baseline_row in zip(scenario_values, baseline_values, strict=True):
        in_scenario, in_baseline = scenario_row > 0, baseline_row > 0
        found += np.count_nonzero(in_scenario & ~in_baseline), np.count_nonzero(in_baseline & ~in_scenario)
    return int(found[0]), int(found[1])
