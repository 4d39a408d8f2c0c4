"""Findings about gravity and equal conduct: the measures, said in words."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.families import fairness
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.multiple_comparisons import significant_differences
from underheaven.show.report.findings.fairness_findings import _gravity_sentence, equal_conduct_gaps
from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.findings.stay_findings import still_listed_by_category
from underheaven.show.report.report_context import build_report_context

COURT = "court-defaulters-2013"


def said(dataset):
    return {finding.name: finding for finding in scenario_findings(build_report_context(dataset), COURT)}


def test_a_group_is_named_only_where_it_parts_beyond_chance_with_all_that_were_looked_at(court, context):
    """Catches the largest of several gaps that is named for being the largest."""
    found = equal_conduct_gaps(context, COURT, "equal_conduct_detriment_in")
    assert set(found) <= set(fairness.equal_conduct_gap_by_category(court, "detriment"))
    beyond = [category for category, one in significant_differences(found).items() if one.mean > 0]
    text = said(court)["equal conduct"].text
    assert f"{len(found)} groups compared, with Holm's correction" in text
    assert ("no group loses more access beyond Monte Carlo error" in text) == (not beyond)
    assert all(category in beyond for category in found if f"the group {category} loses" in text)
    alike = court.assign(person_detriment=court["person_detriment"] * 0 + court["replicate"] + 1)
    assert "the group" not in said(alike)["equal conduct"].text.split("wrongly")[0]


def test_small_groups_are_left_out(court):
    few = build_report_context(court.isel(person=slice(0, 900)))
    assert equal_conduct_gaps(few, COURT, "equal_conduct_detriment_in") == {}
    assert still_listed_by_category(few, COURT) == {}


def test_two_halves_of_an_attribute_part_by_opposite_gaps(court):
    by = fairness.equal_conduct_gap_by_category(court, "months_listed")
    np.testing.assert_allclose(by["men"].values, -by["women"].values)


@pytest.mark.parametrize(
    ("mean", "low", "high", "words"),
    [
        (0.01, -0.1, 0.1, "hardly follows"),
        (0.2, -0.15, 0.57, "is not distinguishable from Monte Carlo error"),
        (0.5, -0.1, 1.1, "is not distinguishable from Monte Carlo error"),
        (-0.5, -0.6, -0.4, "against"),
        (0.5, 0.4, 0.6, "done loosely."),
        (0.8, 0.7, 0.9, "follows the gravity of what was done."),
    ],
)
def test_whether_punishment_follows_gravity_is_said_as_far_as_luck_lets_it(mean, low, high, words):
    assert words in _gravity_sentence(Interval(mean, low, high, 4, ""))
