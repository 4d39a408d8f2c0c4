"""The same document with one of its assumed numbers at another value of its range."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TypeVar

from pydantic import ValidationError

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.paths import match, value_at
from underheaven.spec.units import Part

M = TypeVar("M", bound=Part)


def with_value(document: Document[M], path: str, value: float) -> Document[M]:
    """Return the document with the number at ``path`` changed; text and digest stay those of the original.

    path: as in ``Document.assumed``, amendments included. A whole number stays whole.
    Raises RequestError where the path names no single number or the value is out of the number's bounds.
    """
    ways = match(document.raw, path)
    if len(ways) != 1:
        raise RequestError(f"{document.where}, {path}: no single number has this path. Name one of `assumed`.")
    (steps,) = ways
    raw = copy.deepcopy(dict(document.raw))
    old = value_at(raw, steps)
    holder = value_at(raw, steps[:-1])
    if not isinstance(old, int | float) or not isinstance(holder, dict | list):
        raise RequestError(f"{document.where}, {path}: no number stands there. Name one of `assumed`.")
    holder[steps[-1]] = round(value) if isinstance(old, int) and value == round(value) else value  # type: ignore[index]
    try:
        model = type(document.model).model_validate(raw)
    except ValidationError:
        raise RequestError(
            f"{document.where}, {path} = {value}: it is out of the bounds of this number. Write a value of its range."
        ) from None
    return replace(document, model=model, raw=raw)
