"""One synthetic person's months in several worlds, as they stood when each month was over. Nobody of them is real."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A live record in a dossier.

    kind: of conduct. origin: how it came to be, as in ``fields.ORIGINS``. months_left: 1 or more, None without end.
    """

    kind: str
    origin: str
    months_left: int | None


@dataclass(frozen=True)
class LifeMonth:
    """One month of one person in one world.

    month: as 2013-10. employed: None outside the workforce. solvency: as in ``fields.SOLVENCY``. savings, detriment:
    months of income; detriment is that of this month alone, as are denials, acts and loans. lists: names of the
    lists the person is on; wrongly: on a blacklist with no true record behind it. grade: "" without grades.
    legitimacy: 0 to 1. renewed: the place was taken over by a newcomer at the end of this month.
    """

    month: str
    employed: bool | None
    solvency: str
    savings: float
    lists: tuple[str, ...]
    wrongly: bool
    grade: str
    records: tuple[Entry, ...]
    detriment: float
    denials: int
    acts: int
    speaking: bool
    loans: int
    legitimacy: float
    renewed: bool


@dataclass(frozen=True)
class Life:
    """The months of one person in one world, observed months only."""

    world: str
    months: tuple[LifeMonth, ...]


@dataclass(frozen=True)
class Lives:
    """The same person in every world, with the same luck.

    person: place, from 0. replicate: from 0. chosen: why this person, as a phrase. who: reporting group. region: name.
    """

    person: int
    replicate: int
    chosen: str
    who: str
    region: str
    lives: tuple[Life, ...]
