"""What a page says in the place of a number that rests on too few events."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.counted import FEW_EVENTS
from underheaven.measure.counts import by_person
from underheaven.measure.interval import Interval
from underheaven.show.words import counted

if TYPE_CHECKING:
    from underheaven.show.page.finding import Number
    from underheaven.show.page.scene import Scene

NONE_AT_MOST = 3
"""Events that may be expected where none was seen, at 95 %: the rule of three."""


def is_few(found: Interval) -> bool:
    """Tell whether a number counts events and rests on fewer of them than a finding needs."""
    return found.events is not None and found.events < FEW_EVENTS


def is_told(number: Number) -> bool:
    """Tell whether a number may be said: it is one, and rests on enough events."""
    return isfinite(number.mean) and not is_few(number.found)


def months_silenced(scene: Scene, found: Interval, other: str) -> int:
    """Return the months of public speech that fell silent: a share of those spoken in the other world, all replicates.

    found: the share, which may be negative where speech rises.
    """
    spoken = by_person(scene.dataset, "months_speaking").sel(world=other)
    return abs(round(found.mean * float(spoken.sum(dtype=np.int64)))) if isfinite(found.mean) else 0


def too_few(scene: Scene, what: str, events: int) -> str:
    """Return the sentence that stands in the place of a finding: how many events, and how many persons it takes."""
    sizes = scene.dataset.sizes
    return f"{what}: too few events ({events}) to say. {needs(events, sizes['person'], sizes['replicate'])}"


def needs(events: int, persons: int, replicates: int) -> str:
    """Return how many persons it would take to have enough events, all else alike."""
    wanted = persons * FEW_EVENTS / (events or NONE_AT_MOST)
    step = 10 ** max(floor(log10(wanted)) - 1, 0)
    about = int(-(-wanted // step) * step)
    return (
        f"A finding needs {FEW_EVENTS}. {'About' if events else 'More than'} {about:,} persons over the same months in "
        f"{counted(replicates, 'replicate')} would give that many on average; this run has {persons:,}."
    )
