"""A result by group and by region."""

from __future__ import annotations

import pytest

from underheaven.show.text import breakdown, line_builder, reported_labels
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
    assert all(line.title.endswith(reported_labels.FEW_PERSONS_MARK) for line in lines)
    assert reported_labels.FEW_PERSONS_NOTE in breakdown.breakdown_notes(result, "group")
    assert all(row["few_persons"] and not row["label"].endswith("*") for row in line_builder.line_rows(lines))
    print_lines(result, lines, breakdown.breakdown_notes(result, "group"), console)
    text = console.file.getvalue()
    assert "women *" in text
    assert "At equal conduct" in text


def test_small_regions_of_a_real_place_are_withheld(result):
    """A thousand persons less one are too few; a place that is imagined has none to hide."""
    result["person_renewals"].values[0, 0, 0] = 1
    assert breakdown.breakdown_lines(result, "region") == []
    assert reported_labels.WITHHELD_REGIONS_NOTE in breakdown.breakdown_notes(result, "region")
    result.attrs["population_stated"] = 0
    assert breakdown.breakdown_lines(result, "region")
    assert reported_labels.FEW_PERSONS_NOTE in breakdown.breakdown_notes(result, "region")


def test_regions_with_enough_persons_stand_there(result):
    lines = breakdown.breakdown_lines(result, "region")
    assert {line.title for line in lines} == {"north"}
    assert breakdown.breakdown_notes(result, "region") == [breakdown.WHOLE_RUN_NOTE]
    assert not [line for line in lines if line.name.startswith("equal_conduct")]
