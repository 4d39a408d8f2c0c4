"""A reform in plain words: what it sets, fills in, bounds and does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.show.units import exact, said, unit_of, words
from underheaven.spec.document import Document
from underheaven.spec.operations import meaning
from underheaven.spec.parameters import parameters
from underheaven.spec.paths import labels
from underheaven.spec.reform import FRAGMENTS, Operation, Reform
from underheaven.spec.regime import Regime
from underheaven.spec.units import Part

TELLS = {
    "fill": "{} {}, where the regime says nothing",
    "change": "{} {}",
    "at_least": "{} at least {}",
    "at_most": "{} at most {}",
}
"""How each kind of fragment is told of a key and its value."""


def reform_parts(document: Document[Reform]) -> list[tuple[str, list[str]]]:
    """Gives a reform as one heading with sentences, fragments first, in the order in which they are applied."""
    reform = document.model
    told = [f"{line}." for part in FRAGMENTS for line in _fragment(part, Regime, getattr(reform, part), "")]
    return [("What it changes", told + [_operation(one) for one in reform.operations])]


def _operation(one: Operation) -> str:
    """Says what an operation does, and by how much where it multiplies."""
    told = meaning(one.do)
    return told if one.factor is None else told.replace("so many times", f"{exact(one.factor)} times")


def _fragment(part: str, model: type[Part], table: Mapping[str, Any], before: str) -> Iterator[str]:
    """Yields a line for each key of a fragment, with the words for the parts around it."""
    below = {one.key: one.part for one in parameters(model).values()}
    for key, item in table.items():
        inner, name = below.get(key), f"{before}{words(key)}"
        if isinstance(item, Mapping) and item.get("removed") is True:
            yield f"{name}: removed"
        elif isinstance(item, Mapping) and inner is not None:
            yield from _fragment(part, inner, item, f"{name}, ")
        elif isinstance(item, list) and inner is not None:
            for one in item:
                label = (labels(one) or ("",))[0]
                gone = isinstance(one, Mapping) and one.get("removed") is True
                inside = {} if gone or not isinstance(one, Mapping) else one
                yield from [f"{name}, {label}: removed"] if gone else []
                yield from _fragment(part, inner, inside, f"{name}, {label}, ")
        else:
            yield TELLS[part].format(name, said(item, unit_of(model, key)))
