"""Documents as TOML with a comment above every part and key, taken from the models.

A key that is left out appears as a comment with its default, ``#coverage = 1.0``; ``...`` marks a value to fill in.
Repeated parts, such as a second channel, have no comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.spec.checks.trait_distributions import REQUIRED_NUMBERS
from underheaven.spec.io.toml_writer import comment_lines, toml_header, toml_key, toml_text, toml_value
from underheaven.spec.models.people import TraitDistribution
from underheaven.spec.models.reform import FRAGMENT_PARTS
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.units import CONTEXTS, DocumentPart
from underheaven.spec.parameter_reference import Parameter, model_parameters
from underheaven.spec.schema_lookup import SYMBOL_PREFIX

FREE_FORM_TABLES = (*FRAGMENT_PARTS, "sources")
"""Tables with free keys, written last."""
FORM_EXPLANATIONS = {
    "a context": f"one of {', '.join(CONTEXTS)}",
    "law": f"one of {', '.join(REQUIRED_NUMBERS)}, with its numbers",
    "factors by category": "factors by category, as { sex = { men = 1.4 } }; 1 where left out",
    "contexts by context": 'contexts by context, as { credit = ["housing"] }',
    "categories by attribute": 'categories by attribute, as { sex = ["men"] }',
}
"""Explanations of forms, for comments without a page around them."""

_TablePath = tuple[str, ...]
_Documented = set[type[DocumentPart]]
"""Parts already written with comments."""


def render_annotated(model: type[DocumentPart], table: Mapping[str, Any]) -> str:
    """Return a document as TOML with a comment above every part and key.

    Args:
        model: the kind of document.
        table: its plain table; a number may be given with its source.
    """
    return "\n".join(_table_lines(model, table, (), set())) + "\n"


def _table_lines(
    model: type[DocumentPart], table: Mapping[str, Any], table_path: _TablePath, documented: _Documented
) -> Iterator[str]:
    """Yield the lines of one table: its keys, its parts, then its free-form tables."""
    all_parameters, already_documented = model_parameters(model).values(), model in documented
    documented.add(model)
    for parameter in all_parameters:
        if parameter.part is None and parameter.key not in FREE_FORM_TABLES:
            yield from _key_lines(parameter, table, already_documented)
    for parameter in all_parameters:
        if parameter.part is not None and (parameter.key in table or not already_documented):
            yield from _part_lines(
                parameter, parameter.part, table.get(parameter.key), (*table_path, parameter.key), documented
            )
    for parameter in all_parameters:
        if parameter.key in FREE_FORM_TABLES and parameter.key in table:
            yield from _free_form_lines(parameter, table[parameter.key], (*table_path, parameter.key))
        elif parameter.key in FRAGMENT_PARTS and not already_documented:
            yield from ("", *_meaning_comment(parameter), f"#[{toml_header((*table_path, parameter.key))}]")


def _key_lines(parameter: Parameter, table: Mapping[str, Any], already_documented: bool) -> Iterator[str]:
    """Yield a key below its comment, or as a comment where the table leaves it out."""
    if not already_documented:
        yield from _meaning_comment(parameter)
    if parameter.key in table:
        written = table[parameter.key]
        yield f"{toml_key(parameter.key)} = {toml_text(written) if isinstance(written, str) else toml_value(written)}"
    elif not already_documented:
        yield f"#{toml_key(parameter.key)} = {_default_value(parameter)}"


def _part_lines(
    parameter: Parameter, part: type[DocumentPart], content: Any, table_path: _TablePath, documented: _Documented
) -> Iterator[str]:
    """Yield every item of a part below its header, or the part as a comment where it is left out."""
    if not content:
        yield from _omitted_part_lines(parameter, part, table_path, documented)
    elif isinstance(content, list):
        for item in content:
            yield from _header_lines(part, f"[[{toml_header(table_path)}]]", documented)
            yield from _table_lines(part, item, table_path, documented)
    else:
        for item_path, item in _part_tables(parameter, content, table_path):
            yield from _header_lines(part, f"[{toml_header(item_path)}]", documented)
            yield from _table_lines(part, item, item_path, documented)


def _part_tables(
    parameter: Parameter, content: Mapping[str, Any], table_path: _TablePath
) -> list[tuple[_TablePath, Mapping[str, Any]]]:
    """Return the tables of a part with their paths: one, or one for each name."""
    return (
        [((*table_path, name), item) for name, item in content.items()]
        if parameter.separator == ".NAME."
        else [(table_path, content)]
    )


def _omitted_part_lines(
    parameter: Parameter, part: type[DocumentPart], table_path: _TablePath, documented: _Documented
) -> Iterator[str]:
    """Yield a part that is left out, and the parts below it, as a comment."""
    name = {".": f"[{toml_header(table_path)}]", "[].": f"[[{toml_header(table_path)}]]"}.get(
        parameter.separator, f"[{toml_header(table_path)}.NAME]"
    )
    yield from _header_lines(part, f"#{name}", documented)
    documented.add(part)
    for inner in model_parameters(part).values():
        if inner.part is None:
            yield from _key_lines(inner, {}, already_documented=False)
    for inner in model_parameters(part).values():
        if inner.part is not None and inner.part not in documented:
            yield from _omitted_part_lines(inner, inner.part, (*table_path, inner.key), documented)


def _free_form_lines(parameter: Parameter, table: Mapping[str, Any], table_path: _TablePath) -> Iterator[str]:
    """Yield the table of sources, or a fragment, which has the form of a regime."""
    yield ""
    yield from _meaning_comment(parameter)
    if parameter.key in FRAGMENT_PARTS:
        yield from _fragment_lines(Regime, table, table_path, headed=False)
    else:
        yield f"[{toml_header(table_path)}]"
        yield from (f"{toml_value(name)} = {toml_value(item)}" for name, item in table.items())


def _fragment_lines(
    model: type[DocumentPart], table: Mapping[str, Any], table_path: _TablePath, headed: bool
) -> Iterator[str]:
    """Yield the contents of a fragment; ``headed``: its header is already written."""
    parts = {
        parameter.key: parameter.part
        for parameter in model_parameters(model).values()
        if parameter.part is not None and parameter.key in table
    }
    own = {name: item for name, item in table.items() if name not in parts}
    if own and not headed:
        yield f"[{toml_header(table_path)}]"
    yield from (f"{toml_key(name)} = {toml_value(item)}" for name, item in own.items())
    for name, part in parts.items():
        many = isinstance(table[name], list)
        for item in table[name] if many else [table[name]]:
            if many:
                yield f"[[{toml_header((*table_path, name))}]]"
            yield from _fragment_lines(part, item, (*table_path, name), headed=many)


def _header_lines(part: type[DocumentPart], name: str, documented: _Documented) -> Iterator[str]:
    yield ""
    if part not in documented:
        yield from comment_lines(_describe_part(part))
    yield name


def _describe_part(part: type[DocumentPart]) -> str:
    """Return the purpose of a part, from the docstring of its model."""
    laws = any(parameter.form == "law" for parameter in model_parameters(part).values())
    docs = [part.__doc__ or "", (TraitDistribution.__doc__ or "") if laws else ""]
    return " ".join(" ".join(docs).replace("``", "").split())


def _meaning_comment(parameter: Parameter) -> list[str]:
    """Return the comment above a key: its meaning, its form and range, and its default."""
    left_out = (
        "required" if parameter.required else "" if parameter.default == "none" else f"{parameter.default} if left out"
    )
    details = "; ".join(words for words in (FORM_EXPLANATIONS.get(parameter.form, parameter.form), left_out) if words)
    meaning = SYMBOL_PREFIX.sub("", parameter.meaning).rstrip(".")
    return comment_lines(f"{meaning[:1].upper()}{meaning[1:]} ({details}).")


def _default_value(parameter: Parameter) -> str:
    """Return the default of a key as TOML; dots where the writer must fill it in."""
    if parameter.required or parameter.default == "none":
        return "..."
    plain = parameter.default in ("true", "false") or re.fullmatch(r"-?[\d.]+(e-?\d+)?", parameter.default)
    return parameter.default if plain else toml_value(parameter.default)
