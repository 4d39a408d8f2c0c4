"""What reforms change in a regime, over the same people: paired differences, and the order of the reforms by them."""

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
from underheaven.measure.inference.counting_rules import Events, events_of_measure
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
"""What reforms are ordered by: wrongful months on lists, burden, speech, trust."""
LARGEST_RISE_FIRST = frozenset({"loans_repaid", "set_right_within_24"})
"""Measures of which the largest rise stands first; of the others the largest fall does. Neither is called better."""
NO_REGIME_SCENARIO = "none"
"""The world without any regime."""


@dataclass(frozen=True)
class ReformEffect:
    """One measure in one world beside the regime that the reforms are of.

    level: of the world. step: the world less the regime, paired over replicates. place: 1 for a reform that no other
    one is told to go further than, 0 for a world that is no reform, and where nothing is put in order. tied: whether
    the order of this reform and another one is not told. events: those of the regime as it is, all replicates together.
    needed: persons in each replicate with which there would be enough of them; None where none happened.
    beyond: whether the step is more than chance though all reforms were looked at.
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
        """Whether the regime has as many events as it takes to compare its reforms."""
        return self.events >= MIN_EVENTS

    @property
    def significant_sign(self) -> int:
        """1 where the difference is told from 0 and is a rise, -1 where it is a fall, 0 where it is not told.

        Nothing is told of too few events.
        """
        return _distinguishable_sign(self.difference) if self.has_enough_events and self.is_significant else 0


@check_arguments(dataset=given_dataset, baseline=nonempty_text, measures=name_list, no_regime=nonempty_text)
@with_default_errstate
def estimate_effects(
    dataset: xr.Dataset, baseline: str, measures: Sequence[str] = ORDERING_MEASURES, no_regime: str = NO_REGIME_SCENARIO
) -> list[ReformEffect]:
    """Gives each measure in every world: reforms in their order, the world without any regime, then the regime.

    dataset: worlds over the same people. against: the regime's world. measures: names of the registry; a paired one
    is taken against the world without any regime. far_end: that world's name.
    Errors: RequestError for an unknown measure, or a world that the result does not hold.
    """
    scenarios = [str(name) for name in dataset["world"].values]
    if baseline not in scenarios:
        raise RequestError(f"world {baseline!r}: the result does not hold it. Write one of: {', '.join(scenarios)}.")
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
        reform_values = {w: values.sel(world=w).values for w in ordered if w not in (baseline, no_regime)}
        events_by_reform = {w: events_of_measure(dataset, name, values, w) for w in reform_values}
        found += rank_effects(
            correct_for_multiplicity(scenario_effects, reform_values),
            reform_values,
            name in LARGEST_RISE_FIRST,
            events_by_reform,
        )
    return found


def correct_for_multiplicity(effects: Sequence[ReformEffect], reforms: Collection[str]) -> list[ReformEffect]:
    """Gives effects of one measure, each saying whether it is beyond chance though all reforms were looked at."""
    significant = significant_differences({e.scenario: e.difference for e in effects if e.scenario in reforms})
    return [replace(e, is_significant=e.scenario in significant) if e.scenario in reforms else e for e in effects]


def evaluate_measure(dataset: xr.Dataset, name: str, no_regime: str = NO_REGIME_SCENARIO) -> xr.DataArray:
    """Gives a measure of the registry by name (world, replicate), a paired one against the world named last.

    Errors: RequestError for an unknown name, or a paired measure without that world.
    """
    if name in MEASURES:
        return MEASURES[name].function(dataset).transpose("world", "replicate")
    if name not in PAIRED:
        raise RequestError(f"unknown measure {name!r}. Known measures: {', '.join((*MEASURES, *PAIRED))}.")
    if no_regime not in dataset["world"].values:
        raise RequestError(f"measure {name!r}: it needs the world {no_regime!r}, which the result does not hold.")
    return PAIRED[name].function(dataset, no_regime).transpose("world", "replicate")


def rank_effects(
    effects: Sequence[ReformEffect],
    values: Mapping[str, NDArray[np.float64]],
    largest_rise_first: bool,
    events_by_reform: Mapping[str, Events | None] | None = None,
) -> list[ReformEffect]:
    """Gives effects of one measure with their places: one more than the reforms that are told to go further.

    A reform is told to go further than another one where the interval of their difference, paired over replicates,
    leaves 0 out; one replicate tells nothing. None has a place where there are too few events.
    values: of each reform to place, by world (replicate,). rises: whether the largest rise stands first. behind: the
    events behind each, by world; where either counts few, the difference has the interval of rare counts.
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
    """Return the side of 0 on which a difference is told to lie; 0 where its interval holds 0 or tells nothing."""
    return 0 if difference.low <= 0 <= difference.high else significant_sign(difference)


def _scenario_effect(
    dataset: xr.Dataset, name: str, values: xr.DataArray, scenario: str, baseline: str
) -> ReformEffect:
    """Return one measure in one world; whether its events are enough is told of those that `events` counts."""
    measure = MEASURES[name] if name in MEASURES else PAIRED[name]
    level = replace(estimate_level(dataset, name, values, scenario).clip(*measure.range), events=None)
    bounds: Bounds = measure.range if name in MEASURES else UNBOUNDED  # a paired measure is a difference already
    difference = replace(estimate_difference(dataset, name, values, scenario, baseline, bounds), events=None)
    if scenario == baseline:
        difference = t_interval(np.zeros(values.sizes["replicate"]))
    return ReformEffect(name, measure.title, measure.unit, scenario, level, difference, 0, False)
