"""Homophily: how much more alike acquaintances are than chance alone would make them."""

from __future__ import annotations

from collections.abc import Sequence


def inbreeding_homophily(counts: Sequence[Sequence[int]]) -> float:
    """Return Coleman's index of inbreeding over all classes: ties within classes beyond those expected by chance.

    It is 0 where ties go to a class as often as the class has persons, 1 where all go to the own class, and below 0
    where they go to others more than by chance.

    Args:
        counts: for each class its persons, their ties, and those of the ties that go to the class itself; whole numbers
            from 0, with at least one person in total.

    Returns:
        At most 1; NaN with one class.

    Source: Coleman 1958, Human Organization 17(4); Currarini, Jackson & Pin 2009, Econometrica 77(4), for the name.
    """
    persons = sum(row[0] for row in counts)
    ties, same_class_ties = sum(row[1] for row in counts), sum(row[2] for row in counts)
    expected = sum(row[0] * row[1] for row in counts) / persons
    return (same_class_ties - expected) / (ties - expected) if ties > expected else float("nan")
