"""Proportion: whether treatment is related to its cause, justified by an act, and in keeping with its gravity.

The terms are those of Regulation (EU) 2024/1689, Article 5(1)(c); every figure is a measurement of a
synthetic regime and none is a legal test.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import CAUSES, CONTEXTS
from underheaven.measure.counts import both, each, ratio
from underheaven.measure.said import SHARE, measured

if TYPE_CHECKING:
    import xarray as xr

NOTE = "A measurement of a synthetic regime, not a legal test."
SAME_CONTEXT = frozenset((context, context) for context in CONTEXTS)
"""Each context is related to itself and to no other, unless a study says which others are."""


@measured("Detriment in an unrelated context (U)", SHARE)
def cross_context_share(dataset: xr.Dataset, related: Collection[tuple[str, str]] = SAME_CONTEXT) -> xr.DataArray:
    """Gives U, the share of detriment whose effect context is unrelated to the context of its cause.

    Detriment with no record behind it (ties, an official) is related to nothing.
    A measurement of a synthetic regime, not a legal test.
    related: pairs (cause, effect).
    """
    table = np.array([[(cause, effect) in related for effect in CONTEXTS] for cause in CAUSES])
    booked = dataset["detriment"].sum(["month", "origin"])
    return each(booked, ("cause", "effect"), lambda matrix: unrelated_share(matrix, table))


@measured("Detriment with no true act behind it (N)", SHARE)
def unjustified_share(dataset: xr.Dataset) -> xr.DataArray:
    """Gives N, the share of detriment with no true act behind it.

    A measurement of a synthetic regime, not a legal test.
    """
    booked = dataset["detriment"]
    justified = both(booked.sel(origin="true", cause=list(CONTEXTS)))
    return ratio(both(booked) - justified, both(booked))


def unrelated_share(matrix: NDArray[np.float64], related: NDArray[np.bool_]) -> float:
    """Gives U of one matrix of detriment (cause, effect), with a mask of related pairs; NaN with no detriment."""
    whole = float(np.sum(matrix))
    return float(np.sum(np.where(related, 0.0, matrix)) / whole) if whole > 0 else float("nan")


def excess(gravity: NDArray[np.float64], booked: NDArray[np.float64], multiple: float) -> float:
    """Gives X, the share of detriment beyond a multiple of the gravity of the kind; NaN with no detriment.

    gravity and booked: shape (kind,), months of income, not negative.
    """
    whole = float(np.sum(booked))
    over = float(np.sum(np.maximum(0.0, np.asarray(booked) - multiple * np.asarray(gravity))))
    return over / whole if whole > 0 else float("nan")


def tau_b(gravity: NDArray[np.float64], booked: NDArray[np.float64]) -> float:
    """Gives Kendall's tau-b of gravity and detriment: 1 if graver kinds always cost more; NaN if either is flat.

    Source: Kendall 1945.
    """
    first, second = np.triu_indices(len(gravity), 1)
    x = np.sign(np.asarray(gravity, float)[first] - np.asarray(gravity, float)[second])
    y = np.sign(np.asarray(booked, float)[first] - np.asarray(booked, float)[second])
    untied = float(np.sqrt(np.sum(x != 0) * np.sum(y != 0)))
    return float(np.sum(x * y) / untied) if untied > 0 else float("nan")
