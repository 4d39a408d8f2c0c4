"""Documents with some assumed numbers at other values."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from underheaven.errors import DocumentError, Fault
from underheaven.spec.document import Document
from underheaven.spec.io.document_reader import revise_document
from underheaven.spec.io.toml_paths import PathSteps, match_paths, value_at
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.problems import suggest_name
from underheaven.spec.schema_lookup import is_integer_only

Model = TypeVar("Model", bound=DocumentPart)


def with_value(document: Document[Model], path: str, value: float) -> Document[Model]:
    """Return the document with one assumed number changed, checked again as a whole.

    Args:
        document: the original; its text, digest and sources are kept.
        path: as in ``Document.assumed``, amendments included.
        value: an integer stays an integer where the value is whole.

    Raises:
        DocumentError: no assumed number has this path, or the changed document has faults.
    """
    return with_values(document, {path: value})


def with_values(
    document: Document[Model], values: Mapping[str, float], known_paths: Mapping[str, PathSteps] | None = None
) -> Document[Model]:
    """Return the document with several assumed numbers changed at once.

    Args:
        document: the original; its text, digest and sources are kept.
        values: new values by path, as in ``Document.assumed``.
        known_paths: result of `assumed_paths` for the document, to save time in repeated calls.

    Returns:
        The changed document, checked again as a whole.

    Raises:
        DocumentError: no assumed number has one of the paths, or the changed document has faults.
    """
    paths = assumed_paths(document, values) if known_paths is None else known_paths
    raw = copy.deepcopy({key: part for key, part in document.raw.items() if key != "sources"})
    if "sources" in document.raw:
        raw["sources"] = document.raw["sources"]
    for path, value in values.items():
        steps = paths[path]
        holder: Any = value_at(raw, steps[:-1])
        is_integer = isinstance(holder[steps[-1]], int) and float(value).is_integer()
        holder[steps[-1]] = int(value) if is_integer else value
    assumed = tuple(replace(a, value=values[a.path]) if a.path in values else a for a in document.assumed)
    return replace(revise_document(document, raw), assumed=assumed)


def with_fixed_value(document: Document[Model], path: str, value: int) -> Document[Model]:
    """Return the document with one number of a table fixed, so that it is no longer assumed.

    Args:
        document: the original; its text, digest and sources are kept.
        path: keys of tables joined by dots. The number may be stated or left out.
        value: the new value.

    Returns:
        The changed document, checked again as a whole.

    Raises:
        DocumentError: the changed document has faults.
    """
    raw = {key: part if key == "sources" else copy.deepcopy(part) for key, part in document.raw.items()}
    *tables, name = path.split(".")
    holder: Any = raw
    for table in tables:
        holder = holder[table]
    holder[name] = value
    return replace(revise_document(document, raw), assumed=tuple(a for a in document.assumed if a.path != path))


def assumed_paths(document: Document[Model], paths: Mapping[str, float] | None = None) -> dict[str, PathSteps]:
    """Return the steps to assumed numbers by path.

    Args:
        document: the document with the numbers.
        paths: mapping whose keys are the paths wanted; None means all assumed numbers.

    Returns:
        Steps by path, in the order of ``paths``.

    Raises:
        DocumentError: no assumed number has one of the paths.
    """
    assumed = [a.path for a in document.assumed]
    plain = {k: v for k, v in document.raw.items() if k != "sources"}
    found_paths: dict[str, PathSteps] = {}
    for path in assumed if paths is None else paths:
        matches = match_paths(plain, path)
        if path not in assumed or len(matches) != 1:
            raise DocumentError(
                [
                    Fault(
                        document.where,
                        path,
                        "",
                        "no assumed number has this path",
                        suggest_name(path, assumed, "the document assumes no number"),
                    )
                ]
            )
        (found_paths[path],) = matches
    return found_paths


def integer_paths(document: Document[Model], known_paths: Mapping[str, PathSteps]) -> set[str]:
    """Return the paths whose values must be integers.

    Args:
        document: the document with the numbers.
        known_paths: steps by path, see `assumed_paths`.

    Returns:
        A subset of the keys of ``known_paths``.
    """
    return {path for path, steps in known_paths.items() if is_integer_only(type(document.model), steps)}
