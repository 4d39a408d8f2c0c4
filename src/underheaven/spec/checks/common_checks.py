"""Checks shared by several parts of documents: duplicate names and weights."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.problems import Problem


def find_duplicates(steps: PathSteps, key: str, names: Sequence[str], thing: str) -> list[Problem]:
    """Return the names that occur more than once in a list of named items.

    Args:
        steps: path of the list.
        key: key of the name in an item.
        names: the names, in the order of the list.
        thing: the item in words, with an article.
    """
    return [
        Problem(
            (*steps, i, key),
            f" = {show_value(name)}",
            f"{thing} occurs once, and this is its second time",
            "Rename one of the two or join them",
        )
        for i, name in enumerate(names)
        if name in names[:i]
    ]


def check_weights(steps: PathSteps, weights: Sequence[float]) -> list[Problem]:
    """Return a problem if weights sum to 0, so that nobody could be drawn by them."""
    if sum(weights) > 0:
        return []
    return [Problem(steps, " sums to 0", "nobody could be drawn from it", "Give at least one of them more than 0")]
