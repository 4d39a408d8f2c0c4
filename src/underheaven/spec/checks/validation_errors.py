"""Translate pydantic errors into messages with TOML paths, all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from underheaven.spec.io.document_files import SHIPPED_FOLDERS
from underheaven.spec.io.toml_paths import PathSteps, show_value, step_into, value_at
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.problems import Guess, Problem, join_with_and, nearest_name, suggest_name
from underheaven.spec.schema_lookup import (
    allowed_words,
    describe_form,
    describe_key_form,
    describe_meaning,
    known_keys,
    number_limits,
)

MAX_TRANSLATED = 1_000
"""Errors translated for one document."""

_RANGE_CODES = ("greater_than_equal", "greater_than", "less_than_equal", "less_than")
_LENGTH_CODES = ("too_short", "too_long", "string_too_short", "string_too_long")


@dataclass(frozen=True)
class ValidationRefusal:
    """One error of pydantic, located in the document.

    Attributes:
        steps: path to the value.
        code: pydantic's error type.
        limits: pydantic's context of the error.
        on_key: whether a key of a table is wrong, and not its value.
        option: whether the value was tried as one of several types.
    """

    steps: PathSteps
    code: str
    limits: Mapping[str, Any]
    message: str
    on_key: bool
    is_union_option: bool


def translate_errors(error: ValidationError, document: Mapping[str, Any], model: type[DocumentPart]) -> list[Problem]:
    """Return one problem for each place with pydantic errors."""
    refusals = [
        _read_refusal(e, document) for e in error.errors(include_url=False, include_input=False)[:MAX_TRANSLATED]
    ]
    groups: dict[tuple[PathSteps, bool], list[ValidationRefusal]] = {}
    for refusal in refusals:
        groups.setdefault((refusal.steps, refusal.on_key), []).append(refusal)
    ancestors = {steps[:n] for steps, _ in groups for n in range(len(steps))}
    problems = [
        _problem_from(model, document, group)
        for (steps, _), group in groups.items()
        if not (steps in ancestors and all(r.is_union_option for r in group))
    ]
    renamed = {(*f.steps[:-1], f.guess.value) for f in problems if f.guess is not None and f.guess.action == "rename"}
    return [f for f in problems if not (f.what == " is missing" and f.steps in renamed)]


def _read_refusal(error: Any, document: Mapping[str, Any]) -> ValidationRefusal:
    """Follow pydantic's location through the document; steps that are not there name an option of a union."""
    node: object = document
    steps: PathSteps = ()
    loc = tuple(error["loc"])
    missing = loc[-1] if error["type"] == "missing" else None
    on_key = loc[-1:] == ("[key]",)
    option = False
    for n, step in enumerate(loc):
        there = step in node if isinstance(node, Mapping) else isinstance(node, list) and isinstance(step, int)
        if there or (missing is not None and n == len(loc) - 1):
            steps, node = (*steps, step), step_into(node, step)
        elif step != "[key]":
            option = True
    return ValidationRefusal(steps, error["type"], error.get("ctx", {}), error["msg"], on_key, option)


def _problem_from(model: type[DocumentPart], document: Mapping[str, Any], group: list[ValidationRefusal]) -> Problem:
    first = next((r for r in group if r.code in _RANGE_CODES), group[0])
    if first.code == "missing":
        return _missing_key(model, first.steps)
    if first.code == "extra_forbidden":
        return _unknown_key(model, document, first.steps)
    value = value_at(document, first.steps)
    if first.on_key:
        return Problem(
            first.steps,
            " is a key that is not allowed here",
            _lower_first(first.message),
            f"Write {describe_key_form(model, first.steps[:-1])}",
        )
    if first.code in _LENGTH_CODES:
        return _invalid_length(model, first, value)
    return _invalid_value(model, first, value)


def _missing_key(model: type[DocumentPart], steps: PathSteps) -> Problem:
    form = describe_form(model, steps)
    guess = Guess("set", "?") if steps[-1] == "describes" or steps == ("name",) else None
    return Problem(
        steps,
        " is missing",
        describe_meaning(model, steps) or "the document cannot be read without it",
        f"Add {steps[-1]}, {form}",
        _clamp_guess(model, steps, 1) if "number" in form else guess,
    )


def _unknown_key(model: type[DocumentPart], document: Mapping[str, Any], steps: PathSteps) -> Problem:
    key, beside = str(steps[-1]), value_at(document, steps[:-1])
    given = beside if isinstance(beside, Mapping) else {}
    known = known_keys(model, steps[:-1])
    near = nearest_name(key, known)
    what = f" = {show_value(given.get(key))}"
    if near is None:
        return Problem(
            steps, what, "there is no such key here", f"Known here are {join_with_and(known, 40)}", Guess("drop")
        )
    if near in given:
        return Problem(
            steps,
            what,
            f"there is no such key here, and {near} is given already",
            f"Remove it, or put what it says under {near}",
            Guess("drop"),
        )
    return Problem(steps, what, "there is no such key here", f"Write {near}", Guess("rename", near))


def _invalid_value(model: type[DocumentPart], refusal: ValidationRefusal, value: object) -> Problem:
    steps, form = refusal.steps, describe_form(model, refusal.steps)
    what, why = f" = {show_value(value)}", describe_meaning(model, steps)
    if refusal.code in _RANGE_CODES:
        both = _both_limits(model, steps, refusal)
        bounds = "it must be " + " and ".join(_format_bound(k, v) for k, v in both.items())
        return Problem(
            steps, what, bounds + (f" ({why})" if why else ""), f"Write {form}", _clamp_guess(model, steps, value)
        )
    if refusal.code == "finite_number":
        return Problem(
            steps,
            what,
            "it must be a finite number" + (f" ({why})" if why else ""),
            f"Write {form}",
            _clamp_guess(model, steps, 1.0),
        )
    choices = allowed_words(model, steps)
    if isinstance(value, str) and choices:
        near = nearest_name(value, choices)
        other = number_limits(model, steps) != (float("-inf"), float("inf"))
        return Problem(
            steps,
            what,
            "this word is not known here" + (f" ({why})" if why else ""),
            f"Write {form}" if other else suggest_name(value, SHIPPED_FOLDERS if steps == ("kind",) else choices),
            Guess("set", near or choices[0], is_blind=near is None),
        )
    if refusal.code in ("string_pattern_mismatch", "literal_error"):
        return Problem(
            steps, what, "this is not of its form" + (f" ({why})" if why else ""), f"Write {form}", Guess("drop")
        )
    guess = _clamp_guess(model, steps, 1) if isinstance(value, bool | str) and "number" in form else None
    return Problem(
        steps,
        what,
        f"{_kind_of_value(value)} is not allowed here" + (f" ({why})" if why else ""),
        f"Write {form}",
        guess,
    )


def _invalid_length(model: type[DocumentPart], refusal: ValidationRefusal, value: object) -> Problem:
    least, most = refusal.limits.get("min_length"), refusal.limits.get("max_length")
    thing = "characters" if isinstance(value, str) else "entries"
    bound = f"at least {least}" if least is not None else f"at most {most}"
    size = len(value) if isinstance(value, str | list | Mapping) else 0
    why = describe_meaning(model, refusal.steps)
    return Problem(
        refusal.steps,
        f" has {size} {thing}",
        f"there must be {bound}" + (f" ({why})" if why else ""),
        f"{'Add' if least is not None else 'Remove'} some",
    )


def _both_limits(model: type[DocumentPart], steps: PathSteps, refusal: ValidationRefusal) -> Mapping[str, Any]:
    """Return both limits where the schema gives both, else the one named by pydantic."""
    low, high = number_limits(model, steps)
    kind = next(iter(refusal.limits), "")
    if {"gt", "lt"} & {kind} or low == float("-inf") or high == float("inf"):
        return refusal.limits
    return {"ge": low, "le": high}


def _format_bound(kind: str, value: float) -> str:
    name = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}.get(kind, "within")
    return f"{name} {value:,.10g}"


def _clamp_guess(model: type[DocumentPart], steps: PathSteps, value: Any) -> Guess | None:
    low, high = number_limits(model, steps)
    if isinstance(value, bool | str):
        value = 1
    is_integer = "whole" in describe_form(model, steps)
    clamped = min(max(value, low), high)
    return Guess("set", int(clamped) if is_integer else float(clamped))


def _kind_of_value(value: object) -> str:
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float):
        return "a number with a fraction" if isinstance(value, float) else "a number"
    names: dict[type, str] = {str: "text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or a time")


def _lower_first(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
