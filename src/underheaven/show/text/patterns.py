"""Published patterns in words: what was found, in how many parameter samples, and which parameters decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import floor, inf, isfinite, log10, nan
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from underheaven.measure.inference.pattern_test import Clause
from underheaven.measure.measure_values import DIFFERENCE
from underheaven.measure.registry import PAIRED
from underheaven.show.formatting import format_count
from underheaven.show.text.measure_titles import title_and_unit

MAX_TEXT_WIDTH = 120
DIGITS = 3
INTERPRETATION_NOTE = (
    "If a pattern appears, the model can produce it; it does not follow that the world produces it in the same way. "
    "What is put in is not explained. Shares of parameter samples are not probabilities."
)
ALL_PUT_IN = "All of it"
"""The text on what is put in begins with this if nothing of a pattern is left to the model."""
CONSTRUCTION_CHECKS = (
    "Checks of construction. All of each is put in, so its appearance says only that the model does what it was given."
)
PatternRow = Mapping[str, Any]


def print_patterns(rows: Sequence[PatternRow], console: Console) -> None:
    """Print studies of published patterns one after the other, and checks of construction separately.

    Args:
        rows: One per pattern.
        console: Where to print.
    """
    width = min(console.width, MAX_TEXT_WIDTH)
    _print([row for row in rows if not is_construction_check(row)], console, width)
    checks = [row for row in rows if is_construction_check(row)]
    if checks:
        console.print(Text(f"\n{CONSTRUCTION_CHECKS}"), width=width)
        _print(checks, console, width)
    console.print(Text(f"\n{INTERPRETATION_NOTE}"), width=width)


def is_construction_check(row: PatternRow) -> bool:
    """Return whether all of a pattern is put in, so that it checks the construction of the model only."""
    return str(row["put_in"]).strip().startswith(ALL_PUT_IN)


def _print(rows: Sequence[PatternRow], console: Console, width: int) -> None:
    for row in rows:
        console.print(Text(f"\n{row['study']}: {row['verdict']}", style="bold cyan"), width=width)
        for sentence in pattern_sentences(row):
            console.print(Padding(Text(sentence), (0, 0, 0, 2)), width=width)


def pattern_sentences(row: PatternRow) -> Iterator[str]:
    """Yield the lines on one study."""
    yield f"Published: {row['published']} Source: {row['source']}."
    yield f"Here: {'; '.join(map(format_clause, row['where']))}."
    yield f"Over the parameter samples: {sample_share_phrase(row)}. This share is not a probability."
    yield f"Most influential: {deciding_parameters(row)}."
    yield f"Brought about by: {row['brought_about_by']}"
    yield f"Put in: {row['put_in']}"
    yield f"Not shown: {row['not_shown']}"


def format_clause(row: PatternRow) -> str:
    """Return a clause of a row as its number with interval and the bounds that the pattern asks for."""
    above, below = row["above"], row["below"]
    bounds = Clause(
        row["scenario"],
        row["measure"],
        row["of"],
        row["over"],
        -inf if above is None else above,
        inf if below is None else below,
    )
    return format_bounds(bounds, *(nan if row[key] is None else row[key] for key in ("mean", "low", "high")))


def format_bounds(clause: Clause, mean: float, low: float, high: float) -> str:
    """Return a clause as a number with its interval and the bounds that the pattern asks for."""
    title, unit = title_and_unit(clause.measure)
    by = f" over {title_and_unit(clause.over)[0].lower()}" if clause.over else ""
    step = ", difference" if clause.of == DIFFERENCE and clause.measure not in PAIRED else ""
    what = f"{title}{by}{step} ({clause.scenario})"
    if not isfinite(mean):
        return f"{what}: undefined"
    ends = f" [{three_digits(low)}, {three_digits(high)}]" if isfinite(low) else ""
    unit = "" if clause.over or unit in ("share", "as measured") else f" {unit}"
    return f"{what}: {three_digits(mean)}{ends}{unit}, {_bounds_phrase(clause)}"


def _bounds_phrase(clause: Clause) -> str:
    if not isfinite(clause.above):
        return f"asked for below {three_digits(clause.below)}"
    if not isfinite(clause.below):
        return f"asked for above {three_digits(clause.above)}"
    return f"asked for {three_digits(clause.above)} to {three_digits(clause.below)}"


def sample_share_phrase(row: PatternRow) -> str:
    """Return the share of the samples in which the pattern appears."""
    wording = f"it appears in {whole_percent(row['share'])} of {format_count(row['samples'], 'parameter sample')}"
    signs = {
        _sign_condition(w): w["same_sign"]
        for w in row["where"]
        if w["same_sign"] not in (None, w["share"]) and not w["over"]
    }
    return wording + "".join(f"; {side} in {whole_percent(share)}" for side, share in signs.items())


def _sign_condition(row: PatternRow) -> str:
    side = "below" if row["above"] is None else "above"
    return f"{title_and_unit(row['measure'])[0].lower()} ({row['scenario']}) {side} 0"


def whole_percent(share: float) -> str:
    """Format a share in whole per cent."""
    return f"{100 * share:.0f} %"


def deciding_parameters(row: PatternRow) -> str:
    """Return the deciding parameters, each with the side on which the pattern vanishes."""
    if row["share"] in (0.0, 1.0):
        return f"no parameter inside the ranges: it appears in {'every' if row['share'] else 'no'} parameter sample"
    return "; ".join(map(_deciding_parameter, row["deciders"])) or "no single parameter is distinguishable"


def _deciding_parameter(row: PatternRow) -> str:
    side = "low or high" if row["vanishes"] == "both" else row["vanishes"]
    thirds = ", ".join(whole_percent(row[f"at_{third}"]) for third in ("low", "middle", "high"))
    return (
        f"{row['document']}, {row['path']} ({three_digits(row['low'])} to {three_digits(row['high'])}): it appears "
        f"less often where this is {side} ({thirds} of samples in the lowest, middle and highest third)"
    )


def three_digits(value: float) -> str:
    """Format a number to three significant digits."""
    if value == 0:
        return "0"
    value = round(value, DIGITS - 1 - floor(log10(abs(value))))
    decimals = DIGITS - 1 - floor(log10(abs(value)))
    text = f"{value:,.{max(decimals, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
