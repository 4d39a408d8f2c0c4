"""What reforms change in a regime, over the same people: paired differences, and the order of the reforms by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.errors import RequestError
from underheaven.measure.interval import Interval, interval
from underheaven.measure.registry import MEASURES, PAIRED

if TYPE_CHECKING:
    import xarray as xr

RANKED = ("wrongful_list_months", "detriment", "chilled_speech", "loans_repaid")
"""What reforms are ordered by: wrongful months on lists, burden, speech, trust."""
RISES = frozenset({"loans_repaid"})
"""Measures of which the largest rise stands first; of the others the largest fall does. Neither is called better."""
FAR_END = "none"
"""The world without any regime."""


@dataclass(frozen=True)
class Effect:
    """One measure in one world beside the regime that the reforms are of.

    level: of the world. step: the world less the regime, paired over replicates. place: 1 for the reform that no other
    one is told from on the far side, 0 for a world that is no reform or where nothing is defined. tied: whether its
    interval and that of another reform overlap.
    """

    measure: str
    title: str
    unit: str
    world: str
    level: Interval
    step: Interval
    place: int
    tied: bool

    @property
    def told(self) -> int:
        """1 where the difference is told from 0 and is a rise, -1 where it is a fall, 0 where it is not told."""
        return int(self.step.low > 0) - int(self.step.high < 0)


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
        here = [_effect(name, values, world, against) for world in ordered]
        found += placed(here, [w for w in ordered if w not in (against, far_end)], name in RISES)
    return found


def values_of(dataset: xr.Dataset, name: str, far_end: str = FAR_END) -> xr.DataArray:
    """Gives a measure of the registry by name (world, replicate), a paired one against the world named last.

    Errors: RequestError for an unknown name, or a paired measure without that world.
    """
    if name in MEASURES:
        return MEASURES[name].function(dataset).transpose("world", "replicate")
    if name not in PAIRED:
        raise RequestError(
            f"measure {name!r}: there is none of that name. Write one of: {', '.join((*MEASURES, *PAIRED))}."
        )
    if far_end not in dataset["world"].values:
        raise RequestError(f"measure {name!r}: it needs the world {far_end!r}, which the result does not hold.")
    return PAIRED[name].function(dataset, far_end).transpose("world", "replicate")


def placed(here: Sequence[Effect], reforms: Sequence[str], rises: bool) -> list[Effect]:
    """Gives effects of one measure with their places: one more than the reforms that are told to go further.

    A reform is told to go further than another one where their intervals do not overlap. reforms: worlds to place.
    rises: whether the largest rise stands first.
    """
    sign = -1 if rises else 1
    known = {e.world: e for e in here if e.world in reforms and isfinite(e.step.mean)}
    spans = {w: sorted((sign * _end(e, e.step.low), sign * _end(e, e.step.high))) for w, e in known.items()}
    placed = []
    for one in here:
        if one.world not in spans:
            placed.append(one)
            continue
        low, high = spans[one.world]
        others = [span for world, span in spans.items() if world != one.world]
        ahead = sum(span[1] < low for span in others)
        placed.append(replace(one, place=1 + ahead, tied=any(s[0] <= high and low <= s[1] for s in others)))
    return placed


def _end(one: Effect, end: float) -> float:
    """Gives the end of an interval; a single replicate has none, and stands for itself."""
    return end if isfinite(end) else one.step.mean


def _effect(name: str, values: xr.DataArray, world: str, against: str) -> Effect:
    about = MEASURES[name] if name in MEASURES else PAIRED[name]
    here = values.sel(world=world).values
    level = interval(here).within(*about.range)
    return Effect(
        name, about.title, about.unit, world, level, interval(here - values.sel(world=against).values), 0, False
    )
