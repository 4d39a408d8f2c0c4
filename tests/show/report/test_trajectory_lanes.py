"""The lanes of the chart: one bar a spell, with a label that fits."""

import json
from dataclasses import replace

import pytest

from underheaven.show.report.trajectory_chart import trajectory_spec
from underheaven.show.report.trajectory_lanes import LISTED_COLOURS, lane_segments

from ..trajectories import COURT, TRAJECTORIES


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


def test_a_newcomer_is_marked_in_both_worlds_and_named_in_one():
    bands = trajectory_spec(TRAJECTORIES)["vconcat"]
    rules = [[x for x in band["vconcat"][0]["layer"] if x["mark"]["type"] == "rule"] for band in bands]
    assert [len(r) for r in rules] == [1, 1]
    assert [json.dumps(band).count('"text": {"field": "who"}') for band in bands] == [1, 0]
    assert " newcomer: women " in every(bands[0], "who")
    stayed = trajectory_spec(replace(TRAJECTORIES, newcomers=()))
    assert "rule" not in every(stayed, "type")
