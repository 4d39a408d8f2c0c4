"""A reform in plain words: what it sets, fills in, bounds and computes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.show.explain.units import format_exact, format_value, key_words, unit_of
from underheaven.spec.document import Document
from underheaven.spec.io.toml_paths import item_labels
from underheaven.spec.models.reform import FRAGMENT_PARTS, Operation, Reform
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters
from underheaven.spec.reforms.operations import describe_operation

FRAGMENT_TEMPLATES = {
    "fill": "{} {}, where the regime says nothing",
    "change": "{} {}",
    "at_least": "{} at least {}",
    "at_most": "{} at most {}",
}
"""The sentence of each kind of fragment for a key and its value."""


def reform_parts(document: Document[Reform]) -> list[tuple[str, list[str]]]:
    """Return a reform as one heading with sentences, fragments first, in the order in which they are applied."""
    reform = document.model
    lines = [f"{line}." for part in FRAGMENT_PARTS for line in _fragment_lines(part, Regime, getattr(reform, part), "")]
    return [("What it changes", lines + [_operation_sentence(one) for one in reform.operations])]


def _operation_sentence(operation: Operation) -> str:
    """Describe an operation, with the factor if it multiplies."""
    lines = describe_operation(operation.do)
    return (
        lines if operation.factor is None else lines.replace("so many times", f"{format_exact(operation.factor)} times")
    )


def _fragment_lines(part: str, model: type[DocumentPart], table: Mapping[str, Any], before: str) -> Iterator[str]:
    """Yield a line for each key of a fragment, with the words for the parts around it."""
    below = {one.key: one.part for one in model_parameters(model).values()}
    for key, item in table.items():
        inner, name = below.get(key), f"{before}{key_words(key)}"
        if isinstance(item, Mapping) and item.get("removed") is True:
            yield f"{name}: removed"
        elif isinstance(item, Mapping) and inner is not None:
            yield from _fragment_lines(part, inner, item, f"{name}, ")
        elif isinstance(item, list) and inner is not None:
            for one in item:
                label = (item_labels(one) or ("",))[0]
                gone = isinstance(one, Mapping) and one.get("removed") is True
                inside = {} if gone or not isinstance(one, Mapping) else one
                yield from [f"{name}, {label}: removed"] if gone else []
                yield from _fragment_lines(part, inner, inside, f"{name}, {label}, ")
        else:
            yield FRAGMENT_TEMPLATES[part].format(name, format_value(item, unit_of(model, key)))
