"""Lines of a breakdown: intervals end at what a number can be."""

from __future__ import annotations

from underheaven.show.text import breakdown, breakdown_over_time, line_builder


def test_intervals_of_levels_are_cut_at_what_a_number_can_be(result):
    """Detriment is 60 in one replicate and nothing in the other: the interval by itself begins below 0."""
    result["detriment"].values[0, 1] = 0
    result["person_detriment"].values[0, 1] = 0
    result["unemployed"].values[0, 0] = 0
    detriment, other = (
        {line.name: line for line in lines}[name].cells[0].level
        for lines, name in (
            (breakdown_over_time.over_time_lines(result, 1), "detriment:2013-10"),
            (breakdown.breakdown_lines(result, "group"), "detriment:men"),
        )
    )
    assert detriment.low == other.low == 0 < detriment.mean < detriment.high
    assert all(
        row["low"] is None or row["low"] >= 0
        for row in line_builder.line_rows(breakdown_over_time.over_time_lines(result, 1))
    )


def test_a_correlation_and_a_gap_may_be_below_nothing(result):
    result["person_detriment"].values[0, 0, 0] = 0
    gaps = [
        line for line in breakdown.breakdown_lines(result, "group") if line.name.startswith("equal_conduct_gap:det")
    ]
    lows = [line.cells[0].level.low for line in gaps]
    assert not any(low >= 0 for low in lows)  # one person bears detriment: too few for an interval
    listed = [
        line
        for line in breakdown.breakdown_lines(result, "group")
        if line.name == "equal_conduct_gap:months_listed:men"
    ]
    assert listed[0].cells[0].level.low < 0
    assert line_builder.possible_range("correlation") == (-1, 1)
