"""Permutation tests: they hold their level whatever the distribution, with ties and rare counts too.

Permutations are derived from an address and not from a generator, so the same result gives the same sentences on every
machine.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from math import atanh, inf, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

N_PERMUTATIONS = 199
"""Permutations of whole rows for the threshold of a page."""
N_RELABELLINGS = 499
"""Permutations of the labels of samples and seeds."""
FAMILYWISE_ALPHA = 0.04
"""Probability that a result whose parameters move nothing names a parameter for any measure: below 1 in 20."""


def normalise_columns(columns: Array) -> Array:
    """Return columns centred and of length 1; a constant column becomes 0.

    Args:
        columns: shape (row, column).
    """
    centred = columns - columns.mean(axis=0)
    length = np.sqrt((centred * centred).sum(axis=0))
    normalised: Array = np.where(length > 1e-9 * max(len(columns), 1), centred / np.where(length > 0, length, 1), 0.0)
    return normalised


def mid_ranks(values: Array) -> Array:
    """Return ranks from 1, with the mean rank for equal values.

    Args:
        values: shape (n,).
    """
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean: Array = (last - (counts - 1) / 2)[inverse]
    return mean


def familywise_threshold(design: Array, columns: Array, min_defined: int) -> float:
    """Return the score that any correlation of a page exceeds with probability `FAMILYWISE_ALPHA` under the null.

    Under the null no input moves any measure. Whole rows of the columns are permuted against whole rows of the design,
    so that the columns stay as correlated as they are. The score of a correlation is `fisher_z_score`.

    Args:
        design: ranked inputs of length 1, shape (sample, input).
        columns: measures, shape (sample, column); NaN where undefined.
        min_defined: samples at which a column must be defined to count.

    Source: Westfall & Young 1993.
    """
    ranked, masks = _ranked_columns(columns, min_defined)
    if ranked.shape[1] == 0 or design.shape[1] == 0:
        return inf
    partial = ~masks.all(axis=0)
    defined = masks.sum(axis=0)
    squares, partial_masks = design * design, masks[:, partial].astype(np.float64)
    largest = np.empty(N_PERMUTATIONS)
    for n, order in enumerate(fixed_permutations(len(design), N_PERMUTATIONS)):
        found = np.abs(ranked[order].T @ design)
        if partial.any():
            permuted = partial_masks[order].T
            length = permuted @ squares - (permuted @ design) ** 2 / defined[partial, None]
            found[partial] /= np.sqrt(np.maximum(length, 1e-12))
        of_column = np.minimum(found.max(axis=1), 1.0)
        largest[n] = max(
            fisher_z_score(float(r), int(n_defined)) for r, n_defined in zip(of_column, defined, strict=True)
        )
    return float(np.sort(largest)[-round(FAMILYWISE_ALPHA * (N_PERMUTATIONS + 1))])


def fisher_z_score(correlation: float, samples: int, n_partialled: int = 0) -> float:
    """Return Fisher's z of a correlation over its standard error, comparable between numbers of samples.

    Args:
        correlation: from -1 to 1.
        samples: number of samples.
        n_partialled: number of inputs that the correlation is partial to.
    """
    degrees = samples - 3 - n_partialled
    return 0.0 if degrees < 1 else sqrt(degrees) * atanh(min(abs(correlation), 1 - 1e-12))


def correlation_at_score(threshold: float, samples: int, n_partialled: int = 0) -> float:
    """Return the correlation with a given `fisher_z_score`, 1 where no correlation reaches it.

    Args:
        threshold: the score, 0 or more.
        samples: number of samples.
        n_partialled: number of inputs that the correlation is partial to.
    """
    degrees = samples - 3 - n_partialled
    return 1.0 if degrees < 1 else tanh(threshold / sqrt(degrees))


def varies_more_than_seeds(samples: Array, seeds: Array, level: float) -> bool:
    """Return whether samples lie significantly further from the median of the seeds than seeds do.

    Where the parameters move nothing, samples and seeds have one distribution and every labelling is equally likely.

    Args:
        samples: shape (sample,).
        seeds: shape (seed,).
        level: significance level, between 0 and 1.

    Source: Brown & Forsythe 1974, for the spread about a median; Phipson & Smyth 2010, for the p value of sampled
    permutations.
    """
    if len(seeds) < 2 or len(samples) < 2:
        return False
    pooled = np.concatenate([seeds, samples])
    if np.ptp(pooled) == 0:
        return False
    drawn = pooled[np.array(fixed_permutations(len(pooled), N_RELABELLINGS))]
    deviations = _excess_deviation(np.concatenate([pooled[None, :], drawn]), len(seeds))
    n_reaching = int((deviations[1:] >= deviations[0] - 1e-12 * abs(deviations[0])).sum())
    return (1 + n_reaching) / (1 + N_RELABELLINGS) <= level


@lru_cache(maxsize=64)
def fixed_permutations(length: int, count: int) -> tuple[NDArray[np.intp], ...]:
    """Return permutations of the indices 0 to length - 1, the same at every call.

    Args:
        length: number of indices.
        count: number of permutations.
    """
    return tuple(
        np.argsort(np.frombuffer(hashlib.shake_256(f"{length} {n}".encode()).digest(8 * length), "<u8"), kind="stable")
        for n in range(count)
    )


def _excess_deviation(labellings: Array, seeds: int) -> Array:
    """Return the mean deviation of the samples from the median of the seeds, less that of the seeds, for each row."""
    deviations = np.abs(labellings - np.median(labellings[:, :seeds], axis=1)[:, None])
    mean: Array = deviations[:, seeds:].mean(axis=1) - deviations[:, :seeds].mean(axis=1)
    return mean


def _ranked_columns(columns: Array, min_defined: int) -> tuple[Array, NDArray[np.bool_]]:
    """Return the ranks of each column that varies, of length 1 and 0 where undefined, and where it is defined."""
    distinct: dict[bytes, tuple[Array, NDArray[np.bool_]]] = {}
    for column in columns.T:
        mask = np.isfinite(column)
        if mask.sum() < min_defined or np.ptp(column[mask]) == 0:
            continue
        ranked = np.zeros(len(column))
        ranked[mask] = normalise_columns(mid_ranks(column[mask])[:, None])[:, 0]
        distinct.setdefault(np.round(ranked, 9).tobytes(), (ranked, mask))
    if not distinct:
        return np.zeros((len(columns), 0)), np.zeros((len(columns), 0), np.bool_)
    return np.stack([ranked for ranked, _ in distinct.values()], 1), np.stack(
        [mask for _, mask in distinct.values()], 1
    )
