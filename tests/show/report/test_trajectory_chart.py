"""The picture's data are the months; its words fit and its worlds share one axis."""

import json
from dataclasses import replace

import pytest

from underheaven.record.trajectory import SYNTHETIC_NOTICE
from underheaven.show.report.trajectory_chart import LISTED_COLOURS, lane_segments, trajectory_spec, trajectory_summary

from ..lived import COURT, LIVES, NONE


def every(node, key):
    """Every value of a key anywhere in a description."""
    if isinstance(node, dict):
        return [v for k, v in node.items() if k == key] + [x for v in node.values() for x in every(v, key)]
    return [x for v in node for x in every(v, key)] if isinstance(node, list) else []


def test_bars_are_the_stretches_of_each_lane():
    bars = {(b["lane"], b["from"], b["to"]): b["says"] for b in lane_segments(COURT, 100)}
    assert bars == {
        ("work", 0, 2): "employed",
        ("work", 2, 3): "no job",
        ("work", 3, 5): "employed",
        ("debt", 2, 3): "borrowing",
        ("records", 0, 1): "unpaid judgment",
        ("records", 1, 2): "2 x unpaid judgment (false)",
        ("standing", 0, 1): "on defaulters",
        ("standing", 1, 2): "on defaulters (wrongly)",
    }


@pytest.mark.parametrize(
    ("pixels", "labels"),
    [(150, ["on defaulters", "on defaulters (wrongly)"]), (60, ["listed", "wrongly"]), (5, ["", ""])],
)
def test_labels_are_as_long_as_their_bars_allow(pixels, labels):
    assert [b["label"] for b in lane_segments(COURT, pixels) if b["lane"] == "standing"] == labels


def test_wrongly_listed_is_an_outline_and_a_redlist_is_no_blacklist():
    rightly, wrongly = (b for b in lane_segments(COURT, 50) if b["lane"] == "standing")
    assert (rightly["fill"], wrongly["fill"], wrongly["edge"]) == (LISTED_COLOURS[0], "#ffffff", LISTED_COLOURS[0])
    red = replace(COURT, months=tuple(replace(m, blacklisted=False, wrongly=False) for m in COURT.months))
    assert LISTED_COLOURS[0] not in {b["fill"] for b in lane_segments(red, 50)}


def test_nobody_is_real_stands_in_the_picture_and_for_those_who_hear_it():
    drawn = trajectory_spec(LIVES)
    assert SYNTHETIC_NOTICE in drawn["title"]["subtitle"]
    assert drawn["description"].startswith(SYNTHETIC_NOTICE)
    assert trajectory_summary(COURT) in drawn["description"]
    assert trajectory_summary(COURT) == (
        "court: of 5 months 2 on a blacklist, 1 of them wrongly; 1 without a job; 0.5 months of income lost."
    )


def test_worlds_share_the_months_the_lanes_and_the_scale_of_losses():
    drawn = trajectory_spec(LIVES)
    assert [band["title"]["text"] for band in drawn["vconcat"]] == ["court", "none"]
    domains = {json.dumps(d) for d in every(drawn, "domain") if isinstance(d, list)}
    assert domains == {
        "[0, 5]",
        '["work", "debt", "records", "standing", "denied"]',
        "[0, 0.375]",
    }
    bare = trajectory_spec(replace(LIVES, trajectories=(NONE,)))
    assert ["work"] in every(bare, "domain")


def test_its_months_are_those_of_the_run_and_have_no_date():
    drawn = json.dumps(trajectory_spec(LIVES))
    assert "2013" not in drawn
    assert "temporal" not in drawn
    titles = [axis["title"] for axis in every(trajectory_spec(LIVES), "axis") if axis and axis.get("labels")]
    assert set(titles) == {"months since the run began"}


@pytest.mark.parametrize(("months", "step"), [(5, 1), (24, 3), (25, 12), (120, 12), (480, 48)])
def test_its_axis_has_about_ten_ticks(months, step):
    long = replace(COURT, months=(COURT.months[0],) * months)
    ticks = next(
        a["values"]
        for a in every(trajectory_spec(replace(LIVES, trajectories=(long,), newcomers=())), "axis")
        if a and a.get("labels")
    )
    assert ticks == list(range(0, months + 1, step))


def test_what_was_lost_is_there_month_by_month():
    court, none = trajectory_spec(LIVES)["vconcat"]
    lost = [every(band["vconcat"][1]["layer"][0], "values")[0] for band in (court, none)]
    assert [v["lost"] for v in lost[0]] == [0.25, 0.25]
    assert lost[1] == []
    said = [every(band["vconcat"][1]["layer"][1], "says")[0] for band in (court, none)]
    assert said == ["0.25 months of income", "nothing"]


def test_a_newcomer_is_marked_in_both_worlds_and_named_in_one():
    bands = trajectory_spec(LIVES)["vconcat"]
    rules = [[x for x in band["vconcat"][0]["layer"] if x["mark"]["type"] == "rule"] for band in bands]
    assert [len(r) for r in rules] == [1, 1]
    assert [json.dumps(band).count('"text": {"field": "who"}') for band in bands] == [1, 0]
    assert " newcomer: women " in every(bands[0], "who")
    stayed = trajectory_spec(replace(LIVES, newcomers=()))
    assert "rule" not in every(stayed, "type")


@pytest.mark.parametrize("width", [400, 860, 1400])
def test_it_is_as_wide_as_asked(width):
    plots = {w for w in every(trajectory_spec(LIVES, width), "width") if isinstance(w, int)}
    assert plots == {width - 96}
