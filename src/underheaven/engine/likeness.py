"""How many acquaintances are alike: ties are known from the addresses alone, before anybody has lived a month."""

from __future__ import annotations

import numpy as np

from underheaven.arrays import I8s, U1s, U4s
from underheaven.jit import entry
from underheaven.kernel.people import acquaintance, likeness
from underheaven.kernel.society import Society
from underheaven.kernel.table import Records


@entry
def look_at_all(people: Records[Society], key: U4s, classes: U1s, known: I8s) -> None:
    """Set the class of every person and whom each looks at; classes: uint8 (person,), known: int64 (person, which)."""
    who = people[0]
    for i in range(who.n_persons):
        classes[i] = likeness(who, key, i)
        for k in range(known.shape[1]):
            known[i, k] = acquaintance(who, key, i, k)


def alike_ties(people: Records[Society], key: U4s) -> I8s:
    """Return how many persons a class has, how many acquaintances they look at, and how many of these are alike.

    Args:
        people: table of one society whose acquaintances are drawn by likeness.
        key: of the draws, see ``draws.key_of``.

    Returns:
        int64 (class, 3). Acquaintances in towns next door count like others; households do not.
    """
    who = people[0]
    classes, known = np.zeros(who.n_persons, np.uint8), np.zeros((who.n_persons, who.acquaintances), np.int64)
    look_at_all(people, key, classes, known)
    there = known != np.arange(who.n_persons)[:, None]  # who is alone in town looks at nobody
    alike = there & (classes[known] == classes[:, None])
    n = int(classes.max(initial=0)) + 1
    counts = [np.ones(len(classes), np.int64), there.sum(axis=1), alike.sum(axis=1)]
    return np.stack([np.bincount(classes, count, n).astype(np.int64) for count in counts], axis=1)
