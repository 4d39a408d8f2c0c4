"""A document written out with a comment over every part and key, made from the words of the schema itself.

A key that the document leaves out stands as a comment at its default, ``#coverage = 1.0``; ``...`` stands for what
a writer has to fill in. A part that comes again, such as a second channel, is written without comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.spec.parameters import Parameter, parameters
from underheaven.spec.people import Law
from underheaven.spec.reform import FRAGMENTS
from underheaven.spec.regime import Regime
from underheaven.spec.shape import SYMBOL
from underheaven.spec.traits import NEEDS
from underheaven.spec.units import CONTEXTS, Part
from underheaven.spec.write import comment, key, path, text, value

LAST = (*FRAGMENTS, "sources")
"""Tables of any content, which come after all that has keys of its own."""
FORMS = {
    "a context": f"one of {', '.join(CONTEXTS)}",
    "law": f"one of {', '.join(NEEDS)}, with its numbers",
    "factors by category": "factors by category, as { sex = { men = 1.4 } }; 1 where none stands",
    "contexts by context": 'contexts by context, as { credit = ["housing"] }',
    "categories by attribute": 'categories by attribute, as { sex = ["men"] }',
}
"""What a form is called where there is no page around it to explain the word."""

_Way = tuple[str, ...]
_Told = set[type[Part]]
"""The parts that have their comments already."""


def annotated(model: type[Part], table: Mapping[str, Any]) -> str:
    """Return a document as TOML with a comment over every part and key.

    model: the kind of document. table: its plain table; a number may stand with its source.
    """
    return "\n".join(_body(model, table, (), set())) + "\n"


def _body(model: type[Part], table: Mapping[str, Any], way: _Way, told: _Told) -> Iterator[str]:
    """Yield the lines of one table: its keys, its parts, and what has any content."""
    known, again = parameters(model).values(), model in told
    told.add(model)
    for one in known:
        if one.part is None and one.key not in LAST:
            yield from _line(one, table, again)
    for one in known:
        if one.part is not None and (one.key in table or not again):
            yield from _part(one, one.part, table.get(one.key), (*way, one.key), told)
    for one in known:
        if one.key in LAST and one.key in table:
            yield from _last(one, table[one.key], (*way, one.key))
        elif one.key in FRAGMENTS and not again:
            yield from ("", *_meaning(one), f"#[{path((*way, one.key))}]")


def _line(one: Parameter, table: Mapping[str, Any], again: bool) -> Iterator[str]:
    """Yield a key below its comment, or as a comment itself where the table leaves it out."""
    if not again:
        yield from _meaning(one)
    if one.key in table:
        written = table[one.key]
        yield f"{key(one.key)} = {text(written) if isinstance(written, str) else value(written)}"
    elif not again:
        yield f"#{key(one.key)} = {_default(one)}"


def _part(one: Parameter, part: type[Part], given: Any, way: _Way, told: _Told) -> Iterator[str]:
    """Yield every item of a part below its header, or the part as a comment where nothing is given of it."""
    if not given:
        yield from _left_out(one, part, way, told)
    elif isinstance(given, list):
        for item in given:
            yield from _header(part, f"[[{path(way)}]]", told)
            yield from _body(part, item, way, told)
    else:
        for below, item in _tables(one, given, way):
            yield from _header(part, f"[{path(below)}]", told)
            yield from _body(part, item, below, told)


def _tables(one: Parameter, given: Mapping[str, Any], way: _Way) -> list[tuple[_Way, Mapping[str, Any]]]:
    """Return the tables that a part stands in, each with its way: one, or one for each name."""
    return [((*way, name), item) for name, item in given.items()] if one.between == ".NAME." else [(way, given)]


def _left_out(one: Parameter, part: type[Part], way: _Way, told: _Told) -> Iterator[str]:
    """Yield a part that is not there, and the parts below it, as a comment."""
    name = {".": f"[{path(way)}]", "[].": f"[[{path(way)}]]"}.get(one.between, f"[{path(way)}.NAME]")
    yield from _header(part, f"#{name}", told)
    told.add(part)
    for inner in parameters(part).values():
        if inner.part is None:
            yield from _line(inner, {}, again=False)
    for inner in parameters(part).values():
        if inner.part is not None and inner.part not in told:
            yield from _left_out(inner, inner.part, (*way, inner.key), told)


def _last(one: Parameter, table: Mapping[str, Any], way: _Way) -> Iterator[str]:
    """Yield the table of sources, or a fragment, as of an amendment, which has the form of a regime."""
    yield ""
    yield from _meaning(one)
    if one.key in FRAGMENTS:
        yield from _fragment(Regime, table, way, headed=False)
    else:
        yield f"[{path(way)}]"
        yield from (f"{value(name)} = {value(item)}" for name, item in table.items())


def _fragment(model: type[Part], table: Mapping[str, Any], way: _Way, headed: bool) -> Iterator[str]:
    """Yield what a fragment says, and nothing of what it leaves out; headed: its header stands already."""
    parts = {one.key: one.part for one in parameters(model).values() if one.part is not None and one.key in table}
    own = {name: item for name, item in table.items() if name not in parts}
    if own and not headed:
        yield f"[{path(way)}]"
    yield from (f"{key(name)} = {value(item)}" for name, item in own.items())
    for name, part in parts.items():
        many = isinstance(table[name], list)
        for item in table[name] if many else [table[name]]:
            if many:
                yield f"[[{path((*way, name))}]]"
            yield from _fragment(part, item, (*way, name), headed=many)


def _header(part: type[Part], name: str, told: _Told) -> Iterator[str]:
    yield ""
    if part not in told:
        yield from comment(_about(part))
    yield name


def _about(part: type[Part]) -> str:
    """Return what a part is for, in the words of its model."""
    laws = any(one.form == "law" for one in parameters(part).values())
    docs = [part.__doc__ or "", (Law.__doc__ or "") if laws else ""]
    return " ".join(" ".join(docs).replace("``", "").split())


def _meaning(one: Parameter) -> list[str]:
    """Return the comment over a key: what it means, its form and range, and what holds where it is left out."""
    left_out = "required" if one.required else "" if one.default == "none" else f"{one.default} if left out"
    said = "; ".join(words for words in (FORMS.get(one.form, one.form), left_out) if words)
    meaning = SYMBOL.sub("", one.meaning).rstrip(".")
    return comment(f"{meaning[:1].upper()}{meaning[1:]} ({said}).")


def _default(one: Parameter) -> str:
    """Return what a key that is left out stands at, as TOML; dots where a writer has to fill it in."""
    if one.required or one.default == "none":
        return "..."
    plain = one.default in ("true", "false") or re.fullmatch(r"-?[\d.]+(e-?\d+)?", one.default)
    return one.default if plain else value(one.default)
