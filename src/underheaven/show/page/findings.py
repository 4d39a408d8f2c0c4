"""The findings: sentences with intervals that can be read aloud, each with the assumption it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite

from underheaven.fields import CONTEXTS
from underheaven.measure import burden, listed, livelihood, reach, speech, trust
from underheaven.measure.interval import Interval, interval
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show import ranges
from underheaven.show.page.charts.groups import rows as group_rows
from underheaven.show.page.rests import Rest, rest_at, rest_of
from underheaven.show.page.scene import Scene
from underheaven.show.page.speak import between, more, people, real, share, spoken
from underheaven.show.words import say

MOST = 10


@dataclass(frozen=True)
class Number:
    """One number of a finding, for machines: what it is, its unit, and its interval."""

    title: str
    unit: str
    found: Interval


@dataclass(frozen=True)
class Finding:
    """One or two sentences; rests: the assumption they name, None where the documents assume nothing of the kind."""

    name: str
    text: str
    rest: Rest | None
    numbers: tuple[Number, ...]


def findings(scene: Scene, world: str) -> list[Finding]:
    """Gives the findings of a world in reading order, those with nothing to say left out."""
    found = [finding for make in MAKERS for finding in make(scene, world)]
    return found[:MOST]


def _number(scene: Scene, world: str, name: str) -> Number:
    other = scene.other(world)
    if name in PAIRED and other is not None:
        paired = PAIRED[name]
        return Number(paired.title, paired.unit, scene.over_replicates(paired.function(scene.dataset, other), world))
    measure = MEASURES[name]
    return Number(measure.title, measure.unit, scene.over_replicates(measure.function(scene.dataset), world))


def _difference(scene: Scene, world: str, name: str) -> Number:
    """Gives a measure's paired difference from the other world."""
    measure, other = MEASURES[name], scene.other(world)
    values = measure.function(scene.dataset).transpose("world", "replicate")
    return Number(
        f"{measure.title}, difference", measure.unit,
        interval(values.sel(world=world).values - values.sel(world=other).values),
    )  # fmt: skip


def _listed(scene: Scene, world: str) -> Iterator[Finding]:
    last = spoken(scene.months[-1])
    if scene.lists_anybody(world):
        now, ever = _number(scene, world, "listed_now"), _number(scene, world, "ever_listed")
        text = (
            f"In {last}, {people(now.found)} are on a blacklist{real(scene, world, now.found)}. Over the "
            f"{len(scene.months)} months, {people(ever.found, short=True)} have been on one at some time"
            f"{real(scene, world, ever.found)}."
        )
        yield Finding("listed", text, rest_of(scene, world, "listed"), (now, ever))
    elif scene.total("recorded", world) > 0:
        filed = _number(scene, world, "records_filed")
        text = (
            f"Nobody is put on a blacklist. Over the {len(scene.months)} months, {say(filed.found.mean)} records are "
            f"filed per 100,000 people {between(filed.found)}{real(scene, world, filed.found, 'records')}."
        )
        yield Finding("listed", text, rest_of(scene, world, "listed"), (filed,))
    else:
        zero = _number(scene, world, "records_filed")
        yield Finding("listed", "Nothing is recorded, and nobody is on a list.", None, (zero,))


def _groups(scene: Scene, world: str) -> Iterator[Finding]:
    found = [r for r in group_rows(scene, world) if r["found"].mean > 0]
    by: dict[str, list[Interval]] = {}
    for row in found:
        by.setdefault(row["attribute"], []).append(row["found"])
    ratios = {name: max(f.mean for f in its) / min(f.mean for f in its) for name, its in by.items() if len(its) > 1}
    if not ratios:
        return
    name = max(ratios, key=lambda n: ratios[n])
    mine = sorted((r for r in found if r["attribute"] == name), key=lambda r: -r["found"].mean)
    first, last = mine[0], mine[-1]
    what = "have been on a blacklist at some time" if scene.lists_anybody(world) else "records are filed"
    text = (
        f"The burden is not even. By {name}, it is widest between {first['category']} and {last['category']}: per 100,000 "
        f"of the first, {say(first['found'].mean)} {what} {between(first['found'])}; of the second, "
        f"{say(last['found'].mean)} {between(last['found'])}."
    )
    numbers = tuple(Number(r["category"], "per 100,000 of the group", r["found"]) for r in (first, last))
    yield Finding("groups", text, rest_of(scene, world, "groups", category=first["category"]), numbers)


def _wrongly(scene: Scene, world: str) -> Iterator[Finding]:
    is_listed = scene.lists_anybody(world)
    name = "ever_wrongly_listed" if is_listed else "wrongful_records"
    ever = _number(scene, world, name)
    if not ever.found.mean > 0:
        return
    of = _number(scene, world, "wrongly_listed_share" if is_listed else "false_discovery_share")
    if is_listed:
        text = (
            f"{_capital(people(ever.found))} are at some time on a blacklist with no true record behind it"
            f"{real(scene, world, ever.found)}."
        )
        text += f" At the end that is {share(of.found)} of those listed." if isfinite(of.found.mean) else ""
    else:
        text = (
            f"{say(ever.found.mean)} records per 100,000 people are wrongful {between(ever.found)}: "
            f"{share(of.found)} of all that are filed."
        )
    yield Finding("wrongly", text, rest_of(scene, world, "wrongly"), (ever, of))


def _until_off(scene: Scene, world: str) -> Iterator[Finding]:
    months = _number(scene, world, "months_until_off")
    right = _number(scene, world, "set_right_share")
    said = []
    if isfinite(months.found.mean):
        said.append(f"A wrongful listing stands for {say(months.found.mean)} months on average {between(months.found)}.")
    if isfinite(right.found.mean):
        said.append(
            f"Of the wrongful records that ended, {share(right.found)} were set right by a correction or an appeal; the "
            "others ran their term or went another way."
        )
    if said:
        yield Finding("until off", " ".join(said), rest_of(scene, world, "until off"), (months, right))


def _split(scene: Scene, world: str) -> Iterator[Finding]:
    unable = _number(scene, world, "listed_unable")
    if not (isfinite(unable.found.mean) and scene.total("listed_by_kind", world) > 0 and unable.found.mean > 0):
        return
    rows = [r for r in ranges.ranges_of(scene.dataset) if (r["world"], r["debt"], r["of"]) == (world, "unable", "listed")]
    if not rows:
        text = (
            f"With the documents as they stand, {share(unable.found)} of those listed could not have paid. Other "
            "assumptions that the documents allow move this number much further; they were not run."
        )
        yield Finding("split", text, rest_of(scene, world, "split"), (unable,))
        return
    row = rows[0]
    text = (
        f"How many of those listed could not have paid cannot be said: the assumptions allow anything between "
        f"{say(100 * row['low'], 2)} and {say(100 * row['high'], 2)} %. With the documents as they stand it is "
        f"{share(unable.found)}."
    )
    end = row["highest"] if row["highest"]["path"] else row["lowest"]
    how = f"Measured: of {row['assumptions']} numbers moved one at a time, the share is highest with"
    if not row["highest"]["path"]:
        how = how.replace("highest", "lowest")
    how += f" {end['value']:g} for"
    yield Finding("split", text, rest_at(scene, end["document"], end["path"], how), (unable,))


def _detriment(scene: Scene, world: str) -> Iterator[Finding]:
    total = _number(scene, world, "detriment")
    if not total.found.mean > 0:
        return
    where = burden.detriment_by_effect(scene.dataset).sel(world=world).mean("replicate")
    effect = CONTEXTS[int(where.argmax("effect"))]
    part = interval((burden.detriment_by_effect(scene.dataset).sel(world=world, effect=effect)
                     / burden.detriment_by_effect(scene.dataset).sel(world=world).sum("effect")).values)  # fmt: skip
    cross = _number(scene, world, "cross_context_share")
    each = _number(scene, world, "detriment_of_listed") if scene.other(world) and scene.lists_anybody(world) else None
    if each is not None:
        begin = (
            f"Those ever listed lose access to parts of life worth {say(each.found.mean)} months of their income "
            f"{between(each.found)} over the run."
        )
    else:
        begin = (
            f"Lost access is worth {say(total.found.mean)} months of income a person over the run, spread over "
            f"everybody {between(total.found)}."
        )
    text = (
        f"{begin} The largest part, {share(part)}, is lost in {effect}; {share(cross.found)} of all is lost outside the "
        "part of life in which the record arose."
    )
    numbers = (each or total, Number(f"Part lost in {effect}", "share", part), cross)
    yield Finding("detriment", text, rest_of(scene, world, "detriment", effect=effect), numbers)


def _denied(scene: Scene, world: str) -> Iterator[Finding]:
    by = reach.denials_by_kind(scene.dataset)
    found = {str(k): scene.over_replicates(by.sel(denial=k), world) for k in by["denial"].values}
    used = sorted((k for k in found if found[k].mean > 0), key=lambda k: -found[k].mean)[:2]
    if not used:
        return
    said = " and ".join(
        f"{say(found[k].mean)} attempts at {k} per 100,000 people {between(found[k])}{real(scene, world, found[k], '')}"
        for k in used
    )
    text = f"Over the run the regime denies {said}."
    numbers = tuple(Number(f"Denied: {k}", "attempts per 100,000", found[k]) for k in used)
    yield Finding("denied", text, rest_of(scene, world, "denied", habit=used[0]), numbers)


def _after(scene: Scene, world: str) -> Iterator[Finding]:
    other = scene.other(world)
    if other is None:
        return
    if not scene.lists_anybody(world):
        yield from _refused(scene, world)
        return
    work, owing, loans = (
        Number(PAIRED[n].title, PAIRED[n].unit, scene.over_replicates(PAIRED[n].function(scene.dataset, other), world))
        for n in (listed.unemployed_of_listed.__name__, listed.owing_of_listed.__name__, listed.loans_of_listed.__name__)
    )
    if not isfinite(work.found.mean):
        return
    text = (
        f"Beside their own lives under {other}, those ever listed are without work for "
        f"{more(work.found, 'month', 'longer', 'less long')}, owe a judgment for "
        f"{more(owing.found, 'month', 'longer', 'less long')}, and receive {more(loans.found, 'loan', 'more', 'fewer')}."
    )
    yield Finding("after listing", text, rest_of(scene, world, "after listing"), (work, owing, loans))


def _refused(scene: Scene, world: str) -> Iterator[Finding]:
    law = _number(scene, world, livelihood.refused_by_law.__name__)
    made = _difference(scene, world, trust.loans_made.__name__)
    if not law.found.mean > 0 and made.found.mean == 0:
        return
    text = (
        f"The regime refuses {say(law.found.mean)} loans per 100,000 people over the run {between(law.found)}. Beside "
        f"the life under {scene.other(world)}, {more(made.found, 'loan', 'more', 'fewer')} per 100,000 are made."
    )
    yield Finding("refused", text, rest_of(scene, world, "refused"), (law, made))


def _performed(scene: Scene, world: str) -> Iterator[Finding]:
    if scene.other(world) is None:
        return
    step = _difference(scene, world, livelihood.judgments_performed.__name__)
    level = _number(scene, world, livelihood.judgments_performed.__name__)
    if not level.found.mean > 0 or step.found.mean == 0:
        return
    text = (
        f"Of old debts more or fewer are paid: {say(level.found.mean)} judgments per 100,000 people are performed over "
        f"the run {between(level.found)}, {more(step.found, 'judgment', 'more', 'fewer')} than under {scene.other(world)}."
    )
    yield Finding("performed", text, rest_of(scene, world, "performed"), (level, step))


def _reward(scene: Scene, world: str) -> Iterator[Finding]:
    added = _number(scene, world, burden.reward.__name__)
    if added.found.mean > 0:
        text = (
            f"Benefits are worth {say(added.found.mean)} months of income a person over the run {between(added.found)}. "
            "They are not set against what others lose."
        )
        effects = scene.dataset["reward"].sel(world=world).sum(["month", "group", "replicate"])
        effect = CONTEXTS[int(effects.argmax("effect"))]
        yield Finding("reward", text, rest_of(scene, world, "reward", effect=effect), (added,))


def _acts(scene: Scene, world: str) -> Iterator[Finding]:
    if scene.other(world) is None:
        return
    acts = _number(scene, world, trust.deterrence.__name__)
    if isfinite(acts.found.mean) and acts.found.mean != 0:
        text = f"Of the acts done under {scene.other(world)}, {_moves(acts.found, 'are not done', 'come on top')} here."
        yield Finding("acts", text, rest_of(scene, world, "acts"), (acts,))


def _speech(scene: Scene, world: str) -> Iterator[Finding]:
    if scene.other(world) is None:
        return
    chilled, trust_ = _number(scene, world, speech.chilled_speech.__name__), _difference(scene, world, "legitimacy")
    said = []
    if isfinite(chilled.found.mean) and chilled.found.mean > 0:
        said.append(
            f"Of the months in which people speak in public under {scene.other(world)}, {share(chilled.found)} are silent."
        )
    if trust_.found.mean != 0 and isfinite(trust_.found.mean):
        step = Interval(*(100 * v for v in (trust_.found.mean, trust_.found.low, trust_.found.high)), 0, "")
        said.append(
            f"Felt legitimacy, from 0 to 100, is {more(step, 'point', 'higher', 'lower')} at the end."
        )
    if said:
        kind = "speech" if len(said) == 1 and chilled.found.mean > 0 else "legitimacy"
        yield Finding("speech", " ".join(said), rest_of(scene, world, kind), (chilled, trust_))


def _moves(found: Interval, fewer: str, extra: str) -> str:
    if found.mean >= 0:
        return f"{share(found)} {fewer}"
    turned = Interval(-found.mean, -found.high, -found.low, found.replicates, found.note)
    return f"{share(turned)} {extra}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


MAKERS: tuple[Callable[[Scene, str], Iterator[Finding]], ...] = (
    _listed, _groups, _wrongly, _until_off, _split, _detriment, _denied, _reward, _after, _performed, _acts, _speech,
)  # fmt: skip
"""In reading order; the later ones give way where more than ``MOST`` have something to say."""
