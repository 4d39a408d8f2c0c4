"""Guess what a faulty document meant, so that one reading reports as many faults as possible.

The guessed document is used only for the cross checks of the same reading; it is never run.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from underheaven.spec.io.toml_paths import value_at
from underheaven.spec.problems import Problem


def apply_guesses(document: Mapping[str, Any], problems: Iterable[Problem]) -> dict[str, Any] | None:
    """Return the document with every guess applied; None where a problem has no guess."""
    result = copy.deepcopy(dict(document))
    for problem in problems:
        if problem.guess is None or not problem.steps:
            return None
        holder: Any = value_at(result, problem.steps[:-1])
        step: Any = problem.steps[-1]
        if not isinstance(holder, dict | list):
            return None
        if problem.guess.action == "set":
            holder[step] = problem.guess.value
        elif isinstance(holder, dict):
            value = holder.pop(step, None)
            if problem.guess.action == "rename":
                holder[problem.guess.value] = value
    return result
