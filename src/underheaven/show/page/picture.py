"""A picture of the page: its headline, what it says in words, its charts, and the tables behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from underheaven.show.page.charts.theme import Size, Spec
from underheaven.show.page.tables import Table


@dataclass(frozen=True)
class Panel:
    """One chart of a picture. heading: empty where it is alone. alt: what it shows, for who does not see it."""

    heading: str
    alt: str
    spec: Callable[[Size], Spec]


@dataclass(frozen=True)
class Picture:
    """What the page draws.

    name: short and unique on the page for a world. title: headline. text: unit and how to read it. halves: the
    panels stand in two columns where there is room. notes: sentences under it.
    """

    name: str
    title: str
    text: str
    panels: tuple[Panel, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    halves: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A picture that would be empty, and why."""

    name: str
    title: str
    why: str
