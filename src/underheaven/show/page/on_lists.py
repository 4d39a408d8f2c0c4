"""Findings about who is listed: how many, of which groups, how many wrongly and for how long, and who could pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from underheaven.measure.calendar import has_begun
from underheaven.measure.counted import FEW_EVENTS
from underheaven.measure.counts import of_blacklists
from underheaven.measure.error import ERRORS, wrongful_by_error
from underheaven.measure.family import beyond_chance
from underheaven.measure.interval import interval
from underheaven.measure.rare import shared
from underheaven.measure.values import LEVEL
from underheaven.show import ranges, views
from underheaven.show.page.charts.groups import rows as group_rows
from underheaven.show.page.charts.wrongful import MEANING
from underheaven.show.page.few import is_told, too_few
from underheaven.show.page.finding import Finding, Number, level, share_of
from underheaven.show.page.rests import Rest, rest_of
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import between, capital, people, real, share
from underheaven.show.words import counted, say, spoken

NOT_BEGUN = "The regime has not begun in the months shown, so nobody is recorded or listed."


def listed(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many are listed at the end and were ever; records where nobody is listed."""
    if not scene.lists_anybody(world):
        yield _recorded(scene, world)
        return
    now, ever = level(scene, world, "listed_now"), level(scene, world, "ever_listed")
    digits = ranges.digits(scene.dataset, world, "ever_listed")
    text = (
        f"In this model, in {scene.when(world)}, {_now(scene, world, now)}. Over "
        f"the {len(scene.months)} months, {people(ever.found, True, digits)} have been on one at some point"
        f"{real(scene, world, 'ever_listed', ever.found, again=True)}.{_beside(scene, world)}"
    )
    yield Finding("listed", text, _rest_of_records(scene, world), (now, ever))


def _beside(scene: Scene, world: str) -> str:
    """Says how many times the last published number of entries the base case has; nothing without one."""
    rows = next((rows for name, rows in views.published(scene.dataset) if name == world), [])
    entries = [row for row in rows if row.measure == views.PUBLISHED_AS["entries"] and row.simulated is not None]
    last = max(entries, key=lambda row: row.as_of, default=None)
    if last is None or last.simulated is None:
        return ""
    found, published = last.simulated, last.published
    times = replace(found, mean=found.mean / published, low=found.low / published, high=found.high / published)
    return (
        f" In {spoken(last.as_of)}, the last month with a published number of entries, the base case has "
        f"{say(times.mean, 2)} times that number {between(times, digits=2)}; no parameter range is computed for it."
    )


def _now(scene: Scene, world: str, now: Number) -> str:
    """Says how many are on the blacklists of a world, and what these are called: a lost licence is one as well."""
    listed = of_blacklists(scene.dataset["listed"].sel(world=world)).sum(["month", "group", "replicate"])
    used = [str(name) for name in listed["list"].values[listed.values > 0]]
    many = people(now.found, digits=ranges.digits(scene.dataset, world, "listed_now"))
    return f"{many} are on a blacklist ({', '.join(used)}){real(scene, world, 'listed_now', now.found)}"


def _recorded(scene: Scene, world: str) -> Finding:
    filed = level(scene, world, "records_filed")
    if not has_begun(scene.dataset, world):
        return Finding("listed", NOT_BEGUN, None, (filed,))
    if filed.mean == 0:
        return Finding("listed", "Nothing is recorded, and nobody is on a list.", None, (filed,))
    text = (
        f"Nobody is put on a blacklist. Over the {len(scene.months)} months, {say(filed.mean)} records are filed per "
        f"100,000 people {between(filed.found)}."
    )
    return Finding("listed", text, _rest_of_records(scene, world), (filed,))


def _rest_of_records(scene: Scene, world: str) -> Rest | None:
    """Gives the assumption behind the records that list most people, or of which there are most."""
    return rest_of(scene, world, "listed", channel=scene.recorder(world, scene.most_recorded(world)))


def groups(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields the widest gap between two categories of one attribute, by their ratio, of those beyond chance."""
    every = group_rows(scene, world)
    if not any(row["found"].mean > 0 for row in every):
        return
    told = {(row["attribute"], row["category"]): row for row in every if row["events"] >= FEW_EVENTS}
    pairs = [(a, b) for a in told for b in told if a[0] == b[0] and told[a]["found"].mean > told[b]["found"].mean]
    seconds = _second_largest(every)
    if not pairs and seconds < FEW_EVENTS:
        yield Finding("groups", too_few(scene, "Comparison of two groups", seconds), None, ())
        return
    beyond = beyond_chance({(a, b): interval(told[a]["values"] - told[b]["values"]) for a, b in pairs})
    if not beyond:
        yield Finding("groups", _none_beyond(scene, len(pairs)), None, ())
        return
    ends = max(beyond, key=lambda pair: told[pair[0]]["found"].mean / told[pair[1]]["found"].mean)
    yield _of_groups(scene, world, told[ends[0]], told[ends[1]], len(told) < len(every))


def _second_largest(every: Sequence[dict[str, Any]]) -> int:
    """Gives the events of the second largest category, of the attribute where it has most: two are needed to part."""
    by: dict[str, list[int]] = {}
    for row in every:
        by.setdefault(row["attribute"], []).append(row["events"])
    return max((sorted(its)[-2] for its in by.values() if len(its) > 1), default=0)


def _none_beyond(scene: Scene, pairs: int) -> str:
    if scene.dataset.sizes["replicate"] < 2:
        return "One replicate cannot show whether groups differ beyond Monte Carlo error (no interval)."
    compared = f"{counted(pairs, 'pair')} compared, with Holm's correction"
    return f"No two groups of one attribute differ beyond Monte Carlo error ({compared})."


def _of_groups(scene: Scene, world: str, first: dict[str, Any], last: dict[str, Any], some_left_out: bool) -> Finding:
    """Says how two categories of one attribute differ."""
    lists, most, least = scene.lists_anybody(world), first["found"], last["found"]
    without = f"; groups with fewer than {FEW_EVENTS} events are left out" if some_left_out else ""
    widest = (
        "Of all pairs of groups of one attribute that differ beyond Monte Carlo error, after Holm's correction, this "
        f"one has the largest ratio; which pair comes first may be due to chance{without}."
    )
    what = "first entries on a blacklist" if lists else "records"
    text = (
        f"Over the {len(scene.months)} months, there are {say(most.mean)} {what} {between(most)} for every 100,000 "
        f"persons in the group {first['category']} (its mean size over the run); in the group {last['category']}, "
        f"{say(least.mean)} {between(least)}. {widest}"
    )
    measure = "ever_listed_in" if lists else "records_filed_in"
    numbers = tuple(
        Number(*ranges.said_of(f"{measure}:{label}"), found, (world, f"{measure}:{label}", LEVEL))
        for label, found in ((first["category"], most), (last["category"], least))
    )
    kind, name = scene.most_recorded(world), first["attribute"]
    why = "groups by debt" if scene.is_state(kind) else "groups by conduct"
    channel = scene.recorder(world, kind)
    rest = rest_of(scene, world, why, category=first["category"], attribute=name, kind=kind, channel=channel)
    return Finding("groups", text, rest, numbers)


def wrongly(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many are ever wrongly listed; wrongful records where nobody is listed."""
    lists = scene.lists_anybody(world)
    ever = level(scene, world, "ever_wrongly_listed" if lists else "wrongful_records")
    of = level(scene, world, "wrongly_listed_share" if lists else "false_discovery_share")
    if not ever.mean > 0:
        if scene.total("recorded", world) > 0:
            yield Finding("wrongly", too_few(scene, ever.title, 0), None, ())
        return
    if lists:
        text = _ever_wrongly(scene, world, ever)
        told = is_told(of)
        text += f" Of those listed at the end, {share_of(scene, of)} are{_allowed(scene, of)}." if told else ""
        numbers = (ever, of) if told else (ever,)
    else:
        text = (
            f"Per 100,000 people, {say(ever.mean)} records are wrongful {between(ever.found)}: {share_of(scene, of)} "
            f"of all that are filed{_allowed(scene, of)}."
        )
        numbers = (ever, of)
    said, errors = _by_error(scene, world)
    yield Finding("wrongly", text + said, rest_of(scene, world, "wrongly"), (*numbers, *errors))


def _ever_wrongly(scene: Scene, world: str, ever: Number) -> str:
    """Says how many are ever wrongly listed; the range comes first where it leaves that open."""
    what, column = "on a blacklist at some point without a true record behind the entry", (world, "ever_wrongly_listed")
    many = people(ever.found, digits=ranges.digits(scene.dataset, *column))
    span = ranges.range_of(scene.dataset, *column)
    if span is None or not (ranges.is_wide(scene.dataset, *column) or span[1] >= ranges.TENFOLD * ever.mean):
        return f"{capital(many)} are {what}."
    median = say(ranges.median_of(scene.dataset, *column), 2)
    return (
        f"It remains open how many people are {what}: the parameter range is {ranges.ends(*span, '')} of every 100,000 "
        f"people, with a median of {median}. In the base case it is {many}."
    )


def _by_error(scene: Scene, world: str) -> tuple[str, tuple[Number, ...]]:
    """Says by which errors wrongful records arise: the three that make most."""
    by = wrongful_by_error(scene.dataset).sel(world=world)
    if float(by.sum()) < FEW_EVENTS:
        return "", ()
    whole = by.sum("error").values
    found = {error: shared(by.sel(error=error).values, whole) for error in ERRORS}
    used = sorted((e for e in ERRORS if found[e].mean > 0), key=lambda e: -found[e].mean)[:3]
    said = "; ".join(f"{MEANING[e]} {share(found[e])}" for e in used)
    numbers = tuple(Number(f"Of wrongful records filed, {MEANING[e]}", "share", found[e]) for e in used)
    return f" Of wrongful records filed, by error: {said}.", numbers


def _allowed(scene: Scene, of: Number) -> str:
    """Says what the assumptions allow for a share, where that was run."""
    span = None if of.column is None else ranges.range_of(scene.dataset, *of.column)
    if span is None or of.column is None:
        return ""
    median = ranges.amount(ranges.median_of(scene.dataset, *of.column), "share", 2)
    return f"; parameter range {ranges.ends(*span, 'share')}, median {median}"


def split(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many of those listed could not have paid: with the parameter range where that was run."""
    unable = level(scene, world, "listed_unable")
    if not unable.mean > 0:
        return
    span = ranges.range_of(scene.dataset, world, "listed_unable")
    if span is None:
        text = (
            f"In the base case, {share(unable.found)} of those listed for a debt at the end are unable to pay. Other "
            "assumptions can move this share much further; no parameter range was computed."
        )
    else:
        low, high = (say(100 * end, 2) for end in span)
        text = (
            f"The documents leave open how many of those listed for a debt are unable to pay: the parameter range is "
            f"{low} to {high} %, with a median of "
            f"{ranges.amount(ranges.median_of(scene.dataset, world, 'listed_unable'), 'share', 2)}. In the base case "
            f"it is {share_of(scene, unable)}."
        )
    yield Finding("split", text, rest_of(scene, world, "split"), (unable,))
