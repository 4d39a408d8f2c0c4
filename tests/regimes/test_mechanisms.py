"""Nothing of the model lies idle: what a document can say, some shipped regime or society says."""

from __future__ import annotations

from functools import cache

import pytest
from pydantic import BaseModel

from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.io.document_reader import read_regime, read_society, shipped_names

MECHANISMS = {
    "roll-out by region": "Rollout.regions",
    "roll-out town by town": "Rollout.full_after_months",
    "dated amendments": "Regime.amendments",
    "whom it applies to": "Regime.applies_to",
    "consent": "Consent.required",
    "who consents, by group": "Consent.factors",
    "who consents, by conviction": "Consent.conviction",
    "what staying out costs": "ListRule.outsiders",
    "opaque weights": "Regime.opacity",
    "rumour": "Rule.rumoured_weight",
    "secrecy": "Regime.awareness",
    "channels that miss": "Channel.coverage",
    "false records": "Channel.false_records_per_year",
    "mistaken identity": "Channel.mistaken_identity",
    "errors by group": "Channel.false_factors",
    "reported cases": "Channel.follows_attention",
    "attention to where records are": "Sensing.attention_exponent",
    "points": "Rule.points",
    "records filed once": "Rule.refile",
    "repair by performance": "Rule.removed_by_performance",
    "repair before the term": "Rule.early_removal",
    "correction": "Repair.correction",
    "appeal": "Repair.appeal",
    "buying off and staging": "Rule.evadable",
    "grades": "Standing.grades",
    "lists by record": "ListRule.conduct",
    "lists by number of records": "ListRule.records_at_least",
    "blacklists by grade": "ListRule.grade_at_most",
    "redlists by grade": "ListRule.grade_at_least",
    "scores of ties": "Standing.association",
    "guilt by household": "Association.household_liability",
    "exclusion along ties": "Association.contagion",
    "joint punishment": "Treatment.effects",
    "rewards": "Treatment.rewards",
    "denials": "Treatment.denials",
    "what lenders see": "Treatment.lenders_see",
    "favour": "Officials.favour_share",
    "bad news kept back": "Officials.suppression",
    "quotas": "Officials.quota_per_1000",
    "points fitted to its own records": "Regime.score_fitting",
    "help between persons": "Livelihood.exchange",
    "ties severed": "Ties.severed_per_month",
    "cost of gaming": "Traits.gaming_cost",
    "imitation": "Conduct.imitation",
    "speech by thresholds": "Conduct.threshold",
    "good acts": "Conduct.prosocial",
    "conduct that is a state": "Conduct.arises_from",
}

IDLE = {
    "Association.contagion_background": "nobody is recorded for ties to nobody",
    "Association.contagion_reference_group": "ties are the default, and what the imagined system looks at",
    "Channel.mistaken_factors": "no published gap; the model's default is none",
    "Channel.regions": "no shipped regime has a channel in some of its regions only",
    "Channel.detection_factors": "no published gap; the model's default is none",
    "Ties.alike_share": "how much likelier friends are alike is not known for the attributes of the shipped societies",
    "Ties.alike_by": "as above",
    "Conduct.cost": "conviction is what holds people back in the shipped societies",
    "Conduct.reference_group": "others are seen in the town",
    "Conduct.benefit_law": "the uniform law is for closed forms",
    "ContextUse.factors": "no figures by group",
    "Courts.backlog_unwilling": "the share at rest is solved; no share of those who chose default is published",
    "Credit.unable_factors": "no figures by group",
    "Credit.unwilling_factors": "no figures by group",
    "ScoreFitting.every_months": "a fit a year is the default",
    "ScoreFitting.refit": "a loop that is cut is for the test of the loop",
    "Jobs.find_factors": "no figures by group",
    "TraitDistribution.raised": "the ladder is for closed forms",
    "Regime.awareness_factors": "no figures by group",
    "Rule.grace_months": "whether courts give debtors notice is for each to decide, and no share that do is published",
    "Rule.geometric": "terms are stated in months; the geometric one is for closed forms",
    "Sensing.attention_mode": "visits one by one are for the case of the urn",
    "Sensing.attention_prior": "towns have no records from before",
    "Sensing.visits_per_month": "visits one by one are for the case of the urn",
    "Treatment.lenders_believe": "what lenders believe at first is published nowhere; the studies use it",
}
"""What a document can say and no shipped one does, and why."""


@cache
def said() -> tuple[frozenset[str], frozenset[str]]:
    """Gives every key that a part of a shipped document has, and those that stand away from their default somewhere."""
    known: set[str] = set()
    away: set[str] = set()
    for name in shipped_names("regime"):
        document = read_regime(name)
        away |= {"Regime.amendments"} if document.model.amendments else set()
        for _, regime in regime_versions(document):
            _walk(regime, known, away)
    for name in shipped_names("society"):
        _walk(read_society(name).model, known, away)
    return frozenset(known), frozenset(away)


def _walk(part: BaseModel, known: set[str], away: set[str]) -> None:
    for name, field in type(part).model_fields.items():
        value, key = getattr(part, name), f"{type(part).__name__}.{name}"
        known.add(key)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            away.add(key)
        for below in value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]:
            if isinstance(below, BaseModel):
                _walk(below, known, away)


@pytest.mark.parametrize("key", MECHANISMS.values(), ids=MECHANISMS)
def test_every_mechanism_is_used_by_what_ships(key):
    assert key in said()[1]


def test_what_no_shipped_document_says_is_named_with_its_reason():
    known, away = said()
    idle = {key for key in known - away if not key.endswith(".kind")}
    assert idle == set(IDLE)
