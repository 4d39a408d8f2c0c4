"""What the parts of a reform must say: something, in keys that a regime has, with numbers that it can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.spec.change import FIXED
from underheaven.spec.found import Found, choose
from underheaven.spec.hardens import side_of
from underheaven.spec.paths import Steps, show
from underheaven.spec.reform import FRAGMENTS, MULTIPLIES, Reform
from underheaven.spec.regime import Regime
from underheaven.spec.shape import alternatives, describe, fits, known_keys, node_at, schema_of

BOUNDS = ("at_least", "at_most")


def check_reform(reform: Reform) -> list[Found]:
    """Return everything that is wrong with a reform, whatever regime it meets."""
    found = [] if reform.operations or any(getattr(reform, part) for part in FRAGMENTS) else [_empty()]
    for part in FRAGMENTS:
        found += _fragment(part, getattr(reform, part))
    for i, operation in enumerate(reform.operations):
        steps: Steps = ("operations", i, "factor")
        if operation.do in MULTIPLIES and operation.factor is None:
            found.append(Found(steps, " is missing", f'"{operation.do}" needs to know by what', "Add factor, as 0.5"))
        if operation.do not in MULTIPLIES and operation.factor is not None:
            found.append(Found(steps, f" = {show(operation.factor)}", f'"{operation.do}" multiplies nothing',
                               "Remove it"))  # fmt: skip
    return found


def _empty() -> Found:
    return Found(("operations",), " is missing, and so is every fragment", "this reform changes nothing",
                 "Add [change], or [[operations]]")  # fmt: skip


def _fragment(part: str, fragment: Mapping[str, Any]) -> list[Found]:
    """Return what in a fragment no regime has, or cannot hold."""
    unknown = list(_unknown((part,), fragment))
    bounds = list(_no_bounds((part,), fragment)) if part in BOUNDS else []
    known = {found.steps for found in (*unknown, *bounds)}
    misfits = (found for found in _misfits((part,), fragment) if not any(
        found.steps[:n] in known for n in range(1, len(found.steps) + 1)))  # fmt: skip
    return [*unknown, *bounds, *misfits]


def _misfits(way: Steps, item: object) -> Iterator[Found]:
    """Yield what has not the form that a regime has in its place: a number where a table stands, a share of 1.5."""
    options = alternatives(schema_of(Regime), node_at(Regime, way[1:]) or {})
    if (way[1:2] and way[1] in FIXED) or not any("type" in option or "const" in option for option in options):
        return
    removes = isinstance(item, Mapping) and item.get("removed") is True and way[0] == "change"
    if not removes and not any(fits(option, item) for option in options):
        yield Found(way, f" = {show(item)}", "a regime cannot hold it there", f"Write {describe(Regime, way[1:])}")
    elif isinstance(item, Mapping):
        for key, inner in item.items():
            if key != "removed":
                yield from _misfits((*way, key), inner)
    elif isinstance(item, list):
        for i, inner in enumerate(item):
            yield from _misfits((*way, i), inner)


def _unknown(way: Steps, table: Mapping[str, Any]) -> Iterator[Found]:
    """Yield the keys that no regime has, or that no reform changes."""
    known = known_keys(Regime, way[1:])
    for key, item in table.items():
        if len(way) == 1 and key in FIXED:
            yield Found((*way, key), f" = {show(item)}", "no reform changes this part of a regime", "Remove it")
        elif known and key not in known and key != "removed":
            yield Found((*way, key), f" = {show(item)}", "a regime has no such key", choose(key, known))
        elif isinstance(item, Mapping):
            yield from _unknown((*way, key), item)
        elif isinstance(item, list):
            for i, inner in enumerate(item):
                if isinstance(inner, Mapping):
                    yield from _unknown((*way, key, i), inner)


def _no_bounds(way: Steps, table: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what is no number inside tables, where only numbers can be bounds, and bounds that only harden."""
    lower, verb = ("lower", "lowered") if way[0] == "at_most" else ("higher", "raised")
    for key, item in table.items():
        steps: Steps = (*way, key)
        node = node_at(Regime, steps[1:])
        options = alternatives(schema_of(Regime), node) if node else []
        if any(option.get("type") == "array" for option in options):
            yield Found(steps, f" = {show(item)}", "a bound reaches no item of a list",
                        "Name the items, with their numbers, under [change]")  # fmt: skip
        elif isinstance(item, Mapping):
            yield from _no_bounds(steps, item)
        elif isinstance(item, bool) or not isinstance(item, int | float):
            yield Found(steps, f" = {show(item)}", "only a number can be a bound",
                        "Write it under [change], or give a number")  # fmt: skip
        elif _side(steps[1:]) == lower:
            why = f"a regime is harsher when this is {lower}, and a reform only makes it milder: nothing is {verb} here"
            yield Found(steps, f" = {show(item)}", why, f"Write it under {_other(way[0])}, or leave it out")


def _side(steps: Steps) -> str | None:
    """Return when a parameter is harsher; of a factor, or a grade, what the table around it says."""
    return next((side for n in range(len(steps), 0, -1) if (side := side_of(steps[:n]))), None)


def _other(part: object) -> str:
    return "[at_least]" if part == "at_most" else "[at_most]"
