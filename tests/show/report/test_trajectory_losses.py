"""The losses of the chart: one bar a month, over the months of the run."""

from dataclasses import replace

import pytest

from underheaven.show.report.trajectory_chart import trajectory_spec

from ..trajectories import COURT, TRAJECTORIES


def every(node, key):
    """Every value of a key anywhere in a description."""
    if isinstance(node, dict):
        return [v for k, v in node.items() if k == key] + [x for v in node.values() for x in every(v, key)]
    return [x for v in node for x in every(v, key)] if isinstance(node, list) else []


@pytest.mark.parametrize(("months", "step"), [(5, 1), (24, 3), (25, 12), (120, 12), (480, 48)])
def test_its_axis_has_about_ten_ticks(months, step):
    long = replace(COURT, months=(COURT.months[0],) * months)
    ticks = next(
        a["values"]
        for a in every(trajectory_spec(replace(TRAJECTORIES, trajectories=(long,), newcomers=())), "axis")
        if a and a.get("labels")
    )
    assert ticks == list(range(0, months + 1, step))


def test_what_was_lost_is_there_month_by_month():
    court, none = trajectory_spec(TRAJECTORIES)["vconcat"]
    lost = [every(band["vconcat"][1]["layer"][0], "values")[0] for band in (court, none)]
    assert [v["lost"] for v in lost[0]] == [0.25, 0.25]
    assert lost[1] == []
    said = [every(band["vconcat"][1]["layer"][1], "says")[0] for band in (court, none)]
    assert said == ["0.25 months of income", "nothing"]
