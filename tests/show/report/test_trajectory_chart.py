"""The chart's data are the months; its scenarios share one axis."""

import json
from dataclasses import replace

import pytest

from underheaven.record.trajectory import SYNTHETIC_NOTICE
from underheaven.show.report.trajectory_chart import trajectory_spec, trajectory_summary

from ..trajectories import COURT, NONE, TRAJECTORIES


def every(node, key):
    """Every value of a key anywhere in a description."""
    if isinstance(node, dict):
        return [v for k, v in node.items() if k == key] + [x for v in node.values() for x in every(v, key)]
    return [x for v in node for x in every(v, key)] if isinstance(node, list) else []


def test_nobody_is_real_stands_in_the_picture_and_for_those_who_hear_it():
    drawn = trajectory_spec(TRAJECTORIES)
    assert SYNTHETIC_NOTICE in drawn["title"]["subtitle"]
    assert drawn["description"].startswith(SYNTHETIC_NOTICE)
    assert trajectory_summary(COURT) in drawn["description"]
    assert trajectory_summary(COURT) == (
        "court: of 5 months 2 on a blacklist, 1 of them wrongly; 1 without a job; 0.5 months of income lost."
    )


def test_worlds_share_the_months_the_lanes_and_the_scale_of_losses():
    drawn = trajectory_spec(TRAJECTORIES)
    assert [band["title"]["text"] for band in drawn["vconcat"]] == ["court", "none"]
    domains = {json.dumps(d) for d in every(drawn, "domain") if isinstance(d, list)}
    assert domains == {
        "[0, 5]",
        '["work", "debt", "records", "standing", "denied"]',
        "[0, 0.375]",
    }
    bare = trajectory_spec(replace(TRAJECTORIES, trajectories=(NONE,)))
    assert ["work"] in every(bare, "domain")


def test_its_months_are_those_of_the_run_and_have_no_date():
    drawn = json.dumps(trajectory_spec(TRAJECTORIES))
    assert "2013" not in drawn
    assert "temporal" not in drawn
    titles = [axis["title"] for axis in every(trajectory_spec(TRAJECTORIES), "axis") if axis and axis.get("labels")]
    assert set(titles) == {"months since the run began"}


@pytest.mark.parametrize("width", [400, 860, 1400])
def test_it_is_as_wide_as_asked(width):
    plots = {w for w in every(trajectory_spec(TRAJECTORIES, width), "width") if isinstance(w, int)}
    assert plots == {width - 96}
