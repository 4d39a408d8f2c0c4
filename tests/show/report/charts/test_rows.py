"""The rows behind each picture, on a result made by hand: exactly what is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.inference.exact_intervals import poisson_interval
from underheaven.show.report import group_rates
from underheaven.show.report.figures import (
    after_listing,
    debt_split,
    detriment,
    flows,
    groups,
    lists,
    published_counts,
    trajectory,
    wrongful,
)
from underheaven.show.report.figures.figure import Figure, OmittedFigure
from underheaven.show.report.report_context import build_report_context

from ...over import attrs

COURT = "court-defaulters-2013"


@pytest.fixture
def small(result):
    return build_report_context(result)


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
    scene = build_report_context(result.assign(live_records=live, **none))
    rows = lists.record_rows(scene, "court")[::2]
    assert {r["series"]: r["mean"] for r in rows} == pytest.approx({"earned": 900, "not earned": 300})
    assert lists.build_figure(scene, "court").title == "Records that stand, month by month"
    assert isinstance(lists.build_figure(scene, "none"), OmittedFigure)


def test_amendments_are_marked_by_number(scene):
    assert [(e.month, e.word) for e in lists.amendment_events(scene, COURT)] == [("2016-09", "1")]
    assert lists.build_figure(scene, COURT).notes[0].startswith("1 (2016-09): Joint punishment")


def test_groups(small, scene):
    rows = group_rates.group_rate_rows(small, "court")
    assert {r["attribute"] for r in rows} == {"attribute 1"}
    found = {r["category"]: r["found"].mean for r in rows}
    assert found == pytest.approx({"men": 16 / 600 * 1e5, "women": 5 / 400 * 1e5})
    names = {r["attribute"] for r in group_rates.group_rate_rows(scene, COURT)}
    assert {"sex", "age"} <= names
    assert isinstance(groups.build_figure(small, "none"), OmittedFigure)


def test_wrongful(result):
    t = result.copy(deep=True)
    t["removals"].values[0, :, 1, 2, 1] = 3  # corrected, false
    t["removals"].values[0, :, 1, 0, 1] = 1  # expired, false
    t["recorded"].values[0, :, 0, 0, 1] = 4  # of unpaid judgments, on nobody's default
    rows = wrongful.figure_rows(build_report_context(t), "court")
    assert [(r["measure"], r["label"], r["found"].mean) for r in rows] == [
        ("often", "an invented record", 400),
        ("end", "corrected", 0.75),
        ("end", "expired", 0.25),
    ]
    assert isinstance(wrongful.build_figure(build_report_context(t), "none"), OmittedFigure)


def test_detriment(small):
    (row,) = detriment.figure_rows(small, "court")
    assert (row["cause"], row["effect"], row["same"]) == ("credit", "travel", False)
    assert row["found"].mean == pytest.approx(30 / 1000 * 1e5)
    assert isinstance(detriment.build_figure(small, "none"), OmittedFigure)


def test_flows_and_the_split(result):
    t = result.copy(deep=True)
    t["exits"].values[0, :, 1, 0] = 4
    t["renewed_while_listed"].values[0, :, 1, 0] = 1
    scene = build_report_context(t)
    rows = {(r["period"], r["way"]): r["found"].mean for r in flows.figure_rows(scene, "court")}
    assert rows["month 1", "on"] == pytest.approx(12 * 2100)
    assert rows["month 2", "on"] == 0
    assert rows["month 2", "off"] == pytest.approx(12 * 500)
    assert flows.exit_rows(scene, "court") == []
    shares = {share.label: share.interval.mean for share in debt_split.debt_shares(scene, "court")}
    assert shares["cannot pay"] == pytest.approx(16 / 42)  # few events are pooled, here as in the table
    assert debt_split.debt_shares(scene, "none") == []


def test_replicates_in_which_no_record_is_gone_say_nothing_about_how_they_end(result):
    t = result.copy(deep=True)
    t["removals"].values[0, 0, 0, 1, 0] = 3  # of two replicates, in one
    t["removals"].values[0, 0, 0, 0, 0] = 1
    ends = flows.exit_rows(build_report_context(t), "court")
    assert sorted(row["found"].mean for row in ends) == [0.25, 0.75]


def test_the_split_takes_its_range_from_the_result(result):
    scene = build_report_context(result.assign_attrs(attrs({("court", "listed_unable", "level"): (0.1, 0.9, 0.4)})))
    shares = debt_split.debt_shares(scene, "court")
    assert [share.parameter_range for share in shares[1:]] == [None, None]
    assert shares[0].parameter_range == (pytest.approx(0.14), pytest.approx(0.86))
    assert "20 samples of all 2 assumed numbers" in flows.build_figure(scene, "court").notes[0]


@pytest.mark.parametrize(("months", "step"), [(120, 12), (36, 12), (24, 3), (4, 1)])
def test_periods_fit_the_run(months, step):
    assert flows.period_length(months) == step


def test_periods_are_named_by_their_place_in_the_run():
    """What this would catch: a simulated count with the date of a year whose counts are not published."""
    assert [flows.period_label(*p) for p in ((0, 12), (108, 12), (3, 3), (4, 1))] == [
        "year 1",
        "year 10",
        "months 4 to 6",
        "month 5",
    ]


def test_aftermath(result):
    t = result.copy(deep=True)
    t["person_months_listed"].values[:] = 0
    t["person_months_listed"].values[0, :, :2] = 3
    t["person_months_unemployed"].values[0, :, :2] = 5
    t["person_months_unemployed"].values[1, :, :2] = 2
    row = after_listing.figure_rows(build_report_context(t), "court")[0]
    assert (row.label, row.with_regime.mean, row.without_regime.mean, row.difference.mean) == (
        "Months without work",
        5,
        2,
        3,
    )
    assert isinstance(after_listing.build_figure(build_report_context(t), "none"), OmittedFigure)
    alone = build_report_context(t.sel(scenario=["court"]).assign_attrs(baseline=""))
    assert "no baseline" in after_listing.build_figure(alone, "court").reason


def test_published(small):
    rows = published_counts.figure_rows(small, "court", "cumulative_entries")
    assert [r["mean"] for r in rows] == [21 * 100_000] * 2
    picture = published_counts.build_figure(small, "court")
    assert picture.two_columns
    assert [p.heading for p in picture.panels] == ["Cumulative listed (entries)"]  # flights lie outside the run
    assert len(picture.tables[0].rows) == 2
    assert published_counts.build_figure(small, "none").reason == published_counts.NO_COUNTS_NOTE


def test_a_life_in_stretches(lives):
    assert trajectory.lane_spans(lives) == [
        {"scenario": COURT, "lane": "has a record", "first": "2013-04", "last": "2013-06"},
        {"scenario": COURT, "lane": "on a list", "first": "2013-04", "last": "2013-06"},
        {"scenario": "none", "lane": "without work", "first": "2013-08", "last": "2013-08"},
    ]
    assert trajectory.lane_events(lives) == [
        {"scenario": COURT, "lane": "ticket denied", "month": "2013-05", "count": 2}
    ]


def test_the_picture_of_a_life(lives):
    picture = trajectory.build_figure(lives, {COURT: "Court", "none": "Without"})
    assert isinstance(picture, Figure)
    assert [panel.heading for panel in picture.panels] == ["Court", "Without"]
    assert "on a list 3 months" in picture.panels[0].alt
    assert ("none", "8", "8", "without work") in picture.tables[0].rows
    assert (COURT, "5", "\N{EN DASH}", "ticket denied, 2 times") in picture.tables[0].rows
    assert trajectory.build_figure(lives, {COURT: "Court"}).title == "One synthetic person in one scenario"
    assert isinstance(trajectory.build_figure(None, {}), OmittedFigure)
    assert isinstance(trajectory.build_figure(lives, {}), OmittedFigure)
