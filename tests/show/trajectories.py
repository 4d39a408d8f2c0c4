"""A trajectory made by hand: two months listed, the second wrongly, a third without a job, then a newcomer."""

from __future__ import annotations

from dataclasses import replace

from underheaven.record.trajectory import Newcomer, Trajectory, TrajectoryMonth, TrajectoryRecord, TrajectorySet

QUIET = TrajectoryMonth(
    month="",
    employed=True,
    solvency="clear",
    savings=1.5,
    lists=(),
    wrongly=False,
    grade="",
    records=(),
    detriment=0.0,
    denials=0,
    acts=0,
    speaking=False,
    loans=0,
    legitimacy=0.6,
    renewed=False,
    who="men",
)
NEWCOMER = replace(QUIET, who="women")
MONTHS = ("2013-11", "2013-12", "2014-01", "2014-02", "2014-03")
OPEN = TrajectoryRecord("unpaid judgment", "true", None)
FALSE = TrajectoryRecord("unpaid judgment", "false", 3)
LISTED = replace(QUIET, lists=("defaulters",), blacklisted=True, records=(OPEN,), detriment=0.25, denials=2)


def life(world, *months):
    return Trajectory(world, tuple(replace(m, month=name) for m, name in zip(months, MONTHS, strict=True)))


COURT = life(
    "court",
    LISTED,
    replace(LISTED, wrongly=True, records=(FALSE, FALSE), denials=1),
    replace(QUIET, employed=False, solvency="borrowing", loans=1, renewed=True),
    NEWCOMER,
    replace(NEWCOMER, acts=1),
)
NONE = life("none", QUIET, QUIET, replace(QUIET, employed=False, renewed=True), NEWCOMER, replace(NEWCOMER, acts=1))
TRAJECTORIES = TrajectorySet(7, 0, "named by the place", "men", "north", (COURT, NONE), (Newcomer("2014-02", "women"),))
