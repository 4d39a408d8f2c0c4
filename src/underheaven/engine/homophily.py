"""Counts of similar acquaintances: ties follow from addresses of draws alone, before any month is run."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import I8s, U1s, U4s
from underheaven.jit.decorators import jit_entry
from underheaven.kernel.acquaintances import find_acquaintance, homophily_class
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records


@jit_entry
def fill_classes_and_ties(society_table: Records[Society], key: U4s, classes: U1s, acquaintances: I8s) -> None:
    """Set the class of every person, uint8 (person,), and all acquaintances, int64 (person, acquaintance)."""
    society = society_table[0]
    for i in range(society.n_persons):
        classes[i] = homophily_class(society, key, i)
        for k in range(acquaintances.shape[1]):
            acquaintances[i, k] = find_acquaintance(society, key, i, k)


def count_similar_ties(society_table: Records[Society], key: U4s) -> I8s:
    """Count persons, acquaintances and similar acquaintances by homophily class.

    Acquaintances in neighbouring towns count like others; households do not.

    Args:
        society_table: One compiled society whose acquaintances are drawn by similarity.
        key: Key of all draws, uint32 (2,).

    Returns:
        int64 (class, 3): persons of the class, their acquaintances, and those of them in the same class.
    """
    society = society_table[0]
    classes, acquaintances = (
        np.zeros(society.n_persons, np.uint8),
        np.zeros((society.n_persons, society.acquaintances), np.int64),
    )
    fill_classes_and_ties(society_table, key, classes, acquaintances)
    has_tie = acquaintances != np.arange(society.n_persons)[:, None]  # a person alone in town is its own acquaintance
    similar = has_tie & (classes[acquaintances] == classes[:, None])
    n = int(classes.max(initial=0)) + 1
    counts = [np.ones(len(classes), np.int64), has_tie.sum(axis=1), similar.sum(axis=1)]
    return np.stack([np.bincount(classes, count, n).astype(np.int64) for count in counts], axis=1)
