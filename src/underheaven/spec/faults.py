"""From what pydantic refuses to sentences a person can act on, all of them, each with its TOML path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from underheaven.spec.found import Found, Mend, choose, listed, nearest
from underheaven.spec.paths import Steps, show, step_into, value_at
from underheaven.spec.shape import describe, key_form, known_keys, limits, meaning, words
from underheaven.spec.shipped import FOLDERS
from underheaven.spec.units import Part

MOST_READ = 1_000
"""Errors translated for one document."""

_RANGES = ("greater_than_equal", "greater_than", "less_than_equal", "less_than")
_LENGTHS = ("too_short", "too_long", "string_too_short", "string_too_long")


@dataclass(frozen=True)
class Refusal:
    """One error of pydantic, its place found in the document.

    way: the steps to the value. code: pydantic's type. limits: its context. on_key: the key of a table is wrong and
    not its value. option: the value was tried as one of several kinds.
    """

    way: Steps
    code: str
    limits: Mapping[str, Any]
    message: str
    on_key: bool
    option: bool


def translate(error: ValidationError, document: Mapping[str, Any], model: type[Part]) -> list[Found]:
    """Turn every error of a validation into one thing found a place."""
    refusals = [_refusal(e, document) for e in error.errors(include_url=False, include_input=False)[:MOST_READ]]
    groups: dict[tuple[Steps, bool], list[Refusal]] = {}
    for refusal in refusals:
        groups.setdefault((refusal.way, refusal.on_key), []).append(refusal)
    deeper = {way[:n] for way, _ in groups for n in range(len(way))}
    found = [
        _found(model, document, group)
        for (way, _), group in groups.items()
        if not (way in deeper and all(r.option for r in group))
    ]
    renamed = {(*f.steps[:-1], f.mend.to) for f in found if f.mend is not None and f.mend.way == "rename"}
    return [f for f in found if not (f.what == " is missing" and f.steps in renamed)]


def _refusal(error: Any, document: Mapping[str, Any]) -> Refusal:
    """Follow pydantic's location through the document; what is not there names an option of a union."""
    node: object = document
    way: Steps = ()
    loc = tuple(error["loc"])
    missing = loc[-1] if error["type"] == "missing" else None
    on_key = loc[-1:] == ("[key]",)
    option = False
    for n, step in enumerate(loc):
        there = step in node if isinstance(node, Mapping) else isinstance(node, list) and isinstance(step, int)
        if there or (missing is not None and n == len(loc) - 1):
            way, node = (*way, step), step_into(node, step)
        elif step != "[key]":
            option = True
    return Refusal(way, error["type"], error.get("ctx", {}), error["msg"], on_key, option)


def _found(model: type[Part], document: Mapping[str, Any], group: list[Refusal]) -> Found:
    first = next((r for r in group if r.code in _RANGES), group[0])
    if first.code == "missing":
        return _missing(model, first.way)
    if first.code == "extra_forbidden":
        return _unknown(model, document, first.way)
    value = value_at(document, first.way)
    if first.on_key:
        return Found(first.way, " is a key that cannot stand here", _lower(first.message),
                     f"Write {key_form(model, first.way[:-1])}")  # fmt: skip
    if first.code in _LENGTHS:
        return _length(model, first, value)
    return _value(model, first, value)


def _missing(model: type[Part], way: Steps) -> Found:
    form = describe(model, way)
    mend = Mend("set", "?") if way[-1] == "describes" or way == ("name",) else None
    return Found(way, " is missing", meaning(model, way) or "the document cannot be read without it",
                 f"Add {way[-1]}, {form}", _clamp(model, way, 1) if "number" in form else mend)  # fmt: skip


def _unknown(model: type[Part], document: Mapping[str, Any], way: Steps) -> Found:
    key, beside = str(way[-1]), value_at(document, way[:-1])
    given = beside if isinstance(beside, Mapping) else {}
    known = known_keys(model, way[:-1])
    near = nearest(key, known)
    what = f" = {show(given.get(key))}"
    if near is None:
        return Found(way, what, "there is no such key here", f"Known here are {listed(known, 40)}", Mend("drop"))
    if near in given:
        return Found(way, what, f"there is no such key here, and {near} stands here already",
                     f"Remove it, or put what it says under {near}", Mend("drop"))  # fmt: skip
    return Found(way, what, "there is no such key here", f"Write {near}", Mend("rename", near))


def _value(model: type[Part], refusal: Refusal, value: object) -> Found:
    way, form = refusal.way, describe(model, refusal.way)
    what, why = f" = {show(value)}", meaning(model, way)
    if refusal.code in _RANGES:
        both = _both(model, way, refusal)
        bounds = "it must be " + " and ".join(_bound(k, v) for k, v in both.items())
        return Found(way, what, bounds + (f" ({why})" if why else ""), f"Write {form}", _clamp(model, way, value))
    if refusal.code == "finite_number":
        return Found(way, what, "it must be a finite number" + (f" ({why})" if why else ""), f"Write {form}",
                     _clamp(model, way, 1.0))  # fmt: skip
    choices = words(model, way)
    if isinstance(value, str) and choices:
        near = nearest(value, choices)
        other = limits(model, way) != (float("-inf"), float("inf"))
        return Found(way, what, "this word is not known here" + (f" ({why})" if why else ""),
                     f"Write {form}" if other else choose(value, FOLDERS if way == ("kind",) else choices),
                     Mend("set", near or choices[0], blind=near is None))  # fmt: skip
    if refusal.code in ("string_pattern_mismatch", "literal_error"):
        return Found(way, what, "this is not of its form" + (f" ({why})" if why else ""), f"Write {form}",
                     Mend("drop"))  # fmt: skip
    mend = _clamp(model, way, 1) if isinstance(value, bool | str) and "number" in form else None
    return Found(way, what, f"{_kind(value)} cannot stand here" + (f" ({why})" if why else ""), f"Write {form}",
                 mend)  # fmt: skip


def _length(model: type[Part], refusal: Refusal, value: object) -> Found:
    least, most = refusal.limits.get("min_length"), refusal.limits.get("max_length")
    thing = "characters" if isinstance(value, str) else "entries"
    bound = f"at least {least}" if least is not None else f"at most {most}"
    size = len(value) if isinstance(value, str | list | Mapping) else 0
    why = meaning(model, refusal.way)
    return Found(refusal.way, f" has {size} {thing}", f"there must be {bound}" + (f" ({why})" if why else ""),
                 f"{'Add' if least is not None else 'Remove'} some")  # fmt: skip


def _both(model: type[Part], way: Steps, refusal: Refusal) -> Mapping[str, Any]:
    """Return the limits on both sides where the schema gives both, else the one that pydantic names."""
    low, high = limits(model, way)
    kind = next(iter(refusal.limits), "")
    if {"gt", "lt"} & {kind} or low == float("-inf") or high == float("inf"):
        return refusal.limits
    return {"ge": low, "le": high}


def _bound(kind: str, value: float) -> str:
    name = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}.get(kind, "within")
    return f"{name} {value:,.10g}"


def _clamp(model: type[Part], way: Steps, value: Any) -> Mend | None:
    low, high = limits(model, way)
    if isinstance(value, bool | str):
        value = 1
    whole = "whole" in describe(model, way)
    kept = min(max(value, low), high)
    return Mend("set", int(kept) if whole else float(kept))


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float):
        return "a number with a fraction" if isinstance(value, float) else "a number"
    names: dict[type, str] = {str: "text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or a time")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
