"""Flows on and off the list: the rows of the figure, on a result made by hand."""

from __future__ import annotations

import pytest

from underheaven.show.report.figures import debt_split, flows
from underheaven.show.report.report_context import build_report_context


def test_flows_and_the_split(result):
    t = result.copy(deep=True)
    t["exits"].values[0, :, 1, 0] = 4
    t["renewed_while_listed"].values[0, :, 1, 0] = 1
    context = build_report_context(t)
    rows = {(r["period"], r["way"]): r["found"].mean for r in flows.figure_rows(context, "court")}
    assert rows["month 1", "on"] == pytest.approx(12 * 2100)
    assert rows["month 2", "on"] == 0
    assert rows["month 2", "off"] == pytest.approx(12 * 500)
    assert flows.exit_rows(context, "court") == []
    shares = {share.label: share.interval.mean for share in debt_split.debt_shares(context, "court")}
    assert shares["cannot pay"] == pytest.approx(16 / 42)  # few events are pooled, here as in the table
    assert debt_split.debt_shares(context, "none") == []


def test_replicates_in_which_no_record_is_gone_say_nothing_about_how_they_end(result):
    t = result.copy(deep=True)
    t["removals"].values[0, 0, 0, 1, 0] = 3  # of two replicates, in one
    t["removals"].values[0, 0, 0, 0, 0] = 1
    ends = flows.exit_rows(build_report_context(t), "court")
    assert sorted(row["found"].mean for row in ends) == [0.25, 0.75]


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
