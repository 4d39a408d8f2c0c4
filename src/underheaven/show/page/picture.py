"""A picture of the page: its headline, what it says in words, its chart in two widths, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from underheaven.show.page.charts.theme import Size, Spec
from underheaven.show.page.tables import Table


@dataclass(frozen=True)
class Picture:
    """What the page draws.

    name: short and unique on the page for a world. title: headline. text: unit and how to read it. alt: what it
    shows, for who does not see it. spec: the chart for a size. notes: sentences under it.
    """

    name: str
    title: str
    text: str
    alt: str
    spec: Callable[[Size], Spec]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A picture that would be empty, and why."""

    name: str
    title: str
    why: str
