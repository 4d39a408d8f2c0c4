"""Burden: what lost access costs, where the record was made and where the loss falls, and on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    MICROS_PER_MONTH,
    apply_by_replicate,
    count_persons,
    person_sums,
    run_total,
    safe_ratio,
)

if TYPE_CHECKING:
    import xarray as xr


@annotate_measure("Detriment booked", "months of income a person")
def detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the detriment booked over the run, in months of income a person."""
    return safe_ratio(run_total(dataset, "detriment") / MICROS_PER_MONTH, count_persons(dataset))


@annotate_measure("Benefit added", "months of income a person")
def reward(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the benefit added over the run, in months of income a person; it is never set against detriment."""
    return safe_ratio(run_total(dataset, "reward") / MICROS_PER_MONTH, count_persons(dataset))


@annotate_measure("Detriment booked, from cause to effect", "months of income of all persons")
def detriment_matrix(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment over the run (scenario, replicate, cause, effect), in months of income of all persons."""
    return dataset["detriment"].sum(["month", "origin"]) / MICROS_PER_MONTH


@annotate_measure("Detriment booked, by context of the loss", "months of income of all persons")
def detriment_by_effect(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment over the run by the context of the loss (scenario, replicate, effect), as the matrix does."""
    return detriment_matrix(dataset).sum("cause")


@annotate_measure("Detriment booked, by group", "months of income a person")
def detriment_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment over the run (scenario, replicate, group), in months of income a person of the group."""
    booked = dataset["detriment_by_group"].sum(["month", "cause", "effect"]) / MICROS_PER_MONTH
    return safe_ratio(booked, dataset["persons"].mean("month"))


@annotate_measure("Benefit added, by group", "months of income a person")
def reward_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Gives benefit added over the run (scenario, replicate, group), in months of income a person of the group."""
    added = dataset["reward"].sum(["month", "effect"]) / MICROS_PER_MONTH
    return safe_ratio(added, dataset["persons"].mean("month"))


@annotate_measure("Benefit added, by part of life", "months of income a person")
def reward_by_effect(dataset: xr.Dataset) -> xr.DataArray:
    """Gives benefit added over the run (scenario, replicate, effect), in months of income a person."""
    return safe_ratio(dataset["reward"].sum(["month", "group"]) / MICROS_PER_MONTH, count_persons(dataset))


@annotate_measure("Concentration of detriment among those who bear any (Gini)", SHARE_UNIT)
def detriment_gini(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the Gini index of detriment over the persons who bear any; NaN where nobody does.

    Over everybody it would be little else than the share of persons who bear none.
    """
    return apply_by_replicate(person_sums(dataset, "detriment"), ("person",), lambda values: gini(values[values > 0]))


def gini(values: NDArray[np.float64]) -> float:
    """Gives the Gini index of values that are not negative: 0 all alike, near 1 all with one.

    values: shape (n,). NaN for no values or a sum of zero.
    Source: Gini 1912; the formula over sorted values is equivalent to half the relative mean difference.
    """
    ordered = np.sort(np.asarray(values, np.float64))
    n, whole = len(ordered), ordered.sum()
    if whole <= 0:
        return float("nan")
    ranks = np.arange(1, n + 1)
    return float(((2 * ranks - n - 1) * ordered).sum() / (n * whole))
