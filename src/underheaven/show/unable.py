"""Unable and unwilling: the split of those listed for a debt in words, with its ranges or why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.kept import kept_of
from underheaven.measure.values import FILED, LEVEL
from underheaven.show.ranges import WHO, amount, ends, is_open, moved_by, over_assumptions, range_of, tried

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.show.views import Line

SECTION = "Unable and unwilling"
NOT_ASKED = "which was not requested (leave out --no-ranges; in Python, ranges=True)"
NONE_STATED = "although it was requested: the documents state no ranges of assumed numbers"
ALL_UNDEFINED = "although it was requested: the shares were undefined in every parameter sample"
FURTHER = "is the base case{}, and other assumptions can move it much further."
ITS_INTERVAL = " with its Monte Carlo interval only"
BELOW = "Below: the base case."
BELOW_ALL = "Below: the base case, with its Monte Carlo interval, which says nothing of the parameters."
ROUGH = "A share whose parameter range is 60 points wide or more is rounded and has no interval."
CHANCE_ONLY = "The others have their Monte Carlo interval, which says nothing of the parameters."
SPLIT = {"unable": "listed_unable", "unwilling": "listed_unwilling", "in error": "listed_in_error"}
"""The measure of each share of those listed for a debt."""


def has_split(lines: Sequence[Line], worlds: Sequence[str] | None = None) -> bool:
    """Tells whether any of the worlds (all, if None) of a table has listed debtors to split."""
    cells = (cell for line in lines if line.section == SECTION for cell in line.cells)
    return any(isfinite(cell.level.mean) for cell in cells if worlds is None or cell.world in worlds)


def has_ranges(dataset: xr.Dataset, worlds: Sequence[str]) -> bool:
    """Tells whether the split of any of these worlds has a parameter range."""
    every = over_assumptions(dataset)
    names = [*SPLIT.values(), *FILED]
    return any((world, name, LEVEL) in every for world in worlds for name in names)


def without(dataset: xr.Dataset, point: str = "below") -> str:
    """Says that the split has no parameter range, and why; point: where the bare shares stand."""
    why, interval = NOT_ASKED, ITS_INTERVAL if dataset.sizes["replicate"] > 1 else ""
    if dataset.attrs.get("assumptions_asked"):
        why = ALL_UNDEFINED if kept_of(dataset.attrs) else NONE_STATED
    return f"The split is shown without its parameter range, {why}: {point} {FURTHER.format(interval)}"


def sentences(dataset: xr.Dataset, lines: Sequence[Line], worlds: Sequence[str]) -> list[str]:
    """Gives what stands ahead of the split in a table of these worlds: its ranges, or why it has none."""
    kept = kept_of(dataset.attrs)
    if kept is None or not has_ranges(dataset, worlds):
        return [without(dataset)] if has_split(lines, worlds) else []
    said = [f"Parameter ranges (central 90 % of {tried(kept)}):"]
    mine = [world for world in worlds if has_ranges(dataset, [world])]
    for world in mine:
        said += [f"{world}:"] if len(mine) > 1 else []
        said += _of_world(dataset, world)
    return [*said, _below(dataset, lines, worlds)] if has_split(lines, worlds) else said


def _below(dataset: xr.Dataset, lines: Sequence[Line], worlds: Sequence[str]) -> str:
    """Say what the numbers below the ranges are: which are rounded, and whether any has a Monte Carlo interval."""
    shown = [(cell, line.name) for line in lines if line.section == SECTION for cell in line.cells]
    told = [(cell, name) for cell, name in shown if cell.world in worlds and isfinite(cell.level.mean)]
    rough = [is_open(dataset, cell.world, name) for cell, name in told]
    bounded = [isfinite(cell.level.low) for (cell, _), is_rough in zip(told, rough, strict=True) if not is_rough]
    said = [BELOW, *([ROUGH] if any(rough) else []), *([CHANCE_ONLY] if any(bounded) else [])]
    return " ".join(said) if any(rough) else BELOW_ALL if any(bounded) else BELOW


def footnote(dataset: xr.Dataset, lines: Sequence[Line]) -> Iterator[str]:
    """Yields the sentence about the ranges that belongs under a result with a split."""
    if has_ranges(dataset, [str(world) for world in dataset["world"].values]):
        yield (
            "Unable and unwilling: read the range, not the base case. The ranges come from separate runs in which all "
            "assumptions vary. They are not part of the digest, and a changed document makes them stale."
        )
    elif has_split(lines):
        said = without(dataset, "above")
        yield f"Unable and unwilling: {said[0].lower()}{said[1:]}"


def _of_world(dataset: xr.Dataset, world: str) -> Iterator[str]:
    """Yields the ranges of a world: of the listed with those of the filed behind, or of the filed alone."""
    every = over_assumptions(dataset)
    for debt, who in WHO.items():
        names = {SPLIT[debt]: "of those listed for a debt at the end",
                 f"filed_share_of_debt:{debt}": "of the records of debts filed over the run"}  # fmt: skip
        mine = {name: range_of(dataset, world, name) for name in names if (world, name, LEVEL) in every}
        spans = [
            f"{ends(*span, 'share')} {names[name]} (median {amount(every[world, name, LEVEL].median, 'share', 2)})"
            for name, span in mine.items()
            if span is not None
        ]
        if spans:
            first = every[world, next(iter(mine)), LEVEL]
            yield f"- {who}: {', '.join(spans)};"
            yield f"  all samples {ends(first.least, first.most, 'share')}; over seeds alone " \
                  f"{ends(first.luck_low, first.luck_high, 'share')}."  # fmt: skip
            if first.outside:
                yield f"  The base case, {amount(first.usual, 'share', 2)} at that size, lies outside."
            yield f"  {moved_by(first, 'share')}"
