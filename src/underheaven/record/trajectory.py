"""One synthetic person's months in several worlds. Nobody of them is real.

Work, debt, savings and legitimacy are as they stood when the month was over. Lists, grade and records are those of
the month's standing, which comes before livelihood and repair.
"""

from __future__ import annotations

from dataclasses import dataclass

SYNTHETIC_NOTICE = "A synthetic person: nobody here is real, and nobody real is behind these lives."


@dataclass(frozen=True)
class TrajectoryRecord:
    """A record in a dossier that the standing of a month was computed from.

    kind: of conduct. origin: how it came to be, as in ``fields.ORIGINS``. months_left: when the month was over, 0 for
    one that left with it, None without end.
    """

    kind: str
    origin: str
    months_left: int | None


@dataclass(frozen=True)
class TrajectoryMonth:
    """One month of one person in one world.

    month: as 2013-10. employed: None outside the workforce. solvency: as in ``fields.SOLVENCY``. savings, detriment:
    months of income; detriment is that of this month alone, as are denials, acts and loans. lists: names of the
    lists the person is on; wrongly: on a blacklist with no true record behind it. grade: "" without grades.
    legitimacy: 0 to 1. renewed: the person left at the end of this month, and a newcomer took
    the place over; all else is still the person's own. blacklisted: one of the lists is a blacklist. who: reporting
    group in this month.
    """

    month: str
    employed: bool | None
    solvency: str
    savings: float
    lists: tuple[str, ...]
    wrongly: bool
    grade: str
    records: tuple[TrajectoryRecord, ...]
    detriment: float
    denials: int
    acts: int
    speaking: bool
    loans: int
    legitimacy: float
    renewed: bool
    who: str
    blacklisted: bool = False


@dataclass(frozen=True)
class Trajectory:
    """The months of one person in one world, observed months only."""

    scenario: str
    months: tuple[TrajectoryMonth, ...]


@dataclass(frozen=True)
class Newcomer:
    """Who took the place over, in every world alike. month: the first one lived there. who: reporting group."""

    month: str
    who: str


@dataclass(frozen=True)
class TrajectorySet:
    """The same person in every world, with the same random draws.

    person: place, from 0. replicate: from 0. chosen: why this person, as a phrase. who: reporting group in the first
    month. region: name. newcomers: who came after, in order; none where the person stayed.
    """

    person: int
    replicate: int
    selection_reason: str
    group: str
    region: str
    trajectories: tuple[Trajectory, ...]
    newcomers: tuple[Newcomer, ...] = ()
