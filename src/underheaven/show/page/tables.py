"""The table behind a picture: its caption, its heads, and rows of what the picture shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from underheaven.measure.interval import Interval
from underheaven.show.words import no_width, percent, say

NOTHING = "\N{EN DASH}"
NEGATIVE = re.compile(r"(?<![^\s(])-(?=\d)")
"""The hyphen ahead of a negative number, at the start or after a space or bracket."""


@dataclass(frozen=True)
class Table:
    """heads: of all columns. rows: cells as text; the first ``n_heads`` of a row say what the row is about."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_heads: int = 1


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], n_heads: int = 1) -> Table:
    """Gives a table of cells."""
    return Table(caption, tuple(heads), tuple(tuple(row) for row in rows), n_heads)


def figure(value: float | None, share: bool = False) -> str:
    """Writes a number of a cell, a dash where there is none; minus signs are minus signs."""
    if value is None or not isfinite(value):
        return NOTHING
    return minus(percent(value) if share else say(value))


def cells(interval: Interval, share: bool = False, least: float | None = 0.0) -> tuple[str, str]:
    """Writes a mean, and its interval as ``low to high`` or why it has no width.

    least: what the number cannot be below.
    """
    low, high = interval.low, interval.high
    if not (isfinite(low) and isfinite(high)):
        return figure(interval.mean, share), NOTHING
    if no_width(interval):
        return figure(interval.mean, share), no_width(interval)
    low = low if least is None else max(low, least)
    if share:
        high = min(high, 1.0) if least is not None else high
    mean = interval.mean if low >= 0 or high <= 0 else _as_fine(interval.mean, max(-low, high))
    return figure(mean, share), f"{figure(low, share)} to {figure(high, share)}"


def _as_fine(mean: float, end: float) -> float:
    """Round a mean whose interval includes 0 as its further end is rounded: finer digits would be those of chance."""
    step = 10.0 ** (floor(log10(end)) - 2)
    return round(mean / step) * step


def minus(text: str) -> str:
    """Write the hyphen ahead of each number as a minus sign."""
    return NEGATIVE.sub("\N{MINUS SIGN}", text)
