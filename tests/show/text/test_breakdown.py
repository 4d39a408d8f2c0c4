"""A result by group, by region and over time."""

from __future__ import annotations

import pytest

from underheaven.show.text import breakdown
from underheaven.show.text.result_table import print_lines


def test_every_number_and_label_has_a_line(result):
    lines = {line.name: line for line in breakdown.breakdown_lines(result, "group")}
    men, women = lines["detriment:men"], lines["detriment:women"]
    assert men.cells[0].level.mean == pytest.approx(30 / 600)
    assert women.cells[0].level.mean == 0
    assert men.cells[0].difference.mean == pytest.approx(30 / 600 - men.cells[1].level.mean)
    assert men.section == "Detriment booked"
    assert {"equal_conduct_gap:detriment:men", "equal_conduct_gap:detriment:women"} <= set(lines)


def test_few_persons_are_marked(result, console):
    lines = breakdown.breakdown_lines(result, "group")
    assert all(line.title.endswith(breakdown.FEW_PERSONS_MARK) for line in lines)
    assert breakdown.FEW_PERSONS_NOTE in breakdown.breakdown_notes(result, "group")
    assert all(row["few_persons"] and not row["label"].endswith("*") for row in breakdown.line_rows(lines))
    print_lines(result, lines, breakdown.breakdown_notes(result, "group"), console)
    text = console.file.getvalue()
    assert "women *" in text
    assert "At equal conduct" in text


def test_small_regions_of_a_real_place_are_withheld(result):
    """A thousand persons less one are too few; a place that is imagined has none to hide."""
    result["person_renewals"].values[0, 0, 0] = 1
    assert breakdown.breakdown_lines(result, "region") == []
    assert breakdown.WITHHELD_REGIONS_NOTE in breakdown.breakdown_notes(result, "region")
    result.attrs["population_stated"] = 0
    assert breakdown.breakdown_lines(result, "region")
    assert breakdown.FEW_PERSONS_NOTE in breakdown.breakdown_notes(result, "region")


def test_regions_with_enough_persons_stand_there(result):
    lines = breakdown.breakdown_lines(result, "region")
    assert {line.title for line in lines} == {"north"}
    assert breakdown.breakdown_notes(result, "region") == [breakdown.WHOLE_RUN_NOTE]
    assert not [line for line in lines if line.name.startswith("equal_conduct")]


def test_over_time_gives_the_last_month_and_every_month(result):
    last = {line.name: line for line in breakdown.over_time_lines(result)}
    assert last["blacklisted:2013-11"].cells[0].level.mean == pytest.approx(2_100)
    assert "blacklisted:2013-10" not in last
    every = {line.name: line for line in breakdown.over_time_lines(result, 1)}
    assert every["detriment:2013-10"].cells[0].level.mean == pytest.approx(30 / 1000)
    assert every["detriment:2013-11"].cells[0].level.mean == 0
    assert every["unemployed:2013-11"].cells[0].difference.mean == pytest.approx(0.02)


def test_intervals_of_levels_are_cut_at_what_a_number_can_be(result):
    """Detriment is 60 in one replicate and nothing in the other: the interval by itself begins below 0."""
    result["detriment"].values[0, 1] = 0
    result["person_detriment"].values[0, 1] = 0
    result["unemployed"].values[0, 0] = 0
    detriment, other = (
        {line.name: line for line in lines}[name].cells[0].level
        for lines, name in (
            (breakdown.over_time_lines(result, 1), "detriment:2013-10"),
            (breakdown.breakdown_lines(result, "group"), "detriment:men"),
        )
    )
    assert detriment.low == other.low == 0 < detriment.mean < detriment.high
    assert all(
        row["low"] is None or row["low"] >= 0 for row in breakdown.line_rows(breakdown.over_time_lines(result, 1))
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
    assert breakdown._possible_range("correlation") == (-1, 1)


def test_what_is_nothing_everywhere_has_no_line(result):
    assert not [line for line in breakdown.over_time_lines(result) if line.name.startswith("speaking")]


def test_groups_over_time_have_a_section_each_and_a_line_for_every_year(result):
    lines = {line.name: line for line in breakdown.breakdown_over_time_lines(result, "group")}
    men = lines["blacklisted:men:2013-11"]
    assert (men.section, men.title) == ("On a blacklist: men *", "2013-11")
    assert men.cells[0].level.mean == pytest.approx(100_000 * (15 + 17) / 2 / 600)
    assert men.cells[0].difference.mean == pytest.approx(men.cells[0].level.mean)
    assert "blacklisted:men:2013-10" not in lines
    assert lines["detriment:men:2013-11"].cells[0].level.mean == pytest.approx(30 / 1200)
    assert not [name for name in lines if name.startswith(("speaking", "detriment:women"))]


def test_groups_over_time_are_tidy_rows(result):
    rows = breakdown.breakdown_over_time_rows(breakdown.breakdown_over_time_lines(result, "group", 1))
    one = next(r for r in rows if (r["name"], r["scenario"]) == ("detriment:men:2013-10", "court"))
    assert (one["measure"], one["label"], one["month"], one["few_persons"]) == (
        "Detriment booked",
        "men",
        "2013-10",
        True,
    )
    assert one["mean"] == pytest.approx(30 / 600)
    assert len({(r["measure"], r["label"], r["month"], r["scenario"]) for r in rows}) == len(rows)


def test_regions_over_time_withhold_what_is_small(result):
    assert {line.section for line in breakdown.breakdown_over_time_lines(result, "region")} == set()
    result["listed_by_region"].values[0, :, 1] = 7
    (line,) = breakdown.breakdown_over_time_lines(result, "region")
    assert (line.name, line.section) == ("listed_by_region:north:2013-11", "On blacklists, each list counted: north")
    assert line.cells[0].level.mean == pytest.approx(350)
    result["person_renewals"].values[0, 0, 0] = 1
    assert breakdown.breakdown_over_time_lines(result, "region") == []
    assert breakdown.breakdown_over_time_notes(result, "region") == [
        breakdown.PERIODS_NOTE,
        breakdown.WITHHELD_REGIONS_NOTE,
    ]


def test_a_table_over_time_has_no_dates(result):
    """What this would catch: a simulated count of 2023-09 that reads as a count of that month."""
    dated = breakdown.over_time_lines(result)
    said = breakdown.months_of_run(result, dated)
    assert [line.name for line in said] == [line.name for line in dated]
    months = {str(month) for month in result["month"].values}
    assert any(line.title in months for line in dated)
    assert not any(line.title in months for line in said)
    assert said[-1].title.startswith("month ")
