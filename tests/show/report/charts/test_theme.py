"""Axes and labels that do not collide."""

from __future__ import annotations

from itertools import pairwise

import pytest

from underheaven.show.report.charts import theme


@pytest.mark.parametrize(
    ("top", "expected"), [(838, 1000), (0.031, 0.04), (1.0, 1.0), (12.0, 12.5), (0, 1), (float("nan"), 1)]
)
def test_nice_ends_of_an_axis(top, expected):
    assert theme.round_up(top) == pytest.approx(expected)


def test_dodged_labels_stand_apart_and_inside():
    placed = theme.spread_labels([10, 10, 11, 98], top=100, height=100, distance=15)
    order = sorted(placed)
    assert all(b - a >= 15 - 1e-9 for a, b in pairwise(order))
    assert max(placed) <= 100
    assert placed[3] == 98
    assert theme.spread_labels([1, 2], top=100, height=10, distance=9)[1] <= 100
    assert theme.spread_labels([], 1, 1) == []


def test_long_runs_are_marked_by_years_and_short_ones_by_months_and_none_by_dates():
    first = theme.month_number("2013-10")
    years = theme.month_axis([f"{y}-{m:02d}" for y in range(2013, 2024) for m in range(1, 13)][9:129], narrow=False)
    assert years["values"] == [first + 12 * y for y in range(10)]
    assert "'year '" in years["labelExpr"]
    narrow = theme.month_axis(["2013-10", "2023-09"], narrow=True)
    assert len(narrow["values"]) <= 5
    assert all((v - first) % 12 == 0 for v in narrow["values"])
    short = theme.month_axis(["2013-10", "2014-03"], narrow=False)
    assert short["values"][0] == first
    assert "'month '" in short["labelExpr"]


def test_months_are_numbers_in_a_row():
    assert theme.month_number("2014-01") - theme.month_number("2013-12") == 1


def test_one_month_has_an_axis_with_room():
    low, high = theme.month_channel(["2013-10"], narrow=True)["scale"]["domain"]
    assert high > low


def test_text_is_wrapped_at_spaces():
    assert theme.wrap_text("ever on a blacklist: 2,280", 12) == ["ever on a", "blacklist:", "2,280"]


def test_series_differ_without_colour():
    colour, dash = theme.series_scales(["a", "b", "c"])
    assert len({str(d) for d in dash["scale"]["range"]}) == 3
    assert colour["legend"] is None
