"""A result over time, as a whole and by group or region."""

from __future__ import annotations

import pytest

from underheaven.show.text import breakdown_over_time, reported_labels


def test_over_time_gives_the_last_month_and_every_month(result):
    last = {line.name: line for line in breakdown_over_time.over_time_lines(result)}
    assert last["blacklisted:2013-11"].cells[0].level.mean == pytest.approx(2_100)
    assert "blacklisted:2013-10" not in last
    every = {line.name: line for line in breakdown_over_time.over_time_lines(result, 1)}
    assert every["detriment:2013-10"].cells[0].level.mean == pytest.approx(30 / 1000)
    assert every["detriment:2013-11"].cells[0].level.mean == 0
    assert every["unemployed:2013-11"].cells[0].difference.mean == pytest.approx(0.02)


def test_what_is_nothing_everywhere_has_no_line(result):
    assert not [line for line in breakdown_over_time.over_time_lines(result) if line.name.startswith("speaking")]


def test_groups_over_time_have_a_section_each_and_a_line_for_every_year(result):
    lines = {line.name: line for line in breakdown_over_time.breakdown_over_time_lines(result, "group")}
    men = lines["blacklisted:men:2013-11"]
    assert (men.section, men.title) == ("On a blacklist: men *", "2013-11")
    assert men.cells[0].level.mean == pytest.approx(100_000 * (15 + 17) / 2 / 600)
    assert men.cells[0].difference.mean == pytest.approx(men.cells[0].level.mean)
    assert "blacklisted:men:2013-10" not in lines
    assert lines["detriment:men:2013-11"].cells[0].level.mean == pytest.approx(30 / 1200)
    assert not [name for name in lines if name.startswith(("speaking", "detriment:women"))]


def test_groups_over_time_are_tidy_rows(result):
    rows = breakdown_over_time.breakdown_over_time_rows(
        breakdown_over_time.breakdown_over_time_lines(result, "group", 1)
    )
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
    assert {line.section for line in breakdown_over_time.breakdown_over_time_lines(result, "region")} == set()
    result["listed_by_region"].values[0, :, 1] = 7
    (line,) = breakdown_over_time.breakdown_over_time_lines(result, "region")
    assert (line.name, line.section) == ("listed_by_region:north:2013-11", "On blacklists, each list counted: north")
    assert line.cells[0].level.mean == pytest.approx(350)
    result["person_renewals"].values[0, 0, 0] = 1
    assert breakdown_over_time.breakdown_over_time_lines(result, "region") == []
    assert breakdown_over_time.breakdown_over_time_notes(result, "region") == [
        breakdown_over_time.PERIODS_NOTE,
        reported_labels.WITHHELD_REGIONS_NOTE,
    ]


def test_a_table_over_time_has_no_dates(result):
    """What this would catch: a simulated count of 2023-09 that reads as a count of that month."""
    dated = breakdown_over_time.over_time_lines(result)
    said = breakdown_over_time.months_of_run(result, dated)
    assert [line.name for line in said] == [line.name for line in dated]
    months = {str(month) for month in result["month"].values}
    assert any(line.title in months for line in dated)
    assert not any(line.title in months for line in said)
    assert said[-1].title.startswith("month ")
