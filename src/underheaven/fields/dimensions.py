"""The dimensions of registered arrays, their labels and sizes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from underheaven.fields.codes import (
    ASKERS,
    CAUSES,
    CLASSES,
    CONTEXTS,
    DEBTS,
    FAVOUR_MOMENTS,
    GRADE_GROUNDS,
    ORIGINS,
    RECORDING_WAYS,
    REFUSALS,
    SCORE_MOMENTS,
    SOLVENCY,
    STAY_ENDS,
    STRATEGIES,
)
from underheaven.fields.registered_field import Field
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.labels import REMOVAL_REASONS

BELIEFS = tuple(f"{c}, {w}" for c in CLASSES for w in ("guilty", "innocent"))

FIXED_DIMS = {
    "origin": ORIGINS,
    "cause": CAUSES,
    "effect": CONTEXTS,
    "belief": BELIEFS,
    "solvency": SOLVENCY,
    "debt": DEBTS,
    "removal": REMOVAL_REASONS,
    "refusal": REFUSALS,
    "strategy": STRATEGIES,
    "asker": ASKERS,
    "moment": SCORE_MOMENTS,
    "way": RECORDING_WAYS,
    "ground": GRADE_GROUNDS,
    "favour_moment": FAVOUR_MOMENTS,
    "stay_end": STAY_ENDS,
}
"""Dimensions whose labels never change; kind, group, region, list, grade, denial, visible come from documents."""

LATER_LABELS = {"removal": ("withdrawn",), "cause": ("none:outside",)}
"""Labels that were added later; they enter the digest only if something is counted under them."""

SCENARIO_DIMS = ("list", "grade", "visible")
"""Dimensions whose labels belong to one scenario; scenarios are aligned by label when they are joined."""


def dimension_sizes(capacity: int = DOSSIER_CAPACITY) -> dict[str, int]:
    """Return the sizes of the dimensions besides the person; ``capacity`` is the records that a dossier holds."""
    return {"slot": capacity, "belief": len(BELIEFS)}


def stored_bytes(fields: Iterable[Field], capacity: int = DOSSIER_CAPACITY) -> int:
    """Return the bytes that fields take per person; ``capacity`` is the records that a dossier holds."""
    size = dimension_sizes(capacity)
    return sum(np.dtype(f.dtype).itemsize * (size[f.dims[0]] if f.dims else 1) for f in fields)
