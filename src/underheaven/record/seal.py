"""The seal: a checksum of what the digest leaves out, namely labels, units and attributes such as the baseline."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.errors import ResultError

if TYPE_CHECKING:
    import xarray as xr

SEAL_ATTR = "seal"


def compute_seal(dataset: xr.Dataset) -> str:
    """Return the SHA-256, in hex, of the labels and of all attributes, units included.

    It detects damage and accidental changes, but not forgery, because anyone can compute it.
    """
    attrs = {str(name): as_python_value(value) for name, value in dataset.attrs.items() if name != SEAL_ATTR}
    labels = {
        str(name): [list(map(str, array.dims)), as_python_value(array.values)] for name, array in dataset.coords.items()
    }
    variable_attrs = {
        str(name): {str(key): as_python_value(value) for key, value in array.attrs.items()}
        for name, array in dataset.variables.items()
    }
    return hashlib.sha256(
        json.dumps([attrs, labels, variable_attrs], sort_keys=True, default=repr).encode()
    ).hexdigest()


def check_seal(where: str, dataset: xr.Dataset) -> None:
    """Check that labels and attributes are those that a run wrote.

    Args:
        where: the file, for messages.
        dataset: its content.

    Raises:
        ResultError: if the seal does not match.
    """
    if dataset.attrs.get(SEAL_ATTR) != compute_seal(dataset):
        raise ResultError(
            f"{where}: its labels or attributes are not those that the run wrote: some were changed, added or removed. "
            "Run the study again."
        )


def as_python_value(value: Any) -> Any:
    """Return an attribute or label of a file as a Python value; files store each number as an array of one."""
    if isinstance(value, np.generic | np.ndarray):
        return value.item() if value.size == 1 else value.tolist()
    return value
