"""Findings about how stays on blacklists last and end: of everybody put on one, and of those put on wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.counted import FEW_EVENTS, events_of
from underheaven.measure.counts import WRONGFUL
from underheaven.measure.error import SET_RIGHT
from underheaven.measure.family import beyond_chance
from underheaven.measure.groups import members
from underheaven.measure.interval import SAME, Interval, interval
from underheaven.measure.rare import if_enough
from underheaven.measure.stays import laws, main_law, still_on_24_in, ways_out
from underheaven.measure.values import LEVEL
from underheaven.measure.whole_run import FEW, persons_by
from underheaven.show.page.few import is_few, is_told, too_few
from underheaven.show.page.finding import Finding, Number, level, share_of
from underheaven.show.page.rests import rest_of
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import between, capital, share
from underheaven.show.ranges import said_of
from underheaven.show.words import counted, no_width, say
from underheaven.spec.change import epochs

if TYPE_CHECKING:
    import xarray as xr

STILL = "still_on_24_in"
HORIZON = 24
WAYS = {
    "expired": "because the term of the record ended", "performed": "because the debt was gone",
    "corrected": "by correction", "appealed": "on appeal", "early": "by early removal",
    "renewed": "by death or moving away", "withdrawn": "by not agreeing to the regime", "other": "in another way",
}  # fmt: skip
MOST_WAYS = 3
"""Ways out that a sentence names."""


def entered(scene: Scene, world: str) -> str:
    """Says of whom stays are: of those put on a blacklist during the longest stretch without an amendment."""
    law = main_law(scene.dataset, world)
    if len(laws(scene.dataset, world)) == 1:
        return "during the run"
    first, last = scene.said_months(world, law.first - 1, law.last - 1)
    return f"between {first} and {last}, under one version of the rules,"


def out(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how long a first stay lasts, how it ends, who stays longest, and who comes back."""
    half, still = level(scene, world, "stay_median"), level(scene, world, "still_on_24")
    leave, again = level(scene, world, "exit_hazard"), level(scene, world, "relisted_share")
    said, numbers = _halves(scene, half, still, f"Of those put on a blacklist {entered(scene, world)}")
    if said:
        term = ", as it is the term of the record" if _by_term(scene, world, half) else ""
        said = said.replace(f"({SAME})", f"({SAME}{term})")
        ways, named = _ways(scene, world)
        who, ends = _who_stays(scene, world, still_on(scene, world))
        said, numbers = said + ways + who, [*numbers, *named]
        numbers += [_of_category(world, category, found) for category, found in ends]
    elif isfinite(leave.mean):
        said = "Too few stays on blacklists could be followed long enough to estimate how long one lasts."
    if is_told(leave):
        said += f" Each month, {share(leave.found)} of those listed leave the list."
        numbers.append(leave)
    if again.mean > 0 and is_told(again):
        said += (
            f" Of adults present throughout the run who were ever listed, {share_of(scene, again)} came off and were "
            "listed again."
        )
        numbers.append(again)
    if said:
        yield Finding("out", said.strip(), rest_of(scene, world, "out"), tuple(numbers))


def _by_term(scene: Scene, world: str, half: Number) -> bool:
    """Tells whether a number of months without width is a term that the regime's document states."""
    regime = scene.regimes.get(world)
    if regime is None or no_width(half.found) != SAME:
        return False
    return any(rule.months == half.mean for _, version in epochs(regime) for rule in version.recording.rules)


def until_off(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how long a wrongful listing stands, and how many of the wrongly listed are set right."""
    half, still = level(scene, world, "wrongful_stay_median"), level(scene, world, "wrongful_still_on_24")
    mended, right = level(scene, world, "set_right_within_24"), level(scene, world, "set_right_share")
    said, numbers = _halves(scene, half, still, f"Of those wrongly put on a blacklist {entered(scene, world)}")
    if not said and half.found.events and is_few(half.found):
        said = too_few(scene, half.title, half.found.events)
    if is_told(mended):
        said += f" Within {HORIZON} months {share_of(scene, mended)} of them are set right by correction or on appeal."
        numbers.append(mended)
    if is_told(right):
        numbers.append(right)
        said += (
            f" Of the wrongful records that ended, {share_of(scene, right)} were set right by correction or on appeal"
            f"{_others(scene, world)}."
        )
    if said:
        rest = rest_of(scene, world, "until off") if numbers else None
        yield Finding("until off", said.strip(), rest, tuple(numbers))


def _others(scene: Scene, world: str) -> str:
    """Says how most wrongful records ended that were not set right; nothing where too few did, or no way had most."""
    gone = scene.dataset["removals"].sel(world=world, origin=list(WRONGFUL)).sum(["month", "origin", "replicate"])
    ways = [way for way in map(str, gone["removal"].values) if way in WAYS and way not in SET_RIGHT]
    by = {way: int(gone.sel(removal=way)) for way in ways}
    whole, most = sum(by.values()), max(by, key=lambda way: by[way])
    if whole < FEW_EVENTS or 2 * by[most] <= whole:
        return ""
    return f"; most of the others ended {WAYS[most]}"


def still_on(scene: Scene, world: str) -> dict[str, Interval]:
    """Gives the share still on a blacklist 24 months after entry, for each category with enough persons."""
    return _enough(scene, world, still_on_24_in(scene.dataset))


def _halves(scene: Scene, half: Number, still: Number, of: str) -> tuple[str, list[Number]]:
    """Says after how many months half are off, and how many are still on after 24; nothing where neither is known."""
    if not is_told(still):
        if not is_told(half):
            return "", []
        return f"{of} half have left within {say(half.mean)} months {between(half.found)}.", [half]
    lasting = f"{share_of(scene, still)} are still on one {HORIZON} months after entry"
    left = round(still.mean * (still.found.events or 0))
    if left < FEW_EVENTS:  # a share of many that is made by a few rests on the few
        lasting = f"too few (about {left}) are still on one {HORIZON} months after entry to state a share"
        if not is_told(half):
            return f"{capital(lasting)}.", []
        return f"{of} half have left within {say(half.mean)} months {between(half.found)}; {lasting}.", [half]
    if not is_told(half):
        return f"{of} {lasting}.", [still]
    return f"{of} half have left within {say(half.mean)} months {between(half.found)}; {lasting}.", [half, still]


def _ways(scene: Scene, world: str) -> tuple[str, list[Number]]:
    """Says by which ways most are off within 24 months of entry."""
    shares = ways_out(scene.dataset, HORIZON)
    stays = events_of(scene.dataset, "still_on_24", shares.isel(stay_end=0), world)
    of = shares.sel(world=world)
    found = {way: if_enough(of.sel(stay_end=way).values, stays.base if stays else 0) for way in WAYS}
    most = sorted((w for w in WAYS if found[w].mean > 0), key=lambda w: -found[w].mean)[:MOST_WAYS]
    if not most:
        return "", []
    said = "; ".join(f"{share(found[way])} {WAYS[way]}" for way in most)
    numbers = [Number(f"Off within {HORIZON} months of entry, {WAYS[way]}", "share", found[way]) for way in most]
    return f" Ways out by then: {said}.", numbers


def _who_stays(scene: Scene, world: str, by: Mapping[str, Interval]) -> tuple[str, list[tuple[str, Interval]]]:
    """Says in which category most are still on and in which fewest, of all pairs that differ beyond chance."""
    values = {category: one.sel(world=world).values for category, one in still_on_24_in(scene.dataset).items()}
    pairs = [(a, b) for a in by for b in by if by[a].mean > by[b].mean]
    beyond = beyond_chance({(a, b): interval(values[a] - values[b]) for a, b in pairs})
    if not beyond:
        return "", []
    first, last = max(beyond, key=lambda pair: beyond[pair].mean)
    said = (
        f" Of adults present throughout the run, the share still on after {HORIZON} months is largest in the group "
        f"{first}, {share(by[first])}, and smallest in the group {last}, {share(by[last])}"
    )
    looked = f"{counted(len(pairs), 'pair')} compared, with Holm's correction"
    return f"{said} ({looked}).", [(first, by[first]), (last, by[last])]


def _of_category(world: str, category: str, found: Interval) -> Number:
    title, unit = said_of(f"{STILL}:{category}")
    return Number(title, unit, found, (world, f"{STILL}:{category}", LEVEL))


def _enough(scene: Scene, world: str, by: Mapping[str, xr.DataArray]) -> dict[str, Interval]:
    """Gives those with enough persons in every replicate and a number in each."""
    persons = persons_by(scene.dataset, "group").sel(world=world)
    listed = scene.dataset["first_listed"].sel(world=world).sum(["month", "replicate"])
    found = {
        category: scene.over_replicates(by[category], world)
        for category, mine in members(scene.dataset).items()
        if float(persons.isel(group=mine).sum("group").min()) >= FEW
        and float(listed.isel(group=mine).sum("group")) >= FEW_EVENTS
    }
    return {category: one for category, one in found.items() if isfinite(one.mean)}
