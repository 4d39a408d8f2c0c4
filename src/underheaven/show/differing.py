"""One difference between two documents as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection

from underheaven.show.regime import channel_sentence, list_sentence, rule_sentence
from underheaven.show.society import conduct_sentence
from underheaven.show.units import in_short, said, unit_of, words
from underheaven.show.words import counted
from underheaven.spec.conduct import Conduct
from underheaven.spec.differ import Change
from underheaven.spec.parameters import parameters
from underheaven.spec.people import Law
from underheaven.spec.recording import Rule
from underheaven.spec.regime import Published
from underheaven.spec.sensing import Channel
from underheaven.spec.shape import SYMBOL
from underheaven.spec.standing import ListRule
from underheaven.spec.treatment import Denial, Effect, Reward
from underheaven.spec.units import Part

Grades = Collection[str]
"""The grades of both regimes: what an effect is of is a grade or a list."""

THINGS = {
    "channels": "channel", "lists": "list", "regions": "region", "attributes": "attribute", "conduct": "conduct",
    "contexts": "context", "habits": "habit",
    "lenders_believe": "first belief",
}  # fmt: skip
"""What an item of a list, or a table under a name, is called."""
FLAGS = {
    "Rule.refile": "filed again while it stands",
    "Rule.removed_by_performance": "gone once the debt is settled",
    "Conduct.open": "seen by others",
    "Channel.follows_attention": "led by attention",
    "Regime.stylised": "told as a simplified picture",
    "Society.stylised": "told as a simplified picture",
}
"""What is so where a key is true; elsewhere the key itself says it."""
MEMBERS = {
    "Channel.conduct": ("sees", ""),
    "ListRule.conduct": ("takes", "one record of "),
    "ListRule.records_of": ("counts", "records of "),
    "Treatment.lenders_see": ("shows lenders", "the "),
}
"""What is done with the members of a list, and what stands before each of them."""
LABELS = {"Rule.months": "time on file"}
"""What a key is called where its own words say too little, and its meaning no more than the label."""
DONE: dict[type[Part], tuple[str, str]] = {
    Effect: ("closes {share} of {what}", "{share} of {what} closed"),
    Reward: ("adds {share} of the worth of {what}", "{share} of the worth of {what} added"),
    Denial: ("denies {share} of attempts at {what}", "{share} of attempts at {what} denied"),
}


def sentence(change: Change, grades: Grades) -> str:
    """Says in words how one place differs, or that from now on it does not."""
    if change.agrees:
        return _agreement(change)
    name = f"{type(change.holder).__name__}.{change.key}"
    if name in SAID:
        return SAID[name](change, grades)
    one, other = change.before, change.after
    if any(isinstance(side, Part) and not isinstance(side, Law) for side in (one, other)):
        return _item(change)
    if isinstance(one, bool) and isinstance(other, bool):
        return f"{_subject(change, ': ')}{'now' if other else 'no longer'} {FLAGS.get(name, words(change.key))}"
    if isinstance(one, list) and isinstance(other, list) and set(one) != set(other):
        return _members(change, name)
    unit = unit_of(type(change.holder), change.key)
    return f"{_where(change)}: {said(one, unit)} becomes {said(other, unit)}"


def meaning(change: Change) -> str:
    """Gives what the key of a change is for, empty where the sentence says it already."""
    name = f"{type(change.holder).__name__}.{change.key}"
    if change.agrees or any(name in told for told in (SAID, FLAGS, MEMBERS, LABELS)):
        return ""
    said_of_it = next(one.meaning for one in parameters(type(change.holder)).values() if one.key == change.key)
    return SYMBOL.sub("", said_of_it)


def _subject(change: Change, after: str) -> str:
    """Gives what a change is about, and what follows it; nothing for a key of a stage itself."""
    names = change.place[1:] if change.place[:1] == change.way[:1] else change.place
    if isinstance(change.holder, ListRule):
        names = (f'the list "{change.holder.name}"',)
    return f"{', '.join(names)}{after}" if names else ""


def _where(change: Change) -> str:
    """Gives the place of a change in words: the item and its key, or the item alone where it is all of one."""
    if not change.below and change.place[-1:] == change.way[-1:]:
        return _subject(change, "")
    name = f"{type(change.holder).__name__}.{change.key}"
    return _subject(change, ", ") + ", ".join((LABELS.get(name, words(change.key)), *change.below))


def _agreement(change: Change) -> str:
    """Says that both say the same from some month on, and what."""
    whole = change.after is None or isinstance(change.after, Part)
    value = "the same" if whole else said(change.after, unit_of(type(change.holder), change.key))
    return f"{_where(change)}: {value} in both from now on"


def _item(change: Change) -> str:
    """Says that a part is gone or new, and what it says."""
    part, gone = (change.before, True) if change.after is None else (change.after, False)
    if change.way[-1] == change.key:  # a part that may be left out, such as appeal
        return f"{words(change.key)}: {'gone' if gone else 'new'}: {in_short(part)}"
    thing = THINGS.get(change.key, words(change.key))
    if isinstance(part, ListRule | Channel | Conduct):
        return f'the {thing} "{part.name}" is gone' if gone else f"a new {thing}: {_told(part)}"
    return f'{"gone" if gone else "new"}: the {thing} "{change.way[-1]}" ({in_short(part)})'


def _told(part: ListRule | Channel | Conduct) -> str:
    if isinstance(part, ListRule):
        return list_sentence(part).rstrip(".")
    return (channel_sentence(part) if isinstance(part, Channel) else conduct_sentence(part)).rstrip(".")


def _members(change: Change, name: str) -> str:
    """Says what has come into a list of names and what has gone out of it."""
    verb, ahead = MEMBERS.get(name, ("", ""))
    came = [one for one in change.after if one not in change.before]
    went = [one for one in change.before if one not in change.after]
    parts = [
        f"{mark}{verb and ' '}{verb} {ahead}{' or '.join(map(str, names))}"
        for mark, names in (("now", came), ("no longer", went))
        if names
    ]
    return f"{_subject(change, ': ') if verb else f'{_where(change)}: '}{'; '.join(parts)}"


def _matrix(change: Change, grades: Grades) -> str:
    """Says what a list or grade closes, adds or denies, and no longer does."""
    part = next(p for p in (change.before, change.after, change.holder) if isinstance(p, Effect | Reward | Denial))
    doing, done = DONE[type(part)]
    what = part.habit if isinstance(part, Denial) else part.context
    of = f"grade {part.of} alone" if part.of in grades else f'the list "{part.of}"'
    if isinstance(change.before, Part) or isinstance(change.after, Part):
        share = part.share if isinstance(part, Denial) else part.strength
        mark = "now" if change.before is None else "no longer"
        return f"{of} {mark} {doing.format(share=said(share, 'share'), what=what)}"
    one, other = (said(share, "share") for share in (change.before, change.after))
    return f"{of}: {done.format(share=one, what=what)} become {other}"


def _rule(change: Change, _: Grades) -> str:
    """Says that a kind of conduct is recorded, or no longer."""
    if isinstance(change.after, Rule):
        return rule_sentence(change.after).replace(": filed", ": now filed", 1).rstrip(".")
    return f"{change.way[-1]}: no longer recorded"


def _points(change: Change, _: Grades) -> str:
    """Says how the points of a rule differ: 5 points lost become 10."""
    one, other = change.before, change.after
    first = f"{counted(abs(one), 'point')} {_turn(one)}" if one else "no points"
    second = "none" if other == 0 else f"{abs(other):,}" + ("" if one * other > 0 else f" {_turn(other)}")
    return f"{_subject(change, ': ')}{first} become{'s' * (abs(one) == 1)} {second}"


def _published(change: Change, _: Grades) -> str:
    """Says that a published count is gone, or new, or another."""
    counts = [p for p in (change.before, change.after, change.holder) if isinstance(p, Published)]
    quantity, unit = f"{counts[0].quantity} in {counts[0].as_of}", counts[0].unit
    if change.key == "value":
        return f"{quantity}: {said(change.before, unit)} becomes {said(change.after, unit)}"
    return f"{'gone' if change.after is None else 'new'}: {quantity}, {said(counts[0].value, unit)}"


def _turn(points: int) -> str:
    return "lost" if points < 0 else "gained"


def _grade(change: Change, _: Grades) -> str:
    """Says that a grade begins at another score, is new, or is gone."""
    one, other = (said(score, "points") for score in (change.before, change.after))
    grade = change.below[0]
    if change.before is None:
        return f"a new grade: {grade}, from {other}"
    if change.after is None:
        return f"grade {grade} is gone; it began at {one}"
    return f"grade {grade}: from {one} becomes from {other}"


SAID: dict[str, Callable[[Change, Grades], str]] = {
    "Regime.describes": lambda *_: "the document describes itself in other words",
    "Society.describes": lambda *_: "the document describes itself in other words",
    "Study.describes": lambda *_: "the document describes itself in other words",
    "Regime.published": _published,
    "Published.value": _published,
    "Recording.rules": _rule,
    "Rule.points": _points,
    "Standing.grades": _grade,
    **dict.fromkeys(
        (
            "Treatment.effects", "Treatment.rewards", "Treatment.denials", "Effect.strength", "Reward.strength",
            "Denial.share",
        ),
        _matrix,
    ),
}  # fmt: skip
"""Sentences of their own for the places that a reader looks for first."""
