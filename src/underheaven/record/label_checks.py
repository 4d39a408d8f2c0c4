"""Checks of the labels of a result, on which measures rely and which the digest does not cover."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from underheaven.errors import ResultError
from underheaven.fields.dimensions import FIXED_DIMS, LATER_LABELS
from underheaven.record.schema import ANNOTATIONS, RENAMED_DIMS
from underheaven.text_escaping import first_control_character, flatten_text

if TYPE_CHECKING:
    import xarray as xr

COUNTING_LABELS = ("replicate", "panelist", "month_index", "person")
NUMERIC_LABELS = {"kind_gravity", "effect_price"}
MONTH_PATTERN = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
NUMBER_PATTERN = re.compile(r"\d+(\.\d+)?(e[-+]?\d+)?|")
MAX_LABEL_LENGTH = 1_000


def check_labels(where: str, dataset: xr.Dataset) -> None:
    """Check the labels of a result.

    Args:
        where: the file, for messages.
        dataset: its content.

    Raises:
        ResultError: if labels are missing, malformed, duplicated or not those of the registry.
    """
    baseline = str(dataset.attrs.get("baseline", ""))
    if baseline and baseline not in dataset["scenario"].values.tolist():
        raise _altered(where, "scenario", f"there is no baseline {flatten_text(baseline)[:60]} among them")
    for dim in map(str, dataset.dims):
        if dim not in dataset.coords and dim != "person":
            raise _altered(where, dim, "they are missing")
    for name in map(str, dataset.coords):
        if name in COUNTING_LABELS:
            if dataset[name].dtype.kind not in "iu" or dataset[name].values.tolist() != list(range(dataset[name].size)):
                raise _altered(where, name, "they do not count from 0")
            continue
        values = dataset[name].values.reshape(-1).tolist()
        if not all(isinstance(label, str) and len(label) <= MAX_LABEL_LENGTH for label in values):
            raise _altered(where, name, "they are not text")
        character = first_control_character("".join(values))
        if character:
            raise _altered(where, name, f"one contains {character}, a control or invisible character")
        _check_meaning(where, name, values)


def _check_meaning(where: str, name: str, values: list[str]) -> None:
    fixed = {RENAMED_DIMS.get(dim, dim): labels for dim, labels in FIXED_DIMS.items()}.get(name)
    if name not in ANNOTATIONS and len(set(values)) != len(values):
        raise _altered(where, name, "two are the same")
    if fixed is not None and values not in (list(fixed), [x for x in fixed if x not in LATER_LABELS.get(name, ())]):
        raise _altered(where, name, "they are not those of this program")
    if name == "month" and not all(MONTH_PATTERN.fullmatch(label) for label in values):
        raise _altered(where, name, "one is not a month")
    if name in NUMERIC_LABELS and not all(NUMBER_PATTERN.fullmatch(label) for label in values):
        raise _altered(where, name, "one is not a number")


def _altered(where: str, name: str, why: str) -> ResultError:
    return ResultError(f"{where}: its labels of {name} were changed: {why}. Run the study again.")
