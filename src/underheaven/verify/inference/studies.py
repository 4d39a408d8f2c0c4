"""Many small studies of one question: a long run of replicates, cut into lots as large as the usual study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from underheaven.run.public import DEFAULTS
from underheaven.show.page import finding
from underheaven.show.page.scene import Scene, scene_of
from underheaven.verify.effort import PERSON_MONTHS, REPLICATES, USUAL, current, making

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.measure.interval import Interval

LOT: int = DEFAULTS["replicates"]
"""Replicates of a study, where nobody asks for another number."""
STUDIES = 125
"""Studies of a case at the usual effort."""
TOGETHER = 400
"""Replicates that are lived as one run: their tallies stand in memory at once."""
FURTHER = 1 << 16
"""Seeds between two such runs of one case, and more than the seeds between two cases."""


def how_many(usual: int = STUDIES) -> int:
    """Return how many studies the effort makes of a case, 2 or more; usual: at the usual effort."""
    effort = current()
    finer = (float(USUAL.aim or 1) / effort.aim) ** 2 if effort.aim else 1.0
    return max(round(usual * finer * effort.replicates * effort.person_months / (REPLICATES * PERSON_MONTHS)), 2)


def lots(live_once: Callable[[], xr.Dataset], studies: int, lot: int = LOT) -> Iterator[xr.Dataset]:
    """Yield so many studies of ``lot`` replicates each, no two of which share a draw.

    Args: live_once: lives the worlds of the case with the seed and the replicates of the effort.
    """
    for dataset in lived(live_once, studies * lot, TOGETHER // lot * lot):
        for first in range(0, dataset.sizes["replicate"], lot):
            yield dataset.isel(replicate=slice(first, first + lot))


def lived(live_once: Callable[[], xr.Dataset], replicates: int, most: int) -> Iterator[xr.Dataset]:
    """Yield runs that hold so many replicates together, and ``most`` each; arguments as of `lots`."""
    effort, left, run = current(), replicates, 0
    while left > 0:
        run, here = run + 1, min(left, most)
        left -= here
        with making(replace(effort, seed=(effort.seed + run * FURTHER) % (1 << 32), replicates=here)):
            dataset = live_once()
        yield dataset


def scenes(studies: Iterator[xr.Dataset]) -> Iterator[Scene]:
    """Yield what a page reads of each study; documents are read once, as they are the same in all."""
    first: Scene | None = None
    for dataset in studies:
        first = first or scene_of(dataset)
        yield replace(first, dataset=dataset)


def printed(scene: Scene, name: str, paired: bool = False) -> Interval:
    """Return the interval that a page prints of a measure of the first world.

    Args: name: of the registry. paired: of its difference from the other world, and not of its level.
    """
    of = finding.difference if paired else finding.level
    return of(scene, scene.worlds[0], name).found
