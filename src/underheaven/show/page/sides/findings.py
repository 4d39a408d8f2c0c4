"""The findings of the comparison page: who does most of what, with intervals, and whether the order holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import isfinite

from underheaven.fields import CONTEXTS
from underheaven.measure.interval import Interval, interval
from underheaven.measure.proportion import NOTE
from underheaven.measure.values import DIFFERENCE
from underheaven.show.constants import OR_BARE, OUTSIDE
from underheaven.show.page.few import needs
from underheaven.show.page.scene import Scene
from underheaven.show.page.sides.chart import over
from underheaven.show.page.sides.names import called, listed_names, short
from underheaven.show.page.sides.pictures import against
from underheaven.show.page.sides.rows import PARTS, Mark, Row, ahead, row
from underheaven.show.page.speak import NOTHING, between, capital, more, share
from underheaven.show.page.tables import minus
from underheaven.show.words import amount, counted, listing, say

Phrase = Callable[[Mark], str]


@dataclass(frozen=True)
class Finding:
    """Some sentences; rest: how sure the order is."""

    name: str
    text: str
    rest: str


def findings(scene: Scene) -> list[Finding]:
    """Gives the findings in reading order, those with nothing to say left out."""
    makers = (listed, wrongly, taken, elsewhere, justified, silent, paid, deterred)
    return [finding for make in makers for finding in make(scene)]


def _few(scene: Scene, one: Row | None) -> str:
    """Says for which regimes too few events stand behind a measure to rank them; nothing where there are enough."""
    if one is None:
        return ""
    few = [mark for mark in one.marks if mark.few and (one.of != DIFFERENCE or mark.found.mean != 0)]
    if not few:
        return ""
    said = ", ".join(f"{short(scene, mark.world)} {mark.found.events}" for mark in few)
    most = max(mark.found.events or 0 for mark in few)
    sizes = scene.dataset.sizes
    return f"{one.title}: too few events to rank ({said}). {needs(most, sizes['person'], sizes['replicate'])}"


def listed(scene: Scene) -> Iterator[Finding]:
    """Yields who lists most; who files most records where nobody lists anybody."""
    ever, now = row(scene, "ever_listed"), row(scene, "listed_now")
    if ever is None or now is None:
        return
    if not ever.ranks():
        yield from [Finding("listed", _few(scene, ever), "")] if _few(scene, ever) else _filed(scene)
        return
    most = ever.ranked()[0].world
    at_end = next(mark.found for mark in now.marks if mark.world == most)
    text = (
        f"{_lead(scene, ever, 'lists', 'list')} most people: of every 100,000, {_first(scene, ever, _plain)} are on a "
        f"blacklist at some point in these {len(scene.months)} months{_then(scene, ever, _plain)}. In "
        f"{scene.when(most)}, {say(at_end.mean)} are on one under {short(scene, most)} {between(at_end)}. "
        f"{_without(scene, ever)}"
    )
    yield Finding("listed", f"{text.strip()} {_few(scene, ever)}".strip(), _rest(scene, ever))


def _filed(scene: Scene) -> Iterator[Finding]:
    filed = row(scene, "records_filed")
    if filed is not None and filed.ranks():
        text = (
            f"Nobody is put on a blacklist. {_lead(scene, filed, 'files', 'file')} most records: "
            f"{_first(scene, filed, _plain)} per 100,000 people over the run{_then(scene, filed, _plain)}."
        )
        yield Finding("listed", text, _rest(scene, filed))


def wrongly(scene: Scene) -> Iterator[Finding]:
    """Yields whose listings are most often wrong, and whose records."""
    of_listed, of_records = row(scene, "wrongly_listed_share"), row(scene, "false_discovery_share")
    said, rest = [], ""
    if of_listed is not None and of_listed.ranks():
        one = len(of_listed.ranked()) == 1
        lead = f"{_lead(scene, of_listed, 'is', 'are')} wrong most often: of"
        lead = f"Under {called(scene, of_listed.ranked()[0].world)}, of" if one else lead
        said.append(
            f"{lead} those on the blacklists at the end, "
            f"{_first(scene, of_listed, _share)} are there without a true record behind the "
            f"entry{_then(scene, of_listed, _share)}. {_undefined(scene, of_listed)}"
        )
        rest = _rest(scene, of_listed)
    if of_records is not None and of_records.ranks():
        said.append(f"Share of all records filed that are wrongful: {_several(scene, of_records, _share)}.")
        rest = rest or _rest(scene, of_records)
    said += [_few(scene, of_listed), _few(scene, of_records)]
    if any(said):
        yield Finding("wrongly", " ".join(part.strip() for part in said if part), rest)


def taken(scene: Scene) -> Iterator[Finding]:
    """Yields who takes most, and out of how many parts of life."""
    lost, parts = row(scene, "detriment"), row(scene, PARTS)
    if lost is None or parts is None or not lost.at_work():
        return
    count = {mark.world: counted(round(mark.found.mean), "part") for mark in parts.marks}

    def worth(mark: Mark) -> str:
        return f"{_plain(mark)} out of {count[mark.world]} of life"

    text = (
        f"{_lead(scene, lost, 'takes', 'take')} most: over the run, lost access is worth, in months of income per "
        f"person, {_first(scene, lost, worth)}{_then(scene, lost, worth, 'nothing')}."
    )
    yield Finding("taken", text, _rest(scene, lost))


def elsewhere(scene: Scene) -> Iterator[Finding]:
    """Yields how much is taken far from its cause."""
    cross = row(scene, "cross_context_share")
    if cross is None or not cross.at_work():
        return
    first = cross.ranked()[0]
    where = OUTSIDE + (OR_BARE if any(_bare(scene, mark.world) for mark in cross.marks) else "")
    text = f"No loss under any of them {where}."
    if first.found.mean > 0:
        reaches = _lead(scene, cross, "reaches", "reach")
        furthest = f"{reaches} furthest: {_first(scene, cross, _share)} of the losses {where}"
        text = f"{furthest}{_then(scene, cross, _share)}."
    text = f"{text} {_undefined(scene, cross)}"
    yield Finding("elsewhere", f"{text.strip()} {NOTE}", _rest(scene, cross))


def _bare(scene: Scene, world: str) -> bool:
    """Tells whether any detriment of a world has no record behind it."""
    booked = scene.dataset["detriment"].sel(world=world)
    return bool(booked.isel(cause=slice(len(CONTEXTS), None)).any())


def justified(scene: Scene) -> Iterator[Finding]:
    """Yields how much has no true act behind it, and whether graver conduct costs more."""
    bare, order = row(scene, "unjustified_share"), row(scene, "ordinal_proportionality")
    said, rest = [], ""
    if bare is not None and bare.at_work():
        first = bare.ranked()[0]
        text = "Every loss under any of them has a true act behind it."
        if first.found.mean > 0:
            most = f"{_lead(scene, bare, 'has', 'have')} the largest share of losses without a true act behind them"
            text = f"{most}: {_first(scene, bare, _share)}{_then(scene, bare, _share)}."
        said.append(f"{text} {_undefined(scene, bare)}".strip())
        rest = _rest(scene, bare)
    if order is not None and order.at_work():
        said.append(
            f"Rank correlation of gravity and cost, from {minus('-1')} (graver conduct always costs less) to 1 (always "
            f"more): {_several(scene, order, _plain)}."
        )
        rest = rest or _rest(scene, order)
    if said:
        yield Finding("justified", " ".join([*said, NOTE]), rest)


def silent(scene: Scene) -> Iterator[Finding]:
    """Yields under whom most speech falls silent, and who keeps silent for fear."""
    chilled, fear = row(scene, "chilled_speech", DIFFERENCE), row(scene, "falsification_gap")
    if chilled is None or fear is None:
        return
    few = _few(scene, chilled)
    if not chilled.ranked() or (few and not chilled.ranks()):
        yield from [Finding("silent", few, "")] if few else []
        return
    if not chilled.at_work():
        yield Finding("silent", "Public speech is not reduced under any of them.", "")
        return
    text = (
        f"{_lead(scene, chilled, 'silences', 'silence')} most: of the months of public speech by the same people "
        f"{against(scene)}, {_first(scene, chilled, _share)} are silent{_then(scene, chilled, _share)}."
    )
    if fear.at_work():
        text += f" Share of people who are silent in a month out of fear alone: {_several(scene, fear, _share)}."
    yield Finding("silent", f"{text} {few}".strip(), _rest(scene, chilled))


def paid(scene: Scene) -> Iterator[Finding]:
    """Yields under whom more is paid back."""
    wanted = (
        ("judgments_performed", "judgments performed on old debts, per 100,000 people", _judgments),
        ("default_share", "the share of ended loans that fell behind", _points),
    )
    rows = [(row(scene, name, DIFFERENCE), what, phrase) for name, what, phrase in wanted]
    used = [(one, what, phrase) for one, what, phrase in rows if one is not None and one.ranks()]
    few = " ".join(filter(None, (_few(scene, one) for one, _, _ in rows)))
    if not used and few:
        yield Finding("paid", few, "")
    elif used:
        said = [f"{what}: {_several(scene, one, phrase, 'no change')}." for one, what, phrase in used]
        text = " ".join(
            [f"Compared with the same people {against(scene)}, {said[0]}", *map(capital, said[1:]), few]
        ).strip()
        yield Finding("paid", text, _rest(scene, used[0][0]))
    elif scene.against is not None:
        yield Finding("paid", f"Repayment is the same as for the same people {against(scene)}.", "")


def deterred(scene: Scene) -> Iterator[Finding]:
    """Yields what becomes of acts."""
    acts = row(scene, "deterrence", DIFFERENCE)
    if acts is not None and acts.at_work():
        text = f"Of the acts done by the same people {against(scene)}: {_several(scene, acts, _acts, 'no change')}."
        yield Finding("deterred", text, _rest(scene, acts))


def _tied(one: Row) -> list[Mark]:
    """Gives the first and those that Monte Carlo error does not tell from it; with one replicate, those alike."""
    first, *others = one.ranked()

    def close(mark: Mark) -> bool:
        apart = interval(first.values - mark.values)
        return not apart.mean > 0 or (isfinite(apart.low) and apart.low <= 0)

    return [first, *(mark for mark in others if mark.found.mean != 0 and close(mark))]


def _lead(scene: Scene, one: Row, does: str, do: str) -> str:
    """Names who does most, or all of whom it cannot be told, with the verb."""
    tied = _tied(one)
    if len(tied) == 1:
        return f"{called(scene, tied[0].world)} {does}"
    same = all((mark.values == tied[0].values).all() for mark in tied)
    how = "equally" if same else "in an order that Monte Carlo error leaves open"
    return f"{listing([called(scene, mark.world) for mark in tied])} ({how}) {do}"


def _first(scene: Scene, one: Row, phrase: Phrase) -> str:
    """Says the number of who does most, by name where several are named."""
    tied = _tied(one)
    if len(tied) == 1:
        return phrase(tied[0])
    return listing([f"{phrase(mark)} under {short(scene, mark.world)}" for mark in tied])


def _then(scene: Scene, one: Row, phrase: Phrase, nought: str = "none") -> str:
    """Says who comes after the first, in order."""
    told = len(_tied(one))
    rest = [mark for mark in one.ranked()[told:] if mark.found.mean != 0]
    noughts = [mark for mark in one.ranked()[1:] if mark.found.mean == 0 and not mark.why]
    said = [f"{short(scene, mark.world)} {phrase(mark)}" for mark in rest]
    said += [f"{listed_names(scene, noughts)} {nought}"] if noughts else []
    return f"; then {'; '.join(said)}" if said else ""


def _several(scene: Scene, one: Row, phrase: Phrase, nought: str = "none") -> str:
    """Says the number of every regime that has one, the largest first, and for which there is none."""
    ranked = one.ranked() if one.of != DIFFERENCE else sorted(one.ranked(), key=lambda mark: -abs(mark.found.mean))
    large = [mark for mark in ranked if abs(mark.found.mean) > NOTHING]
    noughts = [mark for mark in ranked if abs(mark.found.mean) <= NOTHING]
    said = [f"{short(scene, mark.world)} {phrase(mark)}" for mark in large]
    said += [f"{listed_names(scene, noughts)} {nought}"] if noughts else []
    said += [f"undefined for {listed_names(scene, its)} ({why})" for why, its in _by_reason(one, defined=False)]
    return "; ".join(said)


def _by_reason(one: Row, defined: bool) -> list[tuple[str, list[Mark]]]:
    """Gives the marks with a reason in words, by reason; defined: those with a nought, or those without a number."""
    by: dict[str, list[Mark]] = {}
    for mark in one.marks:
        if mark.why and mark.defined == defined:
            by.setdefault(mark.why, []).append(mark)
    return list(by.items())


def _without(scene: Scene, one: Row) -> str:
    """Says which regimes list nobody, and why."""
    return " ".join(f"{listed_names(scene, its)} {why}." for why, its in _by_reason(one, defined=True))


def _undefined(scene: Scene, one: Row) -> str:
    """Says for which regimes a share is undefined, and why."""
    its = [f"{listed_names(scene, marks)} ({why})" for why, marks in _by_reason(one, defined=False)]
    return f"The share is undefined for {' and '.join(its)}." if its else ""


def _rest(scene: Scene, one: Row) -> str:
    """Says whether the first is ahead of the second beyond Monte Carlo error, in how many samples, and all ranges."""
    ranked = one.ranked()
    spans = [f"{short(scene, m.world)} {over(one, m.span)}" for m in ranked if m.span and m.span[0] != m.span[1]]
    ranges = f" Parameter ranges: {'; '.join(spans)}." if spans else ""
    turning = [m for m in ranked if m.span and m.span[0] < 0 < m.span[1]]
    ranges += (
        f" The sign is uncertain under {listed_names(scene, turning)}: the range includes both." if turning else ""
    )
    beyond = [m for m in ranked if m.span and not m.span[0] <= m.found.mean <= m.span[1]]
    ranges += f" Outside its range lies the number of {listed_names(scene, beyond)}." if beyond else ""
    if len(ranked) < 2:
        return ranges.strip()
    first, second = ranked[:2]
    ahead_of = f"{short(scene, first.world)} ranks above {short(scene, second.world)}"
    if (first.values == second.values).all():
        both = f"{short(scene, first.world)} and {short(scene, second.world)}"
        return f"{both} have the same number in every replicate.{ranges}"
    apart, points, said = interval(first.values - second.values), ahead(scene, one, first.world, second.world), []
    if isfinite(apart.low):
        beyond_chance = f"{ahead_of} beyond Monte Carlo error."
        both = f"{short(scene, first.world)} and {short(scene, second.world)}"
        said.append(beyond_chance if apart.low > 0 else f"Monte Carlo error cannot tell {both} apart.")
    if points is not None and points[1] > 0:
        how_often = f"in {points[0]} of {points[1]} parameter samples."
        said.append(f"{'It does so' if said and apart.low > 0 else ahead_of} {how_often}")
    return f"{' '.join(said)}{ranges}".strip()


def _plain(mark: Mark) -> str:
    return f"{minus(say(mark.found.mean))} {between(mark.found, None)}"


def _share(mark: Mark) -> str:
    if mark.open:
        return f"about {amount(mark.found.mean, 'share', 2)}"
    return share(mark.found) if mark.found.mean > 0 else "none"


def _judgments(mark: Mark) -> str:
    return more(mark.found, "judgment", "more", "fewer")


def _points(mark: Mark) -> str:
    return more(_times(mark.found, 100), "point", "higher", "lower")


def _acts(mark: Mark) -> str:
    found, done = mark.found, mark.found.mean > 0
    what, instead = ("are not done", "added") if done else ("are added", "not done")
    if isfinite(found.low) and found.low < 0 < found.high:
        one, other = (-found.low, found.high) if done else (found.high, -found.low)
        ends = f"between {say(100 * one)} % {instead} and {say(100 * other)} % {what.removeprefix('are ')}"
        return f"{say(100 * abs(found.mean))} % {what}, which may be chance ({ends})"
    return f"{share(found if done else _times(found, -1))} {what}"


def _times(found: Interval, times: int) -> Interval:
    low, high = sorted((times * found.low, times * found.high))
    return replace(found, mean=times * found.mean, low=low, high=high)
