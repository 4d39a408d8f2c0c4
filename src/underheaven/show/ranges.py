"""Uncertainty over parameters in words: how far they move a measure, whether Monte Carlo error does, and which do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.counted import counted as counted_by
from underheaven.measure.interval import Interval, spread
from underheaven.measure.kept import Column, Kept, kept_of
from underheaven.measure.obedience import is_obedience
from underheaven.measure.ranked import FEWEST
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.sensitivity import (
    ASSUMPTIONS,
    NEITHER,
    Mover,
    Sensitivity,
    content_of,
    dominating,
    sensitivities,
)
from underheaven.measure.values import LEVEL
from underheaven.show.sections import FAMILIES
from underheaven.show.words import counted, digits_apart, listing, same, say

if TYPE_CHECKING:
    import xarray as xr

NOT_TOLD = "not distinguishable from Monte Carlo error at this size"
NOT_NAMED = "no parameter is named for a measure of obedience, by design"
OF_GROUP = "per 100,000 of the mean size of the group"
CATEGORIES = {
    "ever_listed_in": ("First entries on a blacklist", OF_GROUP), "records_filed_in": ("Records filed", OF_GROUP),
    "acts_in": ("Acts done", OF_GROUP), "work_found_in": ("Of those who seek work in a month, found it", "share"),
    "best_grade_in": ("Of those with a grade, in the best", "share"),
    "equal_conduct_detriment_in": ("Detriment at equal conduct, more than others", "months of income a person"),
    "equal_conduct_listed_in": ("Months listed at equal conduct, more than others", "months a person"),
    "equal_conduct_wrongly_listed_in": (
        "Months wrongly listed at equal conduct, more than others", "months a person",
    ),
    "still_on_24_in": ("Still on a blacklist 24 months after entry", "share"),
}  # fmt: skip
"""Title and unit of the numbers of a category of persons."""
WHO = {"unable": "unable to pay", "unwilling": "unwilling to pay", "in error": "owing nothing"}
TENFOLD = 10
"""Times that the far end of a count's range is of its near one from which on the range comes before the count."""
OPEN = 0.6
"""Width of a share's range from which on the range says nothing but that it is open."""


@lru_cache(maxsize=4)
def _all(kept: Kept) -> dict[Column, Sensitivity]:
    return sensitivities(kept)


def over_assumptions(dataset: xr.Dataset) -> dict[Column, Sensitivity]:
    """Gives what the result's runs at other assumptions say of each measure, by column; empty without such runs."""
    kept = kept_of(dataset.attrs)
    return {} if kept is None else _all(kept)


def range_of(dataset: xr.Dataset, world: str, name: str, of: str = LEVEL) -> tuple[float, float] | None:
    """Return the parameter range of a measure, the central 90 % of the samples; None where most do not define it."""
    row = over_assumptions(dataset).get((world, name, of))
    return None if row is None or not row.defined_in_most else (row.low, row.high)


def median_of(dataset: xr.Dataset, world: str, name: str, of: str = LEVEL) -> float:
    """Return the median of the parameter samples, NaN where that was not run."""
    row = over_assumptions(dataset).get((world, name, of))
    return float("nan") if row is None else row.median


def is_open(dataset: xr.Dataset, world: str, name: str, of: str = LEVEL) -> bool:
    """Tell whether the range of a share leaves it open: at least `OPEN` wide, so that no single value says much."""
    _, unit = said_of(name)
    span = range_of(dataset, world, name, of)
    return unit == "share" and span is not None and span[1] - span[0] >= OPEN


def is_wide(dataset: xr.Dataset, world: str, name: str, of: str = LEVEL) -> bool:
    """Tell whether the range of a count reaches over a factor of `TENFOLD` or down to nothing."""
    how, span = counted_by(name), range_of(dataset, world, name, of)
    if how is None or how.kind != "count" or span is None or same(*span):
        return False
    near, far = sorted(map(abs, span))
    return span[0] <= 0 <= span[1] or far >= TENFOLD * near


def digits(dataset: xr.Dataset, world: str, name: str, of: str = LEVEL) -> int:
    """Return the digits of a number: two of a count whose range spans a factor of ten, as no third one is known."""
    return 2 if is_wide(dataset, world, name, of) else 3


def is_outside(row: Sensitivity, mean: float) -> bool:
    """Tell whether a number of a result, or the base case at the size of the samples, lies outside its range."""
    return row.defined_in_most and (row.outside or row.beyond(mean))


def outside(dataset: xr.Dataset, told: Sequence[tuple[Column, float]]) -> Iterator[str]:
    """Yield a sentence that names the numbers that lie outside their range, where any do; told: with their means."""
    every = over_assumptions(dataset)
    found = [(c, mean) for c, mean in told if c in every and is_outside(every[c], mean)]
    if found:
        said = "; ".join(f"{_named(c)}: {_beside_range(every[c], mean)}" for c, mean in found)
        seeds = len(kept.seeds) if (kept := kept_of(dataset.attrs)) else 0
        yield (
            "Outside its parameter range lies the number of the table, or the base case at the size of the samples "
            f"(median of {counted(seeds, 'seed')}): {said}."
        )


def _named(column: Column) -> str:
    world, name, of = column
    return f"{said_of(name)[0]}, {world}{', difference' if of != LEVEL and name not in PAIRED else ''}"


def _beside_range(row: Sensitivity, mean: float) -> str:
    unit = said_of(row.column[1])[1]
    span = ends(row.low, row.high, unit)
    return f"table {amount(mean, unit, 2)}, base case at that size {amount(row.usual, unit, 2)}, samples {span}"


def missing(dataset: xr.Dataset, told: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """Yield a sentence that names the numbers without a range, because few samples define them, where there are any.

    told: scenario, measure and mean of numbers that are defined in the table. What no sample and no seed has, not
    even as another number than 0, stands in no column.
    """
    kept, every = kept_of(dataset.attrs), over_assumptions(dataset)
    if kept is None:
        return
    columns = [
        c
        for world, name, mean in told
        if (c := (world, name, LEVEL)) in kept.columns or (name in MEASURES and mean != 0)
    ]
    few = [
        f"{said_of(c[1])[0]}, {c[0]} ({every[c].points if c in every else 0} of {len(kept.design)})"
        for c in columns
        if c not in every or not every[c].defined_in_most
    ]
    if few:
        yield (
            "No parameter range, because most parameter samples leave it undefined, or none has another value than 0 "
            "(in brackets how many have one): "
            f"{'; '.join(few)}. The Monte Carlo interval of such a number is not all that is uncertain about it."
        )


def content(samples: int) -> str:
    """Say how much of the distribution the central 90 % of so many samples cover, in 95 of 100 designs."""
    low, high = content_of(samples)
    few = " So few samples say little of how far assumptions move a number." if samples < FEWEST else ""
    return (
        f"The central 90 % of {samples} independent samples cover between {100 * low:.0f} and {100 * high:.0f} % of "
        f"the distribution that the ranges imply, in 95 of 100 designs.{few}"
    )


def tried(kept: Kept) -> str:
    """Say what was run for the ranges: 128 samples of all 237 assumed numbers."""
    moved = sum(n > 0 for n in kept.moved)
    towns = f" in towns of {kept.town_size:,}" if kept.town_size else ""
    said = (
        f"{counted(len(kept.design), 'sample')} of all {len(kept.numbers):,} assumed numbers with a range, "
        f"{kept.persons:,} persons each{towns}, all with the same seed"
    )
    how_many = "all" if moved == len(kept.design) else f"{moved}"
    said += f"; in {how_many} of them values were pulled toward the base case to satisfy constraints" if moved else ""
    said += f"; {kept.left_out} could not be drawn" if kept.left_out else ""
    return said + (f"; {ruled_out(kept.ruled_out, kept.contradicted)}" if kept.ruled_out else "")


def ruled_out(many: int, contradicted: Mapping[str, int]) -> str:
    """Say how many samples were replaced because they contradict facts of the society, and which."""
    facts = ", ".join(f"{name}: {number}" for name, number in contradicted.items())
    facts += "; some contradicted more than one" if sum(contradicted.values()) > many else ""
    return (
        f"{counted(many, 'further sample')} contradicted facts of the society without any regime and "
        f"{'was' if many == 1 else 'were'} replaced ({facts})"
    )


def braces(dataset: xr.Dataset) -> Iterator[str]:
    """Yields what the numbers in braces are, where a result has them."""
    kept = kept_of(dataset.attrs)
    if kept is not None:
        yield (
            f"In braces: the parameter range (central 90 % of {tried(kept)}), with the median of the samples below. It "
            "says how far the assumptions move a number, and is not the chance that a true value lies inside. "
            f"{content(len(kept.design))} {_names(len(kept.design))}"
        )


def _names(samples: int) -> str:
    """Say where the most influential parameters are named, or that so few samples name none."""
    if samples < FEWEST:
        return f"{too_few_to_name(samples)}."
    return "`underheaven sensitivity` names the most influential parameters."


def luck_or_assumptions(dataset: xr.Dataset, row: Sensitivity, unit: str, own: Interval, title: str = "") -> str:
    """Says which moves a measure further at the result's own size, chance or parameters; own: what the result has.

    title: of the measure, where the line stands under several numbers and has to name its own.
    """
    asked = f'Main source of variation, for "{title}"' if title else "Main source of variation"
    luck = spread(own) if isfinite(own.low) else row.luck_sd
    winner = dominating(row.told, row.assumptions_sd, luck)
    if winner == NEITHER:
        return f"{asked}: none, it does not vary."
    luck_alone = ends(row.luck_low, row.luck_high, unit) if isfinite(row.luck_low) else "undefined"
    span, median = ends(row.low, row.high, unit), amount(row.median, unit, 2)
    over_seeds = f"{luck_alone} with every seed" if same(row.luck_low, row.luck_high) else f"over seeds {luck_alone}"
    spans = f"parameter range {span}, median {median}; {over_seeds}"
    if row.outside:
        spans += f"; the base case, {amount(row.usual, unit, 2)} at that size, lies outside"
    if isfinite(own.low) and (own.high < row.luck_low or own.low > row.luck_high):
        spans += "; seeds of that size differ from this result beyond Monte Carlo error"
    if winner == ASSUMPTIONS:
        return f"{asked}: the parameters ({spans})."
    return f"{asked}: {'Monte Carlo error' if row.told else NOT_TOLD} ({spans})."


def moved_by(row: Sensitivity, unit: str) -> str:
    """Say which parameters move a measure most, that none is distinguishable, or that samples are too few to tell."""
    of = f" where it is defined ({row.points} of {row.of} samples)" if row.points < row.of else ""
    if is_obedience(row.column[1]):
        return f"Most influential{of}: {NOT_NAMED}."
    if not row.names:
        return f"Most influential{of}: not known; {too_few_to_name(row.points)}."
    if not row.movers:
        return f"Most influential{of}: no single parameter is distinguishable in {counted(row.points, 'sample')}."
    few = {1: "; no second one is distinguishable", 2: "; no third one is distinguishable"}
    said = ", ".join(mover(m, unit) for m in row.movers)
    alone = " (varied alone, one run each)" if any(isfinite(m.at_low) for m in row.movers) else ""
    return f"Most influential{of}{alone}: {said}{few.get(len(row.movers), '')}."


def too_few_to_name(samples: int) -> str:
    """Say that so many samples name no parameter."""
    return (
        f"{counted(samples, 'sample')} {'is' if samples == 1 else 'are'} too few to name a parameter; it takes {FEWEST}"
    )


def mover(one: Mover, unit: str) -> str:
    """Says how one assumption moves a measure: from where to where alone, or up or down."""
    if isfinite(one.at_low) and isfinite(one.at_high):
        low, high = (amount(v, unit, 2) for v in (one.at_low, one.at_high))  # of a few thousand persons, one seed
        at_low, at_high = plain(one.number.low), plain(one.number.high)
        return f"{one.number.path} ({low} at {at_low}, {high} at {at_high})"
    return f"{one.number.path} ({'up' if one.direction > 0 else 'down'} with it)"


def turned(row: Sensitivity, title: str) -> str:
    """Says that the sign of a difference turns inside the ranges, and by what; nothing where it does not."""
    if not row.flips:
        return ""
    at = f"clear of Monte Carlo error in {round(100 * row.opposite)} % of the samples"
    said = f"{title}: its sign turns inside the parameter ranges ({at})"
    if row.flipped_by:
        return f"{said}; alone it is turned by {' and '.join(number.path for number in row.flipped_by)}."
    if row.movers:
        return f"{said}; {row.movers[0].number.path}, which moves it most, does not turn it alone."
    return f"{said}."


def signs(numbers: Sequence[tuple[str, Sensitivity]]) -> list[str]:
    """Say of differences whose signs turn inside the ranges, and of which this cannot be told; numbers: by title."""
    found = [said for title, row in numbers if (said := turned(row, title))]
    unclear = [title for title, row in numbers if not row.flips and row.low < 0 < row.high]
    if unclear:
        found.append(
            f"The sign is uncertain: the parameter range includes positive and negative values of "
            f"{listing(unclear)}, and runs of the size of the samples cannot tell a turned sign from Monte Carlo error."
        )
    return found


def amount(value: float, unit: str, digits: int = 3) -> str:
    """Write a value of a unit to so many digits, shares as per cent."""
    return f"{say(100 * value, digits)} %" if unit == "share" else say(value, digits)


def ends(low: float, high: float, unit: str) -> str:
    """Writes a range to two digits, as runs of so few persons carry no more, or as one number where it is one.

    With more digits where two do not tell its ends apart; undefined where it has no ends.
    """
    if not (isfinite(low) and isfinite(high)):
        return "undefined"
    times, sign = (100, " %") if unit == "share" else (1, "")
    if same(low, high):
        return f"{say(times * low, 2)}{sign}"
    digits = digits_apart(times * low, times * high, 2)
    return f"{say(times * low, digits)} to {say(times * high, digits)}{sign}"


def plain(value: float) -> str:
    """Writes a number of a document to three digits; a whole number stays whole."""
    return f"{value:.6g}" if float(value).is_integer() else f"{value:.3g}"


def titles() -> Mapping[str, tuple[str, str]]:
    """Gives title and unit of every measure by name, those with a label by the name before it."""
    found = {name: (m.title, m.unit) for name, m in MEASURES.items()}
    found |= {name: (m.title, m.unit) for name, m in PAIRED.items()}
    return found | {name: (family.title.removeprefix("... "), family.unit) for name, family in FAMILIES.items()}


def said_of(name: str) -> tuple[str, str]:
    """Gives title and unit of a measure that may carry a label."""
    base, _, label = name.partition(":")
    if base in CATEGORIES:
        title, unit = CATEGORIES[base]
        return f"{title}, {label}", unit
    if base == "filed_share_of_debt":
        return f"Of the records of debts filed, {WHO[label]}", "share"
    title, unit = titles().get(base, (base, "as measured"))
    return title.format(label), unit
