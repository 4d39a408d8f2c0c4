"""How many acquaintances are alike: ties are known from the addresses alone, before anybody has lived a month."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import I8s, U1s, U4s
from underheaven.jit import jit_entry
from underheaven.kernel.person_attributes import find_acquaintance, homophily_class
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records


@jit_entry
def fill_classes_and_ties(society_table: Records[Society], key: U4s, classes: U1s, acquaintances: I8s) -> None:
    """Set the class of every person and whom each looks at; classes: uint8 (person,), known: int64 (person, which)."""
    society = society_table[0]
    for i in range(society.n_persons):
        classes[i] = homophily_class(society, key, i)
        for k in range(acquaintances.shape[1]):
            acquaintances[i, k] = find_acquaintance(society, key, i, k)


def count_similar_ties(society_table: Records[Society], key: U4s) -> I8s:
    """Return how many persons a class has, how many acquaintances they look at, and how many of these are alike.

    Args:
        people: table of one society whose acquaintances are drawn by likeness.
        key: of the draws, see ``draws.key_of``.

    Returns:
        int64 (class, 3). Acquaintances in towns next door count like others; households do not.
    """
    society = society_table[0]
    classes, acquaintances = (
        np.zeros(society.n_persons, np.uint8),
        np.zeros((society.n_persons, society.acquaintances), np.int64),
    )
    fill_classes_and_ties(society_table, key, classes, acquaintances)
    has_tie = acquaintances != np.arange(society.n_persons)[:, None]  # who is alone in town looks at nobody
    similar = has_tie & (classes[acquaintances] == classes[:, None])
    n = int(classes.max(initial=0)) + 1
    counts = [np.ones(len(classes), np.int64), has_tie.sum(axis=1), similar.sum(axis=1)]
    return np.stack([np.bincount(classes, count, n).astype(np.int64) for count in counts], axis=1)
