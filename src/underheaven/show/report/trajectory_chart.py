"""The chart of a trajectory: one band per scenario on a common axis of months, as a Vega-Lite specification.

It reads in black and white: darker means a heavier burden, wrongly listed is an outline, and labels are in the bars.
"""

from __future__ import annotations

from typing import Any

from underheaven.record.trajectory import SYNTHETIC_NOTICE, Trajectory, TrajectorySet
from underheaven.show.report.trajectory_lanes import lane_view
from underheaven.show.report.trajectory_losses import loss_view
from underheaven.show.report.trajectory_months import GREY
from underheaven.show.text.trajectory_spells import introduce_person

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MARGIN = 96
"""Pixels to the left of the bars."""
SMALL_LETTER_WIDTH = 5.2
"""Mean width of a letter of the lines under the title."""
SCENARIO_COUNTS = {1: "one scenario", 2: "two scenarios", 3: "three scenarios"}
FONT = "Helvetica, Arial, sans-serif"
RULE = "#888888"


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
                "One synthetic person's trajectory in "
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


def _scenario_band(
    trajectory: Trajectory, trajectories: TrajectorySet, plot: int, most: float, k: int
) -> dict[str, Any]:
    """Return the band of one scenario: its lanes, and under them the losses, on the same scale in every scenario."""
    last = k == len(trajectories.trajectories) - 1
    return {
        "title": {"text": trajectory.scenario, "anchor": "start", "fontSize": 13, "offset": 6},
        "spacing": 4,
        "bounds": "flush",
        "vconcat": [lane_view(trajectory, trajectories, plot), loss_view(trajectory, trajectories, plot, most, last)],
    }


def _wrap_words(sentence: str, letters: int) -> list[str]:
    lines: list[str] = [""]
    for word in sentence.split():
        if len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
