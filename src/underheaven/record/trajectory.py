"""The months of one synthetic person in several scenarios.

Work, debt, savings and legitimacy are values at the end of the month. Lists, grade and records are those of the stage
standing, which comes before livelihood and repair.
"""

from __future__ import annotations

from dataclasses import dataclass

SYNTHETIC_NOTICE = "A synthetic person: nobody here is real, and nobody real is behind these lives."


@dataclass(frozen=True)
class TrajectoryRecord:
    """A record in the dossier from which a month's status was computed.

    Attributes:
        kind: kind of conduct.
        origin: one of `fields.codes.ORIGINS`.
        months_left: months left at the end of the month; 0 for a record that ended then, None for one without a term.
    """

    kind: str
    origin: str
    months_left: int | None


@dataclass(frozen=True)
class TrajectoryMonth:
    """One month of one person in one scenario. These names are columns of exports.

    Attributes:
        month: such as 2013-10.
        employed: None outside the workforce.
        solvency: one of `fields.codes.SOLVENCY`.
        savings: months of income.
        lists: names of the lists on which the person is.
        wrongly: whether the person is on a blacklist with no true record behind it.
        grade: label of the grade, or "" without grades.
        records: records of the dossier.
        detriment: detriment of this month, in months of income.
        denials: attempts denied this month.
        acts: acts of this month.
        speaking: whether the person spoke in public this month.
        loans: loans received this month.
        legitimacy: 0 to 1.
        renewed: whether the person left at the end of this month and a newcomer took the slot; all other values are
            still those of the person who left.
        who: reporting group in this month.
        blacklisted: whether one of the lists is a blacklist.
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
    """The observed months of one person in one scenario."""

    scenario: str
    months: tuple[TrajectoryMonth, ...]


@dataclass(frozen=True)
class Newcomer:
    """A newcomer who took the slot over, in the same month in every scenario.

    Attributes:
        month: the newcomer's first month, such as 2013-10.
        who: reporting group.
    """

    month: str
    who: str


@dataclass(frozen=True)
class TrajectorySet:
    """The same person in every scenario, with the same random draws.

    Attributes:
        person: index of the person, from 0.
        replicate: index of the replicate, from 0.
        selection_reason: why this person was selected, as a phrase.
        group: reporting group in the first month.
        region: name of the region.
        trajectories: one per scenario.
        newcomers: newcomers who took the slot later, in order; empty if the person stayed.
    """

    person: int
    replicate: int
    selection_reason: str
    group: str
    region: str
    trajectories: tuple[Trajectory, ...]
    newcomers: tuple[Newcomer, ...] = ()
