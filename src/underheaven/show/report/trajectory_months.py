"""The axis of months that all bands of the chart of a trajectory share, and the margin to the left of it."""

from __future__ import annotations

from typing import Any

from underheaven.record.trajectory import TrajectorySet

LABEL_EXTENT = {"minExtent": 72, "maxExtent": 72}
"""Pixels for the names of the lanes, the same in every band, so that the months are aligned."""
GREY = "#555555"


def month_channel(trajectories: TrajectorySet, axis: dict[str, Any] | None) -> dict[str, Any]:
    """Return the channel of months that all bands share."""
    domain = [0, len(trajectories.trajectories[0].months)]
    return {"type": "quantitative", "title": None, "axis": axis, "scale": {"domain": domain, "nice": False}}
