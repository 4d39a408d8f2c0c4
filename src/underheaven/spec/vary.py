"""The same document with some of its assumed numbers at other values of their ranges."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from underheaven.errors import DocumentError, Fault
from underheaven.spec.document import Document
from underheaven.spec.found import choose
from underheaven.spec.paths import Steps, match, value_at
from underheaven.spec.read import revised
from underheaven.spec.shape import is_whole
from underheaven.spec.units import Part

M = TypeVar("M", bound=Part)


def with_value(document: Document[M], path: str, value: float) -> Document[M]:
    """Return the document with one assumed number changed and everything else as it was, checked again as a whole.

    path: as in ``Document.assumed``, amendments included. A whole number stays whole where the value is. Text,
    digest and sources stay those of the original.
    Raises DocumentError where no assumed number has this path, and with every fault that the value brings about.
    """
    return with_values(document, {path: value})


def with_values(
    document: Document[M], values: Mapping[str, float], known: Mapping[str, Steps] | None = None
) -> Document[M]:
    """Return the document with several assumed numbers changed at once, as `with_value` changes one.

    values: by path. known: what `ways` gives for the document, where it is changed many times.
    Raises DocumentError as `with_value` does.
    """
    ways_of = ways(document, values) if known is None else known
    raw = copy.deepcopy({key: part for key, part in document.raw.items() if key != "sources"})
    if "sources" in document.raw:
        raw["sources"] = document.raw["sources"]
    for path, value in values.items():
        steps = ways_of[path]
        holder: Any = value_at(raw, steps[:-1])
        whole = isinstance(holder[steps[-1]], int) and float(value).is_integer()
        holder[steps[-1]] = int(value) if whole else value
    assumed = tuple(replace(a, value=values[a.path]) if a.path in values else a for a in document.assumed)
    return replace(revised(document, raw), assumed=assumed)


def fixed_at(document: Document[M], path: str, value: int) -> Document[M]:
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
    return replace(revised(document, raw), assumed=tuple(a for a in document.assumed if a.path != path))


def ways(document: Document[M], paths: Mapping[str, float] | None = None) -> dict[str, Steps]:
    """Return the way to each of these assumed numbers, or to all, by path.

    Raises DocumentError where no assumed number has a path.
    """
    known = [a.path for a in document.assumed]
    plain = {k: v for k, v in document.raw.items() if k != "sources"}
    found: dict[str, Steps] = {}
    for path in known if paths is None else paths:
        its = match(plain, path)
        if path not in known or len(its) != 1:
            raise DocumentError([Fault(document.where, path, "", "no assumed number has this path",
                                       choose(path, known, "the document assumes no number"))])  # fmt: skip
        (found[path],) = its
    return found


def whole_numbers(document: Document[M], known: Mapping[str, Steps]) -> set[str]:
    """Return the paths at which only a whole number may stand."""
    return {path for path, steps in known.items() if is_whole(type(document.model), steps)}
