"""What reforms change in a regime over the same society: paired differences, and the rank of each reform."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.argument_checks import check_arguments, name_list, nonempty_text
from underheaven.argument_checks import result_dataset as given_dataset
from underheaven.errors import RequestError
from underheaven.measure.inference.counted_events import Events, events_of_measure
from underheaven.measure.inference.estimate import (
    UNBOUNDED,
    Bounds,
    difference_of_events,
    estimate_difference,
    estimate_level,
)
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.inference.multiple_comparisons import significant_differences, significant_sign
from underheaven.measure.inference.sample_size import MIN_EVENTS, count_events, persons_needed
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.numpy_errstate import with_default_errstate

if TYPE_CHECKING:
    import xarray as xr

ORDERING_MEASURES = ("wrongful_list_months", "detriment", "chilled_speech", "loans_repaid")
"""Measures by which reforms are ranked: wrongful months on lists, burden, speech, trust."""
LARGEST_RISE_FIRST = frozenset({"loans_repaid", "corrected_within_24"})
"""Measures for which the largest rise has rank 1; for the others it is the largest fall. Neither is called better."""
NO_REGIME_SCENARIO = "none"
"""The scenario without any regime."""


@dataclass(frozen=True)
class ReformEffect:
    """One measure in one scenario, compared with the regime that the reforms change.

    Attributes:
        measure: name of the measure.
        title: title in tables.
        unit: unit of the measure.
        scenario: name of the scenario.
        level: the measure in the scenario.
        difference: the scenario minus the regime, paired over replicates.
        rank: 1 for a reform that no other reform goes distinguishably beyond; 0 for a scenario that is no reform, or
            where nothing is ranked.
        tied: whether this reform cannot be distinguished from another one.
        events: those of the regime as it is, over all replicates.
        persons_needed: persons per replicate that would give enough events; None where none occurred.
        is_significant: whether the difference remains significant after correction for the number of reforms.
    """

    measure: str
    title: str
    unit: str
    scenario: str
    level: Interval
    difference: Interval
    rank: int
    tied: bool
    events: int = MIN_EVENTS
    persons_needed: int | None = None
    is_significant: bool = True

    @property
    def has_enough_events(self) -> bool:
        """Whether the regime has enough events to compare its reforms."""
        return self.events >= MIN_EVENTS

    @property
    def significant_sign(self) -> int:
        """1 for a rise that is distinguishable from 0, -1 for such a fall, otherwise 0.

        It is 0 where there are too few events.
        """
        return _distinguishable_sign(self.difference) if self.has_enough_events and self.is_significant else 0


@check_arguments(dataset=given_dataset, baseline=nonempty_text, measures=name_list, no_regime=nonempty_text)
@with_default_errstate
def estimate_effects(
    dataset: xr.Dataset, baseline: str, measures: Sequence[str] = ORDERING_MEASURES, no_regime: str = NO_REGIME_SCENARIO
) -> list[ReformEffect]:
    """Return each measure in every scenario: reforms in their order, the scenario without any regime, then the regime.

    Args:
        dataset: a result whose scenarios share one society.
        baseline: name of the regime's scenario.
        measures: names from the registry. A paired measure is taken against the scenario without any regime.
        no_regime: name of that scenario.

    Returns:
        The effects, measure by measure. Intervals are 95% Monte Carlo intervals.

    Raises:
        RequestError: a measure is unknown, or the result does not hold a scenario.
    """
    scenarios = [str(name) for name in dataset["scenario"].values]
    if baseline not in scenarios:
        raise RequestError(f"scenario {baseline!r}: the result does not hold it. Write one of: {', '.join(scenarios)}.")
    ordered = sorted(scenarios, key=lambda scenario: (scenario == baseline, scenario == no_regime))
    found: list[ReformEffect] = []
    for name in measures:
        values = evaluate_measure(dataset, name, no_regime)
        n_events = count_events(dataset, name, baseline, no_regime)
        n_persons_needed = persons_needed(n_events, dataset.sizes["person"])
        scenario_effects = [
            replace(
                _scenario_effect(dataset, name, values, w, baseline), events=n_events, persons_needed=n_persons_needed
            )
            for w in ordered
        ]
        reform_values = {w: values.sel(scenario=w).values for w in ordered if w not in (baseline, no_regime)}
        events_by_reform = {w: events_of_measure(dataset, name, values, w) for w in reform_values}
        found += rank_effects(
            correct_for_multiplicity(scenario_effects, reform_values),
            reform_values,
            name in LARGEST_RISE_FIRST,
            events_by_reform,
        )
    return found


def correct_for_multiplicity(effects: Sequence[ReformEffect], reforms: Collection[str]) -> list[ReformEffect]:
    """Return effects of one measure with their significance after correction for multiple comparisons.

    Args:
        effects: of one measure.
        reforms: names of the scenarios that are reforms; the others are left as they are.
    """
    significant = significant_differences({e.scenario: e.difference for e in effects if e.scenario in reforms})
    return [replace(e, is_significant=e.scenario in significant) if e.scenario in reforms else e for e in effects]


def evaluate_measure(dataset: xr.Dataset, name: str, no_regime: str = NO_REGIME_SCENARIO) -> xr.DataArray:
    """Return a measure of the registry by name, a paired one relative to `no_regime`.

    Args:
        dataset: a result.
        name: name in `MEASURES` or `PAIRED`.
        no_regime: name of the scenario without any regime.

    Returns:
        scenario, replicate.

    Raises:
        RequestError: The name is unknown, or a paired measure lacks that scenario.
    """
    if name in MEASURES:
        return MEASURES[name].function(dataset).transpose("scenario", "replicate")
    if name not in PAIRED:
        raise RequestError(f"unknown measure {name!r}. Known measures: {', '.join((*MEASURES, *PAIRED))}.")
    if no_regime not in dataset["scenario"].values:
        raise RequestError(f"measure {name!r}: it needs the scenario {no_regime!r}, which the result does not hold.")
    return PAIRED[name].function(dataset, no_regime).transpose("scenario", "replicate")


def rank_effects(
    effects: Sequence[ReformEffect],
    values: Mapping[str, NDArray[np.float64]],
    largest_rise_first: bool,
    events_by_reform: Mapping[str, Events | None] | None = None,
) -> list[ReformEffect]:
    """Return effects of one measure with their ranks: one more than the number of reforms that go further.

    A reform goes further than another one if the interval of their difference, paired over replicates, excludes 0. One
    replicate distinguishes nothing, and reforms are not ranked where there are too few events.

    Args:
        effects: of one measure, one for each scenario.
        values: the measure for each reform to rank, by scenario (replicate,).
        largest_rise_first: whether the largest rise has rank 1; otherwise the largest fall.
        events_by_reform: the events behind each value, by scenario. Where either of two reforms counts few, their
            difference has the interval of rare counts.
    """
    known_events = events_by_reform or {}
    rankable = [
        e.scenario for e in effects if e.scenario in values and e.has_enough_events and isfinite(e.difference.mean)
    ]
    ranked = []
    for effect in effects:
        if effect.scenario not in rankable:
            ranked.append(effect)
            continue
        others = [w for w in rankable if w != effect.scenario]
        differences = [
            difference_of_events(
                values[effect.scenario], values[w], known_events.get(effect.scenario), known_events.get(w)
            )
            for w in others
        ]
        signs = [_distinguishable_sign(difference) for difference in differences]
        n_further = signs.count(-1 if largest_rise_first else 1)
        tied = 0 in signs
        ranked.append(replace(effect, rank=1 + n_further, tied=tied))
    return ranked


def _distinguishable_sign(difference: Interval) -> int:
    """Return the sign of a difference whose interval excludes 0, otherwise 0."""
    return 0 if difference.low <= 0 <= difference.high else significant_sign(difference)


def _scenario_effect(
    dataset: xr.Dataset, name: str, values: xr.DataArray, scenario: str, baseline: str
) -> ReformEffect:
    """Return one measure in one scenario; its number of events is filled in later."""
    measure = MEASURES[name] if name in MEASURES else PAIRED[name]
    level = replace(estimate_level(dataset, name, values, scenario).clip(*measure.range), events=None)
    bounds: Bounds = measure.range if name in MEASURES else UNBOUNDED  # a paired measure is a difference already
    difference = replace(estimate_difference(dataset, name, values, scenario, baseline, bounds), events=None)
    if scenario == baseline:
        difference = t_interval(np.zeros(values.sizes["replicate"]))
    return ReformEffect(name, measure.title, measure.unit, scenario, level, difference, 0, False)
