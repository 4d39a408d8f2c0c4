"""Who is on a list month by month: the rows of the figure, on a result made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.inference.exact_intervals import poisson_interval
from underheaven.show.report.figures import lists
from underheaven.show.report.figures.figure import OmittedFigure
from underheaven.show.report.report_context import build_report_context

COURT = "court-defaulters-2013"


def test_lists(small):
    rows = lists.figure_rows(small, "court")
    assert [(r["month"], r["series"], r["mean"]) for r in rows] == [
        ("2013-10", "defaulters", 2100),
        ("2013-11", "defaulters", 2100),
        ("2013-10", lists.EVER_LISTED, 2100),
        ("2013-11", lists.EVER_LISTED, 2100),
    ]
    low, high = (2100 / 42 * end for end in poisson_interval(42))  # exact: 42 persons over both replicates
    assert (rows[0]["low"], rows[0]["high"]) == pytest.approx((low, high))
    assert lists.figure_rows(small, "none") == []


def test_bands_are_left_out_with_one_replicate(result):
    one = build_report_context(result.isel(replicate=[0]))
    assert {r["high"] for r in lists.figure_rows(one, "court")} == {None}
    assert lists.bands_note(one) == "One replicate, so no bands."


def test_grades_stand_in_for_lists_and_the_common_one_is_left_out(result):
    grades = np.zeros((2, 2, 2, 2, 2), np.int64)
    grades[0, ..., 0, :] = 475
    grades[0, ..., 1, :] = 25
    graded = result.drop_dims("grade").assign(grades=(("scenario", "replicate", "month", "grade", "group"), grades))
    graded = graded.assign_coords(grade=["A", "D"]).assign(
        listed=result["listed"] * 0, first_listed=result["first_listed"] * 0
    )
    picture = lists.build_figure(build_report_context(graded), "court")
    assert picture.title == "Who holds which grade, month by month"
    assert "grade A, held by 95 % at the end, is left out" in picture.text
    assert [row[1] for row in picture.tables[0].rows] == ["5,000", "5,000"]


def test_records_stand_in_for_grades(result):
    live = result["live_records"].copy(deep=True)
    live.values[0, :, :, :2] = (9, 3)
    none = {name: result[name] * 0 for name in ("listed", "first_listed")}
    context = build_report_context(result.assign(live_records=live, **none))
    rows = lists.record_rows(context, "court")[::2]
    assert {r["series"]: r["mean"] for r in rows} == pytest.approx({"earned": 900, "not earned": 300})
    assert lists.build_figure(context, "court").title == "Live records, month by month"
    assert isinstance(lists.build_figure(context, "none"), OmittedFigure)


def test_amendments_are_marked_by_number(context):
    assert [(e.month, e.word) for e in lists.amendment_events(context, COURT)] == [("2016-09", "1")]
    assert lists.build_figure(context, COURT).notes[0].startswith("1 (2016-09): Joint punishment")
