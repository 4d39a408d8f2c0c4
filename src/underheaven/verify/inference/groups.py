"""Groups: named where they are all alike, and chosen and measured where they do not differ at equal conduct."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from underheaven.show.page import on_fairness, on_lists
from underheaven.show.page.scene import Scene
from underheaven.spec.document import Document
from underheaven.spec.society import Society
from underheaven.verify.case import Figure, Values
from underheaven.verify.inference.claims import COVERS, FAMILY, at_least, at_most
from underheaven.verify.inference.relabelled import relabelled
from underheaven.verify.inference.studies import LOT, how_many, lived, lots, printed, scenes
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, regime, society
from underheaven.verify.standing import listing

if TYPE_CHECKING:
    import xarray as xr

PERSONS, OF_GROUPS, MONTHS = 3_600, 6_900, 3
"""Of a replicate: a third of the first are a colour, a sixth of the second a letter and a colour, and fewer than 1,000
of a group are not compared."""
WRONGLY, APPEALS, TERM = 0.03, 0.1, 24
"""Chances a month to be listed for nothing and to come off on appeal, and the term in months."""
THREE, MANY = 3, 10
"""Colours: groups of few persons are compared where it is said who is listed, and not at equal conduct."""
NAMING, CHOOSING = 40, 60
"""Studies at the usual effort."""
OFTEN, SEEN = 3.0, 0.3
"""Acts a year, and the chance that one is recorded."""
POOL = 4
"""Lots that are lived for the studies of selected groups, which deal the labels of their persons anew."""


def false_names(values: Values) -> Figure:
    """Hold the share of studies that name a group, where all are alike, against the level of the correction.

    Of the finding on equal conduct for each of its sentences; of the finding on who is listed; or of either.
    """
    of, colours = values["of"], MANY if values["of"] == "listed" else THREE
    live_once = partial(alike, colours)
    return at_most(FAMILY, [_names(scene, of) for scene in scenes(lots(live_once, how_many(NAMING)))])


def alike(colours: int) -> xr.Dataset:
    """Live persons of two attributes that nothing hangs on, of whom some are listed for nothing."""
    world = regime("wronged", sensitivity=0, false_per_year=12 * WRONGLY, appealed=APPEALS, months=TERM)
    return live([world], people(colours), PERSONS, MONTHS)


def people(colours: int) -> Document[Society]:
    """Read the society of two letters and so many colours, all of them of one distribution and one size."""
    categories = ", ".join(f"colour{n} = 1" for n in range(colours))
    return society("groups-alike", opportunities_per_year=OFTEN, colours=categories)


def _names(scene: Scene, of: str) -> bool:
    world = scene.worlds[0]
    if of == "listed":
        return any(finding.numbers for finding in on_lists.groups(scene, world))
    measures = {"detriment": on_fairness.DETRIMENT, "wrongly-listed": on_fairness.WRONGLY}
    return any(
        number.column is not None and number.column[1].startswith(f"{measures[of]}:")
        for finding in on_fairness.equal_conduct(scene, world)
        for number in finding.numbers
    )


def selected_groups(values: Values) -> Figure:
    """Hold the gap of the two groups chosen, its interval, or that of their ratio, where labels are dealt by chance.

    The mean of the gap is 0, as groups are measured on persons who did not choose them; intervals hold 0,
    and one for a ratio, at their level.
    """
    of = values["of"]
    name, truth = ("listing_ratio", 1.0) if of == "ratio" else ("equal_conduct_listed", 0.0)
    found = [printed(scene, name) for scene in scenes(_dealt(how_many(CHOOSING), within=of != "ratio"))]
    if of == "mean":
        return simulated(0.0, [one.mean for one in found])
    return at_least(COVERS, [one.low <= truth <= one.high for one in found])


def _dealt(studies: int, within: bool) -> Iterator[xr.Dataset]:
    """Yield so many studies of one pool of lives; within: whether labels stay within bands of equal conduct."""
    (pool,) = lived(acting, POOL * LOT, POOL * LOT)
    yield from relabelled(pool, studies, within)


def acting() -> xr.Dataset:
    """Live persons of six groups who act as chance has it, and are listed for what is seen of it."""
    return live([listing(SEEN, TERM)], people(THREE), OF_GROUPS, 2 * MONTHS)
