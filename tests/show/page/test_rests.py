"""The assumption that a finding names is in the documents, and is said with value and range."""

from __future__ import annotations

import string

import pytest

from underheaven.fields import CONTEXTS
from underheaven.show.page.assumptions import assumptions_of
from underheaven.show.page.rests import TABLE, measured_rest, rest_of

COURT = "court-defaulters-2013"
CHANNEL = "enforcement bureaus, who cannot pay"
FILLED = {
    "attribute": "sex",
    "category": "men",
    "effect": "credit",
    "habit": "flights",
    "kind": "red light",
    "channel": CHANNEL,
}


@pytest.mark.parametrize("finding", TABLE)
def test_every_finding_names_an_assumption_of_a_shipped_document(scene, finding):
    if finding in ("asked", "officials"):  # the court's list has none of it
        assert rest_of(scene, COURT, finding) is None
        return
    if finding == "reward":
        assert rest_of(scene, COURT, finding, effect="credit").assumption.path == "contexts.credit.value"
        return
    rest = rest_of(scene, COURT, finding, **FILLED)
    known = {a.path: a for a in (*assumptions_of(scene, COURT), *assumptions_of(scene, ""))}
    assert known[rest.assumption.path] == rest.assumption
    assert rest.text.startswith("Rests most directly on ")
    assert "{" not in rest.text
    assert rest.assumption.reason[1:].rstrip(".") in rest.text


def test_only_known_names_stand_in_braces():
    names = {f for rows in TABLE.values() for p, words in rows for _, f, *_ in string.Formatter().parse(p + words) if f}
    assert names == set(FILLED)
    assert FILLED["effect"] in CONTEXTS


def test_the_regime_is_searched_before_the_society(scene):
    found = rest_of(scene, COURT, "listed", channel=CHANNEL).assumption
    assert (found.path, found.value) == (f"sensing.channels.{CHANNEL}.sensitivity", 0.018)
    assert rest_of(scene, "none", "performed").assumption.path == "livelihood.courts.performs_with_detriment"


def test_nothing_is_named_where_nothing_is_assumed(scene):
    assert rest_of(scene, "none", "listed", channel="") is None


def test_measured_ends_are_said_with_both_assumptions(scene):
    row = {
        "low": 0.036, "high": 0.95, "assumptions": 28,
        "lowest": {"document": "village", "path": "livelihood.jobs.find", "value": 0.3},
        "highest": {"document": "village", "path": "livelihood.credit.unwilling_below", "value": 0.15},
    }  # fmt: skip
    rest = measured_rest(scene, row)
    assert "lowest (3.6 %) with livelihood.jobs.find = 0.3" in rest.text
    assert "highest (95 %) with livelihood.credit.unwilling_below = 0.15" in rest.text
    assert rest.assumption.path == "livelihood.credit.unwilling_below"
    unmoved = row | {"highest": {"document": "", "path": "", "value": 0.0}}
    assert measured_rest(scene, unmoved).assumption.path == "livelihood.jobs.find"
    assert "the documents as they stand" in measured_rest(scene, unmoved).text
