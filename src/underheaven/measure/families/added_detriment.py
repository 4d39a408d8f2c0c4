"""Added detriment: how much worse off the same persons are than in the baseline.

Every figure is a measurement of a synthetic regime, and none is a legal test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import MICROS_PER_MONTH, person_mean, person_sums

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Added detriment", "months of income per person")
def added_detriment(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return detriment that a person bears beyond that of the same person in the baseline, mean over persons.

    Persons who bear less count as 0, so that they do not offset the others. Such a mean of positive parts is above 0
    even where two scenarios differ by chance alone; compare `added_detriment_signed`. NaN where nobody bears any
    detriment in the baseline. A measurement of a synthetic regime, not a legal test.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(np.maximum(excess, 0).sum()) / MICROS_PER_MONTH)


@annotate_measure("Added detriment, signed", "months of income per person")
def added_detriment_signed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return detriment less that of the same person in the baseline, mean over persons.

    It equals the difference in detriment booked. NaN where nobody bears any detriment in the baseline. A measurement of
    a synthetic regime, not a legal test.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(excess.sum()) / MICROS_PER_MONTH)


@annotate_measure("Persons worse off", SHARE_UNIT)
def worse_off(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return the share of persons who bear more detriment than the same persons in the baseline.

    It is above 0 even where two scenarios differ by chance alone; compare `worse_off_signed`. NaN where nobody bears
    any detriment in the baseline. A measurement of a synthetic regime, not a legal test.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(np.count_nonzero(excess > 0)))


@annotate_measure("Persons worse off, signed", SHARE_UNIT)
def worse_off_signed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return the share of persons who bear more detriment than in the baseline, less the share who bear less.

    NaN where nobody bears any detriment in the baseline. A measurement of a synthetic regime, not a legal test.

    Args:
        dataset: a result.
        baseline: name of the baseline scenario.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(np.sign(excess).sum()))


def _mean_over_persons(
    dataset: xr.Dataset, baseline: str, statistic: Callable[[NDArray[np.int64]], float]
) -> xr.DataArray:
    """Return the mean over persons of a function of each person's detriment less that in the baseline.

    NaN where nobody bears any detriment in the baseline: there these measures would repeat `detriment`.
    """
    values = person_sums(dataset, "detriment")
    baseline_values = values.sel(scenario=baseline).values
    found = person_mean(dataset, "detriment") * np.nan
    for w, r in np.ndindex(found.shape):
        if baseline_values[r].any():
            excess = values.values[w, r].astype(np.int64) - baseline_values[r]
            found.values[w, r] = statistic(excess) / len(excess)
    return found
