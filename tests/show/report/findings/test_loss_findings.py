"""Findings about losses."""

from __future__ import annotations

import re

import pytest

from underheaven.measure.registry import MEASURES
from underheaven.show.explain.status_cost import OUTSIDE_PHRASE
from underheaven.show.report.findings import loss_findings
from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.report_context import build_report_context

from .finding_texts import COURT, finding_texts


def test_what_listed_lose_is_apart_from_all_that_is_lost(court):
    text = finding_texts(build_report_context(court))["detriment"]
    assert text.startswith("In this model, those ever listed lose access worth ")
    assert re.search(r"(Of all|All) losses, including those of people never listed, ", text)
    assert "has no record behind it" not in text
    bare = court["detriment"].copy(deep=True)
    bare.loc[{"cause": "none:official"}] = court["detriment"].sum("cause")
    with_bare = {f.name: f for f in scenario_findings(build_report_context(court.assign(detriment=bare)), COURT)}[
        "detriment"
    ]
    assert "; 50 % (the same in every replicate) has no record behind it." in with_bare.text
    cross, without = with_bare.numbers[-2:]
    before = MEASURES["cross_context_share"].function(court).sel(scenario=COURT).mean().item()
    assert f"{OUTSIDE_PHRASE} or has no record behind it" in with_bare.text
    assert (cross.mean, without.mean) == (pytest.approx((before + 1) / 2), pytest.approx(0.5))


def test_what_constants_say_is_called_a_property_of_the_documents(court):
    """By hand, from the documents' numbers: no run, no interval, for each amendment."""
    (found,) = loss_findings.find_status_costs(build_report_context(court), COURT)
    assert found.numbers == ()
    assert "between" not in found.text
    assert "from 2016-09" in found.text
    assert "a property of the documents, not a result of the simulation" in found.text
    assert "falls outside" not in found.text, "these words are for the share that was measured"
