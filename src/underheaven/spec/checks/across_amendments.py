"""Checks of a regime over all its amendments: every list can fill, and every grade with an effect can be reached.

They apply to regimes as written. A regime derived by a reform or by other assumed values may have an empty list on
purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underheaven.spec.amendments.merging import apply_amendments
from underheaven.spec.checks.reachability import score_bounds, unreachable_grades
from underheaven.spec.io.toml_paths import PathSteps, format_named_path, show_value
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.standing import ListRule
from underheaven.spec.problems import Problem, join_with_and
from underheaven.spec.record_capacity import dossier_capacity, max_live_records

PREREQUISITES = frozenset(
    {"opacity", "sensing", "recording", "standing", "officials", "association", "score_fitting", "amendments"}
)
"""Parts whose faults make these checks meaningless."""
GRADE_USES = (
    ("effects", "it applies to nobody"),
    ("rewards", "nobody has it"),
    ("denials", "nobody is denied it"),
)


NEVER_LISTED = "nobody can come onto the list"
SENSING_SUGGESTION = "Give a channel a detection rate and coverage above 0 or false records"


@dataclass(frozen=True)
class Attainable:
    """What is possible under at least one version of a regime.

    Attributes:
        records: capacity of a dossier.
        max_live: largest number of live records of one person, by conduct.
        unreachable_grades: grades that no score reaches.
    """

    records: int
    max_live: Mapping[str, int]
    unreachable_grades: frozenset[str]

    def live_records(self, kinds: Sequence[str]) -> int:
        """Return the largest number of live records of several kinds in one dossier."""
        return min(sum(self.max_live.get(kind, 0) for kind in kinds), self.records)


def check_across_amendments(raw: Mapping[str, Any], known: Sequence[Problem]) -> list[Problem]:
    """Return lists that nobody can be put on and uses of unreachable grades, in any version.

    Args:
        raw: the plain table of a regime that is valid with each of its amendments.
        known: other faults of it.
    """
    if any(problem.steps and problem.steps[0] in PREREQUISITES for problem in known):
        return []
    start = Regime.model_validate({key: item for key, item in raw.items() if key != "amendments"})
    changes = list(apply_amendments(raw))
    versions = [start, *(Regime.model_validate(change.regime_table) for change in changes)]
    attainable = _attainable_records(versions)
    problems = _check_version(start, attainable)
    known_problems = {(format_named_path(raw, problem.steps), problem.what) for problem in problems}
    for change, version in zip(changes, versions[1:], strict=True):
        fresh = [
            problem
            for problem in _check_version(version, attainable)
            if change.identity_of(problem) not in known_problems
        ]
        problems += map(change.relocate, fresh)
        known_problems |= {change.identity_of(problem) for problem in fresh}
    return problems


def _attainable_records(versions: Sequence[Regime]) -> Attainable:
    records = dossier_capacity(versions)
    max_live: dict[str, int] = {}
    for version in versions:
        for kind, n in max_live_records(version, records).items():
            max_live[kind] = max(n, max_live.get(kind, 0))
    return Attainable(records, max_live, frozenset(unreachable_grades(versions)))


def _check_version(regime: Regime, attainable: Attainable) -> list[Problem]:
    lists = enumerate(regime.standing.lists)
    problems = [f for i, rule in lists for f in _check_list(regime, ("standing", "lists", i), rule, attainable)]
    for part, why in GRADE_USES:
        problems += [
            Problem(
                ("treatment", part, i, "of"),
                f" = {show_value(item.of)}",
                f"{why}: {_score_span(regime, attainable)}",
                _suggest_grades(regime, attainable),
            )
            for i, item in enumerate(getattr(regime.treatment, part))
            if item.of in attainable.unreachable_grades
        ]
    return problems


def _check_list(regime: Regime, steps: PathSteps, rule: ListRule, attainable: Attainable) -> list[Problem]:
    """At least one way onto the list is possible, and its number of records can be reached."""
    at_least = rule.records_at_least
    if at_least is not None:
        counted = rule.records_of or [r.conduct for r in regime.recording.rules]
        few = attainable.live_records(counted) < at_least
        return [_count_out_of_reach((*steps, "records_at_least"), at_least, counted, attainable)] if few else []
    if (
        rule.outsiders
        or attainable.live_records(rule.conduct) > 0
        or set(_listing_grades(regime, rule)) - attainable.unreachable_grades
    ):
        return []
    if rule.conduct:
        return [
            Problem(
                (*steps, "conduct"),
                f" = {show_value(rule.conduct)}",
                f"{NEVER_LISTED}: no channel that watches for this ever records anything, and no quota or tie files it",
                f"{SENSING_SUGGESTION}, or remove the list",
            )
        ]
    key = "grade_at_most" if rule.grade_at_most is not None else "grade_at_least"
    what = f" = {show_value(getattr(rule, key))}"
    return [
        Problem(
            (*steps, key),
            what,
            f"{NEVER_LISTED}: {_score_span(regime, attainable)}",
            _suggest_grades(regime, attainable),
        )
    ]


def _count_out_of_reach(steps: PathSteps, at_least: int, counted: Sequence[str], attainable: Attainable) -> Problem:
    """Return the problem of a number of records that no dossier reaches."""
    live, what = attainable.live_records(counted), f" = {at_least}"
    if live == 0:
        return Problem(
            steps, what, f"{NEVER_LISTED}: nothing that counts is ever filed", f"{SENSING_SUGGESTION}, or remove it"
        )
    by_kind = join_with_and([f"{attainable.max_live.get(kind, 0)} of {kind}" for kind in counted], 6)
    return Problem(
        steps,
        what,
        f"a dossier never has that many live records that count: at most {by_kind}",
        f"Write {live} or less, or let a rule refile while a record is live, or for longer",
    )


def _listing_grades(regime: Regime, rule: ListRule) -> list[str]:
    """Return the grades that put a person on a list."""
    grades, problems = list(regime.standing.grades), []
    if rule.grade_at_most in regime.standing.grades:
        problems += grades[grades.index(rule.grade_at_most) :]
    if rule.grade_at_least in regime.standing.grades:
        problems += grades[: grades.index(rule.grade_at_least) + 1]
    return problems


def _score_span(regime: Regime, attainable: Attainable) -> str:
    """Describe the range of possible scores."""
    lowest, highest = (f"{score:,.0f}" for score in score_bounds(regime, attainable.records))
    return f"this grade cannot be reached, because possible scores run from {lowest} to {highest}"


def _suggest_grades(regime: Regime, attainable: Attainable) -> str:
    """Suggest the reachable grades."""
    within = [show_value(name) for name in regime.standing.grades if name not in attainable.unreachable_grades]
    return f"Write {' or '.join(within)}, or change the points of the rules or the threshold of the grade"
