"""Repair a regime after parts were removed: references to them are removed too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from underheaven.spec.models.treatment import visible_standings

RegimeTable = dict[str, Any]
"""Plain table of one version of a regime."""
TableItem = dict[str, Any]

LISTING_KEYS = ("conduct", "records_at_least", "grade_at_most", "grade_at_least", "outsiders")
"""Keys that put a person on a list."""
ATTENTION_KEYS = ("attention_exponent", "attention_mode", "visits_per_month", "attention_prior")
CONTAGION_KEYS = ("contagion", "contagion_background", "contagion_conduct", "contagion_reference_group")
QUOTA_KEYS = ("quota_per_1000", "quota_conduct")


def list_items(regime_table: RegimeTable, part: str, key: str) -> list[TableItem]:
    """Return the items of a list two steps down, not copied; empty where it is left out."""
    found: list[TableItem] = regime_table.get(part, {}).get(key, [])
    return found


def keep_items(regime_table: RegimeTable, part: str, key: str, wanted: Callable[[TableItem], bool]) -> None:
    """Keep only the wanted items of a list."""
    if list_items(regime_table, part, key):
        regime_table[part][key] = [item for item in list_items(regime_table, part, key) if wanted(item)]


def drop_keys(table: dict[str, Any], keys: Iterable[str]) -> None:
    """Remove keys from a table, where present."""
    for key in keys:
        table.pop(key, None)


def prune_references(regime_table: RegimeTable) -> None:
    """Remove references to missing rules, channels, lists and grades, in place."""
    passed = regime_table.get("association", {}).get("contagion_conduct")
    sensed = {name for channel in list_items(regime_table, "sensing", "channels") for name in channel["conduct"]} | {
        passed
    }
    keep_items(regime_table, "recording", "rules", lambda rule: rule["conduct"] in sensed)
    ruled = {rule["conduct"] for rule in list_items(regime_table, "recording", "rules")}
    for channel in list_items(regime_table, "sensing", "channels"):
        channel["conduct"] = [name for name in channel["conduct"] if name in ruled]
    keep_items(regime_table, "sensing", "channels", lambda channel: bool(channel["conduct"]))
    _prune_lists(regime_table, ruled)
    _prune_treatment(regime_table)
    _prune_evadable(regime_table)
    _prune_rest(regime_table, ruled)


def _prune_lists(regime_table: RegimeTable, ruled: set[str]) -> None:
    grades = regime_table.get("standing", {}).get("grades", {})
    for rule in list_items(regime_table, "standing", "lists"):
        counted = rule.get("records_of", [])
        for key in ("conduct", "records_of"):
            if key in rule:
                rule[key] = [name for name in rule[key] if name in ruled]
                drop_keys(rule, () if rule[key] else (key,))
        if not ruled or (counted and "records_of" not in rule):
            drop_keys(rule, ("records_at_least", "records_of"))
        for key in ("grade_at_most", "grade_at_least"):
            drop_keys(rule, () if rule.get(key) in grades else (key,))
    keep_items(
        regime_table, "standing", "lists", lambda rule: any(rule.get(listing_key) for listing_key in LISTING_KEYS)
    )


def _prune_treatment(regime_table: RegimeTable) -> None:
    treatment, grades = regime_table.get("treatment", {}), regime_table.get("standing", {}).get("grades", {})
    holders = {rule["name"] for rule in list_items(regime_table, "standing", "lists")} | set(grades)
    for key in ("effects", "rewards", "denials"):
        keep_items(regime_table, "treatment", key, lambda item: item["of"] in holders)
    if "lenders_see" in treatment and not grades:
        treatment["lenders_see"] = [what for what in treatment["lenders_see"] if what != "grade"]
    seen = visible_standings(treatment.get("lenders_see", []), grades)
    keep_items(regime_table, "treatment", "lenders_believe", lambda belief: belief["of"] in seen)


def _prune_evadable(regime_table: RegimeTable) -> None:
    """Remove the option to avoid a record that no longer affects a list, a grade or a rumour."""
    lists, by_points = (
        list_items(regime_table, "standing", "lists"),
        bool(regime_table.get("standing", {}).get("grades")),
    )
    named = {name for rule in lists for name in rule.get("conduct", [])}
    counted = {name for rule in lists if rule.get("records_at_least") for name in rule.get("records_of", [])}
    all_count = any(rule.get("records_at_least") and not rule.get("records_of") for rule in lists)
    rumoured = regime_table.get("opacity", 0) > 0
    for rule in list_items(regime_table, "recording", "rules"):
        in_score = by_points and (rule.get("points", 0) != 0 or "score_fitting" in regime_table)
        in_list = all_count or rule["conduct"] in named | counted
        if not (in_score or in_list or (rumoured and rule.get("rumoured_weight", 0) > 0)):
            drop_keys(rule, ("evadable",))


def _prune_rest(regime_table: RegimeTable, ruled: set[str]) -> None:
    sensing, officials, association = (regime_table.get(part, {}) for part in ("sensing", "officials", "association"))
    if not any(channel.get("follows_attention", True) for channel in list_items(regime_table, "sensing", "channels")):
        drop_keys(sensing, ATTENTION_KEYS)
    if officials.get("quota_conduct") not in ruled:
        drop_keys(officials, QUOTA_KEYS)
    if association.get("contagion_conduct") not in ruled:
        drop_keys(association, CONTAGION_KEYS)
    if all(isinstance(rule["months"], str) for rule in list_items(regime_table, "recording", "rules")):
        drop_keys(association, ("household_liability",))
    if not ruled:
        drop_keys(regime_table, ("score_fitting",))
