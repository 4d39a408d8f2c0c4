"""A regime that lost some of its parts, made sound again: what named them goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from underheaven.spec.treatment import standings_seen

Whole = dict[str, Any]
"""The plain table of a regime as it stands from some month on."""
Item = dict[str, Any]

WAYS = ("conduct", "records_at_least", "grade_at_most", "grade_at_least", "outsiders")
"""Keys that put a person on a list."""
ATTENTION = ("attention_exponent", "attention_mode", "visits_per_month", "attention_prior")
CONTAGION = ("contagion", "contagion_background", "contagion_conduct", "contagion_look")
QUOTA = ("quota_per_1000", "quota_conduct")


def items(whole: Whole, part: str, key: str) -> list[Item]:
    """Return the items of a list two steps down, themselves and not copies; none where it is left out."""
    found: list[Item] = whole.get(part, {}).get(key, [])
    return found


def keep(whole: Whole, part: str, key: str, wanted: Callable[[Item], bool]) -> None:
    """Keep the items of a list that are wanted."""
    if items(whole, part, key):
        whole[part][key] = [item for item in items(whole, part, key) if wanted(item)]


def drop_keys(table: dict[str, Any], keys: Iterable[str]) -> None:
    """Remove keys from a table where they stand there."""
    for key in keys:
        table.pop(key, None)


def prune(whole: Whole) -> None:
    """Remove what names a rule, a channel, a list or a grade that is gone, in place."""
    passed = whole.get("association", {}).get("contagion_conduct")
    sensed = {name for channel in items(whole, "sensing", "channels") for name in channel["conduct"]} | {passed}
    keep(whole, "recording", "rules", lambda rule: rule["conduct"] in sensed)
    ruled = {rule["conduct"] for rule in items(whole, "recording", "rules")}
    for channel in items(whole, "sensing", "channels"):
        channel["conduct"] = [name for name in channel["conduct"] if name in ruled]
    keep(whole, "sensing", "channels", lambda channel: bool(channel["conduct"]))
    _prune_lists(whole, ruled)
    _prune_treatment(whole)
    _prune_gaps(whole)
    _prune_rest(whole, ruled)


def _prune_lists(whole: Whole, ruled: set[str]) -> None:
    grades = whole.get("standing", {}).get("grades", {})
    for rule in items(whole, "standing", "lists"):
        counted = rule.get("records_of", [])
        for key in ("conduct", "records_of"):
            if key in rule:
                rule[key] = [name for name in rule[key] if name in ruled]
                drop_keys(rule, () if rule[key] else (key,))
        if not ruled or (counted and "records_of" not in rule):
            drop_keys(rule, ("records_at_least", "records_of"))
        for key in ("grade_at_most", "grade_at_least"):
            drop_keys(rule, () if rule.get(key) in grades else (key,))
    keep(whole, "standing", "lists", lambda rule: any(rule.get(way) for way in WAYS))


def _prune_treatment(whole: Whole) -> None:
    treatment, grades = whole.get("treatment", {}), whole.get("standing", {}).get("grades", {})
    holders = {rule["name"] for rule in items(whole, "standing", "lists")} | set(grades)
    for key in ("effects", "rewards", "denials"):
        keep(whole, "treatment", key, lambda item: item["of"] in holders)
    if "lenders_see" in treatment and not grades:
        treatment["lenders_see"] = [what for what in treatment["lenders_see"] if what != "grade"]
    seen = standings_seen(treatment.get("lenders_see", []), grades)
    keep(whole, "treatment", "lenders_believe", lambda belief: belief["of"] in seen)


def _prune_gaps(whole: Whole) -> None:
    """Leave nobody to buy off a record on which nothing hangs any more: no list, no grade and no rumour."""
    lists, by_points = items(whole, "standing", "lists"), bool(whole.get("standing", {}).get("grades"))
    named = {name for rule in lists for name in rule.get("conduct", [])}
    counted = {name for rule in lists if rule.get("records_at_least") for name in rule.get("records_of", [])}
    all_count = any(rule.get("records_at_least") and not rule.get("records_of") for rule in lists)
    rumoured = whole.get("opacity", 0) > 0
    for rule in items(whole, "recording", "rules"):
        in_score = by_points and (rule.get("points", 0) != 0 or "fusion" in whole)
        in_list = all_count or rule["conduct"] in named | counted
        if not (in_score or in_list or (rumoured and rule.get("rumoured_weight", 0) > 0)):
            drop_keys(rule, ("gap",))


def _prune_rest(whole: Whole, ruled: set[str]) -> None:
    sensing, officials, association = (whole.get(part, {}) for part in ("sensing", "officials", "association"))
    if not any(channel.get("follows_attention", True) for channel in items(whole, "sensing", "channels")):
        drop_keys(sensing, ATTENTION)
    if officials.get("quota_conduct") not in ruled:
        drop_keys(officials, QUOTA)
    if association.get("contagion_conduct") not in ruled:
        drop_keys(association, CONTAGION)
    if all(isinstance(rule["months"], str) for rule in items(whole, "recording", "rules")):
        drop_keys(association, ("household_guilt",))
    if not ruled:
        drop_keys(whole, ("fusion",))
