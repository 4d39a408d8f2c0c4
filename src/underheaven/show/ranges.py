"""The split of unable and unwilling in words: a range over the assumptions first, the luck of the draw after it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.measure.error import filed_share_of_debt, listed_share_of_debt
from underheaven.show.words import counted, say

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.show.views import Line

SECTION = "Unable and unwilling"
NOT_ASKED = "which was not asked for (leave out --no-ranges; in Python, ranges=True)"
NONE_STATED = "although it was asked for: the documents state no ranges of assumed numbers that bear on it"
ALL_UNDEFINED = "although it was asked for: the shares were undefined in every run that it was sought in"
FURTHER = "is a point with the luck of the draw, and other assumptions can move it much further."
NOISE = (
    "Each end is from one run of so few persons and carries its noise, rare shares above all; a range is widened where "
    "it would not hold the share in the table."
)
BELOW = "Below: the documents as they stand, with the luck of the draw alone."
WHO = {"unable": "unable to pay", "unwilling": "unwilling to pay", "in error": "owing nothing"}
AS_THEY_STAND = "the documents as they stand"
MEASURED = {"listed": listed_share_of_debt, "filed": filed_share_of_debt}
SAID_OF = {"listed": "of those listed for a debt at the end", "filed": "of the records of debts filed over the run"}


def ranges_of(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives the ranges that a result holds, as rows of plain values; empty where none were run.

    A range is widened to hold the result's own share, which rests on more persons than each end does.
    """
    rows = json.loads(dataset.attrs.get("ranges") or "[]")
    return [_widened(row, _own(dataset, row)) for row in rows]


def has_split(lines: Sequence[Line], worlds: Sequence[str] | None = None) -> bool:
    """Tells whether any of the worlds (all, if None) of a table has listed debtors to split."""
    cells = (cell for line in lines if line.section == SECTION for cell in line.cells)
    return any(isfinite(cell.level.mean) for cell in cells if worlds is None or cell.world in worlds)


def without(dataset: xr.Dataset, point: str = "below") -> str:
    """Says that the split has no range over the assumptions, and why; point: where the bare shares stand."""
    why = NOT_ASKED
    if dataset.attrs.get("ranges_asked"):
        why = ALL_UNDEFINED if dataset.attrs.get("ranges_cases") else NONE_STATED
    return f"The split is shown without its range over the assumptions, {why}: {point} {FURTHER}"


def sentences(dataset: xr.Dataset, lines: Sequence[Line], worlds: Sequence[str]) -> list[str]:
    """Gives what stands ahead of the split in a table of these worlds: its ranges, or why it has none."""
    mine = [row for row in ranges_of(dataset) if row["world"] in worlds]
    if not mine:
        return [without(dataset)] if has_split(lines, worlds) else []
    first = mine[0]
    left_out = f"; {counted(first['left_out'], 'end')} could not be had" if first["left_out"] else ""
    moved = (
        f"{first['assumptions']} numbers, each taken to both ends of its range, one at a time"
        if first["assumptions"] != 1
        else "1 number, taken to both ends of its range"
    )
    said = [f"Over the assumptions ({moved}, among {first['persons']:,} persons{left_out}):"]
    for world in dict.fromkeys(row["world"] for row in mine):
        said += [f"{world}:"] if len({row["world"] for row in mine}) > 1 else []
        said += _of_world([row for row in mine if row["world"] == world])
    return [*said, NOISE, BELOW] if has_split(lines, worlds) else [*said, NOISE]


def end(row: dict[str, Any], key: str) -> str:
    """Says which assumption gives the lowest or the highest share of a range."""
    variant = row[key]
    if variant["path"]:
        return f"{variant['path']} = {variant['value']:g}"
    return f"{AS_THEY_STAND}, {'in the table' if variant.get('of_table') else 'among so few persons'}"


def footnote(dataset: xr.Dataset, lines: Sequence[Line]) -> Iterator[str]:
    """Yields the sentence about the ranges that belongs under a result with a split."""
    if ranges_of(dataset):
        yield (
            "Unable and unwilling: read the range, not the point. Each range comes from runs of its own in which one "
            "assumption is moved; several moved together go further. The ranges are derived and outside the digest, "
            "and a changed document makes them stale."
        )
    elif has_split(lines):
        said = without(dataset, "above")
        yield f"Unable and unwilling: {said[0].lower()}{said[1:]}"


def _own(dataset: xr.Dataset, row: dict[str, Any]) -> float:
    """Gives the share that the result itself has, mean over replicates; NaN where one has none."""
    if row["world"] not in dataset["world"].values:
        return float("nan")
    share = MEASURED[row["of"]](dataset, row["debt"]).sel(world=row["world"])
    return float(share.mean(skipna=False))


def _widened(row: dict[str, Any], own: float) -> dict[str, Any]:
    here = {"document": "", "path": "", "value": 0.0, "of_table": True}
    if own < row["low"]:
        return row | {"low": own, "lowest": here}
    return row | {"high": own, "highest": here} if own > row["high"] else row


def _of_world(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yields the ranges of a world: of the listed with those of the filed behind, or of the filed alone."""
    found = {(row["of"], row["debt"]): row for row in rows}
    for debt, who in WHO.items():
        mine = [found[of, debt] for of in MEASURED if (of, debt) in found]
        if mine:
            spans = ", ".join(f"{_span(row)} {SAID_OF[row['of']]}" for row in mine)
            yield f"- {who}: {spans};"
            yield f"  lowest with {end(mine[0], 'lowest')};"
            yield f"  highest with {end(mine[0], 'highest')}."


def _span(row: dict[str, Any]) -> str:
    """Writes a range to two digits; a few hundred listed persons carry no more."""
    return f"{say(100 * row['low'], 2)} to {say(100 * row['high'], 2)} %"
