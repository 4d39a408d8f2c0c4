"""The digest of a result: what "the same study gives the same bytes" means."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.fields import SUMS, TALLIES
from underheaven.record.schema import PERSON, RUN_DIMS, dims_of

if TYPE_CHECKING:
    import xarray as xr


def digest(dataset: xr.Dataset) -> str:
    """Gives the SHA-256, in hex, of all tallies and then all per-person sums in registry order.

    Each enters with its name, dimensions, shape and type, and its values as little-endian integers of the
    type in the registry, whatever type holds them. A tally of a mechanism that only some regimes have enters where
    it counts anything, so that no other result is moved by it. Provenance, documents and labels stay outside.
    Errors: ResultError where a variable is missing or its values do not fit the type of the registry.
    """
    total = hashlib.sha256()
    for field in TALLIES:
        if not field.kept and field.name in dataset and not dataset[field.name].values.any():
            continue
        _add(total, dataset, field.name, (*RUN_DIMS, "month", *dims_of(field)), field.dtype)
    for field in SUMS:
        _add(total, dataset, PERSON + field.name, (*RUN_DIMS, "person"), field.dtype)
    return total.hexdigest()


def _add(total: hashlib._Hash, dataset: xr.Dataset, name: str, dims: tuple[str, ...], dtype: str) -> None:
    found = dataset[name].dims if name in dataset else ()
    if name not in dataset or set(found) != set(dims):
        raise ResultError(
            f"{name}: a whole result holds it over {', '.join(dims)}, and this one over "
            f"{', '.join(map(str, found)) or 'nothing'}. Use all that the run wrote, or run the study again."
        )
    values = dataset[name].transpose(*dims).values
    kept = np.ascontiguousarray(_exact(name, values, np.dtype(dtype).newbyteorder("<")))
    total.update(f"{name} {' '.join(dims)} {kept.shape} {dtype}\n".encode())
    total.update(kept.data if kept.size else b"")


def _exact(name: str, values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    if values.dtype == dtype:
        return values
    with np.errstate(invalid="ignore"):
        kept = values.astype(dtype)
    if not np.array_equal(kept.astype(values.dtype), values) or np.any((values < 0) != (kept < 0)):
        raise ResultError(
            f"{name}: it holds values that are not {dtype.name}, as {values.dtype.name}: "
            "a result is made of whole numbers. Use the file as the run wrote it."
        )
    return kept
