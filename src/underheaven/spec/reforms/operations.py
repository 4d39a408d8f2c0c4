"""Named operations of reforms: each changes one version of a regime, given the society."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from underheaven.spec.models.reform import Operation, OperationName
from underheaven.spec.models.society import Society
from underheaven.spec.reforms.pruning import (
    ATTENTION_KEYS,
    RegimeTable,
    drop_keys,
    keep_items,
    list_items,
    prune_references,
)

MAX_TERM = 126
"""Longest term in months."""
GRADE_BOUNDS = ("grade_at_most", "grade_at_least")


def apply_operation(operation: Operation, regime_table: RegimeTable, society: Society) -> None:
    """Apply an operation to a regime in place, and remove references to what is gone."""
    factor = 1.0 if operation.factor is None else operation.factor
    OPERATIONS[operation.do](regime_table, society, factor)
    prune_references(regime_table)


def conduct_behind(regime_table: RegimeTable, holder: str) -> set[str]:
    """Return the conduct whose records can lead to a list or a grade; an empty name means other people's.

    Every rule that takes points leads to a low score, and so do the scores of ties where they count.
    """
    rules = list_items(regime_table, "recording", "rules")
    every = {rule["conduct"] for rule in rules}
    standing = regime_table.get("standing", {})
    scored = every if "score_fitting" in regime_table else {r["conduct"] for r in rules if r.get("points", 0) < 0}
    scored = scored | {""} if standing.get("association", 0) > 0 else scored
    conduct: set[str] = set(scored) if holder in standing.get("grades", {}) else set()
    for rule in list_items(regime_table, "standing", "lists"):
        if rule["name"] == holder:
            counted = set(rule.get("records_of") or every) if rule.get("records_at_least") else set()
            graded = scored if any(key in rule for key in GRADE_BOUNDS) else set()
            conduct |= {*rule.get("conduct", []), *counted, *graded, *([""] if rule.get("outsiders") else [])}
    return conduct


def _multiply_terms(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """Terms in months become so many times as long, but for records that earn points; whole months, at least one."""
    for rule in list_items(regime_table, "recording", "rules"):
        if rule.get("points", 0) > 0:
            continue
        for key in ("months", "early_removal_after_months"):
            if isinstance(rule.get(key), int):
                rule[key] = min(max(math.floor(rule[key] * factor + 0.5), 1), MAX_TERM)
        after, months = rule.get("early_removal_after_months"), rule["months"]
        if after is not None and isinstance(months, int) and after >= months:
            drop_keys(rule, ("early_removal_after_months", "early_removal"))


def _multiply_errors(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """False records and mistaken identity become so many times as frequent, in every channel."""
    for channel in list_items(regime_table, "sensing", "channels"):
        for key, max_rate in (("false_records_per_year", 1000.0), ("mistaken_identity", 1.0)):
            if key in channel:
                channel[key] = min(channel[key] * factor, max_rate)


def _drop_effects_in_other_contexts(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """A list or grade closes a context only where every kind of conduct behind it is of that context."""
    context_of = {kind.name: str(kind.context) for kind in society.conduct}
    habit_of = {habit.name: str(habit.context) for habit in society.habits}

    def within(of: str, context: str) -> bool:
        return {context_of.get(name, "") for name in conduct_behind(regime_table, of)} <= {context}

    keep_items(regime_table, "treatment", "effects", lambda effect: within(effect["of"], effect["context"]))
    keep_items(
        regime_table, "treatment", "denials", lambda denial: within(denial["of"], habit_of.get(denial["habit"], ""))
    )


def _drop_rules_on_speech(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """No record is made of conduct of the class speech, by any channel."""
    spoken = {kind.name for kind in society.conduct if kind.class_ == "speech"}
    keep_items(regime_table, "recording", "rules", lambda rule: rule["conduct"] not in spoken)


def _drop_low_scores(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """A grade closes and denies nothing, and puts nobody on a blacklist; what it opens stays."""
    grades = regime_table.get("standing", {}).get("grades", {})
    for rule in list_items(regime_table, "standing", "lists"):
        drop_keys(rule, ("grade_at_most",))
    for key in ("effects", "denials"):
        keep_items(regime_table, "treatment", key, lambda item: item["of"] not in grades)


def _drop_grades(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """There are no grades: they close and open nothing, fill no list, and no lender sees one."""
    drop_keys(regime_table.get("standing", {}), ("grades",))


def _drop_lists(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """There are no lists."""
    keep_items(regime_table, "standing", "lists", lambda rule: False)


def _drop_errors(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """No channel invents a record or takes one person for another."""
    _multiply_errors(regime_table, society, 0.0)


def _drop_outsider_lists(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """No list holds those who were asked and have not agreed."""
    keep_items(regime_table, "standing", "lists", lambda rule: not rule.get("outsiders", False))


def _drop_part(part: str, *keys: str) -> Callable[[RegimeTable, Society, float], None]:
    """Return the operation that removes keys of a part, or the whole part where none is named."""

    def remove(regime_table: RegimeTable, society: Society, factor: float) -> None:
        holder: dict[str, Any] = regime_table.get(part, {}) if keys else regime_table
        drop_keys(holder, keys or (part,))

    return remove


def _drop_secrecy(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """Everyone knows of the regime and of the cost of a record."""
    drop_keys(regime_table, ("opacity", "awareness", "awareness_factors"))


def _drop_ties(regime_table: RegimeTable, society: Society, factor: float) -> None:
    """No one's standing depends on others: no tie-based scores, no household liability, no contagion along ties."""
    drop_keys(regime_table, ("association",))
    drop_keys(regime_table.get("standing", {}), ("association",))


OPERATIONS: dict[OperationName, Callable[[RegimeTable, Society, float], None]] = {
    "multiply terms": _multiply_terms,
    "multiply errors": _multiply_errors,
    "drop effects in other contexts": _drop_effects_in_other_contexts,
    "drop rules on speech": _drop_rules_on_speech,
    "drop discretion": _drop_part("officials"),
    "drop low scores as grounds": _drop_low_scores,
    "drop grades": _drop_grades,
    "drop lists": _drop_lists,
    "drop secrecy": _drop_secrecy,
    "drop ties": _drop_ties,
    "drop attention": _drop_part("sensing", *ATTENTION_KEYS),
    "drop fitted points": _drop_part("score_fitting"),
    "drop errors": _drop_errors,
    "free those who stay out": _drop_outsider_lists,
}


def describe_operation(operation: OperationName) -> str:
    """Return what an operation does, in one or two sentences.

    Args:
        operation: its name.
    """
    descriptions = {
        "drop discretion": "Officials favour nobody, keep nothing back and fill no quota.",
        "drop attention": "All towns receive equal attention.",
        "drop fitted points": "Points are those of the rules, and are fitted to no records.",
    }
    return descriptions.get(operation) or " ".join((OPERATIONS[operation].__doc__ or "").split())
