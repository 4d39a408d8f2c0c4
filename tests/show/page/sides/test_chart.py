"""The lanes of a panel: everything in the order of the result, every number inside the axis."""

from __future__ import annotations

import pytest

from underheaven.show.page.charts.theme import Size
from underheaven.show.page.sides.chart import extent, number, over, spec, ticks
from underheaven.show.page.sides.pictures import SUBJECTS, pictures
from underheaven.show.page.sides.rows import row

ALL = [measure for _, _, _, measures in SUBJECTS for measure in measures]
NAMES = {"imagined-unified": "a name of more than fifty letters that goes on for two lines", "rongcheng-2021": "b",
         "credit-bureau": "c", "points-licence": "d"}  # fmt: skip


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m[0])
def test_every_end_lies_on_the_axis(scene, measure):
    one = row(scene, *measure)
    bottom, top = extent(one)
    for mark in one.marks:
        ends = [end for end in (mark.found.low, mark.found.mean, mark.found.high, *(mark.span or ())) if end == end]
        assert all(bottom - 1e-9 <= end <= top + 1e-9 for end in ends)
    assert 0.0 in ticks(bottom, top)


def test_regimes_keep_their_place_whether_they_have_a_number_or_not(scene):
    drawn = spec(row(scene, "cross_context_share"), NAMES, Size(322, 322))
    words = [layer for layer in drawn["layer"] if layer["mark"]["type"] == "text"]
    assert all(layer["encoding"]["y"]["scale"]["domain"] == list(scene.shown) for layer in words)
    assert [v["world"] for v in words[-1]["data"]["values"]] == ["rongcheng-2021"]
    last, first = words[0]["data"]["values"], words[1]["data"]["values"]
    assert [v["line"] for v in last] == ["for two lines", "b", "c", "d"]
    assert [v["world"] for v in first] == ["imagined-unified"]


def test_differences_of_shares_are_points(scene):
    one = row(scene, "legitimacy", "difference")
    assert number(one, -0.0123) == "\N{MINUS SIGN}1.23 points"
    assert over(one, (-0.36, 0.02)) == "\N{MINUS SIGN}36 to 2 points"
    assert over(row(scene, "cross_context_share"), (0.5, 0.75)) == "50 to 75 %"


def test_a_measure_that_is_nothing_everywhere_has_no_panel(scene, four):
    quiet = four.copy(deep=True)
    quiet["silenced"].values[:] = 0
    names = dict.fromkeys(scene.shown, "one")
    counts = [sum(len(p.panels) for p in pictures(s, names)) for s in
              (scene, type(scene)(quiet, scene.worlds, scene.against, scene.regimes, scene.society))]  # fmt: skip
    assert counts[0] == counts[1] + 1
