"""Dated amendments: fragments that change a regime from a month on, merged into it by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from underheaven.spec.document import Document
from underheaven.spec.found import Found, choose
from underheaven.spec.paths import Steps, labels, named, show, spell, step_into
from underheaven.spec.regime import MOST_AMENDMENTS, Regime

IDENTITY: dict[str, tuple[str, ...]] = {
    "channels": ("name",),
    "lists": ("name",),
    "rules": ("conduct",),
    "effects": ("of", "context"),
    "rewards": ("of", "context"),
    "denials": ("of", "habit"),
    "lenders_believe": ("of",),
}
"""Which keys tell the items of a list apart; any other list is replaced as a whole."""

FIXED = ("schema", "kind", "start", "amendments", "published", "sources")
"""Parts of a regime that no amendment changes."""


@dataclass(frozen=True)
class Amended:
    """The whole regime from one amendment on.

    index: the amendment, counted from 0. month: when it begins. whole: the plain table from then on.
    found: removals of what is not there. fragment: what the amendment says.
    """

    index: int
    month: object
    fragment: Mapping[str, Any]
    whole: dict[str, Any]
    found: tuple[Found, ...]

    def placed(self, one: Found) -> Found:
        """Move something found in the whole to the amendment that brought it about."""
        top: Steps = ("amendments", self.index, "change")
        steps = _in_fragment(self.fragment, self.whole, one.steps)
        if steps is not None:
            return replace(one, steps=(*top, *steps), mend=None)
        return replace(one, steps=top, what=f" makes {spell(self.whole, one.steps)}{one.what}", mend=None)

    def said(self, steps: Steps) -> Steps | None:
        """Return the way in the document to where this amendment says what stands in the whole, None if it does not."""
        inside = _in_fragment(self.fragment, self.whole, steps)
        return None if inside is None else ("amendments", self.index, "change", *inside)

    def key(self, one: Found) -> tuple[str, str]:
        """Return what tells one matter from another, whichever amendment shows it."""
        return named(self.whole, one.steps), one.what


def epochs(document: Document[Regime]) -> list[tuple[str | None, Regime]]:
    """Return the regime as it starts, under None, then as each amendment leaves it, under its month."""
    start = document.model.model_copy(update={"amendments": []})
    later = [(str(a.month), Regime.model_validate(a.whole)) for a in amended(document.raw)]
    return [(None, start), *later]


def amended(raw: Mapping[str, Any]) -> Iterator[Amended]:
    """Yield the whole regime after each amendment, the earlier ones included.

    raw: the plain table of a regime; an amendment that is no table, or changes none, is passed over.
    """
    whole = {key: value for key, value in raw.items() if key != "amendments"}
    colours = _colours(whole)
    amendments = raw.get("amendments", [])
    for index, amendment in enumerate(amendments[:MOST_AMENDMENTS] if isinstance(amendments, list) else []):
        fragment = step_into(amendment, "change")
        if not isinstance(fragment, Mapping):
            continue
        found: list[Found] = []
        free = {key: value for key, value in fragment.items() if key not in FIXED}
        whole = _merge(whole, free, ("amendments", index, "change"), found)
        _sort_grades(whole)
        change = Amended(index, step_into(amendment, "from"), fragment, whole, tuple(found))
        yield replace(change, found=(*found, *map(change.placed, _recoloured(whole, colours))))
        colours = _colours(whole) | colours


def check_dates(raw: Mapping[str, Any]) -> list[Found]:
    """Return amendments out of order, before the start, or of what no amendment changes.

    raw: the plain table of a regime.
    """
    found: list[Found] = []
    last, after = raw.get("start"), "the regime starts"
    amendments = raw.get("amendments", [])
    for i, amendment in enumerate(amendments[:MOST_AMENDMENTS] if isinstance(amendments, list) else []):
        month = step_into(amendment, "from")
        steps: Steps = ("amendments", i)
        if isinstance(month, str) and isinstance(last, str) and month <= last:
            found.append(Found((*steps, "from"), f" = {show(month)}", f"{after} in {last}, and amendments stand in "
                               "the order of their months", f"Write a month after {last}, or move it"))  # fmt: skip
        if isinstance(month, str):
            last, after = max(month, last) if isinstance(last, str) else month, "the one before it begins"
        change = step_into(amendment, "change")
        found += [
            Found((*steps, "change", key), f" = {show(change[key])}", "no amendment changes this part",
                  f"Write {key} at the top of the document")
            for key in (FIXED if isinstance(change, Mapping) else ())
            if isinstance(change, Mapping) and key in change
        ]  # fmt: skip
    return found


def _lists(whole: Mapping[str, Any]) -> list[Any]:
    lists = step_into(whole.get("standing"), "lists")
    return lists if isinstance(lists, list) else []


def _colours(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return the colour of each list by its name, so far as both can be read."""
    return {
        item["name"]: item["colour"]
        for item in reversed(_lists(whole))
        if isinstance(item, dict) and isinstance(item.get("name"), str) and "colour" in item
    }


def _recoloured(whole: Mapping[str, Any], colours: Mapping[str, Any]) -> list[Found]:
    """Return the lists whose colour is not the one that their name had before: tables keep one for each name."""
    return [
        Found(("standing", "lists", i, "colour"), f" = {show(item['colour'])}",
              f"the list was {show(colours[item['name']])} before, and a list keeps its colour",
              "Give the new list another name, and remove the old one")
        for i, item in enumerate(_lists(whole))
        if isinstance(item, dict) and "colour" in item and isinstance(item.get("name"), str)
        and item["colour"] != colours.get(item["name"], item["colour"])
    ]  # fmt: skip


def _merge(base: Mapping[str, Any], fragment: Mapping[str, Any], steps: Steps, found: list[Found]) -> dict[str, Any]:
    """Merge a table into a table: tables by key, lists of tables by identity, anything else replaced."""
    result = dict(base)
    for key, new in fragment.items():
        old = result.get(key)
        if _removes(new):
            if key not in result:
                found.append(_nothing((*steps, key), key, list(result)))
            result.pop(key, None)
        elif isinstance(new, dict):
            result[key] = _merge(old if isinstance(old, dict) else {}, new, (*steps, key), found)
        elif key in IDENTITY and isinstance(new, list) and all(isinstance(item, dict) for item in new):
            items = [i for i in old if isinstance(i, dict)] if isinstance(old, list) else []
            result[key] = _merge_list(items, new, IDENTITY[key], (*steps, key), found)
        else:
            result[key] = new
    return result


def _merge_list(
    old: list[dict[str, Any]], new: list[dict[str, Any]], keys: tuple[str, ...], steps: Steps, found: list[Found]
) -> list[dict[str, Any]]:
    result: list[dict[str, Any] | None] = list(old)
    places: dict[tuple[str, ...] | None, int] = {}
    for place, item in enumerate(old):
        places.setdefault(_identity(item, keys), place)
    places.pop(None, None)
    for i, item in enumerate(new):
        name = _identity(item, keys)
        if _removes(item):
            if name in places:
                result[places.pop(name)] = None
            else:
                known = [labels(other)[0] for other in result if labels(other)]
                found.append(_nothing((*steps, i), labels(item)[0] if labels(item) else "", known))
        elif name in places:
            place = places[name]
            result[place] = _merge(result[place] or {}, item, (*steps, i), found)
        else:
            if name is not None:
                places[name] = len(result)
            result.append(_merge({}, item, (*steps, i), found))
    return [item for item in result if item is not None]


def _identity(item: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what tells an item from its neighbours; None where it lacks a part of that."""
    return tuple(repr(item[key]) for key in keys) if all(key in item for key in keys) else None


def _removes(item: object) -> bool:
    return isinstance(item, dict) and item.get("removed") is True


def _same(one: Mapping[str, Any], other: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    return all(key in one and one[key] == other.get(key) for key in keys)


def _nothing(steps: Steps, name: str, known: list[str]) -> Found:
    return Found(steps, " is removed", "nothing of that name stands there by then", choose(name, known))


def _sort_grades(whole: dict[str, Any]) -> None:
    """Put grades best first again: a grade that an amendment adds has no other way to its place."""
    grades = step_into(whole.get("standing"), "grades")
    if isinstance(grades, dict) and all(type(score) is int for score in grades.values()):
        ordered = dict(sorted(grades.items(), key=lambda item: -item[1]))
        whole["standing"] = {**whole["standing"], "grades": ordered}


def _in_fragment(fragment: object, whole: object, steps: Steps) -> Steps | None:
    """Return the way inside the fragment to a place of the whole, or None where the fragment does not go there."""
    way: Steps = ()
    for n, step in enumerate(steps):
        item = step_into(whole, step)
        if isinstance(step, int) and isinstance(fragment, list) and isinstance(item, dict):
            keys = IDENTITY.get(str(steps[n - 1]), ("name",))
            step = next((i for i, f in enumerate(fragment) if f == item or _same_item(f, item, keys)), -1)
        if step_into(fragment, step) is None:
            last = n == len(steps) - 1 and item is None and isinstance(fragment, dict)
            return (*way, step) if last else None
        way, fragment, whole = (*way, step), step_into(fragment, step), item
    return way


def _same_item(one: object, other: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    return isinstance(one, dict) and _same(one, other, keys)


def merged(base: Mapping[str, Any], fragment: Mapping[str, Any]) -> tuple[dict[str, Any], list[Found]]:
    """Return a plain table with a fragment merged in as an amendment's is, and removals of what is not there."""
    found: list[Found] = []
    whole = _merge(base, fragment, (), found)
    _sort_grades(whole)
    return whole, found


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fragment that, merged into the one plain table, gives the other; lists may come in another order."""
    gone = {"removed": True}
    fragment: dict[str, Any] = {key: gone for key in before if key not in after}
    for key, new in after.items():
        old = before.get(key)
        if key in before and old == new:
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            fragment[key] = between(old, new)
        elif key in IDENTITY and isinstance(new, list):
            fragment[key] = _list_between(old if isinstance(old, list) else [], new, IDENTITY[key])
        else:
            fragment[key] = new
    return {key: item for key, item in fragment.items() if item != [] or key not in IDENTITY}


def _list_between(old: list[Any], new: list[Any], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    before, after = ({_identity(item, keys): item for item in items} for items in (old, new))
    names = {name: {key: item[key] for key in keys} for name, item in (before | after).items()}
    gone = [{**names[name], "removed": True} for name in before if name not in after]
    return gone + [
        {**names[name], **between(before[name], item)} if name in before else item
        for name, item in after.items()
        if before.get(name) != item
    ]
