"""Named changes of a regime: each takes it as it stands from some month on, and the society that it governs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from underheaven.spec.prune import ATTENTION, Whole, drop_keys, items, keep, prune
from underheaven.spec.reform import Deed, Operation
from underheaven.spec.society import Society

LONGEST = 126
"""Months of the longest term."""
BOUNDED = ("grade_at_most", "grade_at_least")


def operate(operation: Operation, whole: Whole, society: Society) -> None:
    """Do an operation to a regime, in place, and remove what named something that is gone."""
    factor = 1.0 if operation.factor is None else operation.factor
    DEEDS[operation.do](whole, society, factor)
    prune(whole)


def causes(whole: Whole, of: str) -> set[str]:
    """Return the kinds of conduct whose records can bring a list or a grade about; an empty name stands for others.

    A low score is brought about by every rule that takes points, and by the scores of ties where they count.
    """
    rules = items(whole, "recording", "rules")
    every = {rule["conduct"] for rule in rules}
    standing = whole.get("standing", {})
    scored = every if "fusion" in whole else {r["conduct"] for r in rules if r.get("points", 0) < 0}
    scored = scored | {""} if standing.get("association", 0) > 0 else scored
    found: set[str] = set(scored) if of in standing.get("grades", {}) else set()
    for rule in items(whole, "standing", "lists"):
        if rule["name"] == of:
            counted = set(rule.get("records_of") or every) if rule.get("records_at_least") else set()
            graded = scored if any(key in rule for key in BOUNDED) else set()
            found |= {*rule.get("conduct", []), *counted, *graded, *([""] if rule.get("outsiders") else [])}
    return found


def _multiply_terms(whole: Whole, society: Society, factor: float) -> None:
    """Terms in months become so many times as long, but for records that earn points; whole months, at least one."""
    for rule in items(whole, "recording", "rules"):
        if rule.get("points", 0) > 0:
            continue
        for key in ("months", "early_removal_after_months"):
            if isinstance(rule.get(key), int):
                rule[key] = min(max(math.floor(rule[key] * factor + 0.5), 1), LONGEST)
        after, months = rule.get("early_removal_after_months"), rule["months"]
        if after is not None and isinstance(months, int) and after >= months:
            drop_keys(rule, ("early_removal_after_months", "early_removal"))


def _multiply_errors(whole: Whole, society: Society, factor: float) -> None:
    """False records and mistaken identity become so many times as frequent, in every channel."""
    for channel in items(whole, "sensing", "channels"):
        for key, most in (("false_records_per_year", 1000.0), ("mistaken_identity", 1.0)):
            if key in channel:
                channel[key] = min(channel[key] * factor, most)


def _drop_effects_in_other_contexts(whole: Whole, society: Society, factor: float) -> None:
    """A list or grade closes a context only where every kind of conduct behind it is of that context."""
    context_of = {kind.name: str(kind.context) for kind in society.conduct}
    habit_of = {habit.name: str(habit.context) for habit in society.habits}

    def within(of: str, context: str) -> bool:
        return {context_of.get(name, "") for name in causes(whole, of)} <= {context}

    keep(whole, "treatment", "effects", lambda effect: within(effect["of"], effect["context"]))
    keep(whole, "treatment", "denials", lambda denial: within(denial["of"], habit_of.get(denial["habit"], "")))


def _drop_rules_on_speech(whole: Whole, society: Society, factor: float) -> None:
    """No record is made of conduct of the class speech, by any channel."""
    spoken = {kind.name for kind in society.conduct if kind.class_ == "speech"}
    keep(whole, "recording", "rules", lambda rule: rule["conduct"] not in spoken)


def _drop_low_scores(whole: Whole, society: Society, factor: float) -> None:
    """A grade closes and denies nothing, and puts nobody on a blacklist; what it opens stays."""
    grades = whole.get("standing", {}).get("grades", {})
    for rule in items(whole, "standing", "lists"):
        drop_keys(rule, ("grade_at_most",))
    for key in ("effects", "denials"):
        keep(whole, "treatment", key, lambda item: item["of"] not in grades)


def _drop_grades(whole: Whole, society: Society, factor: float) -> None:
    """There are no grades: they close and open nothing, fill no list, and no lender sees one."""
    drop_keys(whole.get("standing", {}), ("grades",))


def _drop_lists(whole: Whole, society: Society, factor: float) -> None:
    """There are no lists."""
    keep(whole, "standing", "lists", lambda rule: False)


def _drop_errors(whole: Whole, society: Society, factor: float) -> None:
    """No channel invents a record or takes one person for another."""
    _multiply_errors(whole, society, 0.0)


def _free_those_who_stay_out(whole: Whole, society: Society, factor: float) -> None:
    """No list holds those who were asked and have not agreed."""
    keep(whole, "standing", "lists", lambda rule: not rule.get("outsiders", False))


def _without(part: str, *keys: str) -> Callable[[Whole, Society, float], None]:
    """Return the operation that removes keys of a part, or the whole part where none is named."""

    def remove(whole: Whole, society: Society, factor: float) -> None:
        held: dict[str, Any] = whole.get(part, {}) if keys else whole
        drop_keys(held, keys or (part,))

    return remove


def _drop_secrecy(whole: Whole, society: Society, factor: float) -> None:
    """Everyone knows of the regime and of the cost of a record."""
    drop_keys(whole, ("opacity", "awareness", "awareness_factors"))


def _drop_ties(whole: Whole, society: Society, factor: float) -> None:
    """No one's standing depends on others: no tie-based scores, no household liability, no contagion along ties."""
    drop_keys(whole, ("association",))
    drop_keys(whole.get("standing", {}), ("association",))


DEEDS: dict[Deed, Callable[[Whole, Society, float], None]] = {
    "multiply terms": _multiply_terms,
    "multiply errors": _multiply_errors,
    "drop effects in other contexts": _drop_effects_in_other_contexts,
    "drop rules on speech": _drop_rules_on_speech,
    "drop discretion": _without("officials"),
    "drop low scores as grounds": _drop_low_scores,
    "drop grades": _drop_grades,
    "drop lists": _drop_lists,
    "drop secrecy": _drop_secrecy,
    "drop ties": _drop_ties,
    "drop attention": _without("sensing", *ATTENTION),
    "drop fitted points": _without("fusion"),
    "drop errors": _drop_errors,
    "free those who stay out": _free_those_who_stay_out,
}


def meaning(do: Deed) -> str:
    """Return what an operation does, in a sentence or two."""
    told = {"drop discretion": "Officials favour nobody, keep nothing back and fill no quota.",
            "drop attention": "All towns receive equal attention.",
            "drop fitted points": "Points are those of the rules, and are fitted to no records."}  # fmt: skip
    return told.get(do) or " ".join((DEEDS[do].__doc__ or "").split())
