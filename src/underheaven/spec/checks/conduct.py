"""Checks of conduct: each kind has one origin."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.conduct import Conduct
from underheaven.spec.problems import Problem


def check_conduct(kinds: Sequence[Conduct]) -> list[Problem]:
    """A kind of conduct has one origin: an opportunity, a state, or the speech threshold."""
    problems = []
    states: dict[str, str] = {}
    for i, kind in enumerate(kinds):
        steps: PathSteps = ("conduct", i)
        if kind.arises_from is not None:
            state = (*steps, "arises_from")
            if kind.arises_from in states:
                problems.append(
                    Problem(
                        state,
                        f" = {show_value(kind.arises_from)}",
                        f"{states[kind.arises_from]} arises from it already",
                        "Keep one kind of conduct for each state",
                    )
                )
            states.setdefault(kind.arises_from, kind.name)
            if kind.opportunities_per_year > 0:
                problems.append(
                    Problem(
                        (*steps, "opportunities_per_year"),
                        f" = {kind.opportunities_per_year:g}",
                        f"this conduct arises from being {kind.arises_from} and awaits no opportunity",
                        "Remove it or arises_from",
                    )
                )
            if kind.prosocial or kind.threshold:
                problems.append(
                    Problem(
                        state,
                        f" = {show_value(kind.arises_from)}",
                        "a state is not decided by a person",
                        "Remove it, or write prosocial = false and threshold = false",
                    )
                )
        if kind.threshold and kind.class_ != "speech":
            problems.append(
                Problem(
                    (*steps, "threshold"),
                    " = true",
                    f"only speech is decided by the speech threshold, and this is {kind.class_}",
                    'Write class = "speech", or threshold = false',
                )
            )
        if kind.threshold and kind.prosocial:
            problems.append(
                Problem(
                    (*steps, "prosocial"),
                    " = true",
                    "it is decided by the speech threshold",
                    "Keep prosocial or threshold",
                )
            )
    return problems
