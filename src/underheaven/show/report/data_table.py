"""The data table behind a figure: caption, heads and rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from underheaven.measure.inference.interval import Interval
from underheaven.show.formatting import format_number, format_percent, zero_width_reason

DASH = "\N{EN DASH}"
NEGATIVE_HYPHEN = re.compile(r"(?<![^\s(])-(?=\d)")
"""The hyphen ahead of a negative number, at the start or after a space or bracket."""


@dataclass(frozen=True)
class DataTable:
    """A table of text cells; heads: of all columns; ``n_heads``: how many cells of each row are row headers."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_heads: int = 1


def make_table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], n_heads: int = 1) -> DataTable:
    """Return a table of cells."""
    return DataTable(caption, tuple(heads), tuple(tuple(row) for row in rows), n_heads)


def format_figure(value: float | None, share: bool = False) -> str:
    """Format a number of a cell with a typographic minus; a dash without a number."""
    if value is None or not isfinite(value):
        return DASH
    return typographic_minus(format_percent(value) if share else format_number(value))


def interval_cells(interval: Interval, share: bool = False, least: float | None = 0.0) -> tuple[str, str]:
    """Format a mean, and its interval as ``low to high`` or the reason why it has no width.

    least: the smallest possible value.
    """
    low, high = interval.low, interval.high
    if not (isfinite(low) and isfinite(high)):
        return format_figure(interval.mean, share), DASH
    if zero_width_reason(interval):
        return format_figure(interval.mean, share), zero_width_reason(interval)
    low = low if least is None else max(low, least)
    if share:
        high = min(high, 1.0) if least is not None else high
    mean = interval.mean if low >= 0 or high <= 0 else _round_like(interval.mean, max(-low, high))
    return format_figure(mean, share), f"{format_figure(low, share)} to {format_figure(high, share)}"


def _round_like(mean: float, end: float) -> float:
    """Round a mean whose interval includes 0 to the digits of the farther end: finer digits are noise."""
    step = 10.0 ** (floor(log10(end)) - 2)
    return round(mean / step) * step


def typographic_minus(text: str) -> str:
    """Write the hyphen ahead of each number as a minus sign."""
    return NEGATIVE_HYPHEN.sub("\N{MINUS SIGN}", text)
