"""Burden: what lost access costs, by the context of the record, the context of the loss, and the person."""

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


@annotate_measure("Detriment booked", "months of income per person")
def detriment(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked over the run, in months of income, divided by the number of persons."""
    return safe_ratio(run_total(dataset, "detriment") / MICROS_PER_MONTH, count_persons(dataset))


@annotate_measure("Benefit added", "months of income per person")
def reward(dataset: xr.Dataset) -> xr.DataArray:
    """Return benefit added over the run, in months of income, divided by the number of persons.

    Benefit is never offset against detriment.
    """
    return safe_ratio(run_total(dataset, "reward") / MICROS_PER_MONTH, count_persons(dataset))


@annotate_measure("Detriment booked, by cause and effect", "months of income, all persons together")
def detriment_matrix(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked over the run by the context of its cause and the context of the loss.

    Returns:
        scenario, replicate, cause, effect.
    """
    return dataset["detriment"].sum(["month", "origin"]) / MICROS_PER_MONTH


@annotate_measure("Detriment booked, by context of the loss", "months of income, all persons together")
def detriment_by_effect(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked over the run by the context of the loss.

    Returns:
        scenario, replicate, effect.
    """
    return detriment_matrix(dataset).sum("cause")


@annotate_measure("Detriment booked, by group", "months of income per person")
def detriment_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked over the run, per person of the group (mean over months).

    Returns:
        scenario, replicate, group.
    """
    booked = dataset["detriment_by_group"].sum(["month", "cause", "effect"]) / MICROS_PER_MONTH
    return safe_ratio(booked, dataset["persons"].mean("month"))


@annotate_measure("Benefit added, by group", "months of income per person")
def reward_by_group(dataset: xr.Dataset) -> xr.DataArray:
    """Return benefit added over the run, per person of the group (mean over months).

    Returns:
        scenario, replicate, group.
    """
    added = dataset["reward"].sum(["month", "effect"]) / MICROS_PER_MONTH
    return safe_ratio(added, dataset["persons"].mean("month"))


@annotate_measure("Benefit added, by context", "months of income per person")
def reward_by_effect(dataset: xr.Dataset) -> xr.DataArray:
    """Return benefit added over the run, per person, by context.

    Returns:
        scenario, replicate, effect.
    """
    return safe_ratio(dataset["reward"].sum(["month", "group"]) / MICROS_PER_MONTH, count_persons(dataset))


@annotate_measure("Concentration of detriment among those who bear any (Gini)", SHARE_UNIT)
def detriment_gini(dataset: xr.Dataset) -> xr.DataArray:
    """Return the Gini index of detriment over the persons who bear any; NaN where nobody does.

    Over all persons the index would mostly measure the share who bear none.
    """
    return apply_by_replicate(person_sums(dataset, "detriment"), ("person",), lambda values: gini(values[values > 0]))


def gini(values: NDArray[np.float64]) -> float:
    """Return the Gini index of nonnegative values: 0 if all are equal, near 1 if one holds all.

    Half the relative mean difference, computed from the sorted values.

    Args:
        values: shape (n,), 0 or more.

    Returns:
        A share; NaN for no values, or for values that are all 0.

    Source: Gini 1912.
    """
    ordered = np.sort(np.asarray(values, np.float64))
    n, whole = len(ordered), ordered.sum()
    if whole <= 0:
        return float("nan")
    ranks = np.arange(1, n + 1)
    return float(((2 * ranks - n - 1) * ordered).sum() / (n * whole))
