"""The bars under the lanes of the chart of a trajectory: the loss of each month."""

from __future__ import annotations

from typing import Any

from underheaven.record.trajectory import Trajectory, TrajectorySet
from underheaven.show.report.trajectory_months import GREY, LABEL_EXTENT, month_channel

LOSS_HEIGHT = 52
"""In pixels."""
LOSS_COLOUR = "#a33b00"


def loss_view(
    trajectory: Trajectory, trajectories: TrajectorySet, plot: int, most: float, with_axis: bool
) -> dict[str, Any]:
    """Return the losses, one bar per month, with the largest one labelled."""
    values = [{"month": n, "end": n + 1, "lost": m.detriment} for n, m in enumerate(trajectory.months)]
    x = {"field": "month", **month_channel(trajectories, _month_axis(len(values), with_axis))}
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, 1.5 * most or 1], "nice": False},
        "axis": {
            "domain": False,
            "ticks": False,
            "labels": False,
            "grid": False,
            **LABEL_EXTENT,
            "title": "lost per month",
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
    """Return the label of the largest loss, at its first month."""
    lost = [m.detriment for m in trajectory.months]
    most = max(lost)
    first = lost.index(most)
    says = f"{most:.2g} months of income" if most else "nothing"
    align = "left" if first < 0.8 * len(lost) else "right"
    return {"month": first, "lost": most, "says": says, "align": align}


def _month_axis(n_months: int, labels: bool) -> dict[str, Any]:
    """Return the axis of months since the run began: about ten ticks, at whole years if the run is longer than two."""
    step = 12 * max(1, n_months // 120) if n_months > 24 else max(1, n_months // 8)
    return {
        "grid": False,
        "orient": "bottom",
        "labels": labels,
        "format": ",d",
        "values": list(range(0, n_months + 1, step)),
        "title": "months since the run began" if labels else None,
    }
