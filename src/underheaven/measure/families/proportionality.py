"""Proportionality: whether treatment is related to its cause, justified by an act, and in keeping with its gravity.

The terms are those of Regulation (EU) 2024/1689, Article 5(1)(c). Every figure is a measurement of a synthetic regime,
and none is a legal test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.codes import CAUSES, CONTEXTS
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.metadata import SHARE_UNIT, annotate_measure
from underheaven.measure.reductions import (
    MICROS_PER_MONTH,
    apply_by_replicate,
    safe_ratio,
    sum_by_replicate,
)
from underheaven.record.provenance import PLAN_ATTR

if TYPE_CHECKING:
    import xarray as xr

LEGAL_NOTE = "A measurement of a synthetic regime, not a legal test."
SAME_CONTEXT = frozenset((context, context) for context in CONTEXTS)
"""Each context is related to itself and to no other, unless a study deems others related."""
MIN_KINDS, MIN_RECORDS = 6, 30
"""Smallest number of kinds that are ranked by cost, and smallest number of records of a ranked kind."""
GRAVITY_MULTIPLE = 2.0
"""Multiple of the gravity of a kind beyond which detriment is excess, unless a study states another."""


@dataclass(frozen=True)
class UnrelatedPair:
    """A pair of contexts (cause, effect) that is taken to be unrelated.

    Attributes:
        scenario: name of the scenario.
        cause: context of the record.
        effect: context of the loss.
        reduction: how far U falls if the pair is deemed related, from 0 to 1.
    """

    scenario: str
    cause: str
    effect: str
    reduction: Interval


def related_contexts(dataset: xr.Dataset) -> Collection[tuple[str, str]]:
    """Return the pairs of contexts that the study of a result deems related.

    Args:
        dataset: a result.

    Returns:
        Pairs (cause, effect). Each context is related to itself.
    """
    related = _plan_settings(dataset).get("related", {})
    return SAME_CONTEXT | {(cause, effect) for cause, effects in related.items() for effect in effects}


def gravity_multiple(dataset: xr.Dataset) -> float:
    """Return the multiple of gravity beyond which the study of a result calls detriment excess.

    Args:
        dataset: a result.

    Returns:
        A factor, 2 unless the study states another.
    """
    return float(_plan_settings(dataset).get("multiple", GRAVITY_MULTIPLE))


def _plan_settings(dataset: xr.Dataset) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(dataset.attrs.get(PLAN_ATTR) or "{}").get("proportionality") or {}
    return settings


@annotate_measure("Detriment in an unrelated context (U)", SHARE_UNIT)
def cross_context_share(dataset: xr.Dataset, related: Collection[tuple[str, str]] | None = None) -> xr.DataArray:
    """Return U, the share of detriment whose context is unrelated to the context of its cause.

    Detriment with no record behind it (due to ties, an official, or staying out) is related to nothing. A measurement
    of a synthetic regime, not a legal test.

    Args:
        dataset: a result.
        related: pairs (cause, effect); those of the result's study if None.
    """
    table = _related_matrix(related_contexts(dataset) if related is None else related)
    booked = dataset["detriment"].sum(["month", "origin"])
    return apply_by_replicate(booked, ("cause", "effect"), lambda matrix: unrelated_share(matrix, table))


@annotate_measure("Detriment with no true act behind it (N)", SHARE_UNIT)
def unjustified_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return N, the share of detriment with no true act behind it.

    A measurement of a synthetic regime, not a legal test.
    """
    booked = dataset["detriment"]
    justified = sum_by_replicate(booked.sel(origin="true", cause=list(CONTEXTS)))
    return safe_ratio(sum_by_replicate(booked) - justified, sum_by_replicate(booked))


@annotate_measure("Pairs of contexts that would halve U", "pairs")
def context_pairs_to_halve(dataset: xr.Dataset) -> xr.DataArray:
    """Return the smallest number of pairs of contexts that would halve U if they were deemed related.

    NaN where U is 0 or undefined, or where detriment with no record behind it makes up more than half of U. A
    measurement of a synthetic regime, not a legal test.
    """
    table = _related_matrix(related_contexts(dataset))
    booked = dataset["detriment"].sum(["month", "origin"])
    return apply_by_replicate(booked, ("cause", "effect"), lambda matrix: min_pairs_to_halve(matrix, table))


@annotate_measure("Rank correlation of gravity and cost (tau-b)", "correlation")
def ordinal_proportionality(dataset: xr.Dataset) -> xr.DataArray:
    """Return Kendall's tau-b between the gravity of a kind of conduct and the detriment booked per record of it.

    It is 1 where graver kinds always cost more, and -1 where they always cost less. Kinds with at least 30 records over
    the run count; prosocial kinds do not. Records of every origin count. NaN with fewer than 6 such kinds, whose order
    could be chance, or where either variable is constant. A measurement of a synthetic regime, not a legal test.
    """
    return _over_kinds(dataset, _tau_b_of_kinds)


def _tau_b_of_kinds(gravity: NDArray[np.float64], records: NDArray[np.float64], booked: NDArray[np.float64]) -> float:
    """Return tau-b over the kinds with enough records; NaN where they are too few."""
    enough = records >= MIN_RECORDS
    if np.count_nonzero(enough) < MIN_KINDS:
        return float("nan")
    return kendall_tau_b(gravity[enough], booked[enough] / records[enough])


@annotate_measure("Detriment per record, by kind", "months of income per record")
def costs_by_kind(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment booked per record of a kind of conduct; prosocial kinds are left out.

    Args:
        dataset: a result.

    Returns:
        scenario, replicate, kind. The coordinate `gravity` holds the gravity of each kind in months of income. NaN
            where a kind has no record.
    """
    records = dataset["recorded"].sum(["month", "origin"])
    booked = dataset["ledger"].sum(["month", "effect", "origin"])
    costs = (booked / records.where(records > 0) / MICROS_PER_MONTH).transpose("scenario", "replicate", "kind")
    nothing = np.full(costs.sizes["kind"], np.nan)
    gravity = dataset["kind_gravity"].values.astype(np.float64) if "kind_gravity" in dataset.coords else nothing
    good = dataset["kind_sort"].values == "prosocial" if "kind_sort" in dataset.coords else gravity < 0
    return costs.assign_coords(gravity=("kind", gravity)).isel(kind=np.flatnonzero(~good))


@annotate_measure("Detriment beyond a multiple of gravity (X)", SHARE_UNIT)
def excess_share(dataset: xr.Dataset, multiple: float | None = None) -> xr.DataArray:
    """Return X, the share of detriment beyond a multiple of the gravity of the conduct recorded, kind by kind.

    The whole is detriment booked for records of kinds that are not prosocial. Detriment that no record bears (due to
    ties, staying out, or a starting grade that closes something) is in neither part nor whole. The multiple is 2 unless
    the study states another. Gravity is in months of income and ordinal: compare X only with other regimes over the
    same society. NaN where there is no such detriment. A measurement of a synthetic regime, not a legal test.

    Args:
        dataset: a result.
        multiple: of gravity; that of the result's study if None.
    """
    gravity_factor = gravity_multiple(dataset) if multiple is None else multiple
    return _over_kinds(
        dataset, lambda gravity, records, booked: excess_over_gravity(gravity * records, booked, gravity_factor)
    )


def unrelated_pair_effects(dataset: xr.Dataset) -> list[UnrelatedPair]:
    """Return how far U falls if a pair of contexts is deemed related, for each unrelated pair with detriment.

    Args:
        dataset: a result.

    Returns:
        The pairs, by scenario, the largest fall first.
    """
    related = related_contexts(dataset)
    booked = dataset["detriment"].sum(["month", "origin"]).transpose("scenario", "replicate", "cause", "effect")
    whole = booked.sum(["cause", "effect"]).values
    pairs = [
        UnrelatedPair(str(scenario), cause, effect, t_interval(booked.values[w, :, c, e] / whole[w]).clip(0.0, 1.0))
        for w, scenario in enumerate(booked["scenario"].values)
        if whole[w].all()
        for c, cause in enumerate(CONTEXTS)
        for e, effect in enumerate(CONTEXTS)
        if (cause, effect) not in related and booked.values[w, :, c, e].any()
    ]
    scenarios = [str(scenario) for scenario in booked["scenario"].values]
    return sorted(
        pairs, key=lambda pair: (scenarios.index(pair.scenario), -pair.reduction.mean, pair.cause, pair.effect)
    )


def _related_matrix(related: Collection[tuple[str, str]]) -> NDArray[np.bool_]:
    return np.array([[(cause, effect) in related for effect in CONTEXTS] for cause in CAUSES])


def _over_kinds(
    dataset: xr.Dataset, statistic: Callable[[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]], float]
) -> xr.DataArray:
    """Apply a function of gravity, records and detriment of each recorded kind; NaN without gravities.

    Gravities are common to all replicates, or differ between them where they are assumed and sampled.
    """
    records = dataset["recorded"].sum(["month", "origin"]).transpose("scenario", "replicate", "kind")
    booked = dataset["ledger"].sum(["month", "effect", "origin"]).transpose("scenario", "replicate", "kind")
    found = sum_by_replicate(records) * np.nan
    if "kind_gravity" not in dataset.coords:
        return found
    gravities = dataset["kind_gravity"].values.astype(np.float64)
    gravity = np.broadcast_to(gravities, (records.sizes["replicate"], records.sizes["kind"]))
    adverse = dataset["kind_sort"].values != "prosocial" if "kind_sort" in dataset.coords else gravity >= 0
    adverse = np.broadcast_to(adverse, gravity.shape)
    for w, r in np.ndindex(found.shape):
        kinds = adverse[r] & (records.values[w, r] > 0)
        costs = booked.values[w, r][kinds] / MICROS_PER_MONTH
        found.values[w, r] = statistic(gravity[r][kinds], records.values[w, r][kinds].astype(np.float64), costs)
    return found


def min_pairs_to_halve(matrix: NDArray[np.float64], related: NDArray[np.bool_]) -> float:
    """Return the smallest number of pairs of contexts that hold half of the unrelated detriment.

    Args:
        matrix: detriment (cause, effect), 0 or more. Causes beyond the contexts are no record, and no pair covers them.
        related: mask of related pairs (cause, effect).

    Returns:
        A whole number, or NaN where no number of pairs suffices.
    """
    unrelated = np.where(related, 0.0, matrix)
    cumulative = np.cumsum(np.sort(unrelated[: len(CONTEXTS)], axis=None)[::-1])
    half = unrelated.sum() / 2
    return float(np.searchsorted(cumulative, half) + 1) if 0 < half <= cumulative[-1] else float("nan")


def unrelated_share(matrix: NDArray[np.float64], related: NDArray[np.bool_]) -> float:
    """Return U of one matrix of detriment.

    Args:
        matrix: detriment (cause, effect), 0 or more.
        related: mask of related pairs (cause, effect).

    Returns:
        A share; NaN without detriment.
    """
    whole = float(np.sum(matrix))
    return float(np.sum(np.where(related, 0.0, matrix)) / whole) if whole > 0 else float("nan")


def excess_over_gravity(gravity: NDArray[np.float64], booked: NDArray[np.float64], multiple: float) -> float:
    """Return X, the share of detriment beyond a multiple of the gravity of the kind.

    Args:
        gravity: shape (kind,), months of income, 0 or more.
        booked: detriment, shape (kind,), months of income, 0 or more.
        multiple: of gravity, 0 or more.

    Returns:
        A share; NaN without detriment.
    """
    whole = float(np.sum(booked))
    over = float(np.sum(np.maximum(0.0, np.asarray(booked) - multiple * np.asarray(gravity))))
    return over / whole if whole > 0 else float("nan")


def kendall_tau_b(gravity: NDArray[np.float64], booked: NDArray[np.float64]) -> float:
    """Return Kendall's tau-b of gravity and detriment: 1 if graver kinds always cost more.

    Args:
        gravity: shape (kind,).
        booked: shape (kind,).

    Returns:
        -1 to 1; NaN if either is constant.

    Source: Kendall 1945.
    """
    first, second = np.triu_indices(len(gravity), 1)
    x = np.sign(np.asarray(gravity, float)[first] - np.asarray(gravity, float)[second])
    y = np.sign(np.asarray(booked, float)[first] - np.asarray(booked, float)[second])
    untied = float(np.sqrt(np.sum(x != 0) * np.sum(y != 0)))
    return float(np.sum(x * y) / untied) if untied > 0 else float("nan")
