"""Fitted points: what a prediction that acts on what it predicts does to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underheaven.measure.counts import persons
from underheaven.measure.said import measured
from underheaven.record.schema import FIT

if TYPE_CHECKING:
    import xarray as xr


@measured("Heaviest kind of record, last fit less first", "points")
def heaviest_gain(dataset: xr.Dataset) -> xr.DataArray:
    """Gives how many points more the kind of record that takes most at the last fit takes then than at the first.

    NaN where a regime fits no points to its records, or has fitted them but once.
    """
    found = persons(dataset) * np.nan
    if FIT + "gain" not in dataset or not dataset.sizes["month"]:
        return found
    times, gain = (dataset[FIT + name].transpose("world", "replicate", "month").values[..., -1]
                   for name in ("times", "gain"))  # fmt: skip
    found.values[:] = np.where(times > 1, gain, np.nan)
    return found
