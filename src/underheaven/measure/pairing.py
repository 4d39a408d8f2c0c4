"""The gain from paired lives: how much less a paired difference varies than an unpaired one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import SUMS
from underheaven.measure.counts import by_person

if TYPE_CHECKING:
    import xarray as xr

SHARED = frozenset({"renewals"})
"""Sums that no regime moves: pairing gains nothing that could be counted."""
LABELS = frozenset({"stay_entry", "stay_end", "stay_wrongful"})
"""What is recorded of each person and counts nothing: no variance of it means anything."""
ROUNDING = 1e-20
"""A paired variance below this share of the unpaired one is the rounding of a constant difference."""


def gain(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Gives the variance of the unpaired difference over that of the paired one.

    first, second: shape (n,), the same persons or replicates in two worlds. 1: pairing gains nothing; 10: a
    tenth of the runs do. Infinite where the two differ by a constant; NaN for n below 2 or nothing that varies.
    Source: Klein et al. 2024.
    """
    if len(first) < 2:
        return float("nan")
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    unpaired, paired = float(a.var(ddof=1) + b.var(ddof=1)), float((a - b).var(ddof=1))
    if paired > unpaired * ROUNDING:
        return unpaired / paired
    return float("inf") if unpaired > 0 else float("nan")


def gain_over_replicates(values: xr.DataArray, world: str, against: str) -> float:
    """Gives the gain for one measure (world, replicate) over its replicates."""
    return gain(values.sel(world=world).values, values.sel(world=against).values)


def gain_over_persons(dataset: xr.Dataset, world: str, against: str) -> dict[str, float]:
    """Gives the gain for each per-person sum over all persons, mean over replicates."""
    gains: dict[str, float] = {}
    for field in SUMS:
        if field.name in SHARED | LABELS:
            continue
        values = by_person(dataset, field.name)
        first, second = values.sel(world=world).values, values.sel(world=against).values
        gains[field.name] = float(np.mean([gain(a, b) for a, b in zip(first, second, strict=True)]))
    return gains
