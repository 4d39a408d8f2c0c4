"""Variance reduction by common random numbers: how much less a paired difference varies than an unpaired one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.person_values import SUMS
from underheaven.measure.reductions import person_sums

if TYPE_CHECKING:
    import xarray as xr

UNAFFECTED_SUMS = frozenset({"renewals"})
"""Sums that no regime changes."""
CODED_SUMS = frozenset({"stay_entry", "stay_end", "stay_wrongful"})
"""Per-person values that are codes, whose variance is meaningless."""
ROUNDING_TOLERANCE = 1e-20
"""Share of the unpaired variance below which the paired one is the rounding of a constant difference."""


def variance_ratio(scenario_values: NDArray[np.float64], baseline_values: NDArray[np.float64]) -> float:
    """Return the variance of the unpaired difference over that of the paired one.

    At 1, pairing gains nothing; at 10, a tenth of the runs is enough.

    Args:
        scenario_values: shape (n,).
        baseline_values: shape (n,), the same persons or replicates in another scenario.

    Returns:
        0.5 or more. Infinite where the two differ by a constant; NaN for n below 2 or where nothing varies.

    Source: Klein et al. 2024.
    """
    if len(scenario_values) < 2:
        return float("nan")
    a, b = np.asarray(scenario_values, np.float64), np.asarray(baseline_values, np.float64)
    unpaired, paired = float(a.var(ddof=1) + b.var(ddof=1)), float((a - b).var(ddof=1))
    if paired > unpaired * ROUNDING_TOLERANCE:
        return unpaired / paired
    return float("inf") if unpaired > 0 else float("nan")


def replicate_variance_ratio(values: xr.DataArray, scenario: str, baseline: str) -> float:
    """Return the variance ratio of one measure over its replicates.

    Args:
        values: the measure (scenario, replicate).
        scenario: name of the scenario.
        baseline: name of the baseline.
    """
    return variance_ratio(values.sel(scenario=scenario).values, values.sel(scenario=baseline).values)


def person_variance_ratios(dataset: xr.Dataset, scenario: str, baseline: str) -> dict[str, float]:
    """Return the variance ratio of each per-person sum over all persons, mean over replicates.

    Args:
        dataset: a result.
        scenario: name of the scenario.
        baseline: name of the baseline.
    """
    gains: dict[str, float] = {}
    for field in SUMS:
        if field.name in UNAFFECTED_SUMS | CODED_SUMS:
            continue
        values = person_sums(dataset, field.name)
        scenario_values, baseline_values = values.sel(scenario=scenario).values, values.sel(scenario=baseline).values
        gains[field.name] = float(
            np.mean([variance_ratio(a, b) for a, b in zip(scenario_values, baseline_values, strict=True)])
        )
    return gains
