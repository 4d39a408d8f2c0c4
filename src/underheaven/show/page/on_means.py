"""Findings about the means of a regime: who agrees to it, what officials do, what is gamed, what people know."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from underheaven.show.page.few import is_few, is_told, too_few
from underheaven.show.page.finding import Finding, Number, level, share_of
from underheaven.show.page.rests import rest_of
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import between, share
from underheaven.show.words import say
from underheaven.spec.change import epochs


def asked(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields how many agree to be recorded, and what staying out costs."""
    joined, cost = level(scene, world, "joined_share"), level(scene, world, "lost_outside")
    if not isfinite(joined.mean):
        return
    text = f"Of those who were asked, {share(joined.found)} have agreed. Nobody else is recorded at the end."
    numbers = (joined, cost) if isfinite(cost.mean) else (joined,)
    if cost.mean > 0:
        text += f" Staying out costs {say(cost.mean)} months of income a person over the run {between(cost.found)}."
    elif isfinite(cost.mean):
        text += " Those who stay out lose no access that they had before."
    yield Finding("asked", text, rest_of(scene, world, "asked"), numbers)


def officials(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what favour, quotas and looking where one looked before make of the records."""
    names = ("best_grade_by_favour", "suppressed_records", "quota_records", "quota_undeserved", "discovered_share")
    best, hidden, made, blind, found = (level(scene, world, name) for name in names)
    said, numbers = list[str](), list[Number]()
    if is_told(best):
        numbers.append(best)
        said.append(f"Of those in the best grade, {share_of(scene, best)} are there by favour alone.")
    few = [n for n in (hidden, made) if n.mean > 0 and is_few(n.found)]
    said += [too_few(scene, n.title, n.found.events or 0) for n in few]
    if hidden.mean > 0 and hidden not in few:
        numbers.append(hidden)
        said.append(
            f"Per 100,000 people, {say(hidden.mean)} adverse records of favoured persons are suppressed "
            f"{between(hidden.found)}."
        )
    favour = isfinite(best.mean) or hidden.mean > 0 or _favours(scene, world)
    if made.mean > 0 and made not in few:
        numbers += [made, blind]
        said.append(
            f"Per 100,000 people, {say(made.mean)} records are filed to meet a quota {between(made.found)}; of "
            f"these, {share(blind.found)} name a person who did not do what the record says."
        )
    if is_told(found):
        numbers.append(found)
        said.append(
            f"Of the acts recorded, {share(found.found)} were found because officials look where they found "
            "acts before."
        )
    if said:
        text = " ".join(said if favour else ["Officials favour nobody.", *said])
        yield Finding("officials", text, rest_of(scene, world, "officials"), tuple(numbers))


def _favours(scene: Scene, world: str) -> bool:
    """Tells whether officials favour anybody in any version of a document, or whether nobody can read that here."""
    regime = scene.regimes.get(world)
    return regime is None or any(version.officials.favour_share > 0 for _, version in epochs(regime))


def gamed(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields records that are bought off and good acts that are staged."""
    off, staged = level(scene, world, "bought_off"), level(scene, world, "staged")
    said, numbers = list[str](), list[Number]()
    if off.mean > 0 and (is_told(off) or not is_told(staged)):
        numbers.append(off)
        said.append(f"{say(off.mean)} records are avoided for money {between(off.found)}")
    if staged.mean > 0 and (is_told(staged) or not is_told(off)):
        numbers.append(staged)
        said.append(f"{say(staged.mean)} good acts are faked and credited {between(staged.found)}")
    if said:
        text = f"Per 100,000 people, {' and '.join(said)}. The record changes, the conduct does not."
        yield Finding("gamed", text, rest_of(scene, world, "gamed"), tuple(numbers))


def known(scene: Scene, world: str) -> Iterator[Finding]:
    """Yields what people believe that a record weighs beside what it weighs."""
    believed, true = level(scene, world, "believed_weight"), level(scene, world, "true_weight")
    times = level(scene, world, "believed_for_true")
    if not isfinite(true.mean):
        return
    if isfinite(times.mean):
        number = times
        text = f"People believe that a record costs {say(times.mean)} times what it does cost {between(times.found)}."
    elif believed.mean > 0:
        number = believed
        text = (
            f"People believe that one more record costs {say(believed.mean)} months of income "
            f"{between(believed.found)}; it costs nothing."
        )
    else:
        return
    yield Finding("known", text, rest_of(scene, world, "known"), (number,))
