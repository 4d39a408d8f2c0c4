"""Secrecy: what a record costs or brings, and what people believe of it, where the two can differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.fields.scales import MILLI
from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import run_total, safe_ratio

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("What one more record weighs", "months of income an occasion")
def true_record_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Gives what one more record would cost, or bring where the act is a good one, on average over occasions.

    Occasions are those for conduct with a rule, under rules that people may not know. NaN where there are none.
    """
    return safe_ratio(run_total(dataset, "weight_true"), run_total(dataset, "weighed_opportunities")) / MILLI


@annotate_measure("What one more record is believed to weigh", "months of income an occasion")
def believed_record_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Gives what people believe that one more record would cost or bring, on average over the same occasions."""
    return safe_ratio(run_total(dataset, "weight_believed"), run_total(dataset, "weighed_opportunities")) / MILLI


@annotate_measure("Believed weight over true weight", "months a month")
def believed_to_true_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the weight that records are believed to have over the weight that they have; NaN where that is nothing."""
    return safe_ratio(run_total(dataset, "weight_believed"), run_total(dataset, "weight_true"))
