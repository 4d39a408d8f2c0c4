"""A guess at what a faulty document meant, so that one reading reports as many faults as possible.

A mended document serves the cross checks of the same reading and nothing else; it is never run.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from underheaven.spec.found import Found
from underheaven.spec.paths import value_at


def mended(document: Mapping[str, Any], found: Iterable[Found]) -> dict[str, Any] | None:
    """Return the document with every guess put in; None where something found has no guess."""
    result = copy.deepcopy(dict(document))
    for one in found:
        if one.mend is None or not one.steps:
            return None
        place: Any = value_at(result, one.steps[:-1])
        step: Any = one.steps[-1]
        if not isinstance(place, dict | list):
            return None
        if one.mend.way == "set":
            place[step] = one.mend.to
        elif isinstance(place, dict):
            value = place.pop(step, None)
            if one.mend.way == "rename":
                place[one.mend.to] = value
    return result
