"""What two documents of one kind say differently, place by place, amendments by their month."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underheaven.spec.change import IDENTITY, epochs
from underheaven.spec.document import Document
from underheaven.spec.parameters import Parameter, parameters
from underheaven.spec.paths import labels, printable
from underheaven.spec.people import Law
from underheaven.spec.regime import Regime
from underheaven.spec.units import Part

NOT_RULES = frozenset({"schema", "kind", "name", "amendments", "sources"})
"""Keys at the top that say nothing of what is done, or that are told in their own way."""
APART = IDENTITY | {"published": ("quantity", "as_of"), "operations": ("do",)}
"""Which keys tell the items of a list apart; in any other list they have names."""


@dataclass(frozen=True)
class Change:
    """One place in which two documents differ, or from some month on agree again.

    way: keys from the top, and the names of items, as ("recording", "rules", "red light", "points"). place: the
    names around the key, without the keys of lists. holder: the first document's part that has the key. key: what
    it is called there. below: keys below it, such as a category. before, after: what stands there, None where nothing
    does.
    """

    way: tuple[str, ...]
    place: tuple[str, ...]
    holder: Part
    key: str
    below: tuple[str, ...]
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """The way as it is written in [sources]."""
        return ".".join(map(printable, self.way))

    @property
    def agrees(self) -> bool:
        """True where both say the same from here on, and did not before."""
        return bool(self.before == self.after)


@dataclass(frozen=True)
class Period:
    """What differs from a month on that did not before; month is None for the documents as they start.

    before, after: the two as they stand then. describes: what the amendments of that month say of themselves.
    """

    month: str | None
    before: Part
    after: Part
    describes: tuple[str | None, str | None]
    changes: tuple[Change, ...]


def periods(before: Document[Any], after: Document[Any]) -> list[Period]:
    """Return what differs between two documents of one kind: as they start, then from each amendment of either."""
    found: list[Period] = []
    last: dict[tuple[str, ...], Change] = {}
    for month, one, other in _timeline(before, after):
        now = {change.way: change for change in changes(one, other)}
        fresh = [c for way, c in now.items() if way not in last or not _same(c, last[way])]
        ended = [
            _ended(c, other) for way, c in last.items() if not any(_within(way, w) or _within(w, way) for w in now)
        ]
        describes = (_describes(before, month), _describes(after, month))
        found.append(Period(month, one, other, describes, (*fresh, *ended)))
        last = now
    return found


def changes(before: Part, after: Part) -> Iterator[Change]:
    """Yield what differs between two documents of one kind as they stand, amendments and sources left out."""
    yield from _parts(before, after, (), ())


def _timeline(before: Document[Any], after: Document[Any]) -> Iterator[tuple[str | None, Part, Part]]:
    """Yield both documents as they start, then as they stand from the month of each amendment."""
    if not isinstance(before.model, Regime):
        yield None, before.model, after.model
        return
    stages = [dict(epochs(document)) for document in (before, after)]
    one, other = (stage[None] for stage in stages)
    yield None, one, other
    for month in sorted({m for stage in stages for m in stage if m is not None}):
        one, other = stages[0].get(month, one), stages[1].get(month, other)
        yield month, one, other


def _describes(document: Document[Any], month: str | None) -> str | None:
    amendments = document.model.amendments if isinstance(document.model, Regime) else []
    return next((a.describes for a in amendments if a.from_ == month), None)


def _same(one: Change, other: Change) -> bool:
    return bool(one.before == other.before and one.after == other.after)


def _within(way: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return other[: len(way)] == way


def _parts(before: Part, after: Part, way: tuple[str, ...], place: tuple[str, ...]) -> Iterator[Change]:
    for name, one in parameters(type(before)).items():
        if way or one.key not in NOT_RULES:
            a, b = getattr(before, name), getattr(after, name)
            yield from _values(before, one, a, b, (*way, one.key), place)


def _values(
    holder: Part, one: Parameter, a: Any, b: Any, way: tuple[str, ...], place: tuple[str, ...]
) -> Iterator[Change]:
    """Compare what one key of two parts holds."""
    if isinstance(a, Part) and isinstance(b, Part) and not isinstance(a, Law):
        yield from _parts(a, b, way, (*place, one.key))
    elif one.part is not None and one.between != ".":
        yield from _items(holder, one, _by_name(one, a), _by_name(one, b), way, place)
    elif isinstance(a, Mapping) and isinstance(b, Mapping):
        yield from _tables(holder, one.key, a, b, way, place, ())
    elif a != b:
        yield Change(way, place, holder, one.key, (), a, b)


def _items(
    holder: Part, one: Parameter, a: Mapping[str, Part], b: Mapping[str, Part], way: tuple[str, ...],
    place: tuple[str, ...],
) -> Iterator[Change]:  # fmt: skip
    """Compare items of a list, or tables under names: those in both by what they say, others as a whole."""
    for name in dict.fromkeys((*a, *b)):
        if name in a and name in b:
            yield from _parts(a[name], b[name], (*way, name), (*place, name))
        else:
            yield Change((*way, name), (*place, name), holder, one.key, (), a.get(name), b.get(name))


def _tables(
    holder: Part, key: str, a: Mapping[str, Any], b: Mapping[str, Any], way: tuple[str, ...],
    place: tuple[str, ...], below: tuple[str, ...],
) -> Iterator[Change]:  # fmt: skip
    """Compare tables of numbers, such as grades, or of tables of them, such as factors."""
    for name in dict.fromkeys((*a, *b)):
        one, other = a.get(name), b.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _tables(holder, key, one, other, (*way, name), place, (*below, name))
        elif one != other:
            yield Change((*way, name), place, holder, key, (*below, name), one, other)


def _by_name(one: Parameter, items: Sequence[Part] | Mapping[str, Part] | None) -> dict[str, Part]:
    """Return items by the names that tell them apart; what comes twice under one name is counted."""
    if not isinstance(items, Sequence):
        return dict(items or {})
    named: dict[str, Part] = {}
    for place, item in enumerate(items):
        plain = item.model_dump(by_alias=True)
        known = APART.get(one.key, ("name",))
        told: Hashable = all(key in plain for key in known)
        words = (labels(plain) or (", ".join(str(plain[k]) for k in known),))[0] if told else str(place + 1)
        words = f"{words}, {plain['as_of']}" if one.key == "published" else words
        named[words if words not in named else f"{words} ({place + 1})"] = item
    return named


def _ended(change: Change, model: Part) -> Change:
    """Return a place in which two documents agree from now on, with what both say."""
    says = _value_at(model, change.way)
    return Change(change.way, change.place, change.holder, change.key, change.below, says, says)


def _value_at(node: Any, way: tuple[str, ...]) -> Any:
    """Return what stands at the end of the way, None where nothing does."""
    for at, step in enumerate(way):
        if isinstance(node, Part):
            name, one = next((n, p) for n, p in parameters(type(node)).items() if p.key == step)
            node = getattr(node, name)
            if one.part is not None and one.between != ".":
                named = _by_name(one, node)
                return _value_at(named.get(way[at + 1]), way[at + 2 :]) if at + 1 < len(way) else node
        elif isinstance(node, Mapping):
            node = node.get(step)
        else:
            return None
    return node
