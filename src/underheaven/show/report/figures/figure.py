"""A picture of the page: its headline, what it says in words, its charts, and the tables behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from underheaven.show.report.charts.theme import ChartSize, ChartSpec
from underheaven.show.report.data_table import DataTable


@dataclass(frozen=True)
class FigurePanel:
    """One chart of a picture. heading: empty where it is alone. alt: what it shows, for who does not see it."""

    heading: str
    alt: str
    spec: Callable[[ChartSize], ChartSpec]


@dataclass(frozen=True)
class Figure:
    """What the page draws.

    name: short and unique on the page for a world. title: headline. text: unit and how to read it. halves: the
    panels stand in two columns where there is room. notes: sentences under it.
    """

    name: str
    title: str
    text: str
    panels: tuple[FigurePanel, ...]
    tables: tuple[DataTable, ...]
    notes: tuple[str, ...] = ()
    two_columns: bool = False


@dataclass(frozen=True)
class OmittedFigure:
    """A picture that would be empty, and why."""

    name: str
    title: str
    reason: str
