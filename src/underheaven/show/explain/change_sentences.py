"""One difference between two documents as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection

from underheaven.show.explain.regime import channel_sentence, list_sentence, rule_sentence
from underheaven.show.explain.society import conduct_sentence
from underheaven.show.explain.units import format_value, key_words, summarise_part, unit_of
from underheaven.show.formatting import format_count
from underheaven.spec.amendments.document_diff import DocumentChange
from underheaven.spec.models.conduct import Conduct
from underheaven.spec.models.people import TraitDistribution
from underheaven.spec.models.recording import Rule
from underheaven.spec.models.regime import PublishedCount
from underheaven.spec.models.sensing import Channel
from underheaven.spec.models.standing import ListRule
from underheaven.spec.models.treatment import Denial, Effect, Reward
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters
from underheaven.spec.schema_lookup import SYMBOL_PREFIX

GradeNames = Collection[str]
"""The grades of both regimes, to distinguish effects of a grade from those of a list."""

ITEM_NOUNS = {
    "channels": "channel",
    "lists": "list",
    "regions": "region",
    "attributes": "attribute",
    "conduct": "conduct",
    "contexts": "context",
    "habits": "habit",
    "lenders_believe": "first belief",
}
"""Nouns for the items of a list, or for tables under a name."""
FLAG_PHRASES = {
    "Rule.refile": "filed again while it is live",
    "Rule.removed_by_performance": "removed once the debt is settled",
    "Conduct.open": "seen by others",
    "Channel.follows_attention": "led by attention",
    "Regime.stylised": "told as a simplified picture",
    "Society.stylised": "told as a simplified picture",
}
"""Phrases for keys that are true; other keys are named as they are."""
MEMBER_PHRASES = {
    "Channel.conduct": ("sees", ""),
    "ListRule.conduct": ("takes", "one record of "),
    "ListRule.records_of": ("counts", "records of "),
    "Treatment.lenders_see": ("shows lenders", "the "),
}
"""The verb for the members of a list, and the words before each of them."""
KEY_LABELS = {"Rule.months": "time on file"}
"""Labels of keys whose own words say too little; their meaning then adds nothing to the label."""
TREATMENT_PHRASES: dict[type[DocumentPart], tuple[str, str]] = {
    Effect: ("closes {share} of {what}", "{share} of {what} closed"),
    Reward: ("adds {share} of the worth of {what}", "{share} of the worth of {what} added"),
    Denial: ("denies {share} of attempts at {what}", "{share} of attempts at {what} denied"),
}


def change_sentence(change: DocumentChange, grades: GradeNames) -> str:
    """Describe how one key differs, or that it no longer differs."""
    if change.agrees:
        return _agreement_sentence(change)
    name = f"{type(change.holder).__name__}.{change.key}"
    if name in SPECIAL_SENTENCES:
        return SPECIAL_SENTENCES[name](change, grades)
    one, other = change.before, change.after
    if any(isinstance(side, DocumentPart) and not isinstance(side, TraitDistribution) for side in (one, other)):
        return _item_sentence(change)
    if isinstance(one, bool) and isinstance(other, bool):
        return (
            f"{_change_subject(change, ': ')}{'now' if other else 'no longer'} "
            f"{FLAG_PHRASES.get(name, key_words(change.key))}"
        )
    if isinstance(one, list) and isinstance(other, list) and set(one) != set(other):
        return _member_changes(change, name)
    unit = unit_of(type(change.holder), change.key)
    return f"{_change_location(change)}: {format_value(one, unit)} becomes {format_value(other, unit)}"


def change_meaning(change: DocumentChange) -> str:
    """Return the meaning of the key of a change; empty if the sentence states it already."""
    name = f"{type(change.holder).__name__}.{change.key}"
    if change.agrees or any(
        name in phrases for phrases in (SPECIAL_SENTENCES, FLAG_PHRASES, MEMBER_PHRASES, KEY_LABELS)
    ):
        return ""
    said_of_it = next(one.meaning for one in model_parameters(type(change.holder)).values() if one.key == change.key)
    return SYMBOL_PREFIX.sub("", said_of_it)


def _change_subject(change: DocumentChange, after: str) -> str:
    """Return the subject of a change and the words after it; empty for a key of a stage itself."""
    names = change.location[1:] if change.location[:1] == change.steps[:1] else change.location
    if isinstance(change.holder, ListRule):
        names = (f'the list "{change.holder.name}"',)
    return f"{', '.join(names)}{after}" if names else ""


def _change_location(change: DocumentChange) -> str:
    """Return the location of a change in words: the item and its key, or the item alone if all of it changes."""
    if not change.subkeys and change.location[-1:] == change.steps[-1:]:
        return _change_subject(change, "")
    name = f"{type(change.holder).__name__}.{change.key}"
    return _change_subject(change, ", ") + ", ".join((KEY_LABELS.get(name, key_words(change.key)), *change.subkeys))


def _agreement_sentence(change: DocumentChange) -> str:
    """State that both documents agree from some month on, and on what."""
    whole = change.after is None or isinstance(change.after, DocumentPart)
    value = "the same" if whole else format_value(change.after, unit_of(type(change.holder), change.key))
    return f"{_change_location(change)}: {value} in both from now on"


def _item_sentence(change: DocumentChange) -> str:
    """State that a part is removed or added, with its content."""
    part, gone = (change.before, True) if change.after is None else (change.after, False)
    if change.steps[-1] == change.key:  # a part that may be left out, such as appeal
        return f"{key_words(change.key)}: {'gone' if gone else 'new'}: {summarise_part(part)}"
    thing = ITEM_NOUNS.get(change.key, key_words(change.key))
    if isinstance(part, ListRule | Channel | Conduct):
        return f'the {thing} "{part.name}" is gone' if gone else f"a new {thing}: {_part_sentence(part)}"
    return f'{"gone" if gone else "new"}: the {thing} "{change.steps[-1]}" ({summarise_part(part)})'


def _part_sentence(part: ListRule | Channel | Conduct) -> str:
    if isinstance(part, ListRule):
        return list_sentence(part).rstrip(".")
    return (channel_sentence(part) if isinstance(part, Channel) else conduct_sentence(part)).rstrip(".")


def _member_changes(change: DocumentChange, name: str) -> str:
    """State which names were added to a list and which were removed."""
    verb, ahead = MEMBER_PHRASES.get(name, ("", ""))
    came = [one for one in change.after if one not in change.before]
    went = [one for one in change.before if one not in change.after]
    parts = [
        f"{mark}{verb and ' '}{verb} {ahead}{' or '.join(map(str, names))}"
        for mark, names in (("now", came), ("no longer", went))
        if names
    ]
    return f"{_change_subject(change, ': ') if verb else f'{_change_location(change)}: '}{'; '.join(parts)}"


def _treatment_change(change: DocumentChange, grades: GradeNames) -> str:
    """State what a list or grade closes, adds or denies, or no longer does."""
    part = next(p for p in (change.before, change.after, change.holder) if isinstance(p, Effect | Reward | Denial))
    doing, done = TREATMENT_PHRASES[type(part)]
    what = part.habit if isinstance(part, Denial) else part.context
    of = f"grade {part.of} alone" if part.of in grades else f'the list "{part.of}"'
    if isinstance(change.before, DocumentPart) or isinstance(change.after, DocumentPart):
        share = part.share if isinstance(part, Denial) else part.strength
        mark = "now" if change.before is None else "no longer"
        return f"{of} {mark} {doing.format(share=format_value(share, 'share'), what=what)}"
    one, other = (format_value(share, "share") for share in (change.before, change.after))
    return f"{of}: {done.format(share=one, what=what)} become {other}"


def _rule_change(change: DocumentChange, _: GradeNames) -> str:
    """State that a kind of conduct is recorded, or no longer is."""
    if isinstance(change.after, Rule):
        return rule_sentence(change.after).replace(": filed", ": now filed", 1).rstrip(".")
    return f"{change.steps[-1]}: no longer recorded"


def _points_change(change: DocumentChange, _: GradeNames) -> str:
    """State how the points of a rule differ: 5 points lost become 10."""
    one, other = change.before, change.after
    first = f"{format_count(abs(one), 'point')} {_lost_or_gained(one)}" if one else "no points"
    second = "none" if other == 0 else f"{abs(other):,}" + ("" if one * other > 0 else f" {_lost_or_gained(other)}")
    return f"{_change_subject(change, ': ')}{first} become{'s' * (abs(one) == 1)} {second}"


def _published_change(change: DocumentChange, _: GradeNames) -> str:
    """State that a published count was removed, added or changed."""
    counts = [p for p in (change.before, change.after, change.holder) if isinstance(p, PublishedCount)]
    quantity, unit = f"{counts[0].quantity} in {counts[0].as_of}", counts[0].unit
    if change.key == "value":
        return f"{quantity}: {format_value(change.before, unit)} becomes {format_value(change.after, unit)}"
    return f"{'gone' if change.after is None else 'new'}: {quantity}, {format_value(counts[0].value, unit)}"


def _lost_or_gained(points: int) -> str:
    return "lost" if points < 0 else "gained"


def _grade_change(change: DocumentChange, _: GradeNames) -> str:
    """State that a grade begins at another score, was added, or was removed."""
    one, other = (format_value(score, "points") for score in (change.before, change.after))
    grade = change.subkeys[0]
    if change.before is None:
        return f"a new grade: {grade}, from {other}"
    if change.after is None:
        return f"grade {grade} is gone; it began at {one}"
    return f"grade {grade}: from {one} becomes from {other}"


SPECIAL_SENTENCES: dict[str, Callable[[DocumentChange, GradeNames], str]] = {
    "Regime.describes": lambda *_: "the document describes itself in other words",
    "Society.describes": lambda *_: "the document describes itself in other words",
    "Study.describes": lambda *_: "the document describes itself in other words",
    "Regime.published": _published_change,
    "PublishedCount.value": _published_change,
    "Recording.rules": _rule_change,
    "Rule.points": _points_change,
    "Standing.grades": _grade_change,
    **dict.fromkeys(
        (
            "Treatment.effects",
            "Treatment.rewards",
            "Treatment.denials",
            "Effect.strength",
            "Reward.strength",
            "Denial.share",
        ),
        _treatment_change,
    ),
}
"""Keys with sentences of their own, since a reader looks for them first."""
