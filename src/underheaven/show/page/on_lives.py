"""Findings about lives: what is lost and denied, work and credit, debts paid, conduct and speech."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from underheaven.fields import CONTEXTS
from underheaven.measure import burden, reach
from underheaven.measure.counts import both, ratio
from underheaven.measure.interval import Interval
from underheaven.measure.values import LEVEL
from underheaven.show.page.finding import Finding, Number, difference, level
from underheaven.show.page.rests import rest_of
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import NOTHING, TINY, between, more, points, real, share
from underheaven.show.words import say

OF_NO_RECORD = ("none:official", "none:outside")
"""Causes behind which no record stands, not even a tie's."""


def detriment(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what lost access is worth, where most of it is lost, and how much of it far from its cause."""
    total = level(scene, world, "detriment")
    if not total.mean > 0:
        return
    by = burden.detriment_by_effect(scene.dataset)
    effect = CONTEXTS[int(by.sel(world=world).mean("replicate").argmax("effect"))]
    parts = ratio(by.sel(effect=effect), by.sum("effect"))
    part = Number(f"Part lost in {effect}", "share", scene.over_replicates(parts, world))
    cross = level(scene, world, "cross_context_share")
    text, worth = _worth(scene, world, total)
    if isfinite(part.mean):
        text += f" {_where(part.found, effect)}"
    if scene.over_replicates(ratio(both(scene.dataset["detriment"].sel(cause=list(OF_NO_RECORD))),
                                   both(scene.dataset["detriment"])), world).mean > 1 - NOTHING:  # fmt: skip
        text += " None of it hangs on a record."
    elif isfinite(cross.mean):
        text += f" Outside the part of life in which the record arose falls {_all_or(cross.found)}."
    yield Finding("detriment", text, rest_of(scene, world, "detriment", effect=effect), (worth, part, cross))


def _worth(scene: Scene, world: str, total: Number) -> tuple[str, Number]:
    """Says what is lost by those ever listed; by everybody, where that cannot be told."""
    if scene.other(world) is not None and scene.lists_anybody(world):
        mine = level(scene, world, "detriment_of_listed")
        if isfinite(mine.mean):
            worth = f"{say(mine.mean)} months of their income {between(mine.found)}"
            return f"Those ever listed lose access worth {worth} over the run.", mine
    worth = f"{say(total.mean)} months of income a person over the run {between(total.found)}"
    return f"Spread over everybody, lost access is worth {worth}.", total


def _where(part: Interval, effect: str) -> str:
    if part.mean > 1 - NOTHING:
        return f"All of it is lost in {effect}."
    return f"The largest part, {share(part)}, is lost in {effect}."


def _all_or(found: Interval) -> str:
    return "none of it" if found.mean < NOTHING else share(found)


def denied(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields the two kinds of attempts that are denied most."""
    by = reach.denials_by_kind(scene.dataset)
    found = {str(k): scene.over_replicates(by.sel(denial=k), world) for k in by["denial"].values}
    used = sorted((k for k in found if found[k].mean > 0), key=lambda k: -found[k].mean)[:2]
    if not used:
        return
    said = [f"{say(found[k].mean)} {k} {between(found[k])}{real(scene, world, found[k], '', True)}" for k in used]
    text = f"Per 100,000 people, the regime denies over the run these attempts: {'; '.join(said)}."
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
        f"Spread over everybody, benefits are worth {say(added.mean)} months of income a person over the run "
        f"{between(added.found)}. They are not set against what others lose."
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
    text = (
        f"Beside their own lives {scene.without(world)}, those ever listed are without work for "
        f"{more(work.found, 'month', 'more', 'fewer')}, owe a judgment for "
        f"{more(owing.found, 'month', 'more', 'fewer')}, and receive {more(loans.found, 'loan', 'more', 'fewer')}."
    )
    yield Finding("after listing", text, rest_of(scene, world, "after listing"), (work, owing, loans))


def refused(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many loans a regime that lists nobody refuses, beside the other world."""
    if scene.other(world) is None or scene.lists_anybody(world):
        return
    law, made = level(scene, world, "refused_by_law"), difference(scene, world, "loans_made")
    if law.mean == 0 and abs(made.mean) < NOTHING:
        return
    text = (
        f"Per 100,000 people, the regime refuses {say(law.mean)} loans over the run {between(law.found)}. Of all "
        f"loans, {more(made.found, 'loan', 'more', 'fewer')} are made than {scene.without(world)}."
    )
    yield Finding("refused", text, rest_of(scene, world, "refused"), (law, made))


def trust(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what becomes of lending, repayment and help beside the other world."""
    if scene.other(world) is None:
        return
    names = ("loans_made", "loans_repaid", "default_share", "help_granted")
    numbers = tuple(difference(scene, world, name) for name in names)
    made, repaid, behind, help_ = (number.found for number in numbers)
    if not any(abs(found.mean) > NOTHING for found in (made, behind, help_)):  # NaN is none
        return
    text = (
        f"Per 100,000 people, {more(made, 'loan', 'more', 'fewer')} are made than {scene.without(world)}, and "
        f"{more(repaid, 'loan', 'more', 'fewer')} repaid."
    )
    if isfinite(behind.mean):
        text += f" Of loans that end, the share fallen behind is {more(points(behind), 'point', 'higher', 'lower')}."
    if isfinite(help_.mean):
        text += f" Of requests for help, the share granted is {more(points(help_), 'point', 'higher', 'lower')}."
    yield Finding("trust", text, rest_of(scene, world, "trust"), numbers)


def performed(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many old debts are paid beside the other world."""
    if scene.other(world) is None:
        return
    paid, step = level(scene, world, "judgments_performed"), difference(scene, world, "judgments_performed")
    if not paid.mean > 0 or abs(step.mean) < NOTHING:
        return
    text = (
        f"Per 100,000 people, {say(paid.mean)} judgments are performed over the run {between(paid.found)}: "
        f"{more(step.found, 'judgment', 'more', 'fewer')} than {scene.without(world)}."
    )
    yield Finding("performed", text, rest_of(scene, world, "performed"), (paid, step))


def conduct(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what becomes of acts and legitimacy beside the other world."""
    if scene.other(world) is None:
        return
    acts, felt = level(scene, world, "deterrence"), difference(scene, world, "legitimacy")
    said = [_acts(acts.found, scene.without(world))]
    if isfinite(felt.mean) and abs(felt.mean) > NOTHING:
        said.append(f"Felt legitimacy, on a scale to 100, ends {more(points(felt.found), 'point', 'higher', 'lower')}.")
    text = " ".join(filter(None, said))
    if text:
        yield Finding("conduct", text, rest_of(scene, world, "conduct"), (acts, felt))


def speech(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how much public speech falls silent beside the other world."""
    if scene.other(world) is None:
        return
    chilled = level(scene, world, "chilled_speech")
    if chilled.mean > 0:
        text = f"Of the months of public speech {scene.without(world)}, {share(chilled.found)} fall silent."
        yield Finding("speech", text, rest_of(scene, world, "speech"), (chilled,))


def _acts(found: Interval, without: str) -> str:
    if not abs(found.mean) > NOTHING:
        return ""
    hardly = "Conduct hardly moves: of" if abs(found.mean) < TINY else "Of"
    if found.mean > 0:
        return f"{hardly} the acts done {without}, {share(found)} are not done."
    turned = Interval(-found.mean, -found.high, -found.low, found.replicates, found.note)
    return f"{hardly} the acts done {without}, {share(turned)} come on top."
