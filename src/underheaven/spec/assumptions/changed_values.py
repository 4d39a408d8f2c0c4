"""The same document with some of its assumed numbers at other values of their ranges."""

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
    """Return the document with one assumed number changed and everything else as it was, checked again as a whole.

    path: as in ``Document.assumed``, amendments included. A whole number stays whole where the value is. Text,
    digest and sources stay those of the original.
    Raises DocumentError where no assumed number has this path, and with every fault that the value brings about.
    """
    return with_values(document, {path: value})


def with_values(
    document: Document[Model], values: Mapping[str, float], known_paths: Mapping[str, PathSteps] | None = None
) -> Document[Model]:
    """Return the document with several assumed numbers changed at once, as `with_value` changes one.

    values: by path. known: what `ways` gives for the document, where it is changed many times.
    Raises DocumentError as `with_value` does.
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
    """Return the document with the number of a table, stated or left out, at another value, and no longer assumed.

    path: keys of tables, joined by dots. Text, digest and sources stay those of the original.
    Raises DocumentError with every fault that the value brings about.
    """
    raw = {key: part if key == "sources" else copy.deepcopy(part) for key, part in document.raw.items()}
    *tables, name = path.split(".")
    holder: Any = raw
    for table in tables:
        holder = holder[table]
    holder[name] = value
    return replace(revise_document(document, raw), assumed=tuple(a for a in document.assumed if a.path != path))


def assumed_paths(document: Document[Model], paths: Mapping[str, float] | None = None) -> dict[str, PathSteps]:
    """Return the way to each of these assumed numbers, or to all, by path.

    Raises DocumentError where no assumed number has a path.
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
    """Return the paths at which only a whole number may stand."""
    return {path for path, steps in known_paths.items() if is_integer_only(type(document.model), steps)}
