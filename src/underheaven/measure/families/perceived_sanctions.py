"""Perceived sanctions: what one more record costs or brings, and what people believe that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.fields.scales import MILLI
from underheaven.measure.metadata import annotate_measure
from underheaven.measure.reductions import run_total, safe_ratio

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Actual weight of one more record", "months of income per opportunity")
def true_record_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Return what one more record would cost, or bring for a prosocial act, mean over opportunities.

    The opportunities are those for conduct with a rule, where people may hold a mistaken belief about its records. NaN
    where there are none.
    """
    return safe_ratio(run_total(dataset, "weight_true"), run_total(dataset, "weighed_opportunities")) / MILLI


@annotate_measure("Perceived weight of one more record", "months of income per opportunity")
def believed_record_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Return what people believe that one more record would cost or bring, mean over opportunities.

    The opportunities are those of `true_record_weight`. NaN where there are none.
    """
    return safe_ratio(run_total(dataset, "weight_believed"), run_total(dataset, "weighed_opportunities")) / MILLI


@annotate_measure("Perceived over actual weight of a record", "ratio")
def believed_to_true_weight(dataset: xr.Dataset) -> xr.DataArray:
    """Return the perceived weight of records divided by their actual weight; NaN where that is 0."""
    return safe_ratio(run_total(dataset, "weight_believed"), run_total(dataset, "weight_true"))
