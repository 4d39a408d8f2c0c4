"""Score fitting: how far the points that a regime fits to its own records move over the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import count_persons
from underheaven.record.schema import FIT_PREFIX

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Change in points of the heaviest kind of record", "points")
def heaviest_points_increase(dataset: xr.Dataset) -> xr.DataArray:
    """Return the change from the first to the last fit in the points of the kind that takes most at the last.

    NaN where a regime does not fit points to its records, or has fitted them only once.
    """
    found = count_persons(dataset) * np.nan
    if FIT_PREFIX + "gain" not in dataset or not dataset.sizes["month"]:
        return found
    n_fits, gain = (
        dataset[FIT_PREFIX + name].transpose("scenario", "replicate", "month").values[..., -1]
        for name in ("times", "gain")
    )
    found.values[:] = np.where(n_fits > 1, gain, np.nan)
    return found
