"""Persons listed by group: the rows of the figure, on a result made by hand."""

from __future__ import annotations

import pytest

from underheaven.show.report import group_rates
from underheaven.show.report.figures import groups
from underheaven.show.report.figures.figure import OmittedFigure

COURT = "court-defaulters-2013"


def test_groups(small, context):
    rows = group_rates.group_rate_rows(small, "court")
    assert {r["attribute"] for r in rows} == {"attribute 1"}
    found = {r["category"]: r["found"].mean for r in rows}
    assert found == pytest.approx({"men": 16 / 600 * 1e5, "women": 5 / 400 * 1e5})
    names = {r["attribute"] for r in group_rates.group_rate_rows(context, COURT)}
    assert {"sex", "age"} <= names
    assert isinstance(groups.build_figure(small, "none"), OmittedFigure)
