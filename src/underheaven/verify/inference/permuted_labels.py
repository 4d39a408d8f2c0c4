"""Studies in which no group differs: one run whose labels are permuted among persons of equal conduct."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.families.fairness import conduct_strata
from underheaven.record.schema import PERSON_PREFIX
from underheaven.verify.effort import current_effort
from underheaven.verify.inference.repeated_studies import REPLICATES_PER_STUDY

if TYPE_CHECKING:
    import xarray as xr


def permute_labels(dataset: xr.Dataset, studies: int, within: bool = True) -> Iterator[xr.Dataset]:
    """Yield studies of a run of one scenario, with groups permuted among its persons within bands of equal conduct.

    Within a band every permutation is equally likely, so that no gap at equal conduct is expected between any two
    groups, whatever they did. Each study takes a random batch of replicates.

    Args:
        dataset: of at least one batch of replicates, of persons who are adults present throughout.
        studies: number of studies, 1 or more.
        within: whether labels stay in their bands; else they are permuted among everybody, and groups are alike in all.
    """
    bands = (
        _conduct_bands(dataset)
        if within
        else [np.zeros(dataset.sizes["person"], np.int64)] * dataset.sizes["replicate"]
    )
    for n in range(studies):
        rng = np.random.default_rng([current_effort().seed, n])
        taken = np.sort(rng.permutation(dataset.sizes["replicate"])[:REPLICATES_PER_STUDY])
        lot = dataset.isel(replicate=taken)
        groups = lot[PERSON_PREFIX + "group"].transpose("scenario", "replicate", "person")
        dealt = [_permute_within_bands(groups.values[0, r], bands[replicate], rng) for r, replicate in enumerate(taken)]
        yield lot.assign({PERSON_PREFIX + "group": groups.copy(data=np.array([dealt]))})


def _permute_within_bands(groups: NDArray[Any], bands: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Return labels permuted among the persons of each band; groups, bands: shape (person,)."""
    found = groups.copy()
    for band in np.unique(bands):
        mine = np.flatnonzero(bands == band)
        found[mine] = groups[rng.permutation(mine)]
    return found


def _conduct_bands(dataset: xr.Dataset) -> list[NDArray[Any]]:
    acts, owing = (
        dataset[PERSON_PREFIX + name].transpose("scenario", "replicate", "person").values[0]
        for name in ("acts", "months_under_judgment")
    )
    return [conduct_strata({"acts": a, "months_under_judgment": o}) for a, o in zip(acts, owing, strict=True)]
