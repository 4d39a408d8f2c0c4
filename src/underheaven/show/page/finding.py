"""What a finding is, and how its numbers are had from the measures."""

from __future__ import annotations

from dataclasses import dataclass

from underheaven.measure.interval import Interval, interval
from underheaven.measure.kept import Column
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.show.page.rests import Rest
from underheaven.show.page.scene import Scene


@dataclass(frozen=True)
class Number:
    """One number of a finding, for machines: what it is, its unit, its interval, and the column it stands in."""

    title: str
    unit: str
    found: Interval
    column: Column | None = None

    @property
    def mean(self) -> float:
        """The mean over replicates."""
        return self.found.mean


@dataclass(frozen=True)
class Finding:
    """A few sentences; rest: the assumption they name, None where the documents assume nothing of the kind.

    numbers: those that the sentences say and no others, as they are said; what is measured is said of the first.
    question: the one of ``questions`` that it answers. more: whether it comes after the answer, and is folded.
    """

    name: str
    text: str
    rest: Rest | None
    numbers: tuple[Number, ...]
    question: str = ""
    more: bool = False


def level(scene: Scene, world: str, name: str) -> Number:
    """Gives a measure of one world; a paired measure is one beside the other world, which must be there."""
    other = scene.other(world)
    if name in PAIRED and other is not None:
        paired = PAIRED[name]
        return Number(paired.title, paired.unit, scene.over_replicates(paired.function(scene.dataset, other), world),
                      (world, name, DIFFERENCE))  # fmt: skip
    measure = MEASURES[name]
    return Number(measure.title, measure.unit, scene.over_replicates(measure.function(scene.dataset), world),
                  (world, name, LEVEL))  # fmt: skip


def difference(scene: Scene, world: str, name: str) -> Number:
    """Gives a measure's paired difference from the other world, which must be there."""
    measure = MEASURES[name]
    values = measure.function(scene.dataset).transpose("world", "replicate")
    apart = values.sel(world=world).values - values.sel(world=scene.other(world)).values
    return Number(f"{measure.title}, difference", measure.unit, interval(apart), (world, name, DIFFERENCE))
