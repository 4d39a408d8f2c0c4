"""Proportion: whether treatment is related to its cause, justified by an act, and in keeping with its gravity.

The terms are those of Regulation (EU) 2024/1689, Article 5(1)(c); every figure is a measurement of a
synthetic regime and none is a legal test.
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
    person_mean,
    person_sums,
    safe_ratio,
    sum_by_replicate,
)
from underheaven.record.provenance import PLAN_ATTR

if TYPE_CHECKING:
    import xarray as xr

LEGAL_NOTE = "A measurement of a synthetic regime, not a legal test."
SAME_CONTEXT = frozenset((context, context) for context in CONTEXTS)
"""Each context is related to itself and to no other, unless a study says which others are."""
MIN_KINDS, MIN_RECORDS = 6, 30
"""An order of kinds by cost is not given for fewer kinds, and a kind with fewer records has no place in it."""
GRAVITY_MULTIPLE = 2.0
"""Detriment up to so many times the gravity of a kind is no excess, unless a study says another number."""


@dataclass(frozen=True)
class UnrelatedPair:
    """A pair (cause, effect) that is taken for unrelated; falls: how far U falls if it were deemed related."""

    scenario: str
    cause: str
    effect: str
    reduction: Interval


def related_contexts(dataset: xr.Dataset) -> Collection[tuple[str, str]]:
    """Gives the pairs (cause, effect) that the study of a result deems related; each context is so to itself."""
    related = _plan_settings(dataset).get("related", {})
    return SAME_CONTEXT | {(cause, effect) for cause, effects in related.items() for effect in effects}


def gravity_multiple(dataset: xr.Dataset) -> float:
    """Gives the multiple of gravity beyond which the study of a result calls detriment excess."""
    return float(_plan_settings(dataset).get("multiple", GRAVITY_MULTIPLE))


def _plan_settings(dataset: xr.Dataset) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(dataset.attrs.get(PLAN_ATTR) or "{}").get("proportionality") or {}
    return settings


@annotate_measure("Detriment in an unrelated context (U)", SHARE_UNIT)
def cross_context_share(dataset: xr.Dataset, related: Collection[tuple[str, str]] | None = None) -> xr.DataArray:
    """Gives U, the share of detriment whose effect context is unrelated to the context of its cause.

    Detriment with no record behind it (ties, an official, staying out) is related to nothing.
    A measurement of a synthetic regime, not a legal test.
    related: pairs (cause, effect); those that the result's study deems so if None.
    """
    table = _related_matrix(related_contexts(dataset) if related is None else related)
    booked = dataset["detriment"].sum(["month", "origin"])
    return apply_by_replicate(booked, ("cause", "effect"), lambda matrix: unrelated_share(matrix, table))


@annotate_measure("Detriment with no true act behind it (N)", SHARE_UNIT)
def unjustified_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives N, the share of detriment with no true act behind it.

    A measurement of a synthetic regime, not a legal test.
    """
    booked = dataset["detriment"]
    justified = sum_by_replicate(booked.sel(origin="true", cause=list(CONTEXTS)))
    return safe_ratio(sum_by_replicate(booked) - justified, sum_by_replicate(booked))


@annotate_measure("Pairs of contexts that would halve U", "pairs")
def context_pairs_to_halve(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the least number of pairs (cause, effect) that would halve U, were they deemed related.

    NaN where U is 0 or not defined, or where ties and officials alone make up more than half of it.
    A measurement of a synthetic regime, not a legal test.
    """
    table = _related_matrix(related_contexts(dataset))
    booked = dataset["detriment"].sum(["month", "origin"])
    return apply_by_replicate(booked, ("cause", "effect"), lambda matrix: min_pairs_to_halve(matrix, table))


@annotate_measure("Graver kinds cost more (tau-b)", "correlation")
def ordinal_proportionality(dataset: xr.Dataset) -> xr.DataArray:
    """Gives Kendall's tau-b of the gravity of a kind of conduct and the detriment booked for each record of it.

    Over kinds with at least 30 records in the run, good kinds left out; records of every origin count. 1: graver kinds
    always cost more; -1: always less. NaN with fewer than 6 such kinds, where an order is chance or the document's
    own, or where either is the same for all. A measurement of a synthetic regime, not a legal test.
    Source: Kendall 1945.
    """
    return _over_kinds(dataset, _tau_b_of_kinds)


def _tau_b_of_kinds(gravity: NDArray[np.float64], records: NDArray[np.float64], booked: NDArray[np.float64]) -> float:
    """Return tau-b over the kinds with enough records; NaN where they are too few."""
    enough = records >= MIN_RECORDS
    if np.count_nonzero(enough) < MIN_KINDS:
        return float("nan")
    return kendall_tau_b(gravity[enough], booked[enough] / records[enough])


@annotate_measure("Detriment of one record, by kind", "months of income a record")
def costs_by_kind(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment booked for each record of a kind of conduct, good kinds left out (scenario, replicate, kind).

    The coordinate ``gravity`` holds the gravity of each kind in months of income. NaN where a kind is not on record.
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
    """Gives X, the share of detriment beyond a multiple of the gravity of what was recorded, kind by kind.

    The whole is detriment booked for records, good kinds left out: what no record bears (ties, staying out, a closed
    starting grade) and what is booked for records of good kinds is in neither part nor whole. The multiple is 2 unless
    the study says another. Gravity is in months of income and ordinal: read X beside other regimes over the same
    society. NaN with no such detriment.
    A measurement of a synthetic regime, not a legal test.
    multiple: of gravity; the study's if None.
    """
    gravity_factor = gravity_multiple(dataset) if multiple is None else multiple
    return _over_kinds(
        dataset, lambda gravity, records, booked: excess_over_gravity(gravity * records, booked, gravity_factor)
    )


@annotate_measure("Detriment led to", "months of income a person")
def added_detriment(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives detriment that the same person does not bear in the baseline, mean over persons.

    Person by person, so that what others are spared does not hide it; the mean of positive parts is above 0 even where
    two scenarios differ by chance alone, so read it beside its signed mean. NaN where nobody bears any detriment in the
    baseline. A measurement of a synthetic regime, not a legal test.
    baseline: name of the baseline.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(np.maximum(excess, 0).sum()) / MICROS_PER_MONTH)


@annotate_measure("Detriment led to, signed", "months of income a person")
def added_detriment_signed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives detriment led to, less what other persons are spared: the signed mean over persons.

    It is the difference in detriment booked. NaN where nobody bears any detriment in the baseline.
    A measurement of a synthetic regime, not a legal test.
    baseline: name of the baseline.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(excess.sum()) / MICROS_PER_MONTH)


@annotate_measure("Persons led to detriment", SHARE_UNIT)
def worse_off(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives the share of persons who bear more detriment than they do in the baseline.

    Above 0 even where two scenarios differ by chance alone, so read it beside its signed mean. NaN where nobody bears
    any detriment in the baseline. A measurement of a synthetic regime, not a legal test.
    baseline: name of the baseline.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(np.count_nonzero(excess > 0)))


@annotate_measure("Persons led to detriment, signed", SHARE_UNIT)
def worse_off_signed(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Gives the share of persons who bear more detriment than in the baseline, less the share who bear less.

    NaN where nobody bears any detriment in the baseline. A measurement of a synthetic regime, not a legal test.
    baseline: name of the baseline.
    """
    return _mean_over_persons(dataset, baseline, lambda excess: float(np.sign(excess).sum()))


def unrelated_pair_effects(dataset: xr.Dataset) -> list[UnrelatedPair]:
    """Gives, for every unrelated pair with detriment, how far U falls were it deemed related; most first."""
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
    """Applies a function of gravity, records and detriment of each recorded kind; NaN without gravities.

    Gravities are the same for all replicates, or each has its own, as where they are assumed and moved.
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


def _mean_over_persons(
    dataset: xr.Dataset, baseline: str, statistic: Callable[[NDArray[np.int64]], float]
) -> xr.DataArray:
    """Apply a function of each person's detriment less that in the baseline; give its mean over persons.

    NaN where nobody bears any detriment in the baseline: against it these numbers say what `detriment` says.
    """
    values = person_sums(dataset, "detriment")
    baseline_values = values.sel(scenario=baseline).values
    found = person_mean(dataset, "detriment") * np.nan
    for w, r in np.ndindex(found.shape):
        if baseline_values[r].any():
            excess = values.values[w, r].astype(np.int64) - baseline_values[r]
            found.values[w, r] = statistic(excess) / len(excess)
    return found


def min_pairs_to_halve(matrix: NDArray[np.float64], related: NDArray[np.bool_]) -> float:
    """Gives the least number of pairs of contexts that hold half of what is unrelated; NaN where no number does.

    matrix, related: (cause, effect); causes beyond the contexts are ties and officials, which no pair can cover.
    """
    unrelated = np.where(related, 0.0, matrix)
    cumulative = np.cumsum(np.sort(unrelated[: len(CONTEXTS)], axis=None)[::-1])
    half = unrelated.sum() / 2
    return float(np.searchsorted(cumulative, half) + 1) if 0 < half <= cumulative[-1] else float("nan")


def unrelated_share(matrix: NDArray[np.float64], related: NDArray[np.bool_]) -> float:
    """Gives U of one matrix of detriment (cause, effect), with a mask of related pairs; NaN with no detriment."""
    whole = float(np.sum(matrix))
    return float(np.sum(np.where(related, 0.0, matrix)) / whole) if whole > 0 else float("nan")


def excess_over_gravity(gravity: NDArray[np.float64], booked: NDArray[np.float64], multiple: float) -> float:
    """Gives X, the share of detriment beyond a multiple of the gravity of the kind; NaN with no detriment.

    gravity and booked: shape (kind,), months of income, not negative.
    """
    whole = float(np.sum(booked))
    over = float(np.sum(np.maximum(0.0, np.asarray(booked) - multiple * np.asarray(gravity))))
    return over / whole if whole > 0 else float("nan")


def kendall_tau_b(gravity: NDArray[np.float64], booked: NDArray[np.float64]) -> float:
    """Gives Kendall's tau-b of gravity and detriment: 1 if graver kinds always cost more; NaN if either is flat.

    Source: Kendall 1945.
    """
    first, second = np.triu_indices(len(gravity), 1)
    x = np.sign(np.asarray(gravity, float)[first] - np.asarray(gravity, float)[second])
    y = np.sign(np.asarray(booked, float)[first] - np.asarray(booked, float)[second])
    untied = float(np.sqrt(np.sum(x != 0) * np.sum(y != 0)))
    return float(np.sum(x * y) / untied) if untied > 0 else float("nan")
