"""Figure: one synthetic person in every scenario, as a timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from underheaven.record.trajectory import Trajectory, TrajectoryMonth, TrajectorySet
from underheaven.show.formatting import format_number
from underheaven.show.report.charts.theme import (
    COLOURS,
    ChartSize,
    ChartSpec,
    chart_layer,
    chart_spec,
    month_axis,
    month_number,
    name_channel,
    quantity_channel,
)
from underheaven.show.report.data_table import DASH, DataTable, make_table
from underheaven.show.report.figures.figure import Figure, FigurePanel, OmittedFigure

LaneRow = dict[str, Any]
FIGURE_NAME, FIGURE_TITLE = "trajectory", "One synthetic person in both scenarios"
SPAN_LANES: tuple[tuple[str, str, Callable[[TrajectoryMonth], bool]], ...] = (
    ("without work", "#8a8a8a", lambda m: m.employed is False),
    ("running loan", "#9cc3dd", lambda m: m.solvency == "borrowing"),
    ("in arrears, sued", "#e0a458", lambda m: m.solvency in ("in arrears", "judgment pending")),
    ("owes a judgment", "#a34700", lambda m: m.solvency.startswith("owes") or m.solvency == "judged in error"),
    ("has a record", "#b9b9b9", lambda m: bool(m.records)),
    ("on a list", "#1a1a1a", lambda m: bool(m.lists)),
)
"""Lanes of spells: label, colour, and the months that belong to them."""
EVENT_LANES: tuple[tuple[str, str, Callable[[TrajectoryMonth], int]], ...] = (
    ("loan received", "triangle-up", lambda m: m.loans),
    ("ticket denied", "cross", lambda m: m.denials),
    ("speaks in public", "circle", lambda m: int(m.speaking)),
    ("replaced by a newcomer", "diamond", lambda m: int(m.renewed)),
)
"""Lanes of single events: label, mark, and number in a month."""


def lane_spans(trajectories: TrajectorySet) -> list[LaneRow]:
    """Return rows scenario, lane, first, last (months, inclusive) for every spell of a lane."""
    found = []
    for trajectory in trajectories.trajectories:
        for lane, _, is_in in SPAN_LANES:
            for first, last in _unbroken_spans(trajectory.months, is_in):
                found.append({"scenario": trajectory.scenario, "lane": lane, "first": first, "last": last})
    return found


def lane_events(trajectories: TrajectorySet) -> list[LaneRow]:
    """Return rows scenario, lane, month, count for every month with an event."""
    return [
        {"scenario": trajectory.scenario, "lane": lane, "month": month.month, "count": count(month)}
        for trajectory in trajectories.trajectories
        for lane, _, count in EVENT_LANES
        for month in trajectory.months
        if count(month)
    ]


def build_figure(trajectories: TrajectorySet | None, scenarios: Mapping[str, str]) -> Figure | OmittedFigure:
    """Return the figure of one person's trajectories; scenarios: headings by name."""
    selected = (
        None
        if trajectories is None
        else replace(trajectories, trajectories=tuple(x for x in trajectories.trajectories if x.scenario in scenarios))
    )
    if selected is None or not selected.trajectories or not selected.trajectories[0].months:
        return OmittedFigure(FIGURE_NAME, FIGURE_TITLE, "No single person was followed for this page.")
    title = {1: "One synthetic person in one scenario", 2: FIGURE_TITLE}.get(
        len(selected.trajectories), "One synthetic person in every scenario"
    )
    text = (
        f"One synthetic person of the group {selected.group}, in {selected.region}. Why this one: "
        f"{selected.selection_reason}. One person is an example and says nothing about how often such things happen."
    )
    bars, dots = lane_spans(selected), lane_events(selected)
    used = {r["lane"] for r in (*bars, *dots)}
    lanes = [name for name, *_ in (*SPAN_LANES, *EVENT_LANES) if name in used] or [SPAN_LANES[0][0]]
    panels = tuple(
        _scenario_panel(trajectory, scenarios[trajectory.scenario], bars, dots, lanes)
        for trajectory in selected.trajectories
    )
    return Figure(FIGURE_NAME, title, text, panels, (_event_table(selected),))


def _scenario_panel(
    trajectory: Trajectory, heading: str, bars: list[LaneRow], dots: list[LaneRow], lanes: Sequence[str]
) -> FigurePanel:
    selected, events = ([r for r in rows if r["scenario"] == trajectory.scenario] for rows in (bars, dots))
    return FigurePanel(
        heading, _alt_text(trajectory), lambda size: _timeline_spec(trajectory, selected, events, lanes, size)
    )


def _timeline_spec(
    trajectory: Trajectory, bars: list[LaneRow], dots: list[LaneRow], lanes: Sequence[str], size: ChartSize
) -> ChartSpec:
    months = [m.month for m in trajectory.months]
    axis = {**month_axis(months, size.narrow), "grid": True, "domain": False, "ticks": False}
    x = quantity_channel("at", month_number(months[-1]) + 1, month_number(months[0]), axis)
    y = name_channel("lane", 150) | {"scale": {"domain": list(lanes)}}
    drawn = [{"lane": r["lane"], "at": month_number(r["first"]), "end": month_number(r["last"]) + 1} for r in bars]
    events = [{"lane": r["lane"], "at": month_number(r["month"]) + 0.5} for r in dots]
    shades = {"domain": [n for n, *_ in SPAN_LANES], "range": [c for _, c, _ in SPAN_LANES]}
    signs = {"domain": [n for n, *_ in EVENT_LANES], "range": [s for _, s, _ in EVENT_LANES]}
    colour = {"field": "lane", "type": "nominal", "legend": None, "scale": shades}
    shape = {"field": "lane", "type": "nominal", "legend": None, "scale": signs}
    point = {"filled": True, "size": 42, "color": COLOURS[0], "opacity": 1}
    layers = [
        chart_layer("bar", drawn, {"height": 12}, x=x, x2={"field": "end"}, y=y, color=colour),
        chart_layer("point", events, point, x=x, y=y, shape=shape),
    ]
    return chart_spec({"width": size.inner, "height": 22 * len(lanes), "layer": layers})


def _unbroken_spans(
    months: Sequence[TrajectoryMonth], is_in: Callable[[TrajectoryMonth], bool]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    before = False
    for month in months:
        now = is_in(month)
        if now:
            found.append((found.pop()[0] if before else month.month, month.month))
        before = now
    return found


def _event_table(trajectories: TrajectorySet) -> DataTable:
    """Return the table of spells and events, in the order of months."""
    body = [(r["scenario"], r["first"], r["last"], r["lane"]) for r in lane_spans(trajectories)]
    body += [
        (r["scenario"], r["month"], DASH, r["lane"] + _times_suffix(r["count"])) for r in lane_events(trajectories)
    ]
    order = [trajectory.scenario for trajectory in trajectories.trajectories]
    body.sort(key=lambda row: (order.index(row[0]), row[1], row[3]))
    at = {DASH: DASH} | {m.month: str(position + 1) for position, m in enumerate(trajectories.trajectories[0].months)}
    numbered = [(scenario, at[first], at[last], what) for scenario, first, last, what in body]
    return make_table(
        "What lasted and what happened, by month of the run", ("scenario", "from", "to", "what"), numbered, 1
    )


def _alt_text(trajectory: Trajectory) -> str:
    counts = {lane: sum(map(is_in, trajectory.months)) for lane, _, is_in in SPAN_LANES}
    lasted = ", ".join(f"{lane} {n} months" for lane, n in counts.items() if n)
    lost = sum(m.detriment for m in trajectory.months)
    return (
        f"Under {trajectory.scenario}: {lasted or 'nothing of note'}; access lost worth {format_number(lost)} months "
        "of income."
    )


def _times_suffix(count: int) -> str:
    return f", {count} times" if count > 1 else ""
