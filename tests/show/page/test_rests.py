"""The assumption that a finding names is in the documents, and is said with value and range."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from underheaven.fields import CONTEXTS
from underheaven.measure.interval import Interval
from underheaven.show import ranges
from underheaven.show.page.assumptions import assumptions_of
from underheaven.show.page.rests import TABLE, measured_rest, rest_of
from underheaven.show.page.scene import scene_of

from ..over import attrs

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
    assert rest.text.startswith("Depends most directly on ")
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


def test_what_is_measured_is_said_with_what_moves_it(scene, court):
    column = (COURT, "listed_now", "level")
    over = scene_of(court.assign_attrs(attrs({column: (100, 900, 300)}, society="village")))
    own = Interval(300.0, 290.0, 310.0, 3, "")
    rest = measured_rest(over, column, "persons per 100,000", own)
    assert rest.text == (
        "Main source of variation: the parameters (parameter range 140 to 860, median 500; over seeds 297 to 303). "
        "Most influential (varied alone, one run each): livelihood.jobs.find (100 at 0.05, "
        "900 at 0.3); no second one is distinguishable."
    )
    assert rest.assumption.path == "livelihood.jobs.find"
    wide = Interval(300.0, -4_000.0, 4_600.0, 3, "")
    named = measured_rest(over, column, "persons per 100,000", own, "On a blacklist now")
    assert named.text.startswith('Main source of variation, for "On a blacklist now": the parameters (')
    assert (
        "Main source of variation: Monte Carlo error (" in measured_rest(over, column, "persons per 100,000", wide).text
    )
    assert measured_rest(scene, column, "persons per 100,000", own) is None


def test_luck_alone_may_leave_a_measure_undefined(court):
    column = (COURT, "wrongful_stay_median", "level")
    over = scene_of(court.assign_attrs(attrs({column: (4.2, 7.8, float("nan"))}, society="village")))
    text = measured_rest(over, column, "months", Interval(float("nan"), float("nan"), float("nan"), 3, "")).text
    assert "(parameter range 4.4 to 7.6, median 6; over seeds undefined)" in text
    assert "- to -" not in text


def test_a_measure_that_few_samples_define_has_no_range(court, monkeypatch):
    column, own = (COURT, "listed_now", "level"), Interval(300.0, 290.0, 310.0, 3, "")
    over = scene_of(court.assign_attrs(attrs({column: (100, 900, 300)}, society="village")))
    row = ranges.over_assumptions(over.dataset)[column]
    few = {column: replace(row, points=row.of // 2 - 1)}
    assert row.of > 4
    monkeypatch.setattr(ranges, "over_assumptions", lambda dataset: few)
    rest = measured_rest(over, column, "persons per 100,000", own, "On a blacklist now")
    assert rest.text == (
        f'No parameter range of "On a blacklist now": only {row.of // 2 - 1} of {row.of} samples define it.'
    )
    assert ranges.range_of(over.dataset, COURT, "listed_now") is None


def test_what_nothing_moves_says_so(court):
    column = (COURT, "unemployed", "level")
    over = scene_of(court.assign_attrs(attrs({column: (0.5, 0.5, 0.5)})))
    rest = measured_rest(over, column, "share", Interval(0.5, 0.5, 0.5, 3, ""))
    said = "Main source of variation: none, it does not vary. Most influential: no single parameter"
    assert rest.text.startswith(said)
    assert rest.assumption is None
