"""Checks of a reform: it changes something, uses keys of a regime, and its numbers are in range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.spec.amendments.merging import UNAMENDABLE
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.reform import FRAGMENT_PARTS, MULTIPLYING_OPERATIONS, Reform
from underheaven.spec.models.regime import Regime
from underheaven.spec.problems import Problem, suggest_name
from underheaven.spec.reforms.harshness_comparison import harsher_direction
from underheaven.spec.schema_lookup import (
    allowed_alternatives,
    describe_form,
    known_keys,
    matches_schema,
    schema_at,
    schema_of,
)

BOUND_FRAGMENTS = ("at_least", "at_most")


def check_reform(reform: Reform) -> list[Problem]:
    """Return all faults of a reform that do not depend on the regime."""
    problems = [] if reform.operations or any(getattr(reform, part) for part in FRAGMENT_PARTS) else [_empty_reform()]
    for part in FRAGMENT_PARTS:
        problems += _check_fragment(part, getattr(reform, part))
    for i, operation in enumerate(reform.operations):
        steps: PathSteps = ("operations", i, "factor")
        if operation.do in MULTIPLYING_OPERATIONS and operation.factor is None:
            problems.append(
                Problem(steps, " is missing", f'"{operation.do}" needs to know by what', "Add factor, as 0.5")
            )
        if operation.do not in MULTIPLYING_OPERATIONS and operation.factor is not None:
            problems.append(
                Problem(
                    steps, f" = {show_value(operation.factor)}", f'"{operation.do}" multiplies nothing', "Remove it"
                )
            )
    return problems


def _empty_reform() -> Problem:
    return Problem(
        ("operations",),
        " is missing, and so is every fragment",
        "this reform changes nothing",
        "Add [change], or [[operations]]",
    )


def _check_fragment(part: str, fragment: Mapping[str, Any]) -> list[Problem]:
    """Return keys and values of a fragment that no regime can have."""
    unknown = list(_find_unknown_keys((part,), fragment))
    bounds = list(_find_invalid_bounds((part,), fragment)) if part in BOUND_FRAGMENTS else []
    known = {problem.steps for problem in (*unknown, *bounds)}
    misfits = (
        problem
        for problem in _find_misfits((part,), fragment)
        if not any(problem.steps[:n] in known for n in range(1, len(problem.steps) + 1))
    )
    return [*unknown, *bounds, *misfits]


def _find_misfits(prefix: PathSteps, item: object) -> Iterator[Problem]:
    """Yield values of the wrong form for their place: a number in place of a table, a share of 1.5."""
    options = allowed_alternatives(schema_of(Regime), schema_at(Regime, prefix[1:]) or {})
    if (prefix[1:2] and prefix[1] in UNAMENDABLE) or not any(
        "type" in option or "const" in option for option in options
    ):
        return
    removes = isinstance(item, Mapping) and item.get("removed") is True and prefix[0] == "change"
    if not removes and not any(matches_schema(option, item) for option in options):
        yield Problem(
            prefix,
            f" = {show_value(item)}",
            "a regime cannot hold it there",
            f"Write {describe_form(Regime, prefix[1:])}",
        )
    elif isinstance(item, Mapping):
        for key, inner in item.items():
            if key != "removed":
                yield from _find_misfits((*prefix, key), inner)
    elif isinstance(item, list):
        for i, inner in enumerate(item):
            yield from _find_misfits((*prefix, i), inner)


def _find_unknown_keys(prefix: PathSteps, table: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield keys that no regime has, or that no reform changes."""
    known = known_keys(Regime, prefix[1:])
    for key, item in table.items():
        if len(prefix) == 1 and key in UNAMENDABLE:
            yield Problem(
                (*prefix, key), f" = {show_value(item)}", "no reform changes this part of a regime", "Remove it"
            )
        elif known and key not in known and key != "removed":
            yield Problem(
                (*prefix, key), f" = {show_value(item)}", "a regime has no such key", suggest_name(key, known)
            )
        elif isinstance(item, Mapping):
            yield from _find_unknown_keys((*prefix, key), item)
        elif isinstance(item, list):
            for i, inner in enumerate(item):
                if isinstance(inner, Mapping):
                    yield from _find_unknown_keys((*prefix, key, i), inner)


def _find_invalid_bounds(prefix: PathSteps, table: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield bounds that are not numbers, and bounds that make a regime harsher."""
    lower, verb = ("lower", "lowered") if prefix[0] == "at_most" else ("higher", "raised")
    for key, item in table.items():
        steps: PathSteps = (*prefix, key)
        node = schema_at(Regime, steps[1:])
        options = allowed_alternatives(schema_of(Regime), node) if node else []
        if any(option.get("type") == "array" for option in options):
            yield Problem(
                steps,
                f" = {show_value(item)}",
                "a bound reaches no item of a list",
                "Name the items, with their numbers, under [change]",
            )
        elif isinstance(item, Mapping):
            yield from _find_invalid_bounds(steps, item)
        elif isinstance(item, bool) or not isinstance(item, int | float):
            yield Problem(
                steps,
                f" = {show_value(item)}",
                "only a number can be a bound",
                "Write it under [change], or give a number",
            )
        elif _inherited_direction(steps[1:]) == lower:
            why = f"a regime is harsher when this is {lower}, and a reform only makes it milder: nothing is {verb} here"
            yield Problem(
                steps, f" = {show_value(item)}", why, f"Write it under {_other_bound(prefix[0])}, or leave it out"
            )


def _inherited_direction(steps: PathSteps) -> str | None:
    """Return when a parameter is harsher; a factor or a grade inherits this from its table."""
    return next((direction for n in range(len(steps), 0, -1) if (direction := harsher_direction(steps[:n]))), None)


def _other_bound(part: object) -> str:
    return "[at_least]" if part == "at_most" else "[at_most]"
