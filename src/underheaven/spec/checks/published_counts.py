"""Checks of published counts: each names a series of the results."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.labels import PLAIN_SERIES, REMOVAL_REASONS, SERIES_BY_LABEL
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.regime import Regime
from underheaven.spec.problems import Problem, join_with_and, nearest_name, suggest_name


def check_published_counts(regime: Regime) -> list[Problem]:
    """A published count names an existing series; labels defined by a society are checked against it."""
    names = (*PLAIN_SERIES, *(f"{name}:{label}" for name, label in SERIES_BY_LABEL.items()))
    problems = []
    for i, row in enumerate(regime.published):
        steps: PathSteps = ("published", i, "measure")
        family, colon, label = row.measure.partition(":")
        if family in SERIES_BY_LABEL and not label.strip():
            problems.append(
                Problem(
                    steps,
                    f" = {show_value(row.measure)}",
                    "this series is of one label",
                    f"Write {family}:{SERIES_BY_LABEL[family]}",
                )
            )
        elif family in PLAIN_SERIES and colon:
            problems.append(
                Problem(steps, f" = {show_value(row.measure)}", "this series has no labels", f'Write "{family}"')
            )
        elif family not in PLAIN_SERIES and family not in SERIES_BY_LABEL:
            problems.append(
                Problem(
                    steps,
                    f" = {show_value(row.measure)}",
                    "there is no such series",
                    _suggest_series(family, label.strip(), names),
                )
            )
        elif family == "cumulative_removed" and label.strip() not in REMOVAL_REASONS:
            problems.append(
                Problem(
                    steps,
                    f" = {show_value(row.measure)}",
                    "no record leaves by such a way",
                    suggest_name(row.measure, [f"{family}:{removal}" for removal in REMOVAL_REASONS]),
                )
            )
    return problems


def _suggest_series(family: str, label: str, names: Sequence[str]) -> str:
    """Suggest the intended series, with the label given."""
    near = nearest_name(family, (*PLAIN_SERIES, *SERIES_BY_LABEL))
    meant = f"{near}:{label or SERIES_BY_LABEL[near]}" if near in SERIES_BY_LABEL else near
    known = f"nown are {join_with_and(names)}"
    return f'Write "{meant}"; k{known}' if near else f"K{known}"
