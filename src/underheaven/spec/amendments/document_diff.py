"""Differences between two documents of one kind, place by place, with amendments by month."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underheaven.spec.amendments.merging import ITEM_KEYS, regime_versions
from underheaven.spec.document import Document
from underheaven.spec.io.toml_paths import escape_unprintable, item_labels
from underheaven.spec.models.people import TraitDistribution
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import Parameter, model_parameters

UNCOMPARED_KEYS = frozenset({"schema", "kind", "name", "amendments", "sources"})
"""Top-level keys that have no effect, or that are reported separately."""
ITEM_NAME_KEYS = ITEM_KEYS | {"published": ("quantity", "as_of"), "operations": ("do",)}
"""Keys that identify the items of a list; items of other lists have names."""


@dataclass(frozen=True)
class DocumentChange:
    """One place in which two documents differ, or agree again from some month on.

    Attributes:
        steps: keys and names of items from the top, such as ("recording", "rules", "red light", "points").
        location: the names around the key, without the keys of lists.
        holder: the part of the first document that has the key.
        key: the key in that part.
        subkeys: keys below it, such as a category.
        before: value in the first document; None where it has none.
        after: value in the second document; None where it has none.
    """

    steps: tuple[str, ...]
    location: tuple[str, ...]
    holder: DocumentPart
    key: str
    subkeys: tuple[str, ...]
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """The path as it is written in ``[sources]``."""
        return ".".join(map(escape_unprintable, self.steps))

    @property
    def agrees(self) -> bool:
        """Whether both documents agree from here on and did not before."""
        return bool(self.before == self.after)


@dataclass(frozen=True)
class ChangePeriod:
    """Differences that begin in one month.

    Attributes:
        month: first month of the differences; None for the documents as they start.
        before: the first document in that month.
        after: the second document in that month.
        describes: descriptions of the amendments of that month, of either document; None where it has none.
        changes: the differences, in reading order.
    """

    month: str | None
    before: DocumentPart
    after: DocumentPart
    describes: tuple[str | None, str | None]
    changes: tuple[DocumentChange, ...]


def diff_periods(before: Document[Any], after: Document[Any]) -> list[ChangePeriod]:
    """Return the differences between two documents, as they start and from each amendment on.

    Args:
        before: the first document.
        after: the second document, of the same kind.

    Returns:
        One period for the start and one for each month in which either document is amended. A period lists only the
        differences that begin or end in it.
    """
    periods_found: list[ChangePeriod] = []
    last: dict[tuple[str, ...], DocumentChange] = {}
    for month, first, second in _version_pairs(before, after):
        current = {change.steps: change for change in diff_documents(first, second)}
        fresh = [c for steps, c in current.items() if steps not in last or not _is_same_change(c, last[steps])]
        ended = [
            _resolved_change(c, second)
            for steps, c in last.items()
            if not any(_is_prefix(steps, w) or _is_prefix(w, steps) for w in current)
        ]
        describes = (_amendment_description(before, month), _amendment_description(after, month))
        periods_found.append(ChangePeriod(month, first, second, describes, (*fresh, *ended)))
        last = current
    return periods_found


def diff_documents(before: DocumentPart, after: DocumentPart) -> Iterator[DocumentChange]:
    """Yield the differences between two documents of one kind, without amendments and sources."""
    yield from _diff_parts(before, after, (), ())


def _version_pairs(
    before: Document[Any], after: Document[Any]
) -> Iterator[tuple[str | None, DocumentPart, DocumentPart]]:
    """Yield both documents as they start, then as of the month of each amendment."""
    if not isinstance(before.model, Regime):
        yield None, before.model, after.model
        return
    stages = [dict(regime_versions(document)) for document in (before, after)]
    first, second = (stage[None] for stage in stages)
    yield None, first, second
    for month in sorted({m for stage in stages for m in stage if m is not None}):
        first, second = stages[0].get(month, first), stages[1].get(month, second)
        yield month, first, second


def _amendment_description(document: Document[Any], month: str | None) -> str | None:
    amendments = document.model.amendments if isinstance(document.model, Regime) else []
    return next((a.describes for a in amendments if a.from_ == month), None)


def _is_same_change(change: DocumentChange, other: DocumentChange) -> bool:
    return bool(change.before == other.before and change.after == other.after)


def _is_prefix(steps: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return other[: len(steps)] == steps


def _diff_parts(
    before: DocumentPart, after: DocumentPart, steps: tuple[str, ...], location: tuple[str, ...]
) -> Iterator[DocumentChange]:
    for name, parameter in model_parameters(type(before)).items():
        if steps or parameter.key not in UNCOMPARED_KEYS:
            a, b = getattr(before, name), getattr(after, name)
            yield from _diff_values(before, parameter, a, b, (*steps, parameter.key), location)


def _diff_values(
    holder: DocumentPart, parameter: Parameter, a: Any, b: Any, steps: tuple[str, ...], location: tuple[str, ...]
) -> Iterator[DocumentChange]:
    """Compare what one key of two parts holds."""
    if isinstance(a, DocumentPart) and isinstance(b, DocumentPart) and not isinstance(a, TraitDistribution):
        yield from _diff_parts(a, b, steps, (*location, parameter.key))
    elif parameter.part is not None and parameter.separator != ".":
        yield from _diff_items(
            holder, parameter, _items_by_name(parameter, a), _items_by_name(parameter, b), steps, location
        )
    elif isinstance(a, Mapping) and isinstance(b, Mapping):
        yield from _diff_tables(holder, parameter.key, a, b, steps, location, ())
    elif a != b:
        yield DocumentChange(steps, location, holder, parameter.key, (), a, b)


def _diff_items(
    holder: DocumentPart,
    parameter: Parameter,
    a: Mapping[str, DocumentPart],
    b: Mapping[str, DocumentPart],
    steps: tuple[str, ...],
    location: tuple[str, ...],
) -> Iterator[DocumentChange]:
    """Compare items of a list, or tables under names: those in both by what they say, others as a whole."""
    for name in dict.fromkeys((*a, *b)):
        if name in a and name in b:
            yield from _diff_parts(a[name], b[name], (*steps, name), (*location, name))
        else:
            yield DocumentChange((*steps, name), (*location, name), holder, parameter.key, (), a.get(name), b.get(name))


def _diff_tables(
    holder: DocumentPart,
    key: str,
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    steps: tuple[str, ...],
    location: tuple[str, ...],
    subkeys: tuple[str, ...],
) -> Iterator[DocumentChange]:
    """Compare tables of numbers, such as grades, or of tables of them, such as factors."""
    for name in dict.fromkeys((*a, *b)):
        before, after = a.get(name), b.get(name)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _diff_tables(holder, key, before, after, (*steps, name), location, (*subkeys, name))
        elif before != after:
            yield DocumentChange((*steps, name), location, holder, key, (*subkeys, name), before, after)


def _items_by_name(
    parameter: Parameter, items: Sequence[DocumentPart] | Mapping[str, DocumentPart] | None
) -> dict[str, DocumentPart]:
    """Return items by distinguishing name; a repeated name gets its position in brackets."""
    if not isinstance(items, Sequence):
        return dict(items or {})
    named: dict[str, DocumentPart] = {}
    for position, item in enumerate(items):
        plain = item.model_dump(by_alias=True)
        known = ITEM_NAME_KEYS.get(parameter.key, ("name",))
        has_keys: Hashable = all(key in plain for key in known)
        words = (item_labels(plain) or (", ".join(str(plain[k]) for k in known),))[0] if has_keys else str(position + 1)
        words = f"{words}, {plain['as_of']}" if parameter.key == "published" else words
        named[words if words not in named else f"{words} ({position + 1})"] = item
    return named


def _resolved_change(change: DocumentChange, model: DocumentPart) -> DocumentChange:
    """Return a place in which two documents agree from now on, with the common value."""
    agreed = _value_at_path(model, change.steps)
    return DocumentChange(change.steps, change.location, change.holder, change.key, change.subkeys, agreed, agreed)


def _value_at_path(node: Any, steps: tuple[str, ...]) -> Any:
    """Return the value at the end of a path, or None where there is none."""
    for index, step in enumerate(steps):
        if isinstance(node, DocumentPart):
            name, parameter = next((n, p) for n, p in model_parameters(type(node)).items() if p.key == step)
            node = getattr(node, name)
            if parameter.part is not None and parameter.separator != ".":
                named = _items_by_name(parameter, node)
                return (
                    _value_at_path(named.get(steps[index + 1]), steps[index + 2 :]) if index + 1 < len(steps) else node
                )
        elif isinstance(node, Mapping):
            node = node.get(step)
        else:
            return None
    return node
