"""The lanes of a panel: everything in the order of the result, every number inside the axis."""

from __future__ import annotations

import pytest

from underheaven.show.report.charts.theme import ChartSize
from underheaven.show.report.comparison.figures import FIGURE_MEASURES, comparison_figures
from underheaven.show.report.comparison.interval_chart import (
    axis_extent,
    axis_ticks,
    interval_chart,
    mean_text,
    parameter_range_text,
)
from underheaven.show.report.comparison.measure_marks import measure_row

ALL = [measure for _, _, _, measures in FIGURE_MEASURES for measure in measures]
NAMES = {
    "imagined-unified": "a name of more than fifty letters that goes on for two lines",
    "rongcheng-2021": "b",
    "credit-bureau": "c",
    "points-licence": "d",
}


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m[0])
def test_every_end_lies_on_the_axis(context, measure):
    one = measure_row(context, *measure)
    bottom, top = axis_extent(one)
    for mark in one.marks:
        ends = [
            end
            for end in (mark.interval.low, mark.interval.mean, mark.interval.high, *(mark.parameter_range or ()))
            if end == end
        ]
        assert all(bottom - 1e-9 <= end <= top + 1e-9 for end in ends)
    assert 0.0 in axis_ticks(bottom, top)


def test_regimes_keep_their_place_whether_they_have_a_number_or_not(context):
    drawn = interval_chart(measure_row(context, "cross_context_share"), NAMES, ChartSize(322, 322))
    words = [layer for layer in drawn["layer"] if layer["mark"]["type"] == "text"]
    assert all(layer["encoding"]["y"]["scale"]["domain"] == list(context.reported_scenarios) for layer in words)
    assert [v["scenario"] for v in words[-1]["data"]["values"]] == ["rongcheng-2021"]
    last, first = words[0]["data"]["values"], words[1]["data"]["values"]
    assert [v["line"] for v in last] == ["for two lines", "b", "c", "d"]
    assert [v["scenario"] for v in first] == ["imagined-unified"]


def test_differences_of_shares_are_points(context):
    one = measure_row(context, "legitimacy", "difference")
    assert mean_text(one, -0.0123) == "\N{MINUS SIGN}1.23 points"
    assert parameter_range_text(one, (-0.36, 0.02)) == "\N{MINUS SIGN}36 to 2 points"
    assert parameter_range_text(measure_row(context, "cross_context_share"), (0.5, 0.75)) == "50 to 75 %"


def test_a_measure_that_is_nothing_everywhere_has_no_panel(context, four):
    quiet = four.copy(deep=True)
    quiet["silenced"].values[:] = 0
    names = dict.fromkeys(context.reported_scenarios, "one")
    counts = [
        sum(len(p.panels) for p in comparison_figures(s, names))
        for s in (context, type(context)(quiet, context.scenarios, context.baseline, context.regimes, context.society))
    ]
    assert counts[0] == counts[1] + 1
