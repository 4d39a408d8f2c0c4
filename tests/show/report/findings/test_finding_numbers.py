"""Numbers of findings: levels, differences, and shares left open."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.registry import MEASURES
from underheaven.show.report.findings.finding_numbers import measure_difference, measure_level
from underheaven.show.report.report_context import build_report_context

from ...over import attrs

COURT = "court-defaulters-2013"


def test_levels_and_differences(context, court):
    measure = MEASURES["loans_made"].function(court)
    step = measure.sel(scenario=COURT) - measure.sel(scenario="none")
    assert measure_difference(context, COURT, "loans_made").mean == pytest.approx(step.mean().item())
    assert measure_level(context, COURT, "detriment_of_listed").unit.endswith("per person ever listed")
    assert np.isnan(measure_level(context, COURT, "unjustified_share").mean) == np.isnan(
        MEASURES["unjustified_share"].function(court).sel(scenario=COURT).mean(skipna=False)
    )


def test_a_share_that_its_range_leaves_open_is_said_roughly(result):
    """What this would catch: 24.9 % (24.5 to 25.3) on the page of a number that the table says is about 20 %."""
    from underheaven.show.report.findings.finding_numbers import finding_share, measure_level

    wide = build_report_context(result.assign_attrs(attrs({("court", "records_lost", "level"): (0.0, 0.9, 0.4)})))
    narrow = build_report_context(result.assign_attrs(attrs({("court", "records_lost", "level"): (0.0, 0.1, 0.05)})))
    number = measure_level(wide, "court", "records_lost")
    assert finding_share(wide, number).startswith("about ")
    assert "(" not in finding_share(wide, number)
    assert not finding_share(narrow, number).startswith("about ")
