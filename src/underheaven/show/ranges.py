"""The split of unable and unwilling in words: a range over the assumptions first, the luck of the draw after it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.show.words import say

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.show.views import Line

SECTION = "Unable and unwilling"
NOT_RUN = (
    "The split is shown WITHOUT its range over the assumptions, which were not run (--no-ranges): below is a point "
    "with the luck of the draw, and other assumptions allowed by the documents move it much further."
)
BELOW = "Below: the documents as they stand, with the luck of the draw alone."
WHO = {"unable": "unable to pay", "unwilling": "unwilling to pay", "in error": "owing nothing"}
AS_THEY_STAND = "the documents as they stand"


def ranges_of(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives the ranges that a result holds, as rows of plain values; empty where none were run."""
    return list(json.loads(dataset.attrs.get("ranges") or "[]"))


def has_split(lines: Sequence[Line]) -> bool:
    """Tells whether any world of a table has listed debtors to split."""
    return any(isfinite(cell.level.mean) for line in lines if line.section == SECTION for cell in line.cells)


def sentences(dataset: xr.Dataset, lines: Sequence[Line], worlds: Sequence[str]) -> list[str]:
    """Gives what stands ahead of the split in a table of these worlds: its ranges, or that they were not run."""
    ranges = ranges_of(dataset)
    mine = [row for row in ranges if row["world"] in worlds]
    if not mine:
        return [NOT_RUN] if has_split(lines) and not ranges else []
    first = mine[0]
    left_out = f"; {first['left_out']} ends could not be had" if first["left_out"] else ""
    said = [
        f"Over the assumptions ({first['assumptions']} numbers, each taken to both ends of its range, one at a time, "
        f"among {first['persons']:,} persons{left_out}):"
    ]
    for world in dict.fromkeys(row["world"] for row in mine):
        said += [f"{world}:"] if len({row["world"] for row in mine}) > 1 else []
        said += _of_world([row for row in mine if row["world"] == world])
    return [*said, BELOW]


def end(row: dict[str, Any], key: str) -> str:
    """Says which assumption gives the lowest or the highest share of a range."""
    variant = row[key]
    return f"{variant['path']} = {variant['value']:g}" if variant["path"] else AS_THEY_STAND


def footnote(dataset: xr.Dataset, lines: Sequence[Line]) -> Iterator[str]:
    """Yields the sentence about the ranges that belongs under a result with a split."""
    if ranges_of(dataset):
        yield (
            "Unable and unwilling: read the range, not the point. Each range comes from runs of its own in which one "
            "assumption is moved; several moved together go further. The ranges are derived and outside the digest, "
            "and a changed document makes them stale."
        )
    elif has_split(lines):
        yield f"Unable and unwilling: {NOT_RUN[0].lower()}{NOT_RUN[1:].replace('below', 'above')}"


def _of_world(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    filed = {row["debt"]: row for row in rows if row["of"] == "filed"}
    for row in rows:
        if row["of"] != "listed":
            continue
        entries = filed.get(row["debt"])
        also = f", {_span(entries)} of the records filed over the run" if entries else ""
        yield f"- {WHO[row['debt']]}: {_span(row)} of those listed at the end{also};"
        yield f"  lowest with {end(row, 'lowest')};"
        yield f"  highest with {end(row, 'highest')}."


def _span(row: dict[str, Any]) -> str:
    """Writes a range to two digits; a few hundred listed persons carry no more."""
    return f"{say(100 * row['low'], 2)} to {say(100 * row['high'], 2)} %"
