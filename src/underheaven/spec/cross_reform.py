"""What the parts of a reform must say: something, in keys that a regime has, with numbers that it can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.spec.change import FIXED
from underheaven.spec.found import Found, choose
from underheaven.spec.numbers import numbers
from underheaven.spec.paths import Steps, show
from underheaven.spec.reform import FRAGMENTS, MULTIPLIES, Reform
from underheaven.spec.regime import Regime
from underheaven.spec.shape import describe, known_keys, limits

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
    found = list(_unknown((part,), fragment))
    for steps, number in numbers(fragment):
        low, high = limits(Regime, steps)
        if not low <= number <= high:
            found.append(Found((part, *steps), f" = {show(number)}", "a regime cannot hold it there",
                               f"Write {describe(Regime, steps)}"))  # fmt: skip
    if part in BOUNDS:
        found += _no_bounds((part,), fragment)
    return found


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
    """Yield what is no number inside tables, where only numbers can be bounds."""
    for key, item in table.items():
        if isinstance(item, Mapping):
            yield from _no_bounds((*way, key), item)
        elif isinstance(item, bool) or not isinstance(item, int | float):
            yield Found((*way, key), f" = {show(item)}", "only a number can be a bound",
                        "Write it under [change], or give a number")  # fmt: skip
