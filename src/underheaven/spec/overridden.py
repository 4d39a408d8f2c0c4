"""What a regime says and does not mean for long: values that an amendment replaces, before or after they held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underheaven.spec.change import FIXED, IDENTITY, Amended, amended
from underheaven.spec.found import Found
from underheaven.spec.paths import Steps, namer, spell

SPOKEN = (*FIXED, "name", "describes", "stylised")
"""Parts that no rule hangs on, or that no amendment changes."""
ANY = object()
"""Stands for a table or a list of items, whose parts stand on their own."""
Value = tuple[object, Steps]


@dataclass(frozen=True)
class Replaced:
    """A value that stands from one month until another.

    steps: the way to it in the document. since, until: months; None where the regime begins. by: the way to what
    replaces it. removed: whether nothing stands there any more.
    """

    steps: Steps
    since: str | None
    until: str
    by: Steps
    removed: bool


def never_in_force(raw: Mapping[str, Any], first: str, last: str) -> list[Found]:
    """Return what a regime says that is in force in none of the months observed, from ``first`` to ``last``."""
    found = [
        Found(one.steps, f"{_since(one)} stands until {one.until}",
              f"the first month observed is {first}, and {_by(raw, one)} by then: it is never in force in this run",
              f"Change it in {spell(raw, one.by)}, or observe earlier months")
        for one in replaced(raw)
        if one.until <= first
    ]  # fmt: skip
    for change in amended(raw):
        if str(change.month) > last:
            found.append(Found(("amendments", change.index, "from"), f' = "{change.month}"',
                               f"the last month observed is {last}: the amendment is never in force in this run",
                               "Observe more months, or write an earlier month"))  # fmt: skip
    return found


def standing_until(raw: Mapping[str, Any], after: str | None) -> list[Found]:
    """Return the values of the base that stand until an amendment's month, later than the first month observed."""
    return [
        Found(one.steps, f" stands until {one.until}", _by(raw, one),
              f"To change it from then on too, change {spell(raw, one.by)} as well")
        for one in replaced(raw)
        if one.since is None and (after is None or one.until > after)
    ]  # fmt: skip


def replaced(raw: Mapping[str, Any]) -> list[Replaced]:
    """Return each value of the base, and of an amendment, that a later amendment replaces, where it does so first."""
    changes = list(amended(raw))
    base = {key: value for key, value in raw.items() if key != "amendments"}
    states = [dict(_values(base)), *(dict(_values(change.whole)) for change in changes)]
    found: dict[Steps, Replaced] = {}
    for k, state in enumerate(states):
        own = changes[k - 1] if k else None
        for name, (value, steps) in state.items():
            said = steps if own is None else own.said(steps)
            if said is None or value is ANY:
                continue
            for later, change in zip(states[k + 1 :], changes[k:], strict=True):
                if name in later and later[name][0] == value:
                    continue
                one = _replaced(raw, own, change, state, later, (name, said))
                found.setdefault(one.steps, one)
                break
    return list(found.values())


def _replaced(
    raw: Mapping[str, Any], own: Amended | None, change: Amended, state: Mapping[str, Value],
    later: Mapping[str, Value], one: tuple[str, Steps],
) -> Replaced:  # fmt: skip
    name, said = one
    since, until, top = None if own is None else str(own.month), str(change.month), ("amendments", change.index)
    if name in later:
        return Replaced(said, since, until, change.said(later[name][1]) or top, removed=False)
    steps = state[name][1]  # what is removed is told once, and not for each of its parts
    gone = [other for _, other in state.values() if other == steps[: len(other)]]
    names = {way: other for other, (_, way) in state.items()}
    least = min((way for way in gone if names[way] not in later), key=len)
    return Replaced(said[: len(said) - len(steps) + len(least)], since, until, (*top, "change"), removed=True)


def _values(whole: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """Yield each value of a plain table by its name, with the way to it; tables and lists of items too."""
    named = namer(whole)
    todo: list[tuple[Steps, Any]] = [((key,), value) for key, value in whole.items() if key not in SPOKEN]
    while todo:
        steps, node = todo.pop(0)
        if isinstance(node, Mapping):
            yield named(steps), (ANY, steps)
            todo += [((*steps, key), value) for key, value in node.items()]
        elif steps[-1] in IDENTITY and isinstance(node, list) and all(isinstance(item, Mapping) for item in node):
            yield named(steps), (ANY, steps)
            todo += [((*steps, i), item) for i, item in enumerate(node)]
        else:
            yield named(steps), (node, steps)


def _since(one: Replaced) -> str:
    return f", from {one.since}," if one.since else ""


def _by(raw: Mapping[str, Any], one: Replaced) -> str:
    return f"{spell(raw, one.by)} {'removes' if one.removed else 'replaces'} it from {one.until}"
