"""One measure of several regimes: a mark for each, with its interval, its range, and why it has no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure import burden
from underheaven.measure.calendar import has_begun
from underheaven.measure.estimate import estimate, estimate_difference
from underheaven.measure.interval import Interval
from underheaven.measure.kept import kept_of
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.show import constants, ranges, unable
from underheaven.show.page.few import is_few, months_silenced
from underheaven.show.page.scene import Scene
from underheaven.spec.change import epochs

if TYPE_CHECKING:
    import xarray as xr

NOT_BEGUN = "has not begun"
NO_RECORDS, NO_LOSS, NO_LISTS, NOBODY = "nothing is recorded", "nothing is taken", "keeps no blacklist", "lists nobody"
NOT_HERE, IN_SOME, UNRANKED = "undefined", "not defined in every replicate", "too few kinds with records to rank"
PARTS = "parts_of_life"
"""Parts of life in which anything is taken; counted here, since no measure of a world alone needs it."""

SPEECH = "chilled_speech"

OF_LOSS = frozenset({
    "cross_context_share", "unjustified_share", "ordinal_proportionality", "excess_share", "pairs_to_halve",
    "concentration", "burden_ratio", "equal_conduct_detriment",
})  # fmt: skip
"""Measures that nothing defines where nothing is taken."""
OF_LISTED = frozenset({
    "listed_now", "ever_listed", "entries", "months_listed", "wrongly_listed_now", "wrongly_listed_share",
    "ever_wrongly_listed", "wrongful_stay_median", "set_right_within_24", "exit_hazard", "relisted_share",
    "still_listed_share", "stay_median", "still_on_24", "stay_mean_24",
    "listing_ratio", "equal_conduct_listed", "equal_conduct_wrongly_listed",
    "out_of_work_after", "detriment_of_listed",
})  # fmt: skip
"""Measures of those on blacklists."""
OF_DEBT: Mapping[str, str] = dict.fromkeys(unable.SPLIT.values(), "lists nobody for a debt")


@dataclass(frozen=True)
class Mark:
    """A measure of one regime.

    values: shape (replicate,). span: the parameter range, or None. why: in words, what stands in
    the place of a number, or what a nought is for; else empty. open: whether it is a share that its range leaves open.
    """

    world: str
    found: Interval
    values: NDArray[np.float64]
    span: tuple[float, float] | None
    why: str
    open: bool = False

    @property
    def defined(self) -> bool:
        """Tells whether there is a number."""
        return isfinite(self.found.mean)

    @property
    def few(self) -> bool:
        """Tells whether it rests on too few events to be ranked; a nought with a reason is no count of few."""
        return self.defined and not self.why and is_few(self.found)


@dataclass(frozen=True)
class Row:
    """One measure of all regimes; of: whether it is a level or the difference from the other world."""

    name: str
    title: str
    unit: str
    of: str
    marks: tuple[Mark, ...]

    @property
    def share(self) -> bool:
        """Tells whether it is written as per cent."""
        return self.unit == "share"

    def ranked(self) -> list[Mark]:
        """Gives the marks that have a number on enough events, the largest first."""
        told = (mark for mark in self.marks if mark.defined and not mark.few)
        return sorted(told, key=lambda mark: -mark.found.mean)

    def at_work(self) -> bool:
        """Tells whether any regime has a number other than 0; of what is taken a nought is a finding too."""
        return any(mark.defined and (mark.found.mean != 0.0 or self.name in OF_LOSS) for mark in self.marks)

    def ranks(self) -> bool:
        """Tells whether any regime that is at work has enough events to be ranked."""
        return any(mark.found.mean != 0.0 or self.name in OF_LOSS for mark in self.ranked())


def row(scene: Scene, name: str, of: str = LEVEL) -> Row | None:
    """Gives a measure of all regimes shown, as it is or as the difference from the other world; None without one."""
    if (of == DIFFERENCE or name in PAIRED) and scene.against is None:
        return None
    title, unit, array, span = _values(scene, name)
    values = array.transpose("world", "replicate")
    marks = tuple(
        _mark(scene, name, of, values, world, span) for world in scene.shown if _apart(scene, name, of, world)
    )
    return Row(name, title, unit, DIFFERENCE if name in PAIRED else of, marks)


def _apart(scene: Scene, name: str, of: str, world: str) -> bool:
    return world != scene.against or (of == LEVEL and name not in PAIRED)


def _values(scene: Scene, name: str) -> tuple[str, str, xr.DataArray, tuple[float, float]]:
    if name == PARTS:
        return "Parts of life in which anything is taken", "parts of life", parts_of_life(scene.dataset), (0, np.inf)
    if name in PAIRED:
        paired = PAIRED[name]
        return paired.title, paired.unit, paired.function(scene.dataset, str(scene.against)), paired.range
    measure = MEASURES[name]
    return measure.title, measure.unit, measure.function(scene.dataset), measure.range


def parts_of_life(dataset: xr.Dataset) -> xr.DataArray:
    """Counts the parts of life in which anything is taken (world, replicate)."""
    return (burden.detriment_by_effect(dataset) > 0).sum("effect").astype(np.float64)


def _mark(scene: Scene, name: str, of: str, values: xr.DataArray, world: str, span: tuple[float, float]) -> Mark:
    mine = values.sel(world=world).values.astype(np.float64)
    if of == DIFFERENCE and name not in PAIRED:
        mine = mine - values.sel(world=scene.against).values
        found = estimate_difference(scene.dataset, name, values, world, str(scene.against), span)
    else:
        found = estimate(scene.dataset, name, values, world).within(*span)
    if name == SPEECH:
        found = replace(found, events=months_silenced(scene, found, str(scene.against)))
    if name == constants.U and not scene.is_lived(world):
        found = constants.without_interval(found)
    column = DIFFERENCE if name in PAIRED else of
    over = ranges.range_of(scene.dataset, world, name, column) if isfinite(found.mean) else None
    is_open = over is not None and ranges.is_open(scene.dataset, world, name, column)
    return Mark(world, found, mine, over, _why(scene, name, world, found, mine), is_open)


def _why(scene: Scene, name: str, world: str, found: Interval, values: NDArray[np.float64]) -> str:
    """Says what stands in the place of a number, or what a nought is for."""
    if isfinite(found.mean) and (found.mean != 0.0 or name not in OF_LISTED):
        return ""
    causes: tuple[tuple[bool, Callable[[], bool], str], ...] = (
        (True, lambda: has_begun(scene.dataset, world), NOT_BEGUN),
        (True, lambda: scene.total("recorded", world) > 0, NO_RECORDS),
        (name in OF_LISTED, lambda: keeps_blacklist(scene, world), NO_LISTS),
        (name in OF_LISTED, lambda: scene.lists_anybody(world), NOBODY),
        (name in OF_DEBT, lambda: scene.total("listed_for_debt", world) > 0, OF_DEBT.get(name, "")),
        (name in OF_LOSS, lambda: scene.total("detriment", world) > 0, NO_LOSS),
        (name == "ordinal_proportionality", lambda: bool(np.isfinite(values).any()), UNRANKED),
    )
    why = next((word for asked, holds, word in causes if asked and not holds()), "")
    if why or isfinite(found.mean):
        return why
    return IN_SOME if np.isfinite(values).any() else NOT_HERE


def keeps_blacklist(scene: Scene, world: str) -> bool:
    """Tells whether a regime has a blacklist at any time; an unread document has one where it lists anybody."""
    document = scene.regimes.get(world)
    if document is None:
        return scene.lists_anybody(world)
    return any(rule.colour == "black" for _, regime in epochs(document) for rule in regime.standing.lists)


def ahead(scene: Scene, row_: Row, first: str, second: str) -> tuple[int, int] | None:
    """Counts the parameter samples at which one regime has more than another, and those that tell.

    At a point all assumed numbers are moved together, and both regimes live it. None where that was not run.
    """
    kept = kept_of(scene.dataset.attrs)
    columns = [(world, row_.name, row_.of) for world in (first, second)]
    if kept is None or any(column not in kept.columns for column in columns):
        return None
    one, other = (kept.points[:, kept.columns.index(column)] for column in columns)
    told = np.isfinite(one) & np.isfinite(other)
    return int((one[told] > other[told]).sum()), int(told.sum())
