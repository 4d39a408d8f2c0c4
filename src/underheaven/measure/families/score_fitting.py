"""Fitted points: what a prediction that acts on what it predicts does to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import count_persons
from underheaven.record.schema import FIT_PREFIX

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Heaviest kind of record, last fit less first", "points")
def heaviest_points_increase(dataset: xr.Dataset) -> xr.DataArray:
    """Gives how many points more the kind of record that takes most at the last fit takes then than at the first.

    NaN where a regime fits no points to its records, or has fitted them but once.
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
