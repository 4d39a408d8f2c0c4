"""Findings about conduct: both ends of an open sign, and no rank on few events."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.inference.interval import Interval
from underheaven.show.report.comparison.conduct_findings import _act_change
from underheaven.show.report.comparison.findings import comparison_findings
from underheaven.show.report.comparison.measure_marks import RegimeMark
from underheaven.show.report.report_context import ReportContext


@pytest.fixture
def said(context):
    return {finding.name: finding for finding in comparison_findings(context)}


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            (-0.0000396, -0.00012, 0.0000408),
            "0.00396 % are added, which may be chance (between 0.00408 % not done and 0.012 % added)",
        ),
        ((0.002, -0.001, 0.005), "0.2 % are not done, which may be chance (between 0.1 % added and 0.5 % not done)"),
        ((0.02, 0.01, 0.03), "2 % (between 1 and 3) are not done"),
    ],
)
def test_acts_whose_sign_is_open_have_both_ends(ends, said):
    mark = RegimeMark("court", Interval(*ends, 8, ""), np.zeros(8), None, "")
    assert _act_change(mark) == said


def test_nobody_is_said_to_silence_most_on_a_few_months_of_speech(context, four):
    """What this would catch: "silences most: 35 in a million (between 0 and 147)", which is less than one month."""
    few = four.copy(deep=True)
    spoken = few["person_months_speaking"]
    spoken.values[:] = 0
    for place, world in enumerate(few["scenario"].values):
        spoken.values[place, :, : 20 if world == "none" else 10] = 1
    thin = ReportContext(few, context.scenarios, context.baseline, context.regimes, context.society)
    said = {finding.name: finding.text for finding in comparison_findings(thin)}
    assert "silences most" not in said["silent"]
    assert "too few events to rank" in said["silent"]
    assert any("silences most" in finding.text for finding in comparison_findings(context) if finding.name == "silent")
