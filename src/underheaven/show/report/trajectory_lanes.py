"""The lanes of the chart of a trajectory: work, debt, records, standing, and denied attempts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from underheaven.record.trajectory import Trajectory, TrajectoryMonth, TrajectorySet
from underheaven.show.report.trajectory_months import GREY, LABEL_EXTENT, month_channel
from underheaven.show.text.trajectory_spells import (
    describe_debt,
    describe_records,
    describe_status,
    describe_work,
    label_spells,
)

LANE_HEIGHT = 20
"""In pixels."""
LETTER_WIDTH = 5.9
"""Width of a letter in a bar, in pixels; a label that would not fit its bar is left out."""
PALE, MIDDLE, DARK = ("#e3e6e8", "#222222"), ("#9db7c9", "#111111"), ("#2f5d7c", "#ffffff")
LISTED_COLOURS = "#a33b00", "#ffffff"
"""Fill and ink, as of the three above: neighbours differ in lightness, and the hues in blue and in red blindness."""
CONDITION_COLOURS = {
    "employed": PALE,
    "outside the workforce": PALE,
    "no job": DARK,
    "borrowing": PALE,
    "in arrears": MIDDLE,
    "judgment pending": MIDDLE,
    "owes, unable": DARK,
    "owes, unwilling": DARK,
    "judged in error": DARK,
}


def lane_segments(trajectory: Trajectory, pixels_per_month: float) -> list[dict[str, Any]]:
    """Return the bars of a band: lane, first and last month, label, text, fill, ink and outline."""
    wording = {
        "work": [describe_work(m) for m in trajectory.months],
        "debt": ["" if m.solvency == "clear" else describe_debt(m) for m in trajectory.months],
        "records": [describe_records(m) for m in trajectory.months],
        "standing": [describe_status(m) for m in trajectory.months],
    }
    return [
        _segment_bar(lane, text, trajectory.months[first : last + 1], first, pixels_per_month)
        for lane, texts in wording.items()
        for text, first, last in label_spells(trajectory.months, texts)
    ]


def _segment_bar(
    lane: str, text: str, months: Sequence[TrajectoryMonth], first: int, pixels_per_month: float
) -> dict[str, Any]:
    label = _fitting_label((text, _short_label(lane, months[0])), len(months) * pixels_per_month)
    span = {"from": first, "to": first + len(months)}
    return {"lane": lane, **span, "says": text, "label": label, **_segment_colours(lane, text, months[0])}


def lane_view(trajectory: Trajectory, trajectories: TrajectorySet, plot: int) -> dict[str, Any]:
    """Return the chart of a trajectory as lanes over the months; plot: its width in pixels."""
    bars = lane_segments(trajectory, plot / len(trajectory.months))
    denied = [
        {"lane": "denied", "month": n, "attempts": m.denials} for n, m in enumerate(trajectory.months) if m.denials
    ]
    y = {
        "field": "lane",
        "type": "nominal",
        "scale": {"domain": _used_lanes(trajectories)},
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelPadding": 6, **LABEL_EXTENT},
    }
    x = {"field": "from", **month_channel(trajectories, None)}
    span = {"x": x, "x2": {"field": "to"}, "y": y}
    words = {"field": "says", "type": "nominal"}
    plain = {"scale": None, "type": "nominal"}
    return {
        "width": plot,
        "height": {"step": LANE_HEIGHT},
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "height": LANE_HEIGHT - 5, "strokeWidth": 1.2},
                "encoding": {
                    **span,
                    "tooltip": words,
                    "fill": {"field": "fill", **plain},
                    "stroke": {"field": "edge", **plain},
                },
            },
            {
                "data": {"values": [b for b in bars if b["label"]]},
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10.5, "clip": True, "aria": False},
                "encoding": {"x": x, "y": y, "text": {"field": "label"}, "color": {"field": "ink", **plain}},
            },
            {
                "data": {"values": denied},
                "mark": {"type": "tick", "thickness": 2, "color": "#111111", "height": LANE_HEIGHT - 8, "bandSize": 12},
                "encoding": {
                    "x": {"field": "month", **month_channel(trajectories, None)},
                    "y": y,
                    "tooltip": {"field": "attempts", "type": "quantitative", "title": "attempts denied"},
                },
            },
            *_newcomer_layers(trajectories, named=trajectory is trajectories.trajectories[0]),
        ],
    }


def _used_lanes(trajectories: TrajectorySet) -> list[str]:
    """Name the lanes that are not empty in every scenario; work is always one."""
    months = [m for trajectory in trajectories.trajectories for m in trajectory.months]
    used = {
        "work": True,
        "debt": any(m.solvency != "clear" for m in months),
        "records": any(m.records for m in months),
        "standing": any(describe_status(m) for m in months),
        "denied": any(m.denials for m in months),
    }
    return [lane for lane, there in used.items() if there]


def _newcomer_layers(trajectories: TrajectorySet, named: bool) -> list[dict[str, Any]]:
    """Return a rule where a newcomer takes the slot, and in the first scenario a label of their group."""
    if not trajectories.newcomers:
        return []
    positions = {m.month: position for position, m in enumerate(trajectories.trajectories[0].months)}
    values = [
        {
            "month": positions[n.month],
            "who": f" newcomer: {n.who} ",
            "align": "left" if 2 * positions[n.month] < len(positions) else "right",
        }
        for n in trajectories.newcomers
    ]
    x = {"field": "month", **month_channel(trajectories, None)}
    rule: dict[str, Any] = {
        "data": {"values": values},
        "encoding": {"x": x},
        "mark": {"type": "rule", "strokeDash": [3, 2], "color": "#111111"},
    }
    text: dict[str, Any] = {
        "data": {"values": values},
        "encoding": {"x": x, "y": {"value": -6}, "text": {"field": "who"}},
        "mark": {"type": "text", "align": {"expr": "datum.align"}, "fontSize": 10.5, "color": GREY},
    }
    return [rule, text] if named else [rule]


def _segment_colours(lane: str, text: str, month: TrajectoryMonth) -> dict[str, str]:
    if lane == "standing" and month.wrongly:
        return {"fill": "#ffffff", "edge": LISTED_COLOURS[0], "ink": LISTED_COLOURS[0]}
    if lane == "standing":
        fill, ink = LISTED_COLOURS if month.blacklisted else MIDDLE if month.lists else PALE
    elif lane == "records":
        fill, ink = MIDDLE
    else:
        fill, ink = CONDITION_COLOURS[text]
    return {"fill": fill, "edge": "#ffffff", "ink": ink}


def _fitting_label(texts: Sequence[str], pixels: float) -> str:
    """Return the first text that fits a bar, or an empty one."""
    return next((text for text in texts if len(text) * LETTER_WIDTH + 6 <= pixels), "")


def _short_label(lane: str, month: TrajectoryMonth) -> str:
    """Return a label of one word, for a short bar."""
    if lane == "records":
        return str(len(month.records))
    if lane == "standing":
        return "wrongly" if month.wrongly else "listed" if month.lists else month.grade
    return month.solvency.split()[-1] if lane == "debt" else ""
