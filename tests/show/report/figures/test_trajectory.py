"""One person's trajectory: spells and events, as drawn."""

from __future__ import annotations

from underheaven.show.report.figures import trajectory
from underheaven.show.report.figures.figure import Figure, OmittedFigure

COURT = "court-defaulters-2013"


def test_a_life_in_stretches(trajectories):
    assert trajectory.lane_spans(trajectories) == [
        {"scenario": COURT, "lane": "has a record", "first": "2013-04", "last": "2013-06"},
        {"scenario": COURT, "lane": "on a list", "first": "2013-04", "last": "2013-06"},
        {"scenario": "none", "lane": "without work", "first": "2013-08", "last": "2013-08"},
    ]
    assert trajectory.lane_events(trajectories) == [
        {"scenario": COURT, "lane": "ticket denied", "month": "2013-05", "count": 2}
    ]


def test_the_picture_of_a_life(trajectories):
    picture = trajectory.build_figure(trajectories, {COURT: "Court", "none": "Without"})
    assert isinstance(picture, Figure)
    assert [panel.heading for panel in picture.panels] == ["Court", "Without"]
    assert "on a list 3 months" in picture.panels[0].alt
    assert ("none", "8", "8", "without work") in picture.tables[0].rows
    assert (COURT, "5", "\N{EN DASH}", "ticket denied, 2 times") in picture.tables[0].rows
    assert trajectory.build_figure(trajectories, {COURT: "Court"}).title == "One synthetic person in one scenario"
    assert isinstance(trajectory.build_figure(None, {}), OmittedFigure)
    assert isinstance(trajectory.build_figure(trajectories, {}), OmittedFigure)
