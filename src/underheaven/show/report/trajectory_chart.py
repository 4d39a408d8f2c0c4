"""The chart of a trajectory: one band per scenario on a common axis of months, as a Vega-Lite specification.

It reads in black and white: darker means a heavier burden, wrongly listed is an outline, and labels are in the bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from underheaven.record.trajectory import SYNTHETIC_NOTICE, Trajectory, TrajectoryMonth, TrajectorySet
from underheaven.show.text.trajectory_spells import (
    describe_debt,
    describe_records,
    describe_status,
    describe_work,
    introduce_person,
    label_spells,
)

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
LANE_HEIGHT, LOSS_HEIGHT, MARGIN = 20, 52, 96
"""In pixels; the margin is to the left of the bars."""
LABEL_EXTENT = {"minExtent": 72, "maxExtent": 72}
"""What the names of the lanes take, the same in every band, so that the bands share their months."""
LETTER_WIDTH = 5.9
"""Width of a letter in a bar, in pixels; a label that would not fit its bar is left out."""
SMALL_LETTER_WIDTH = 5.2
"""Mean width of a letter of the lines under the title."""
SCENARIO_COUNTS = {1: "one scenario", 2: "two scenarios", 3: "three scenarios"}
FONT = "Helvetica, Arial, sans-serif"
GREY, RULE = "#555555", "#888888"

PALE, MIDDLE, DARK = ("#e3e6e8", "#222222"), ("#9db7c9", "#111111"), ("#2f5d7c", "#ffffff")
LISTED_COLOURS, LOSS_COLOUR = ("#a33b00", "#ffffff"), "#a33b00"
"""Fill and ink; neighbours differ in lightness, and the two hues in both blue and red blindness."""
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


def trajectory_spec(trajectories: TrajectorySet, width: int = 860) -> dict[str, Any]:
    """Return the chart of a trajectory as a Vega-Lite specification.

    Args:
        trajectories: One person in every scenario.
        width: Of the whole chart in pixels, 400 or more.
    """
    plot = max(width, 400) - MARGIN
    most = max((m.detriment for trajectory in trajectories.trajectories for m in trajectory.months), default=0.0)
    bands = [
        _scenario_band(trajectory, trajectories, plot, most, k)
        for k, trajectory in enumerate(trajectories.trajectories)
    ]
    return {
        "$schema": SCHEMA,
        "description": " ".join(
            [SYNTHETIC_NOTICE, *introduce_person(trajectories), *map(trajectory_summary, trajectories.trajectories)]
        ),
        "title": {
            "text": (
                "One synthetic life in "
                f"{SCENARIO_COUNTS.get(len(trajectories.trajectories), f'{len(trajectories.trajectories)} scenarios')}"
            ),
            "subtitle": [
                SYNTHETIC_NOTICE,
                *_wrap_words(" ".join(introduce_person(trajectories)), int((plot + MARGIN) / SMALL_LETTER_WIDTH)),
            ],
            "anchor": "start",
            "frame": "bounds",
            "offset": 14,
        },
        "vconcat": bands,
        "spacing": 18,
        "resolve": {"scale": {"color": "independent"}},
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "background": "white",
            "title": {"fontSize": 15, "subtitleFontSize": 11, "subtitleColor": GREY, "subtitlePadding": 4},
            "axis": {
                "labelColor": GREY,
                "titleColor": GREY,
                "domainColor": RULE,
                "tickColor": RULE,
                "labelFontSize": 11,
                "titleFontSize": 11,
                "titleFontWeight": "normal",
            },
        },
    }


def trajectory_summary(trajectory: Trajectory) -> str:
    """Return the totals of a trajectory in a sentence."""
    months = trajectory.months
    lost, listed = sum(m.detriment for m in months), sum(m.blacklisted for m in months)
    wrongly, idle = sum(m.wrongly for m in months), sum(m.employed is False for m in months)
    return (
        f"{trajectory.scenario}: of {len(months)} months {listed} on a blacklist, {wrongly} of them wrongly; {idle} "
        f"without a job; {lost:.3g} months of income lost."
    )


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


def _scenario_band(
    trajectory: Trajectory, trajectories: TrajectorySet, plot: int, most: float, k: int
) -> dict[str, Any]:
    """Return one scenario: its lanes, and under them what was lost each month, on the same scale in every scenario."""
    last = k == len(trajectories.trajectories) - 1
    return {
        "title": {"text": trajectory.scenario, "anchor": "start", "fontSize": 13, "offset": 6},
        "spacing": 4,
        "bounds": "flush",
        "vconcat": [_lane_view(trajectory, trajectories, plot), _loss_view(trajectory, trajectories, plot, most, last)],
    }


def _lane_view(trajectory: Trajectory, trajectories: TrajectorySet, plot: int) -> dict[str, Any]:
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
    x = {"field": "from", **_month_channel(trajectories, None)}
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
                    "x": {"field": "month", **_month_channel(trajectories, None)},
                    "y": y,
                    "tooltip": {"field": "attempts", "type": "quantitative", "title": "attempts denied"},
                },
            },
            *_newcomer_layers(trajectories, named=trajectory is trajectories.trajectories[0]),
        ],
    }


def _used_lanes(trajectories: TrajectorySet) -> list[str]:
    """Name the lanes that something happens in, in some scenario; work is always one."""
    months = [m for trajectory in trajectories.trajectories for m in trajectory.months]
    used = {
        "work": True,
        "debt": any(m.solvency != "clear" for m in months),
        "records": any(m.records for m in months),
        "standing": any(describe_status(m) for m in months),
        "denied": any(m.denials for m in months),
    }
    return [lane for lane, there in used.items() if there]


def _loss_view(
    trajectory: Trajectory, trajectories: TrajectorySet, plot: int, most: float, with_axis: bool
) -> dict[str, Any]:
    """Return what each month took, a bar a month, with its height said where it is first reached."""
    values = [{"month": n, "end": n + 1, "lost": m.detriment} for n, m in enumerate(trajectory.months)]
    x = {"field": "month", **_month_channel(trajectories, _month_axis(len(values), with_axis))}
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, 1.5 * most or 1], "nice": False},
        "axis": {
            "domain": False,
            "ticks": False,
            "labels": False,
            "grid": False,
            **LABEL_EXTENT,
            "title": "lost a month",
            "titleAngle": 0,
            "titleAlign": "right",
            "titleX": -8,
            "titleY": LOSS_HEIGHT - 6,
        },
    }
    return {
        "width": plot,
        "height": LOSS_HEIGHT,
        "layer": [
            {
                "data": {"values": [v for v in values if v["lost"]]},
                "mark": {"type": "bar", "color": LOSS_COLOUR, "stroke": LOSS_COLOUR, "strokeWidth": 0.5},
                "encoding": {
                    "x": x,
                    "x2": {"field": "end"},
                    "y": {"field": "lost", **y},
                    "y2": {"datum": 0},
                    "tooltip": [{"field": "lost", "type": "quantitative", "title": "months of income lost"}],
                },
            },
            {
                "data": {"values": [_peak_loss(trajectory)]},
                "mark": {
                    "type": "text",
                    "align": {"expr": "datum.align"},
                    "baseline": "bottom",
                    "dx": 2,
                    "dy": -3,
                    "fontSize": 10.5,
                    "color": GREY,
                },
                "encoding": {"x": x, "y": {"field": "lost", **y}, "text": {"field": "says"}},
            },
        ],
    }


def _peak_loss(trajectory: Trajectory) -> dict[str, Any]:
    """The most that one month took, at the first month that took it."""
    lost = [m.detriment for m in trajectory.months]
    most = max(lost)
    first = lost.index(most)
    says = f"{most:.2g} months of income" if most else "nothing"
    align = "left" if first < 0.8 * len(lost) else "right"
    return {"month": first, "lost": most, "says": says, "align": align}


def _month_axis(n_months: int, labels: bool) -> dict[str, Any]:
    """Months gone since the run began, about ten ticks: whole years where there are more than two of them."""
    step = 12 * max(1, n_months // 120) if n_months > 24 else max(1, n_months // 8)
    return {
        "grid": False,
        "orient": "bottom",
        "labels": labels,
        "format": ",d",
        "values": list(range(0, n_months + 1, step)),
        "title": "months since the run began" if labels else None,
    }


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
    x = {"field": "month", **_month_channel(trajectories, None)}
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


def _month_channel(trajectories: TrajectorySet, axis: dict[str, Any] | None) -> dict[str, Any]:
    """The one axis of months that all bands share."""
    domain = [0, len(trajectories.trajectories[0].months)]
    return {"type": "quantitative", "title": None, "axis": axis, "scale": {"domain": domain, "nice": False}}


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
    """Return the first text that a bar has room for, or none."""
    return next((text for text in texts if len(text) * LETTER_WIDTH + 6 <= pixels), "")


def _short_label(lane: str, month: TrajectoryMonth) -> str:
    """Say the same in a word, for a bar of a few months."""
    if lane == "records":
        return str(len(month.records))
    if lane == "standing":
        return "wrongly" if month.wrongly else "listed" if month.lists else month.grade
    return month.solvency.split()[-1] if lane == "debt" else ""


def _wrap_words(sentence: str, letters: int) -> list[str]:
    lines: list[str] = [""]
    for word in sentence.split():
        if len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
