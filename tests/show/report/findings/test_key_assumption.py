"""The assumption that a finding names is in the documents, and is said with value and range."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from underheaven.fields.codes import CONTEXTS
from underheaven.measure.inference.interval import Interval
from underheaven.show.report.findings.key_assumption import (
    KEY_ASSUMPTION_PATHS,
    key_assumption_of,
    measured_key_assumption,
)
from underheaven.show.report.report_context import build_report_context
from underheaven.show.text import parameter_ranges

from ...over import attrs

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


@pytest.mark.parametrize("finding", KEY_ASSUMPTION_PATHS)
def test_every_finding_names_an_assumption_of_a_shipped_document(context, finding):
    if finding in ("consent", "officials"):  # the court's list has none of it
        assert key_assumption_of(context, COURT, finding) is None
        return
    if finding == "reward":
        assert key_assumption_of(context, COURT, finding, effect="credit").assumption.path == "contexts.credit.value"
        return
    rest = key_assumption_of(context, COURT, finding, **FILLED)
    known = {a.path: a for a in (*context.assumed_numbers(COURT), *context.assumed_numbers(""))}
    assert known[rest.assumption.path] == rest.assumption
    assert rest.text.startswith("Depends most directly on ")
    assert "{" not in rest.text
    assert rest.assumption.reason[1:].rstrip(".") in rest.text


def test_only_known_names_stand_in_braces():
    names = {
        f
        for rows in KEY_ASSUMPTION_PATHS.values()
        for p, words in rows
        for _, f, *_ in string.Formatter().parse(p + words)
        if f
    }
    assert names == set(FILLED)
    assert FILLED["effect"] in CONTEXTS


def test_the_regime_is_searched_before_the_society(context):
    found = key_assumption_of(context, COURT, "listed", channel=CHANNEL).assumption
    assert (found.path, found.value) == (f"sensing.channels.{CHANNEL}.detection_rate", 0.018)
    assert (
        key_assumption_of(context, "none", "performed").assumption.path == "livelihood.courts.performs_with_detriment"
    )


def test_nothing_is_named_where_nothing_is_assumed(context):
    assert key_assumption_of(context, "none", "listed", channel="") is None


def test_what_is_measured_is_said_with_what_moves_it(context, court):
    column = (COURT, "listed_now", "level")
    over = build_report_context(court.assign_attrs(attrs({column: (100, 900, 300)}, society="village")))
    own = Interval(300.0, 290.0, 310.0, 3, "")
    rest = measured_key_assumption(over, column, "persons per 100,000", own)
    assert rest.text == (
        "Main source of variation: the parameters (parameter range 140 to 860, median 500; over seeds 297 to 303). "
        "Most influential (varied alone, one run each): livelihood.jobs.find (100 at 0.05, "
        "900 at 0.3); no second one is distinguishable."
    )
    assert rest.assumption.path == "livelihood.jobs.find"
    wide = Interval(300.0, -4_000.0, 4_600.0, 3, "")
    named = measured_key_assumption(over, column, "persons per 100,000", own, "On a blacklist at the end")
    assert named.text.startswith('Main source of variation, for "On a blacklist at the end": the parameters (')
    assert (
        "Main source of variation: Monte Carlo error ("
        in measured_key_assumption(over, column, "persons per 100,000", wide).text
    )
    assert measured_key_assumption(context, column, "persons per 100,000", own) is None


def test_luck_alone_may_leave_a_measure_undefined(court):
    column = (COURT, "wrongful_stay_median", "level")
    over = build_report_context(court.assign_attrs(attrs({column: (4.2, 7.8, float("nan"))}, society="village")))
    text = measured_key_assumption(
        over, column, "months", Interval(float("nan"), float("nan"), float("nan"), 3, "")
    ).text
    assert "(parameter range 4.4 to 7.6, median 6; over seeds undefined)" in text
    assert "- to -" not in text


def test_a_measure_that_few_samples_define_has_no_range(court, monkeypatch):
    column, own = (COURT, "listed_now", "level"), Interval(300.0, 290.0, 310.0, 3, "")
    over = build_report_context(court.assign_attrs(attrs({column: (100, 900, 300)}, society="village")))
    row = parameter_ranges.measure_sensitivities(over.dataset)[column]
    few = {column: replace(row, n_samples=row.n_samples_in_all // 2 - 1)}
    assert row.n_samples_in_all > 4
    monkeypatch.setattr(parameter_ranges, "measure_sensitivities", lambda dataset: few)
    rest = measured_key_assumption(over, column, "persons per 100,000", own, "On a blacklist at the end")
    assert rest.text == (
        f'No parameter range of "On a blacklist at the end": only {row.n_samples_in_all // 2 - 1} of '
        f"{row.n_samples_in_all} samples define it."
    )
    assert parameter_ranges.parameter_range(over.dataset, COURT, "listed_now") is None


def test_what_nothing_moves_says_so(court):
    column = (COURT, "unemployed", "level")
    over = build_report_context(court.assign_attrs(attrs({column: (0.5, 0.5, 0.5)})))
    rest = measured_key_assumption(over, column, "share", Interval(0.5, 0.5, 0.5, 3, ""))
    said = "Main source of variation: none, it does not vary. Most influential: no single parameter"
    assert rest.text.startswith(said)
    assert rest.assumption is None
