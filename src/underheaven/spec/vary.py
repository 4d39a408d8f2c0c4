"""The same document with one of its assumed numbers at another value of its range."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TypeVar

from underheaven.errors import DocumentError, Fault
from underheaven.spec.document import Document
from underheaven.spec.found import choose
from underheaven.spec.paths import match, value_at
from underheaven.spec.read import revised
from underheaven.spec.units import Part

M = TypeVar("M", bound=Part)


def with_value(document: Document[M], path: str, value: float) -> Document[M]:
    """Return the document with one assumed number changed and everything else as it was, checked again as a whole.

    path: as in ``Document.assumed``, amendments included. A whole number stays whole where the value is. Text,
    digest and sources stay those of the original.
    Raises DocumentError where no assumed number has this path, and with every fault that the value brings about.
    """
    paths = [a.path for a in document.assumed]
    ways = match({k: v for k, v in document.raw.items() if k != "sources"}, path)
    if path not in paths or len(ways) != 1:
        raise DocumentError([Fault(document.where, path, "", "no assumed number has this path",
                                   choose(path, paths, "the document assumes no number"))])  # fmt: skip
    (steps,) = ways
    raw = copy.deepcopy(dict(document.raw))
    whole = isinstance(value_at(raw, steps), int) and float(value).is_integer()
    holder = value_at(raw, steps[:-1])
    assert isinstance(holder, dict | list)  # a number stands at the end of the way, so something holds it
    holder[steps[-1]] = int(value) if whole else value  # type: ignore[index]
    assumed = tuple(replace(a, value=value) if a.path == path else a for a in document.assumed)
    return replace(revised(document, raw), assumed=assumed)
