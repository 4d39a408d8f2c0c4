"""A figure of the page: its headline, explanation, charts and data tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from underheaven.show.report.charts.theme import ChartSize, ChartSpec
from underheaven.show.report.data_table import DataTable


@dataclass(frozen=True)
class FigurePanel:
    """One chart of a figure. heading: empty if it is the only one. alt: a text alternative."""

    heading: str
    alt: str
    spec: Callable[[ChartSize], ChartSpec]


@dataclass(frozen=True)
class Figure:
    """A figure of the page.

    name: short and unique on the page for a scenario. title: headline. text: unit and how to read it. two_columns:
    whether the panels are set in two columns where the screen is wide. notes: sentences under it.
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
    """A figure that would be empty, and the reason."""

    name: str
    title: str
    reason: str
