"""Look up TOML paths in the JSON schema of a document, and describe in words what is allowed there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from underheaven.spec.io.toml_paths import PathSteps
from underheaven.spec.models.units import DocumentPart

SchemaNode = dict[str, Any]
SYMBOL_PREFIX = re.compile(r"^(?!true:|false:)[a-z][a-z_0-9]*: ")
"""Symbol of a formula before the meaning of a number."""


@cache
def schema_of(model: type[DocumentPart]) -> SchemaNode:
    """Return the JSON schema of a kind of document, as the models alone define it."""
    return model.model_json_schema(by_alias=True)


def schema_at(model: type[DocumentPart], steps: PathSteps) -> SchemaNode | None:
    """Return the schema of the place at the end of a path, or None where there is none."""
    if steps[:1] == ("amendments",) and steps[2:3] == ("change",):
        steps = steps[3:]
    top = schema_of(model)
    node: SchemaNode | None = top
    for step in steps:
        if node is None:
            return None
        options = [_inner_schema(top, option, step) for option in allowed_alternatives(top, node)]
        node = next((option for option in options if option is not None), None)
    return node


def allowed_alternatives(top: SchemaNode, node: SchemaNode) -> list[SchemaNode]:
    """Return the types of value allowed in a place, without null, references resolved."""
    if "$ref" in node:
        target = top["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return allowed_alternatives(top, {**target, **{k: v for k, v in node.items() if k != "$ref"}})
    if "anyOf" in node:
        return [found for option in node["anyOf"] for found in allowed_alternatives(top, option)]
    return [] if node.get("type") == "null" else [node]


def known_keys(model: type[DocumentPart], steps: PathSteps) -> list[str]:
    """Return the keys that a table may have; empty where any key is allowed."""
    node = schema_at(model, steps)
    if node is None:
        return []
    return [key for option in allowed_alternatives(schema_of(model), node) for key in option.get("properties", {})]


def describe_meaning(model: type[DocumentPart], steps: PathSteps) -> str:
    """Return the meaning of a place from its schema; empty where the schema gives none.

    Args:
        model: the kind of document.
        steps: path of the place.
    """
    node = schema_at(model, steps) or {}
    description = node.get("description") or next(
        (o["description"] for o in allowed_alternatives(schema_of(model), node) if "description" in o), ""
    )
    first = cast(str, description).partition("\n")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def describe_form(model: type[DocumentPart], steps: PathSteps) -> str:
    """Return in words what is allowed in a place: ``a whole number from 1 to 126 or "until performed"``."""
    node = schema_at(model, steps)
    options = allowed_alternatives(schema_of(model), node) if node else []
    return " or ".join(dict.fromkeys(_describe_option(option) for option in options)) or "something else"


def allowed_words(model: type[DocumentPart], steps: PathSteps) -> list[str]:
    """Return the only words allowed in a place; empty where other text is allowed."""
    node = schema_at(model, steps)
    options = allowed_alternatives(schema_of(model), node) if node else []
    return [w for o in options for w in o.get("enum", [o["const"]] if "const" in o else []) if isinstance(w, str)]


def describe_key_form(model: type[DocumentPart], steps: PathSteps) -> str:
    """Return in words which keys a table may have, where the schema restricts them."""
    node = schema_at(model, steps)
    for option in allowed_alternatives(schema_of(model), node) if node else []:
        if "propertyNames" in option:
            return _describe_option({"type": "string", **option["propertyNames"]})
        for pattern in option.get("patternProperties", {}):
            size = pattern.startswith(r"^\d")
            return "a household size, such as 3 or 8+" if size else _describe_option({"pattern": pattern})
    return "another key"


def number_limits(model: type[DocumentPart], steps: PathSteps) -> tuple[float, float]:
    """Return the smallest and the largest number allowed in a place."""
    node = schema_at(model, steps)
    for option in allowed_alternatives(schema_of(model), node) if node else []:
        if option.get("type") in ("number", "integer"):
            low = option.get("minimum", option.get("exclusiveMinimum"))
            high = option.get("maximum", option.get("exclusiveMaximum"))
            return float("-inf") if low is None else low, float("inf") if high is None else high
    return float("-inf"), float("inf")


def is_integer_only(model: type[DocumentPart], steps: PathSteps) -> bool:
    """Return whether only an integer is allowed in a place."""
    node = schema_at(model, steps)
    kinds = {option.get("type") for option in allowed_alternatives(schema_of(model), node)} if node else set()
    return "integer" in kinds and "number" not in kinds


TYPE_TESTS: dict[str, Callable[[object], bool]] = {
    "object": lambda item: isinstance(item, Mapping),
    "array": lambda item: isinstance(item, list),
    "string": lambda item: isinstance(item, str),
    "boolean": lambda item: isinstance(item, bool),
    "integer": lambda item: isinstance(item, int) and not isinstance(item, bool),
    "number": lambda item: isinstance(item, int | float) and not isinstance(item, bool),
}
"""Test of a value by JSON schema type."""


def matches_schema(option: SchemaNode, item: object) -> bool:
    """Return whether a value has the type, the words and the limits of one alternative of a place.

    The contents of tables and lists are not checked.
    """
    kind = TYPE_TESTS.get(option.get("type", ""))
    if kind is not None and not kind(item):
        return False
    if item not in option.get("enum", [item]) or item != option.get("const", item):
        return False
    if isinstance(item, str):
        long = not option.get("minLength", 0) <= len(item) <= option.get("maxLength", len(item))
        return not long and re.search(option.get("pattern", ""), item) is not None
    if not isinstance(item, int | float) or isinstance(item, bool):
        return True
    return (
        option.get("minimum", item) <= item <= option.get("maximum", item)
        and not item <= option.get("exclusiveMinimum", item - 1)
        and not item >= option.get("exclusiveMaximum", item + 1)
    )


def _inner_schema(top: SchemaNode, node: SchemaNode, step: str | int) -> SchemaNode | None:
    if isinstance(step, int):
        return cast("SchemaNode | None", node.get("items"))
    inner = node.get("properties", {}).get(step, node.get("additionalProperties"))
    if inner is None and "patternProperties" in node:
        inner = next(iter(node["patternProperties"].values()))
    return inner if isinstance(inner, dict) else None


def _describe_option(node: SchemaNode) -> str:
    if "enum" in node or "const" in node:
        return " or ".join(json.dumps(word) for word in node.get("enum", [node.get("const")]))
    if node.get("type") in ("number", "integer"):
        if node.get("minimum") is not None and node.get("minimum") == node.get("maximum"):
            return _format_number(node["minimum"])
        return ("a whole number" if node["type"] == "integer" else "a number") + _describe_span(node)
    pattern = node.get("pattern", "")
    if pattern.startswith("^(19|20)"):
        return 'a month in quotes, such as "2013-10"'
    if pattern.startswith("^[^"):
        return "a name in quotes, 1 to 60 characters, without quotes, brackets, braces or backslashes in it"
    if pattern:
        return f"text of the form {pattern}"
    plain = {"string": "text in quotes", "boolean": "true or false", "array": "a list [ ]", "object": "a table"}
    return plain.get(node.get("type", ""), "something else")


def _describe_span(node: SchemaNode) -> str:
    low, above = node.get("minimum"), node.get("exclusiveMinimum")
    high, below = node.get("maximum"), node.get("exclusiveMaximum")
    first = (
        f" from {_format_number(low)}"
        if low is not None
        else f" above {_format_number(above)}"
        if above is not None
        else ""
    )
    last = (
        f" to {_format_number(high)}"
        if high is not None
        else f" to below {_format_number(below)}"
        if below is not None
        else ""
    )
    return first + (last if low is not None or not first else last.replace(" to ", " and up to ", 1))


def _format_number(number: float) -> str:
    return f"{int(number):,}" if number == int(number) and abs(number) < 1e15 else str(number)
