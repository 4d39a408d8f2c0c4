"""What a finding is, and how its numbers are had from the measures."""

from __future__ import annotations

from dataclasses import dataclass

from underheaven.measure.estimate import estimate, estimate_difference
from underheaven.measure.interval import Interval
from underheaven.measure.kept import Column
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.show import ranges
from underheaven.show.page.rests import Rest
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import share


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
        values = paired.function(scene.dataset, other)
        found = estimate(scene.dataset, name, values, world).within(*paired.range)
        return Number(paired.title, paired.unit, found, (world, name, DIFFERENCE))
    measure = MEASURES[name]
    found = estimate(scene.dataset, name, measure.function(scene.dataset), world).within(*measure.range)
    return Number(measure.title, measure.unit, found, (world, name, LEVEL))


def share_of(scene: Scene, number: Number) -> str:
    """Says a share: roughly and without an interval where its parameter range leaves it open, as the table does."""
    if number.column is not None and ranges.is_open(scene.dataset, *number.column):
        return f"about {ranges.amount(number.mean, 'share', 2)}"
    return share(number.found)


def difference(scene: Scene, world: str, name: str) -> Number:
    """Gives a measure's paired difference from the other world, which must be there."""
    measure = MEASURES[name]
    values = measure.function(scene.dataset).transpose("world", "replicate")
    apart = estimate_difference(scene.dataset, name, values, world, str(scene.other(world)), measure.range)
    return Number(f"{measure.title}, difference", measure.unit, apart, (world, name, DIFFERENCE))
