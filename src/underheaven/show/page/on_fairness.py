"""Findings about proportion and fairness: gravity, and who is hit more at equal conduct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.counted import FEW_EVENTS, having
from underheaven.measure.events import losers
from underheaven.measure.fairness import equal_conduct_gap_in
from underheaven.measure.family import beyond_chance
from underheaven.measure.groups import members
from underheaven.measure.interval import Interval
from underheaven.measure.one_world import one_world
from underheaven.measure.proportion import multiple_of
from underheaven.measure.values import EQUAL_CONDUCT, LEVEL
from underheaven.measure.whole_run import FEW, OF_PERSONS, persons_by
from underheaven.show.page.charts.gravity import most, rows
from underheaven.show.page.few import too_few
from underheaven.show.page.finding import Finding, Number, level, share_of
from underheaven.show.page.rests import rest_of
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import ALONE, NOTHING, between, more
from underheaven.show.page.tables import minus
from underheaven.show.ranges import said_of
from underheaven.show.words import say

if TYPE_CHECKING:
    import xarray as xr

DETRIMENT, LISTED, WRONGLY = EQUAL_CONDUCT
FOLLOWS = 0.3
"""A rank correlation nearer to nought than this is said to be hardly any."""


def gravity(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields whether graver kinds of conduct cost more, and how much of what is lost no act or gravity carries."""
    names = ("ordinal_proportionality", "excess_share", "unjustified_share")
    tau, excess, unjustified = (level(scene, world, name) for name in names)
    if not isfinite(tau.mean) and not isfinite(excess.mean):
        return
    borne = int(losers(scene.dataset).sel(world=world).sum())
    if borne < FEW_EVENTS:
        yield Finding("gravity", too_few(scene, "Persons who bear any loss", borne), None, ())
        return
    said, numbers = list[str](), list[Number]()
    if isfinite(tau.mean):
        numbers.append(tau)
        said.append(
            f"{_follows(tau.found)} The rank correlation of how grave a kind of conduct is and what one record of it "
            f"costs is {minus(say(tau.mean))} {between(tau.found, least=-1.0, most=1.0)}; 1 means that graver "
            "conduct always costs more."
        )
    else:
        said += _costs(scene, world)
    if isfinite(excess.mean):
        numbers += [excess, unjustified]
        said.append(
            f"Of all losses, {share_of(scene, excess)} exceeds {say(multiple_of(scene.dataset))} times the gravity of "
            f"what was recorded, and {share_of(scene, unjustified)} has no true act behind it."
        )
    yield Finding("gravity", " ".join(said), rest_of(scene, world, "gravity"), tuple(numbers))


def _costs(scene: Scene, world: str) -> list[str]:
    """Says what a record of each kind costs, the gravest first, where kinds are too few for a correlation."""
    found = most(rows(scene, world))
    if len(found) < 2:
        return []
    each = "; ".join(
        f"{row['kind']} {say(row['found'].mean)} {between(row['found'])}, gravity {say(row['gravity'])}"
        for row in found
    )
    return [
        f"What one record costs, in months of income, the gravest kind first: {each}. No parameter range is computed "
        "for these costs."
    ]


def _follows(found: Interval) -> str:
    """Says in a sentence whether cost follows gravity, as far as Monte Carlo error lets it be told."""
    if isfinite(found.low) and max(abs(found.low), abs(found.high)) < FOLLOWS:
        return "What a record costs hardly follows the gravity of what was done."
    if not isfinite(found.low) or found.low < 0 < found.high:
        return (
            "The relation between what a record costs and the gravity of what was done is not distinguishable from "
            "Monte Carlo error."
        )
    if found.mean < 0:
        return "What a record costs runs against the gravity of what was done."
    return f"What a record costs follows the gravity of what was done{'' if found.mean > 2 * FOLLOWS else ' loosely'}."


def equal_conduct(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields which category of persons loses most, and which is longest wrongly listed, at equal conduct."""
    said, numbers = list[str](), list[Number]()
    for name in (DETRIMENT, WRONGLY):
        found = gaps(scene, world, name)
        if found:
            sentence, number = _hit_most(scene, world, name, found)
            said.append(sentence.replace(f"Compared with {MATCHED}", "Compared in the same way") if said else sentence)
            numbers += [number] if number else []
    if said:
        rest = rest_of(scene, world, "equal conduct") if numbers else None
        yield Finding("equal conduct", " ".join(said), rest, tuple(numbers))


WHAT = {
    DETRIMENT: ("loses access worth", " of income", "loses more access"),
    WRONGLY: ("is wrongly listed for", "", "is wrongly listed for longer"),
}
"""What a person of a group that is hit more does, before its number and after its months; and what no group does."""
MATCHED = "others in the same band of acts who likewise did, or did not, ever owe a judgment"


def _hit_most(scene: Scene, world: str, name: str, found: Mapping[str, Interval]) -> tuple[str, Number | None]:
    """Says which group has most more than all others beyond chance, of those looked at; or that none has."""
    does, of, none_does = WHAT[name]
    reads = OF_PERSONS[EQUAL_CONDUCT[name]].reads
    events = int(having(one_world(scene.dataset, world), reads).sum())
    if events < FEW_EVENTS:
        return too_few(scene, said_of(f"{name}:all")[0].split(",")[0], events), None
    if scene.dataset.sizes["replicate"] < 2:
        return f"One replicate cannot show whether any group {none_does} at equal conduct {ALONE}.", None
    beyond = {c: one for c, one in beyond_chance(found).items() if one.mean > 0}
    looked = f"{len(found)} groups compared, with Holm's correction, which widens the interval"
    if not beyond:
        return (
            f"Compared with {MATCHED}, no group {none_does} beyond Monte Carlo error ({len(found)} groups compared, "
            "with Holm's correction).",
            None,
        )
    worst = max(beyond, key=lambda c: beyond[c].mean)
    more_of = re.sub(r"months?", rf"\g<0>{of}", more(beyond[worst], "month", "more", "fewer"), count=1)
    text = f"Compared with {MATCHED}, a person in the group {worst} {does} {more_of}; {looked}."
    return text, _of_category(world, name, worst, beyond[worst])


def gaps(scene: Scene, world: str, name: str) -> dict[str, Interval]:
    """Gives a gap at equal conduct for each category with enough persons; nothing where none of them has any.

    name: in ``EQUAL_CONDUCT``.
    """
    return _enough(scene, world, equal_conduct_gap_in(scene.dataset, EQUAL_CONDUCT[name]))


def _of_category(world: str, name: str, category: str, found: Interval) -> Number:
    title, unit = said_of(f"{name}:{category}")
    return Number(title, unit, found, (world, f"{name}:{category}", LEVEL))


def _enough(scene: Scene, world: str, by: Mapping[str, xr.DataArray]) -> dict[str, Interval]:
    """Gives those with enough persons in every replicate and a number in each; nothing where all are nought."""
    persons = persons_by(scene.dataset, "group").sel(world=world)
    found = {
        category: scene.over_replicates(by[category], world)
        for category, mine in members(scene.dataset).items()
        if float(persons.isel(group=mine).sum("group").min()) >= FEW
    }
    known = {category: one for category, one in found.items() if isfinite(one.mean)}
    return known if any(abs(one.mean) > NOTHING for one in known.values()) else {}
