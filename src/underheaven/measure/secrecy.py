"""Secrecy: what a record costs or brings, and what people believe of it, where the two can differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.fields import MILLI
from underheaven.measure.counts import ratio, total
from underheaven.measure.said import measured

if TYPE_CHECKING:
    import xarray as xr


@measured("What one more record weighs", "months of income an occasion")
def true_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Gives what one more record would cost, or bring where the act is a good one, on average over occasions.

    Occasions are those for conduct with a rule, under rules that people may not know. NaN where there are none.
    """
    return ratio(total(dataset, "weight_true"), total(dataset, "weighed")) / MILLI


@measured("What one more record is believed to weigh", "months of income an occasion")
def believed_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Gives what people believe that one more record would cost or bring, on average over the same occasions."""
    return ratio(total(dataset, "weight_believed"), total(dataset, "weighed")) / MILLI


@measured("Believed weight over true weight", "months a month")
def believed_for_true(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the weight that records are believed to have over the weight that they have; NaN where that is nothing."""
    return ratio(total(dataset, "weight_believed"), total(dataset, "weight_true"))
