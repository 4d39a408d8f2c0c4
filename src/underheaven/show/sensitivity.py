"""Print how far parameters move measures, and which of them do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from underheaven.measure.obedience import is_obedience
from underheaven.measure.ranked import FEWEST
from underheaven.measure.sensitivity import ASSUMPTIONS, NEITHER
from underheaven.measure.values import DIFFERENCE
from underheaven.show.ranges import NOT_NAMED, NOT_TOLD, amount, content, ends, plain, ruled_out, said_of
from underheaven.show.ranges import too_few_to_name as too_few
from underheaven.show.words import counted

WIDE = 110
RANGE = "A range says what the documents leave open; it is not a probability."
NOTHING = (
    "Nothing to print: the documents state no assumed number with a range, or every parameter sample leaves the "
    "measure undefined."
)


def print_sensitivity(rows: Sequence[Mapping[str, Any]], console: Console, mark: str = "") -> None:
    """Prints rows of `run.sensitivity.rows`, those of a world under its name.

    mark: what is said of documents that did not ship as they are; empty where all did.
    """
    if mark:
        console.print(Text(mark, style="bold"), width=min(console.width, WIDE))
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
    same = ("usual", "low", "high", "least", "most")
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
    usual = "undefined" if row["usual"] is None else amount(row["usual"], unit, 2)
    luck = "undefined" if row["luck_low"] is None else ends(row["luck_low"], row["luck_high"], unit)
    yield (
        f"base case at this size {usual}{_outside(row)}; parameter range {ends(row['low'], row['high'], unit)}, median "
        f"{amount(row['median'], unit, 2)} (all samples {ends(row['least'], row['most'], unit)}); over seeds {luck}; "
        f"{_winner(row['dominates'], row['told'])}"
    )
    yield from (_mover(mover, unit) for mover in row["movers"])
    if not row["movers"] and row["dominates"] != NEITHER:
        yield _unnamed(row)
    if row["of"] == DIFFERENCE:
        yield _sign(row)


def _unnamed(row: Mapping[str, Any]) -> str:
    """Say why no parameter is named."""
    if is_obedience(row["measure"]):
        return NOT_NAMED
    return "no single parameter is distinguishable" if row["names"] else too_few(row["points"])


def below(row: Mapping[str, Any]) -> Iterator[str]:
    """Yields how it was made, which is the same for all rows."""
    moved = f" In {row['moved']} of them values were pulled toward the base case to satisfy constraints."
    facts = ruled_out(row["ruled_out"], row["contradicted"]) if row["ruled_out"] else ""
    left = f" {counted(row['left_out'], 'sample')} could not be drawn."
    yield (
        f"Parameter range: the central 90 % of {counted(row['of_points'], 'sample')} of all {row['numbers']:,} assumed "
        f"numbers with a range, {row['persons']:,} persons a scenario and {counted(row['months'], 'month')} each, all "
        f"with the same seed.{moved if row['moved'] else ''}{left if row['left_out'] else ''}"
        f"{f' {facts[:1].upper()}{facts[1:]}.' if facts else ''} {content(row['of_points'])} Base case at this size: "
        f"the stated values, run like a sample with {counted(row['seeds'], 'seed')}, and their median; a table of more "
        "persons prints another number. Over seeds: the least and the most of them."
    )
    if row["of_points"] < FEWEST:
        few = too_few(row["of_points"])
        yield f"{few[:1].upper()}{few[1:]}. {RANGE}"
        return
    if round(row["floor"], 2) >= 1:
        yield f"No measure varies so that a parameter could be named. {RANGE}"
        return
    yield (
        "r: rank correlation over the samples, with parameters found before it taken out. A parameter is named where r "
        f"exceeds {row['floor']:.2f}, so that a result whose parameters move nothing names any in fewer than one of "
        "twenty cases. They are ordered by their one-at-a-time effect. "
        f"{RANGE}"
    )


def _winner(dominates: str, told: bool) -> str:
    if dominates == NEITHER:
        return "it does not vary"
    if not told:
        return f"the main source of variation is {NOT_TOLD}"
    return f"{'parameters are' if dominates == ASSUMPTIONS else 'Monte Carlo error is'} the main source of variation"


def _outside(row: Mapping[str, Any]) -> str:
    return "" if row["usual"] is None or not row["outside"] else ", outside its parameter range"


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
