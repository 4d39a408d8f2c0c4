"""Checks that what a regime states is possible: grades can be reached, and purchased records have an effect."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from underheaven.spec.models.recording import Rule
from underheaven.spec.models.regime import Regime
from underheaven.spec.problems import Problem
from underheaven.spec.record_capacity import dossier_capacity, max_live_records


def check_reachability(regime: Regime) -> list[Problem]:
    """Return unreachable grades, evadable records and favour without effect, and counts beyond the capacity."""
    return [
        *_check_grade_bounds(regime),
        *_check_evadable(regime),
        *_check_favour(regime),
        *_check_record_counts(regime),
    ]


def unreachable_grades(versions: Sequence[Regime]) -> list[str]:
    """Return the grades that no score of any version reaches.

    Args:
        versions: all versions of one regime.

    Returns:
        Names of grades, in the order of their first version.
    """
    grade_names = dict.fromkeys(name for version in versions for name in version.standing.grades)
    records = dossier_capacity(versions)
    reachable = {name for version in versions for name in _reachable_grades(version, records)}
    return [name for name in grade_names if name not in reachable]


def _reachable_grades(regime: Regime, records: int) -> list[str]:
    """Return the grades between the lowest and the highest possible score."""
    grades, (lowest, highest) = list(regime.standing.grades.items()), score_bounds(regime, records)
    above = [None, *(low for _, low in grades)]
    last = len(grades) - 1
    return [
        name
        for i, ((name, low), upper) in enumerate(zip(grades, above, strict=False))
        if (low <= highest or i == last) and (upper is None or lowest < upper)
    ]


def score_bounds(regime: Regime, records: int) -> tuple[float, float]:
    """Return the lowest and the highest score possible with a full dossier, favour and the scores of ties.

    Args:
        regime: one version of a regime.
        records: capacity of a dossier.
    """
    standing, officials, fitting = regime.standing, regime.officials, regime.score_fitting
    max_live = max_live_records(regime, records)
    points = [rule.points for rule in regime.recording.rules for _ in range(max_live[rule.conduct])]
    if fitting is not None:
        points += [fitting.minimum, fitting.maximum] * records
    favour = officials.favour_points if officials.favour_share > 0 else 0
    ties = 1 - standing.association  # at most all ties are as far from the start as oneself
    total_loss = sum(sorted(min(p, 0) for p in points)[:records])
    total_gain = sum(sorted((max(p, 0) for p in points), reverse=True)[:records])
    lowest = standing.start + total_loss / ties
    highest = standing.start + (total_gain + favour) / ties
    return max(lowest, standing.minimum), min(highest, standing.maximum)


def _check_grade_bounds(regime: Regime) -> list[Problem]:
    """A grade lies within the bounds of the score."""
    standing, grades = regime.standing, list(regime.standing.grades.items())
    problems = [
        Problem(
            ("standing", "grades", name),
            f" = {low:,}",
            f"nobody can reach it: no score exceeds {standing.maximum:,}",
            f"Write {standing.maximum:,} or less, or raise the maximum",
        )
        for name, low in grades[:-1]
        if low > standing.maximum
    ]
    for (above, low), (name, _) in pairwise(grades):
        if low <= standing.minimum:
            problems.append(
                Problem(
                    ("standing", "grades", name),
                    " is below every score",
                    f"{above} above it begins at {low:,}, and no score falls below {standing.minimum:,}",
                    "Remove it, or lower the minimum",
                )
            )
    return problems


def _check_evadable(regime: Regime) -> list[Problem]:
    """A record is avoided for money, or an act faked, only where the record has consequences."""
    return [
        Problem(
            ("recording", "rules", i, "evadable"),
            " = true",
            "its record has no effect on grade, list or rumour, so nobody would pay for it",
            "Remove it, or give the rule points, a list or a rumoured_weight",
        )
        for i, rule in enumerate(regime.recording.rules)
        if rule.evadable and not _has_weight(regime, rule)
    ]


def _has_weight(regime: Regime, rule: Rule) -> bool:
    standing = regime.standing
    by_list = any(
        rule.conduct in r.conduct
        or (r.records_at_least is not None and rule.conduct in (r.records_of or [rule.conduct]))
        for r in standing.lists
    )
    by_grade = bool(standing.grades) and (rule.points != 0 or regime.score_fitting is not None)
    return by_list or by_grade or (rule.rumoured_weight > 0 and regime.opacity > 0)


def _check_favour(regime: Regime) -> list[Problem]:
    """Somebody is in favour, and favour has an effect; an explicit 0 switches it off."""
    officials = regime.officials
    stated = officials.model_fields_set
    if officials.favour_points > 0 and "favour_share" not in stated:
        return [
            Problem(
                ("officials", "favour_points"),
                f" = {officials.favour_points}",
                "nobody is in favour",
                "Add favour_share, or remove it",
            )
        ]
    if officials.favour_share > 0 and not stated & {"favour_points", "suppression"}:
        return [
            Problem(
                ("officials", "favour_share"),
                f" = {officials.favour_share:g}",
                "favour brings them nothing",
                "Add favour_points or suppression, or remove it",
            )
        ]
    return []


def _check_record_counts(regime: Regime) -> list[Problem]:
    """No list asks for more records than a dossier holds."""
    records = regime.recording.capacity
    return [
        Problem(
            ("standing", "lists", i, "records_at_least"),
            f" = {rule.records_at_least}",
            f"a dossier of this regime holds {records} records, so nobody would come onto the list",
            f"Write {records} or less, or recording.capacity = {rule.records_at_least}",
        )
        for i, rule in enumerate(regime.standing.lists)
        if rule.records_at_least is not None and rule.records_at_least > records
    ]
