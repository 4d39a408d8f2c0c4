"""The digest of a result: equal digests mean equal numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.argument_checks import check_arguments
from underheaven.argument_checks import result_dataset as given_dataset
from underheaven.errors import ResultError
from underheaven.fields.dimensions import LATER_LABELS
from underheaven.fields.fitted_scores import FITTED
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.registered_field import Field
from underheaven.fields.tallies import TALLIES
from underheaven.numpy_errstate import with_default_errstate
from underheaven.record.provenance import hooks_of
from underheaven.record.schema import FIT_PREFIX, PANELIST_PREFIX, PERSON_PREFIX, RUN_DIMS, field_dims

if TYPE_CHECKING:
    import xarray as xr


@check_arguments(dataset=given_dataset)
@with_default_errstate
def digest(dataset: xr.Dataset) -> str:
    """Return the digest of a result.

    It covers all tallies, then all variables by person, then the panel and the fitted points if there are any. Each
    enters with its name, dimensions, shape and type, and its values as little-endian integers of the registered
    type. Hooks enter last, each with its name, its stage and the SHA-256 of its source.

    Provenance, documents and labels do not enter. Optional tallies and labels that were added later enter only if
    something is counted there, so a mechanism that is not used leaves a digest unchanged.

    Args:
        dataset: a result.

    Returns:
        64 hex digits, a SHA-256.

    Raises:
        ResultError: if a variable is missing or its values do not fit the registered type.
    """
    return digest_in_names(dataset, {})


def digest_in_names(dataset: xr.Dataset, names: Mapping[str, str]) -> str:
    """Return the digest of a result as a program computes it that has other names of variables and dimensions.

    Args:
        dataset: a result, with today's names.
        names: those other names by today's; names that are missing are the same.

    Raises:
        ResultError: as `digest`.
    """
    total = _Digest(names)
    for field in TALLIES:
        if field.always_kept or (field.name in dataset and bool(dataset[field.name].any())):
            total.add(_cut(dataset, field), field.name, (*RUN_DIMS, "month", *field_dims(field)), field.dtype)
    for field in PERSON_FIELDS:
        total.add(dataset, PERSON_PREFIX + field.name, (*RUN_DIMS, "person"), field.dtype)
    if any(PANELIST_PREFIX + field.name in dataset for field in PANEL):
        for field in PANEL:
            dims = (*RUN_DIMS, "month", "panelist", *field_dims(field))
            total.add(dataset, PANELIST_PREFIX + field.name, dims, field.dtype)
    if any(FIT_PREFIX + field.name in dataset for field in FITTED):
        for field in FITTED:
            total.add(dataset, FIT_PREFIX + field.name, (*RUN_DIMS, "month", *field_dims(field)), field.dtype)
    for hook in hooks_of(dataset.attrs):
        total.total.update(f"hook {hook.name} {hook.after} {hook.digest}\n".encode())
    return total.total.hexdigest()


def _cut(dataset: xr.Dataset, field: Field) -> xr.Dataset:
    """Return the dataset without labels that were added later, if nothing is counted under them."""
    for dim in set(field.dims) & set(LATER_LABELS) & set(dataset.coords):
        later_labels = np.isin(dataset[dim].values, LATER_LABELS[dim])
        if field.name in dataset and not dataset[field.name].isel({dim: later_labels}).any():
            dataset = dataset[[field.name]].isel({dim: ~later_labels})
    return dataset


class _Digest:
    """The SHA-256 of arrays, each with its name, dimensions, shape and type."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.total, self._names = hashlib.sha256(), names

    def add(self, dataset: xr.Dataset, name: str, dims: tuple[str, ...], dtype: str) -> None:
        """Add a variable of a result."""
        found = dataset[name].dims if name in dataset else ()
        if name not in dataset or set(found) != set(dims):
            raise ResultError(
                f"{name}: a whole result holds it over {', '.join(dims)}, and this one over "
                f"{', '.join(map(str, found)) or 'nothing'}. Use all that the run wrote, or run the study again."
            )
        values = dataset[name].transpose(*dims).values
        if values.dtype.kind not in "biuf":
            raise ResultError(
                f"{name}: its values are not numbers, and a result is made of numbers. "
                "Use the file as the run wrote it."
            )
        exact = np.ascontiguousarray(_exact(name, values, np.dtype(dtype).newbyteorder("<")))
        header = " ".join(self._names.get(word, word) for word in (name, *dims))
        self.total.update(f"{header} {exact.shape} {dtype}\n".encode())
        self.total.update(exact.data if exact.size else b"")


def _exact(name: str, values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    if values.dtype == dtype:
        return values
    with np.errstate(invalid="ignore"):
        exact = values.astype(dtype)
    if not np.array_equal(exact.astype(values.dtype), values) or np.any((values < 0) != (exact < 0)):
        raise ResultError(
            f"{name}: it holds values that are not {dtype.name}, as {values.dtype.name}: "
            "a result is made of whole numbers. Use the file as the run wrote it."
        )
    return exact
