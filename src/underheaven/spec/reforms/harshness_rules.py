"""Rules that judge whether one part of a regime is harsher: comparisons by direction, and judges for special keys.

A judge takes the two tables that hold a key, and the whole later regime with its `HarshnessContext`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

from underheaven.spec.io.toml_paths import PathSteps
from underheaven.spec.models.harshness_marks import HarsherWhen
from underheaven.spec.reforms.lender_beliefs import favours_redlist, standings_doubted

ALL_IF_EMPTY = ("regions", "records_of")
"""Lists of names that mean every name where they are left out."""
NO_TERM = "until performed"
CONTEXT_KEY = "beside"
"""Key of the `HarshnessContext` in the table passed to judges; no part of a regime has this name."""
BELIEFS_PATH = ("treatment", "lenders_believe")
LISTS_PATH = ("standing", "lists")

Table = Mapping[str, Any]
Change = tuple[PathSteps, Any, Any]


@dataclass(frozen=True)
class HarshnessContext:
    """What decides the direction of a change, and is stated elsewhere: in other months, before, or by the society.

    Attributes:
        outsiders: whether the harsher regime has a list of outsiders in any month.
        household_liability: whether households answer for records in the harsher regime in any month.
        feared_months: months that people expect a record without a term to last, in the milder regime.
        loan_counts: the lenders' initial counts of repaid and defaulted loans; None where not known.
    """

    outsiders: bool
    household_liability: bool
    feared_months: int
    loan_counts: tuple[float, float] | None


def path_keys(steps: PathSteps) -> tuple[str, ...]:
    """Return the keys of a path without positions in lists."""
    return tuple(step for step in steps if isinstance(step, str))


def compare_factors(
    steps: PathSteps, factors_before: Table, factors_after: Table, direction: HarsherWhen
) -> Iterator[Change]:
    """Yield the factors that are harsher; a factor that is left out is 1."""
    for attribute in dict.fromkeys([*factors_after, *factors_before]):
        categories_before, categories_after = factors_before.get(attribute, {}), factors_after.get(attribute, {})
        for category in dict.fromkeys([*categories_after, *categories_before]):
            before, after = categories_before.get(category, 1.0), categories_after.get(category, 1.0)
            if is_harsher(category, before, after, direction, None):
                yield (*steps, attribute, category), before, after


def is_harsher(key: str, before: Any, after: Any, direction: HarsherWhen, default: Any) -> bool:
    """Return whether a value is harsher than the value before it; default: the value where it is left out."""
    if before == after or direction == "neither":
        return False
    if direction == "changed":
        return before is not None and after not in (None, default)
    if isinstance(before, list) or isinstance(after, list):
        all_if_empty = key in ALL_IF_EMPTY
        return not (all_if_empty and not before) and (
            (all_if_empty and not after) or not set(after or ()) <= set(before or ())
        )
    if isinstance(before, Mapping) or isinstance(after, Mapping):  # a part of only one regime
        return (after is not None) == (direction == "higher")
    high, low = (after, before) if direction == "higher" else (before, after)
    return bool((-inf if high is None else high) > (-inf if low is None else low))


def _judge_points(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge points: losses may shrink, and no new gains may appear."""
    return not table_before["points"] <= table_after["points"] <= max(table_before["points"], 0)


def _judge_by_points(judge: Callable[[Table, Table], bool]) -> Callable[[Table, Table, Table], bool]:
    """Reverse a judge of terms where the record earns points: a shorter term is then a loss."""
    return lambda table_before, table_after, root: (
        judge(table_after, table_before) if table_before["points"] > 0 else judge(table_before, table_after)
    )


def _judge_months(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge a term: a record without one may get one only where neither household liability nor fear depends on it."""
    context: HarshnessContext = root[CONTEXT_KEY]
    if table_before["months"] == NO_TERM != table_after["months"] and (
        context.household_liability or table_after["months"] > context.feared_months
    ):
        return True
    return _judge_by_points(_judge_term)(table_before, table_after, root)


def _judge_term(table_before: Table, table_after: Table) -> bool:
    """Judge a term: a record without one ends on performance, and may get a term if performance still ends it."""
    before, after = table_before["months"], table_after["months"]
    if after == NO_TERM or before == NO_TERM:
        return before != after and (after == NO_TERM or not table_after["removed_by_performance"])
    return bool(after > before)


def _judge_early_removal(table_before: Table, table_after: Table) -> bool:
    """Judge early removal: it may come sooner and more often; a term that ends before it does not need it."""
    min_term, chance = table_before["early_removal_after_months"], table_before["early_removal"]
    if min_term is None or chance == 0 or (table_after["months"] != NO_TERM and table_after["months"] <= min_term):
        return False
    after = table_after["early_removal_after_months"]
    return after is None or after > min_term or table_after["early_removal"] < chance


def _judge_record_count(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge the number of records that fills a list: it may rise, and may not be introduced."""
    before, after = table_before["records_at_least"], table_after["records_at_least"]
    return after is not None and (before is None or after < before)


def _judge_grades(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge grades: their bounds may fall, and all may be removed; none may be added, which would move people."""
    before, after = table_before["grades"], table_after["grades"]
    return bool(after) and (set(before) != set(after) or any(after[name] > before[name] for name in after))


def _judge_worst_grade(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge the grade from which worse grades are listed: it may become worse, or be removed."""
    order = [*root["standing"]["grades"]]
    before, after = table_before["grade_at_most"], table_after["grade_at_most"]
    return after is not None and (before not in order or order.index(after) < order.index(before))


def _judge_best_grade(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge the grade from which better grades are listed: it may become better, or be removed."""
    order = [*root["standing"]["grades"]]
    before, after = table_before["grade_at_least"], table_after["grade_at_least"]
    return after is not None and (before not in order or order.index(after) > order.index(before))


def _judge_scope(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge the scope: it may name more attributes, or fewer categories of one."""
    after = table_after["applies_to"]
    return any(
        attribute not in after or not set(after[attribute]) <= set(those)
        for attribute, those in table_before["applies_to"].items()
    )


def _earning_kinds(root: Table) -> set[str]:
    """Return the kinds of conduct whose records earn points."""
    return {rule["conduct"] for rule in root["recording"]["rules"] if rule["points"] > 0}


def _is_earning(names: tuple[str, ...], item: Table, root: Table) -> bool:
    """Return whether people earn points by an item: a rule, or a channel that detects what earns them."""
    if names == ("recording", "rules"):
        return bool(item["points"] > 0)
    return names == ("sensing", "channels") and bool(_earning_kinds(root) & set(item["conduct"]))


def is_missed(names: tuple[str, ...], item: Table, part: Table, root: Table) -> bool:
    """Return whether people lose by the removal of an item; part: holds the list in the milder regime."""
    if names == BELIEFS_PATH:
        return item["of"] in standings_doubted(part, root, root[CONTEXT_KEY].loan_counts)
    if names == LISTS_PATH:
        return is_redlist(item) and favours_redlist(root, root[CONTEXT_KEY].loan_counts)
    return _is_earning(names, item, root)


def is_redlist(item: Any) -> bool:
    """Return whether an item is a redlist."""
    return isinstance(item, Mapping) and item.get("colour") == "red"


def _judge_lender_view(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge what lenders see: they may see less, if nobody is then pooled with people of worse reputation."""
    before, after = table_before["lenders_see"], table_after["lenders_see"]
    stated = {
        belief["of"] for belief in table_before["lenders_believe"]
    }  # a removed belief is reported in its own place
    return not set(after) <= set(before) or (
        set(after) != set(before)
        and bool(standings_doubted(table_before, root, root[CONTEXT_KEY].loan_counts) - stated)
    )


def _judge_sensing(key: str, table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge a channel: where it detects acts that earn points it must stay as it is, or people lose these points."""
    before, after = table_before[key], table_after[key]
    seen = _earning_kinds(root) & set(table_before["conduct"])
    if key == "conduct":
        return not set(after) <= set(before) or not seen <= set(after)
    if seen:
        return bool(before != after)
    if key == "detection_factors":
        return any(True for _ in compare_factors((key,), before, after, "higher"))
    return is_harsher(key, before, after, "higher", None)


def _judge_any_change(key: str, table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge any change as harsher: it may affect somebody more."""
    return bool(table_before[key] != table_after[key])


def _judge_evadable(table_before: Table, table_after: Table, root: Table) -> bool:
    """Judge evadable rules: avoiding a record for money, or faking a good act, may not be closed off."""
    return bool(table_before["evadable"] and not table_after["evadable"])


JUDGES: dict[tuple[str, ...], Callable[[Table, Table, Table], bool]] = {
    ("applies_to",): _judge_scope,
    **{
        ("sensing", "channels", key): partial(_judge_sensing, key)
        for key in ("conduct", "coverage", "detection_rate", "detection_factors", "regions")
    },
    ("recording", "rules", "points"): _judge_points,
    ("recording", "rules", "months"): _judge_months,
    ("recording", "rules", "early_removal_after_months"): _judge_by_points(_judge_early_removal),
    ("recording", "rules", "early_removal"): lambda table_before, table_after, root: (
        False
    ),  # judged with early_removal_after_months
    # Fixed and geometric terms have the same mean: some records end earlier, others later.
    ("recording", "rules", "geometric"): partial(_judge_any_change, "geometric"),
    # Another schedule fits other records, with larger or smaller effects.
    **{("score_fitting", key): partial(_judge_any_change, key) for key in ("every_months", "refit")},
    ("sensing", "attention_prior"): partial(_judge_any_change, "attention_prior"),
    ("recording", "rules", "evadable"): _judge_evadable,
    ("standing", "grades"): _judge_grades,
    ("treatment", "lenders_see"): _judge_lender_view,
    ("standing", "lists", "records_at_least"): _judge_record_count,
    ("standing", "lists", "grade_at_most"): _judge_worst_grade,
    ("standing", "lists", "grade_at_least"): _judge_best_grade,
}
"""Judges by the keys of a path, for changes that one number alone does not decide."""
