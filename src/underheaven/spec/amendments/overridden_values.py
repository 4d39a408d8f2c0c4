"""Values of a regime that a later amendment replaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underheaven.spec.amendments.merging import ITEM_KEYS, UNAMENDABLE, AmendedRegime, apply_amendments
from underheaven.spec.io.toml_paths import PathSteps, format_path, named_path_formatter
from underheaven.spec.problems import Problem

IGNORED_PARTS = (*UNAMENDABLE, "name", "describes", "stylised")
"""Parts without effect, or that amendments cannot change."""
CONTAINER = object()
"""Marks a table or a list of items, whose parts are compared one by one."""
PlacedValue = tuple[object, PathSteps]


@dataclass(frozen=True)
class OverriddenValue:
    """A value that holds from one month until another.

    Attributes:
        steps: path of the value in the document.
        since: first month in which it holds; None for the start of the regime.
        until: month from which it is replaced.
        replaced_at: path of its replacement.
        removed: whether it is removed without a replacement.
    """

    steps: PathSteps
    since: str | None
    until: str
    replaced_at: PathSteps
    removed: bool


def find_never_in_force(raw: Mapping[str, Any], first: str, last: str) -> list[Problem]:
    """Return values and amendments that are never in force in the months observed.

    Args:
        raw: the plain table of a regime.
        first: first month observed, as 2013-10.
        last: last month observed.

    Returns:
        Problems, each with the path in the document.
    """
    problems = [
        Problem(
            value.steps,
            f"{_since_phrase(value)} holds until {value.until}",
            f"the first month observed is {first}, and {_by_phrase(raw, value)} by then: "
            "it is never in force in this run",
            f"Change it in {format_path(raw, value.replaced_at)}, or observe earlier months",
        )
        for value in find_overridden(raw)
        if value.until <= first
    ]
    for change in apply_amendments(raw):
        if str(change.month) > last:
            problems.append(
                Problem(
                    ("amendments", change.index, "from"),
                    f' = "{change.month}"',
                    f"the last month observed is {last}: the amendment is never in force in this run",
                    "Observe more months, or write an earlier month",
                )
            )
    return problems


def find_values_until(raw: Mapping[str, Any], after: str | None) -> list[Problem]:
    """Return the values of the base that an amendment replaces later.

    Args:
        raw: the plain table of a regime.
        after: only replacements after this month count; None counts all.

    Returns:
        Problems, each with the path in the document.
    """
    return [
        Problem(
            value.steps,
            f" holds until {value.until}",
            _by_phrase(raw, value),
            f"To change it from then on too, change {format_path(raw, value.replaced_at)} as well",
        )
        for value in find_overridden(raw)
        if value.since is None and (after is None or value.until > after)
    ]


def find_overridden(raw: Mapping[str, Any]) -> list[OverriddenValue]:
    """Return each value that a later amendment replaces, with the first replacement."""
    changes = list(apply_amendments(raw))
    base = {key: value for key, value in raw.items() if key != "amendments"}
    states = [dict(_iter_values(base)), *(dict(_iter_values(change.regime_table)) for change in changes)]
    found: dict[PathSteps, OverriddenValue] = {}
    for k, state in enumerate(states):
        amendment = changes[k - 1] if k else None
        for name, (value, steps) in state.items():
            own_path = steps if amendment is None else amendment.own_path(steps)
            if own_path is None or value is CONTAINER:
                continue
            for later, change in zip(states[k + 1 :], changes[k:], strict=True):
                if name in later and later[name][0] == value:
                    continue
                overridden = _overridden_value(raw, amendment, change, state, later, (name, own_path))
                found.setdefault(overridden.steps, overridden)
                break
    return list(found.values())


def _overridden_value(
    raw: Mapping[str, Any],
    amendment: AmendedRegime | None,
    change: AmendedRegime,
    state: Mapping[str, PlacedValue],
    later: Mapping[str, PlacedValue],
    named_path: tuple[str, PathSteps],
) -> OverriddenValue:
    name, own_path = named_path
    since, until, top = (
        None if amendment is None else str(amendment.month),
        str(change.month),
        ("amendments", change.index),
    )
    if name in later:
        return OverriddenValue(own_path, since, until, change.own_path(later[name][1]) or top, removed=False)
    steps = state[name][1]  # a removal is reported once, and not for each of its parts
    prefixes = [other for _, other in state.values() if other == steps[: len(other)]]
    names = {path: other for other, (_, path) in state.items()}
    shortest = min((path for path in prefixes if names[path] not in later), key=len)
    return OverriddenValue(
        own_path[: len(own_path) - len(steps) + len(shortest)], since, until, (*top, "change"), removed=True
    )


def _iter_values(regime_table: Mapping[str, Any]) -> Iterator[tuple[str, PlacedValue]]:
    """Yield each value of a plain table by its named path, tables and lists of items included."""
    named = named_path_formatter(regime_table)
    pending: list[tuple[PathSteps, Any]] = [
        ((key,), value) for key, value in regime_table.items() if key not in IGNORED_PARTS
    ]
    while pending:
        steps, node = pending.pop(0)
        if isinstance(node, Mapping):
            yield named(steps), (CONTAINER, steps)
            pending += [((*steps, key), value) for key, value in node.items()]
        elif steps[-1] in ITEM_KEYS and isinstance(node, list) and all(isinstance(item, Mapping) for item in node):
            yield named(steps), (CONTAINER, steps)
            pending += [((*steps, i), item) for i, item in enumerate(node)]
        else:
            yield named(steps), (node, steps)


def _since_phrase(value: OverriddenValue) -> str:
    return f", from {value.since}," if value.since else ""


def _by_phrase(raw: Mapping[str, Any], value: OverriddenValue) -> str:
    return f"{format_path(raw, value.replaced_at)} {'removes' if value.removed else 'replaces'} it from {value.until}"
