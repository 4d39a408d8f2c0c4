"""What reforms change in a regime, over the same people: paired differences, and the order of the reforms by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.arithmetic import usual
from underheaven.errors import RequestError
from underheaven.given import checked, names, word
from underheaven.given import dataset as given_dataset
from underheaven.measure.counted import Events, events_of
from underheaven.measure.estimate import UNBOUNDED, Span, difference_of, estimate, estimate_difference
from underheaven.measure.events import ENOUGH, events, persons_needed
from underheaven.measure.family import beyond_chance, side
from underheaven.measure.interval import Interval, interval
from underheaven.measure.registry import MEASURES, PAIRED

if TYPE_CHECKING:
    import xarray as xr

RANKED = ("wrongful_list_months", "detriment", "chilled_speech", "loans_repaid")
"""What reforms are ordered by: wrongful months on lists, burden, speech, trust."""
RISES = frozenset({"loans_repaid", "set_right_within_24"})
"""Measures of which the largest rise stands first; of the others the largest fall does. Neither is called better."""
FAR_END = "none"
"""The world without any regime."""


@dataclass(frozen=True)
class Effect:
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
    world: str
    level: Interval
    step: Interval
    place: int
    tied: bool
    events: int = ENOUGH
    needed: int | None = None
    beyond: bool = True

    @property
    def enough(self) -> bool:
        """Whether the regime has as many events as it takes to compare its reforms."""
        return self.events >= ENOUGH

    @property
    def told(self) -> int:
        """1 where the difference is told from 0 and is a rise, -1 where it is a fall, 0 where it is not told.

        Nothing is told of too few events.
        """
        return _side(self.step) if self.enough and self.beyond else 0


@checked(dataset=given_dataset, against=word, measures=names, far_end=word)
@usual
def effects(
    dataset: xr.Dataset, against: str, measures: Sequence[str] = RANKED, far_end: str = FAR_END
) -> list[Effect]:
    """Gives each measure in every world: reforms in their order, the world without any regime, then the regime.

    dataset: worlds over the same people. against: the regime's world. measures: names of the registry; a paired one
    is taken against the world without any regime. far_end: that world's name.
    Errors: RequestError for an unknown measure, or a world that the result does not hold.
    """
    worlds = [str(name) for name in dataset["world"].values]
    if against not in worlds:
        raise RequestError(f"world {against!r}: the result does not hold it. Write one of: {', '.join(worlds)}.")
    ordered = sorted(worlds, key=lambda world: (world == against, world == far_end))
    found: list[Effect] = []
    for name in measures:
        values = values_of(dataset, name, far_end)
        n = events(dataset, name, against, far_end)
        needed = persons_needed(n, dataset.sizes["person"])
        here = [replace(_effect(dataset, name, values, w, against), events=n, needed=needed) for w in ordered]
        lives = {w: values.sel(world=w).values for w in ordered if w not in (against, far_end)}
        behind = {w: events_of(dataset, name, values, w) for w in lives}
        found += placed(corrected(here, lives), lives, name in RISES, behind)
    return found


def corrected(here: Sequence[Effect], reforms: Collection[str]) -> list[Effect]:
    """Gives effects of one measure, each saying whether it is beyond chance though all reforms were looked at."""
    beyond = beyond_chance({e.world: e.step for e in here if e.world in reforms})
    return [replace(e, beyond=e.world in beyond) if e.world in reforms else e for e in here]


def values_of(dataset: xr.Dataset, name: str, far_end: str = FAR_END) -> xr.DataArray:
    """Gives a measure of the registry by name (world, replicate), a paired one against the world named last.

    Errors: RequestError for an unknown name, or a paired measure without that world.
    """
    if name in MEASURES:
        return MEASURES[name].function(dataset).transpose("world", "replicate")
    if name not in PAIRED:
        raise RequestError(f"unknown measure {name!r}. Known measures: {', '.join((*MEASURES, *PAIRED))}.")
    if far_end not in dataset["world"].values:
        raise RequestError(f"measure {name!r}: it needs the world {far_end!r}, which the result does not hold.")
    return PAIRED[name].function(dataset, far_end).transpose("world", "replicate")


def placed(
    here: Sequence[Effect], values: Mapping[str, NDArray[np.float64]], rises: bool,
    behind: Mapping[str, Events | None] | None = None,
) -> list[Effect]:  # fmt: skip
    """Gives effects of one measure with their places: one more than the reforms that are told to go further.

    A reform is told to go further than another one where the interval of their difference, paired over replicates,
    leaves 0 out; one replicate tells nothing. None has a place where there are too few events.
    values: of each reform to place, by world (replicate,). rises: whether the largest rise stands first. behind: the
    events behind each, by world; where either counts few, the difference has the interval of rare counts.
    """
    its = behind or {}
    known = [e.world for e in here if e.world in values and e.enough and isfinite(e.step.mean)]
    placed = []
    for one in here:
        if one.world not in known:
            placed.append(one)
            continue
        others = [w for w in known if w != one.world]
        steps = [difference_of(values[one.world], values[w], its.get(one.world), its.get(w)) for w in others]
        apart = [_side(step) for step in steps]
        ahead = apart.count(-1 if rises else 1)
        tied = 0 in apart
        placed.append(replace(one, place=1 + ahead, tied=tied))
    return placed


def _side(step: Interval) -> int:
    """Return the side of 0 on which a difference is told to lie; 0 where its interval holds 0 or tells nothing."""
    return 0 if step.low <= 0 <= step.high else side(step)


def _effect(dataset: xr.Dataset, name: str, values: xr.DataArray, world: str, against: str) -> Effect:
    """Return one measure in one world; whether its events are enough is told of those that `events` counts."""
    about = MEASURES[name] if name in MEASURES else PAIRED[name]
    level = replace(estimate(dataset, name, values, world).within(*about.range), events=None)
    span: Span = about.range if name in MEASURES else UNBOUNDED  # a paired measure is a difference already
    step = replace(estimate_difference(dataset, name, values, world, against, span), events=None)
    if world == against:
        step = interval(np.zeros(values.sizes["replicate"]))
    return Effect(name, about.title, about.unit, world, level, step, 0, False)
