"""Prints how far assumptions move measures, and which of them do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from underheaven.measure.sensitivity import ASSUMPTIONS, NEITHER
from underheaven.measure.values import DIFFERENCE
from underheaven.show.ranges import amount, ends, plain, said_of
from underheaven.show.words import counted

WIDE = 110
NOTHING = "No assumed number with a range moves anything here: the documents state none, or the measure is undefined."


def print_sensitivity(rows: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Prints rows of `run.sensitivity.rows`, those of a world under its name."""
    if not rows:
        console.print(Text(NOTHING), width=min(console.width, WIDE))
        return
    width = min(console.width, WIDE)
    for world, its in groupby(rows, key=lambda row: row["world"]):
        console.print(Text(f"\n{world}", style="bold cyan"))
        for row in _told(list(its)):
            title, *more = lines(row)
            console.print(Text(title, style="bold"), width=width)
            for line in more:
                console.print(Padding(Text(line), (0, 0, 0, 2)), width=width)
    for sentence in below(rows[0]):
        console.print(Text(f"\n{sentence}"), width=width)


def _told(rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yields rows without differences from a world that has nothing of the kind: they say what the level said."""
    same = ("stated", "low", "high", "least", "most")
    levels = {row["measure"]: [row[key] for key in same] for row in rows if row["of"] != DIFFERENCE}
    for row in rows:
        if row["of"] != DIFFERENCE or levels.get(row["measure"]) != [row[key] for key in same]:
            yield row


def lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Yields what is said of one measure: title, ranges, what moves it, and its sign where it is a difference."""
    title, unit = said_of(row["measure"])
    step = ", difference" if row["of"] == DIFFERENCE else ""
    of = "" if unit in ("share", "as measured") else f" ({unit})"
    yield f"{title}{step}{of}"
    stated = "undefined" if row["stated"] is None else amount(row["stated"], unit)
    luck = "undefined" if row["luck_low"] is None else ends(row["luck_low"], row["luck_high"], unit)
    yield (
        f"stated {stated}; over the assumptions {ends(row['low'], row['high'], unit)} (all points "
        f"{ends(row['least'], row['most'], unit)}); over luck {luck}; {_winner(row['dominates'])}"
    )
    yield from (_mover(mover, unit) for mover in row["movers"])
    if not row["movers"] and row["dominates"] != NEITHER:
        yield "no single assumption stands above the noise"
    if row["of"] == DIFFERENCE:
        yield _sign(row)


def below(row: Mapping[str, Any]) -> Iterator[str]:
    """Yields how it was made, which is the same for all rows."""
    moved = f" At {row['moved']} of them numbers were moved toward where they stand, to keep documents sound."
    left = f" {counted(row['left_out'], 'point')} could not be had."
    yield (
        f"Over the assumptions: the central 90 % of {counted(row['of_points'], 'point')} at which all "
        f"{row['numbers']:,} assumed numbers with a range are moved together, {row['persons']:,} persons a world and "
        f"{counted(row['months'], 'month')} each, all with the same luck. Over luck: the documents as they stand, with "
        f"other seeds, at the same size.{moved if row['moved'] else ''}{left if row['left_out'] else ''}"
    )
    yield (
        "r: rank correlation over the points, what is named above it taken out; in brackets where it does not stand "
        "above their noise, and the two ends of the number alone do. Every number of a range counts as equally likely: "
        "this says what the documents leave open, and not how likely it is."
    )


def _winner(dominates: str) -> str:
    if dominates == NEITHER:
        return "nothing moves it"
    return f"{'the assumptions move' if dominates == ASSUMPTIONS else 'luck moves'} it further"


def _mover(mover: Mapping[str, Any], unit: str) -> str:
    r = f"r = {mover['correlation']:+.2f}"
    said = f"{'+' if mover['direction'] > 0 else '-'} {mover['path']} ({r if mover['explains'] else f'[{r}]'}"
    if mover["at_low"] is not None and mover["at_high"] is not None:
        low, high = (amount(mover[key], unit) for key in ("at_low", "at_high"))
        said += f"; alone {low} at {plain(mover['low'])}, {high} at {plain(mover['high'])}"
    return f"{said})"


def _sign(row: Mapping[str, Any]) -> str:
    said = f"above 0 at {100 * row['positive']:.0f} % of the points, below at {100 * row['negative']:.0f} %"
    if not row["flips"]:
        return said
    alone = f", alone by {' and '.join(row['flipped_by'])}" if row["flipped_by"] else ""
    return f"{said}: the sign turns inside the ranges{alone}"
