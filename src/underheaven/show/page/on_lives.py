"""Findings about lives: what is lost and denied, work and credit, debts paid, conduct and speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

import numpy as np

from underheaven.fields import CONTEXTS
from underheaven.measure import burden, reach
from underheaven.measure.counts import by_person, ratio
from underheaven.measure.estimate import estimate
from underheaven.measure.interval import Interval
from underheaven.measure.values import LEVEL
from underheaven.show import ranges
from underheaven.show.constants import OR_BARE, OUTSIDE, PROPERTY
from underheaven.show.page.few import is_few, months_silenced, too_few
from underheaven.show.page.finding import Finding, Number, difference, level, share_of
from underheaven.show.page.rests import rest_of
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import (
    NOTHING,
    TINY,
    between,
    capital,
    more,
    moves,
    points,
    real,
    share,
    shifts,
)
from underheaven.show.page.tables import minus
from underheaven.show.words import say

TIES = "none:ties"
BARE = (TIES, "none:official", "none:outside")
"""Causes that are no record of one's own: scores of ties, what an official decides, and staying out."""
PRESSED = (
    "Any such effect is put in by an assumption: the society's document states how strongly the price of a listing "
    "presses a debtor to pay."
)
SELECTED = (
    "Any such difference is partly selection, put in by the rules: a regime that bars loans to past defaulters selects "
    "its borrowers."
)


def detriment(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what lost access is worth, where most of it is lost, and how much of it far from its cause."""
    total = level(scene, world, "detriment")
    if not total.mean > 0:
        return
    by = burden.detriment_by_effect(scene.dataset)
    effect = CONTEXTS[int(by.sel(world=world).mean("replicate").argmax("effect"))]
    parts = ratio(by.sel(effect=effect), by.sum("effect"))
    part = Number(f"Part lost in {effect}", "share", scene.over_replicates(parts, world))
    text, worth = _worth(scene, world, total)
    where, causes = _causes(scene, world)
    numbers = (worth, part, *causes) if isfinite(part.mean) else (worth, *causes)
    if isfinite(part.mean):
        text += f" {_where(part.found, effect, '' if worth is total else ', including those of people never listed')}"
    yield Finding("detriment", text + where, rest_of(scene, world, "detriment", effect=effect), numbers)


def _worth(scene: Scene, world: str, total: Number) -> tuple[str, Number]:
    """Says what is lost by those ever listed; by everybody, where that cannot be told."""
    if scene.other(world) is not None and scene.lists_anybody(world):
        mine = level(scene, world, "detriment_of_listed")
        if isfinite(mine.mean):
            worth = f"{say(mine.mean)} months of their income {between(mine.found)}"
            return f"In this model, those ever listed lose access worth {worth} over the run.", mine
    worth = f"{say(total.mean)} months of income a person over the run {between(total.found)}"
    return f"Averaged over everybody, lost access is worth {worth} in this model.", total


def _where(part: Interval, effect: str, whose: str) -> str:
    if part.mean > 1 - NOTHING:
        return f"All losses{whose}{',' * bool(whose)} are in {effect}."
    return f"Of all losses{whose}, the largest part, {share(part)}, is in {effect}."


def _causes(scene: Scene, world: str) -> tuple[str, tuple[Number, ...]]:
    """Says how much of all that is lost falls far from the record behind it, and how much has none behind it."""
    by = burden.detriment_matrix(scene.dataset).sum("effect")
    parts = ratio(by.sel(cause=list(BARE)).sum("cause"), by.sum("cause"))
    bare = Number("Part lost without a record behind it", "share", scene.over_replicates(parts, world))
    record = "record of one's own" if float(by.sel(world=world, cause=TIES).sum()) > 0 else "record"
    if bare.mean > 1 - NOTHING:
        return f" None of it follows from a {record}.", ()
    cross = level(scene, world, "cross_context_share")
    if not isfinite(cross.mean) or not (scene.is_lived(world) or bare.mean > NOTHING):
        return "", ()  # its parts are weighted by the documents' constants: see ``constants``
    has_bare = bare.mean > NOTHING
    staying = " (staying out of the regime costs access too)" if scene.total("stayed_out", world) > 0 else ""
    behind = f"; {share(bare.found)} has no {record} behind it{staying}" if has_bare else ""
    text = f" {capital(_all_or(scene, cross))} {OUTSIDE}{OR_BARE if has_bare else ''}{behind}."
    return text, (cross, bare) if has_bare else (cross,)


def constants(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what a month of each standing is expected to cost by the documents' constants: no result, no interval."""
    said = scene.constants(world)
    if said:
        yield Finding("constants", " ".join([*said, PROPERTY]), None, ())


def _all_or(scene: Scene, number: Number) -> str:
    return "none of it" if number.mean < NOTHING else share_of(scene, number)


def denied(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields the two kinds of attempts that are denied most."""
    by = reach.denials_by_kind(scene.dataset)
    kinds = [str(k) for k in by["denial"].values]
    every = {k: estimate(scene.dataset, f"denials_by_kind:{k}", by.sel(denial=k, drop=True), world) for k in kinds}
    found = {k: one for k, one in every.items() if one.mean > 0}
    used = sorted((k for k in found if not is_few(found[k])), key=lambda k: -found[k].mean)[:2]
    if found and not used:
        most = max(found, key=lambda k: found[k].mean)
        yield Finding("denied", too_few(scene, f"Denied: {most}", found[most].events or 0), None, ())
    if not used:
        return
    really = {k: real(scene, world, f"denials_by_kind:{k}", found[k], "", True) for k in used}
    digits = {k: ranges.digits(scene.dataset, world, f"denials_by_kind:{k}") for k in used}
    said = [f"{k} {say(found[k].mean, digits[k])} {between(found[k], digits=digits[k])}{really[k]}" for k in used]
    text = f"Over the run, the regime denies these attempts per 100,000 people: {'; '.join(said)}."
    numbers = tuple(
        Number(f"Denied: {k}", "attempts per 100,000", found[k], (world, f"denials_by_kind:{k}", LEVEL)) for k in used
    )
    yield Finding("denied", text, rest_of(scene, world, "denied", habit=used[0]), numbers)


def reward(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what benefits are worth, where there are any."""
    added = level(scene, world, "reward")
    if not added.mean > 0:
        return
    where = scene.dataset["reward"].sel(world=world).sum(["month", "group", "replicate"])
    effect = CONTEXTS[int(where.argmax("effect"))]
    text = (
        f"Averaged over everybody, benefits are worth {say(added.mean)} months of income a person over the run "
        f"{between(added.found)}. They are not offset against the losses of others."
    )
    yield Finding("reward", text, rest_of(scene, world, "reward", effect=effect), (added,))


def after_listing(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields work, debts and loans of those ever listed beside their other lives."""
    if scene.other(world) is None:
        return
    if not scene.lists_anybody(world):
        return
    work, owing, loans = (level(scene, world, f"{name}_of_listed") for name in ("unemployed", "owing", "loans"))
    if not isfinite(work.mean):
        return
    parts = (
        (work, "are without work for", "month"), (owing, "owe a judgment for", "month"), (loans, "receive", "loan")
    )  # fmt: skip
    changed = [(n, f"{verb} {more(n.found, unit, 'more', 'fewer')}") for n, verb, unit in parts if moves(n.found)]
    if not changed:
        return
    *first, last = (said for _, said in changed)
    said = f"{', '.join(first)}, and {last}" if first else last
    text = f"Compared with the same people {scene.without(world)}, those ever listed {said}."
    yield Finding("after listing", text, rest_of(scene, world, "after listing"), tuple(number for number, _ in changed))


def refused(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many loans a regime that lists nobody refuses; how many are made is said of trust."""
    if scene.other(world) is None or scene.lists_anybody(world):
        return
    law = level(scene, world, "refused_by_law")
    if law.mean > 0:
        text = f"Per 100,000 people, the regime refuses {say(law.mean)} loans over the run {between(law.found)}."
        yield Finding("refused", text, rest_of(scene, world, "refused"), (law,))


def trust(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what becomes of lending, repayment and help beside the other world."""
    if scene.other(world) is None:
        return
    made, repaid, behind, help_ = (
        difference(scene, world, name) for name in ("loans_made", "loans_repaid", "default_share", "help_granted")
    )
    said, numbers = list[str](), list[Number]()
    if moves(made.found) or moves(repaid.found):
        numbers += [made, repaid]
        said.append(
            f"Compared with the same people {scene.without(world)}, 100,000 people take "
            f"{_moved(scene, made, 'loan')}, and repay {_moved(scene, repaid, 'loan')}."
        )
    for number, of in (
        (behind, "The share of ended loans that fell behind"),
        (help_, "The share of requests for help that are granted"),
    ):
        if moves(number.found) and not is_few(number.found):
            numbers.append(number)
            put_in = f" {SELECTED}" if number is behind else ""
            said.append(f"{shifts(of, points(number.found), 'point')}{put_in}")
    if said and isfinite(help_.mean) and not moves(help_.found):
        said.append("Help that people grant each other does not change.")
    if said:
        yield Finding("trust", " ".join(said), rest_of(scene, world, "trust"), tuple(numbers))


def performed(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many old debts are paid beside the other world."""
    if scene.other(world) is None:
        return
    paid, step = level(scene, world, "judgments_performed"), difference(scene, world, "judgments_performed")
    if not paid.mean > 0 or abs(step.mean) < NOTHING:
        return
    text = (
        f"Per 100,000 people, {say(paid.mean)} judgments are performed over the run {between(paid.found)}: "
        f"{_moved(scene, step, 'judgment')} than {scene.without(world)}. {PRESSED}"
    )
    yield Finding("performed", text, rest_of(scene, world, "performed"), (paid, step))


def conduct(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what becomes of acts and legitimacy beside the other world."""
    if scene.other(world) is None:
        return
    acts, felt = level(scene, world, "deterrence"), difference(scene, world, "legitimacy")
    done = by_person(scene.dataset, "acts").sel(world=scene.other(world))
    acts = _resting(acts, int(done.sum(dtype=np.int64)))
    said, numbers = list[str](), list[Number]()
    if moves(acts.found) and is_few(acts.found):
        said.append(too_few(scene, acts.title, acts.found.events or 0))
    elif moves(acts.found):
        numbers.append(acts)
        said.append(_acts(acts.found, scene.without(world)))
    if moves(felt.found):
        numbers.append(felt)
        said.append(shifts("At the end, felt legitimacy (0 to 100)", points(felt.found), "point"))
    if said:
        yield Finding("conduct", " ".join(said), rest_of(scene, world, "conduct"), tuple(numbers))


def speech(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how much public speech falls silent beside the other world."""
    other = scene.other(world)
    if other is None:
        return
    chilled = level(scene, world, "chilled_speech")
    if chilled.mean > 0:
        chilled = _resting(chilled, months_silenced(scene, chilled.found, other))
        without = scene.without(world)
        text = f"Of the months of public speech {without}, {share(chilled.found)} are silent under the regime."
        yield Finding("speech", text, rest_of(scene, world, "speech"), (chilled,))


def _moved(scene: Scene, number: Number, unit: str) -> str:
    """Says a difference to as many digits as its parameter range leaves of it."""
    digits = 3 if number.column is None else ranges.digits(scene.dataset, *number.column)
    return more(number.found, unit, "more", "fewer", digits)


def _resting(number: Number, events: int) -> Number:
    """Gives a number with the events that it rests on."""
    return replace(number, found=replace(number.found, events=events))


def _acts(found: Interval, without: str) -> str:
    """Says which share of the acts of the other world is not done, by the name and the sign of the measure."""
    hardly = "Conduct hardly changes: the" if abs(found.mean) < TINY else "The"
    said = f"{hardly} regime deters {minus(f'{say(100 * found.mean)} %')} of the acts done {without}"
    if not isfinite(found.low):
        return f"{said} {between(found)}."
    chance = ", which may be chance" if found.low < 0 < found.high else ""
    below = "; below 0, more acts are done" if found.mean < 0 else ""
    return f"{said}{chance} {between(points(found), least=None)}{below}."
