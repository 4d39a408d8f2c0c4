"""Published patterns in words: what was found, whether it appears, in how many parameter samples, what decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import floor, inf, isfinite, log10, nan
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from underheaven.measure.pattern import Clause
from underheaven.measure.registry import PAIRED
from underheaven.measure.values import DIFFERENCE
from underheaven.show.ranges import said_of
from underheaven.show.words import counted

WIDE = 120
DIGITS = 3
BELOW = (
    "If a pattern appears, the model can produce it; it does not follow that the world produces it in the same way. "
    "What is put in is not explained. Shares of parameter samples are not probabilities."
)
ALL = "All of it"
"""What is put in begins with this where nothing of a pattern is left to the model."""
CHECKS = (
    "Checks of construction. All of each is put in, so its appearance says only that the model does what it was given."
)
Row = Mapping[str, Any]


def print_patterns(rows: Sequence[Row], console: Console) -> None:
    """Prints studies of published patterns, one after the other, and checks of construction apart."""
    width = min(console.width, WIDE)
    _print([row for row in rows if not is_check(row)], console, width)
    checks = [row for row in rows if is_check(row)]
    if checks:
        console.print(Text(f"\n{CHECKS}"), width=width)
        _print(checks, console, width)
    console.print(Text(f"\n{BELOW}"), width=width)


def is_check(row: Row) -> bool:
    """Tell whether all of a pattern is put in, so that it is a check of construction and no pattern."""
    return str(row["put_in"]).strip().startswith(ALL)


def _print(rows: Sequence[Row], console: Console, width: int) -> None:
    for row in rows:
        console.print(Text(f"\n{row['study']}: {row['verdict']}", style="bold cyan"), width=width)
        for sentence in sentences(row):
            console.print(Padding(Text(sentence), (0, 0, 0, 2)), width=width)


def sentences(row: Row) -> Iterator[str]:
    """Yields what is said of one study."""
    yield f"Published: {row['published']} Source: {row['source']}."
    yield f"Here: {'; '.join(map(clause, row['where']))}."
    yield f"Over the parameter samples: {over(row)}. This share is not a probability."
    yield f"Most influential: {decided(row)}."
    yield f"Brought about by: {row['brought_about_by']}"
    yield f"Put in: {row['put_in']}"
    yield f"Not shown: {row['not_shown']}"


def clause(row: Row) -> str:
    """Gives a clause of a row as its number with interval and the bounds that the pattern asks for."""
    above, below = row["above"], row["below"]
    bounds = Clause(
        row["world"], row["measure"], row["of"], row["over"], -inf if above is None else above,
        inf if below is None else below,
    )  # fmt: skip
    return clause_words(bounds, *(nan if row[key] is None else row[key] for key in ("mean", "low", "high")))


def clause_words(of: Clause, mean: float, low: float, high: float) -> str:
    """Gives a clause as a number with its interval and the bounds that the pattern asks for."""
    title, unit = said_of(of.measure)
    by = f" over {said_of(of.over)[0].lower()}" if of.over else ""
    step = ", difference" if of.of == DIFFERENCE and of.measure not in PAIRED else ""
    what = f"{title}{by}{step} ({of.world})"
    if not isfinite(mean):
        return f"{what}: undefined"
    ends = f" [{number(low)}, {number(high)}]" if isfinite(low) else ""
    unit = "" if of.over or unit in ("share", "as measured") else f" {unit}"
    return f"{what}: {number(mean)}{ends}{unit}, {_asked(of)}"


def _asked(of: Clause) -> str:
    if not isfinite(of.above):
        return f"asked for below {number(of.below)}"
    if not isfinite(of.below):
        return f"asked for above {number(of.above)}"
    return f"asked for {number(of.above)} to {number(of.below)}"


def over(row: Row) -> str:
    """Gives the share of the points at which the pattern appears."""
    said = f"it appears in {percent(row['share'])} of {counted(row['points'], 'parameter sample')}"
    signs = {
        _side(w): w["same_sign"] for w in row["where"] if w["same_sign"] not in (None, w["share"]) and not w["over"]
    }
    return said + "".join(f"; {side} in {percent(share)}" for side, share in signs.items())


def _side(row: Row) -> str:
    return f"{said_of(row['measure'])[0].lower()} ({row['world']}) {'below' if row['above'] is None else 'above'} 0"


def percent(share: float) -> str:
    """Writes a share in whole per cent."""
    return f"{100 * share:.0f} %"


def decided(row: Row) -> str:
    """Gives the numbers that decide, each with the side on which the pattern vanishes."""
    if row["share"] in (0.0, 1.0):
        return f"no parameter inside the ranges: it appears in {'every' if row['share'] else 'no'} parameter sample"
    return "; ".join(map(_decider, row["deciders"])) or "no single parameter is distinguishable"


def _decider(row: Row) -> str:
    side = "low or high" if row["vanishes"] == "both" else row["vanishes"]
    thirds = ", ".join(percent(row[f"at_{third}"]) for third in ("low", "middle", "high"))
    return (
        f"{row['document']}, {row['path']} ({number(row['low'])} to {number(row['high'])}): it appears less often "
        f"where this is {side} ({thirds} of samples in the lowest, middle and highest third)"
    )


def number(value: float) -> str:
    """Writes a number with three digits that count."""
    if value == 0:
        return "0"
    value = round(value, DIGITS - 1 - floor(log10(abs(value))))
    places = DIGITS - 1 - floor(log10(abs(value)))
    text = f"{value:,.{max(places, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
