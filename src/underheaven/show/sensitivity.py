"""Print how far parameters move measures, and which of them do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from underheaven.measure.obedience import is_obedience
from underheaven.measure.sensitivity import ASSUMPTIONS, NEITHER
from underheaven.measure.values import DIFFERENCE
from underheaven.show.ranges import NOT_NAMED, amount, content, ends, plain, ruled_out, said_of
from underheaven.show.words import counted

WIDE = 110
NOTHING = "No assumed number with a range moves anything: the documents state none, or the measure is undefined."


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
    """Yield what is said of one measure: title, ranges, what moves it, and its sign where it is a difference."""
    title, unit = said_of(row["measure"])
    step = ", difference" if row["of"] == DIFFERENCE else ""
    of = "" if unit in ("share", "as measured") else f" ({unit})"
    yield f"{title}{step}{of}"
    stated = "undefined" if row["stated"] is None else amount(row["stated"], unit)
    luck = "undefined" if row["luck_low"] is None else ends(row["luck_low"], row["luck_high"], unit)
    yield (
        f"base case {stated}{_outside(row)}; parameter range {ends(row['low'], row['high'], unit)}, median "
        f"{amount(row['median'], unit, 2)} (all samples {ends(row['least'], row['most'], unit)}); over seeds {luck}; "
        f"{_winner(row['dominates'])}"
    )
    yield from (_mover(mover, unit) for mover in row["movers"])
    if not row["movers"] and row["dominates"] != NEITHER:
        yield NOT_NAMED if is_obedience(row["measure"]) else "no single parameter is distinguishable"
    if row["of"] == DIFFERENCE:
        yield _sign(row)


def below(row: Mapping[str, Any]) -> Iterator[str]:
    """Yields how it was made, which is the same for all rows."""
    moved = f" In {row['moved']} of them values were pulled toward the base case to satisfy constraints."
    facts = ruled_out(row["ruled_out"], row["contradicted"]) if row["ruled_out"] else ""
    left = f" {counted(row['left_out'], 'sample')} could not be drawn."
    yield (
        f"Parameter range: the central 90 % of {counted(row['of_points'], 'sample')} of all {row['numbers']:,} assumed "
        f"numbers with a range, {row['persons']:,} persons a world and {counted(row['months'], 'month')} each, all "
        f"with the same seed. {content(row['of_points'])} Over seeds: the base case with other seeds, at the same size."
        f"{moved if row['moved'] else ''}{left if row['left_out'] else ''}"
        f"{f' {facts[:1].upper()}{facts[1:]}.' if facts else ''}"
    )
    yield (
        "r: rank correlation over the samples, with parameters found before it taken out. A parameter is named where r "
        f"exceeds {row['floor']:.2f}, so that a result whose parameters move nothing names any in fewer than one of "
        "twenty cases. They are ordered by their one-at-a-time effect. A range says what the documents leave open; it "
        "is not a probability."
    )


def _winner(dominates: str) -> str:
    if dominates == NEITHER:
        return "it does not vary"
    return f"{'parameters are' if dominates == ASSUMPTIONS else 'Monte Carlo error is'} the main source of variation"


def _outside(row: Mapping[str, Any]) -> str:
    return "" if row["stated"] is None or not row["outside"] else ", outside its parameter range"


def _mover(mover: Mapping[str, Any], unit: str) -> str:
    said = f"{'+' if mover['direction'] > 0 else '-'} {mover['path']} (r = {mover['correlation']:+.2f}"
    if mover["at_low"] is not None and mover["at_high"] is not None:
        low, high = (amount(mover[key], unit) for key in ("at_low", "at_high"))
        said += f"; alone {low} at {plain(mover['low'])}, {high} at {plain(mover['high'])}"
    return f"{said})"


def _sign(row: Mapping[str, Any]) -> str:
    said = f"above 0 in {100 * row['positive']:.0f} % of the samples, below 0 in {100 * row['negative']:.0f} %"
    if not row["flips"]:
        return said
    alone = f", alone by {' and '.join(row['flipped_by'])}" if row["flipped_by"] else ""
    return f"{said}: the sign turns inside the ranges{alone}"
