"""The dataset of a result: tallies, per-person sums and panel of all scenarios and replicates, with labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.dimensions import FIXED_DIMS
from underheaven.fields.fitted_scores import FITTED
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.registered_field import Field
from underheaven.fields.tallies import TALLIES

SCHEMA_VERSION = 9
RUN_DIMS = ("scenario", "replicate")
PERSON_PREFIX, PANELIST_PREFIX, FIT_PREFIX = "person_", "panel_", "fitted_"
SHARED_DIMS = ("kind", "group", "region", "denial")
"""Dimensions whose labels come from the society and are the same in all scenarios."""

AMENDED_ATTR = "amended"
"""Among a run's labels: the months at which the regime is amended, as text, counted from 0 for the first observed
month. Also the attribute of a result that holds them by scenario, as JSON."""

RENAMED_DIMS = {"belief": "belief_about", "solvency": "solvency_stage"}
"""Dimensions renamed in the dataset because a tally has the same name, which NetCDF reserves for the labels."""

ANNOTATIONS = {
    "list_colour": ("list", "black for a blacklist, red for a redlist, grey for a list of those who stayed out"),
    "kind_state": ("kind", "the state of livelihood that the kind arises from; empty for acts"),
    "kind_sort": ("kind", "prosocial for a kind that does good, refusal for what refusing help is; empty for others"),
    "kind_context": ("kind", "the context of the kind"),
    "kind_gravity": ("kind", "how grave the kind is, in months of income: ordinal, and read by measures of proportion"),
    "effect_price": (
        "effect",
        "months of income that one denied use of the context costs; empty where it has no worth",
    ),
    "effect_use": ("effect", "as lived, or share of months in which the context is used; empty where it has no worth"),
}
"""Optional labels that annotate a dimension: name to that dimension and the meaning."""

DIM_MEANINGS = {
    "scenario": "regime",
    "month": "month, as year and month",
    "panelist": "one of the first places, counted from 0 as persons are; a panelist is synthetic and nobody",
    "kind": "kind of conduct",
    "group": "reporting group",
    "region": "region",
    "denial": "habit that can be denied",
    "list": "list of the regime",
    "grade": "grade of the regime",
    "visible": "standing that lenders see",
    "origin": "how a record came to be",
    "cause": "context of the conduct behind the record",
    "effect": "context of the loss or benefit",
    "belief": "class of conduct, guilty or innocent",
    "solvency": "stage of solvency",
    "debt": "why a debt is not paid",
    "removal": "way out of a record",
    "refusal": "why a loan was refused",
    "strategy": "what a person does when asked for help",
    "asker": "whether who asked for help was on a blacklist",
    "moment": "what is summed over persons",
    "way": "how an act came to be recorded",
    "ground": "what a grade rests on",
    "favour_moment": "what is summed over persons where officials favour some",
    "stay_end": "how the first stay on a blacklist at a place ended",
}

VARIABLE_NAMES = frozenset(
    prefix + field.name
    for prefix, fields in (
        ("", TALLIES),
        (PERSON_PREFIX, PERSON_FIELDS),
        (PANELIST_PREFIX, PANEL),
        (FIT_PREFIX, FITTED),
    )
    for field in fields
)
"""Names of all variables that a result may hold."""

LABEL_NAMES = frozenset(
    (*RUN_DIMS, "month_index", "person", *(RENAMED_DIMS.get(dim, dim) for dim in DIM_MEANINGS), *ANNOTATIONS)
)
"""Names of all labels that a result may hold."""


@dataclass(frozen=True)
class RecordedRun:
    """One replicate of one scenario as recorded.

    Attributes:
        tallies: name in `fields.tallies.TALLIES` to int64 array (month, *dims).
        sums: name in `fields.person_values.PERSON_FIELDS` to array (person).
        labels: dimension to labels, for the dimensions that documents fix; may hold `ANNOTATIONS` too.
        panel: name in `fields.panel.PANEL` to array (month, panelist, *dims); empty without a panel.
        fitted: name in `fields.fitted_scores.FITTED` to int64 array (month, *dims); empty if the regime fits no points.
    """

    tallies: dict[str, NDArray[np.int64]]
    sums: dict[str, NDArray[Any]]
    labels: dict[str, tuple[str, ...]]
    panel: dict[str, NDArray[Any]] = part(default_factory=dict)
    fitted: dict[str, NDArray[np.int64]] = part(default_factory=dict)


def dimension_labels(dim: str, labels: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the labels of a dimension: those of the registry if they are fixed, else the run's, else none."""
    return FIXED_DIMS[dim] if dim in FIXED_DIMS else tuple(labels.get(dim, ()))


def field_shape(field: Field, labels: Mapping[str, tuple[str, ...]]) -> tuple[int, ...]:
    """Return the shape of one month of a field: the number of labels along each of its dimensions."""
    return tuple(len(dimension_labels(dim, labels)) for dim in field.dims)


def field_dims(field: Field) -> tuple[str, ...]:
    """Return a field's own dimensions in the dataset, which follow scenario, replicate, month and panelist."""
    return tuple(RENAMED_DIMS.get(dim, dim) for dim in field.dims)


def count_panelists(run: RecordedRun) -> int:
    """Return the number of panelists of a run; 0 without a panel."""
    return next((array.shape[1] for array in run.panel.values()), 0)
