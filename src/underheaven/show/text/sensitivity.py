"""The sensitivity of measures to parameters, and the most influential parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from underheaven.measure.inference.rank_regression import MIN_SAMPLES
from underheaven.measure.inference.variation_sources import NEITHER, PARAMETERS
from underheaven.measure.measure_values import DIFFERENCE
from underheaven.measure.obedience import is_obedience_measure
from underheaven.show.formatting import format_amount, format_count, format_document_number, format_range
from underheaven.show.text.influence_sentences import NOT_DISTINGUISHABLE, NOT_NAMED_BY_DESIGN
from underheaven.show.text.influence_sentences import too_few_samples as too_few
from underheaven.show.text.measure_titles import title_and_unit
from underheaven.show.text.range_sentences import coverage_sentence, replaced_samples_phrase

MAX_TEXT_WIDTH = 110
RANGE_NOTE = "A range says what the documents leave open; it is not a probability."
NOTHING_TO_PRINT = (
    "Nothing to print: the documents state no assumed number with a range, or every parameter sample leaves the "
    "measure undefined."
)


def print_sensitivity(rows: Sequence[Mapping[str, Any]], console: Console, mark: str = "") -> None:
    """Print the sensitivity of each measure, by scenario.

    Args:
        rows: Of ``run.uncertainty``, as plain values.
        console: Where to print.
        mark: A sentence on documents that do not ship; empty where all do.
    """
    if mark:
        console.print(Text(mark, style="bold"), width=min(console.width, MAX_TEXT_WIDTH))
    if not rows:
        console.print(Text(NOTHING_TO_PRINT), width=min(console.width, MAX_TEXT_WIDTH))
        return
    width = min(console.width, MAX_TEXT_WIDTH)
    for scenario, its in groupby(rows, key=lambda row: row["scenario"]):
        console.print(Text(f"\n{scenario}", style="bold cyan"))
        for row in _distinct_rows(list(its)):
            title, *more = sensitivity_lines(row)
            console.print(Text(title, style="bold"), width=width)
            for line in more:
                console.print(Padding(Text(line), (0, 0, 0, 2)), width=width)
    for sentence in method_sentences(rows[0]):
        console.print(Text(f"\n{sentence}"), width=width)


def _distinct_rows(rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield rows without differences from a baseline in which the measure is 0: they repeat the level."""
    same = ("base_case_median", "low", "high", "minimum", "maximum")
    levels = {row["measure"]: [row[key] for key in same] for row in rows if row["of"] != DIFFERENCE}
    for row in rows:
        if row["of"] != DIFFERENCE or levels.get(row["measure"]) != [row[key] for key in same]:
            yield row


def sensitivity_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines on one measure: title, ranges, most influential parameters, and the sign of a difference."""
    title, unit = title_and_unit(row["measure"])
    step = ", difference" if row["of"] == DIFFERENCE else ""
    of = "" if unit in ("share", "as measured") else f" ({unit})"
    yield f"{title}{step}{of}"
    usual = "undefined" if row["base_case_median"] is None else format_amount(row["base_case_median"], unit, 2)
    monte_carlo = "undefined" if row["seeds_low"] is None else format_range(row["seeds_low"], row["seeds_high"], unit)
    yield (
        f"base case at this size {usual}{_outside_suffix(row)}; parameter range "
        f"{format_range(row['low'], row['high'], unit)}, median {format_amount(row['median'], unit, 2)} (all samples "
        f"{format_range(row['minimum'], row['maximum'], unit)}); over seeds {monte_carlo}; "
        f"{_main_source_phrase(row['dominant_source'], row['distinguishable'])}"
    )
    yield from (_influence_phrase(influence, unit) for influence in row["most_influential"])
    if not row["most_influential"] and row["dominant_source"] != NEITHER:
        yield _unnamed_reason(row)
    if row["of"] == DIFFERENCE:
        yield _sign_phrase(row)


def _unnamed_reason(row: Mapping[str, Any]) -> str:
    """State why no parameter is named."""
    if is_obedience_measure(row["measure"]):
        return NOT_NAMED_BY_DESIGN
    return "no single parameter is distinguishable" if row["can_name_parameters"] else too_few(row["samples_defined"])


def method_sentences(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences on the method, which is the same for all rows."""
    samples = row["samples_in_all"]
    moved = f" In {row['samples_adjusted']} of them values were pulled toward the base case to satisfy constraints."
    facts = replaced_samples_phrase(row["samples_replaced"], row["contradictions"]) if row["samples_replaced"] else ""
    left = f" {format_count(row['samples_dropped'], 'sample')} could not be drawn."
    yield (
        f"Parameter range: the central 90 % of {format_count(samples, 'sample')} of all {row['parameters']:,} "
        f"assumed numbers with a range, {row['persons']:,} persons per scenario and "
        f"{format_count(row['months'], 'month')} each, all with the same "
        f"seed.{moved if row['samples_adjusted'] else ''}{left if row['samples_dropped'] else ''}"
        f"{f' {facts[:1].upper()}{facts[1:]}.' if facts else ''} {coverage_sentence(samples)} Base case at "
        f"this size: the median over {format_count(row['seeds'], 'seed')} of runs of the stated values, each of the "
        "size of a sample; a table of more persons has another number. Over seeds: the minimum and maximum of these "
        "runs."
    )
    if samples < MIN_SAMPLES:
        few = too_few(samples)
        yield f"{few[:1].upper()}{few[1:]}. {RANGE_NOTE}"
        return
    if round(row["correlation_threshold"], 2) >= 1:
        yield f"No measure varies enough for a parameter to be named. {RANGE_NOTE}"
        return
    yield (
        "r: rank correlation over the samples, adjusted for the parameters found before it. A parameter is named if r "
        f"exceeds {row['correlation_threshold']:.2f}, so that a result on which no parameter has an effect names one "
        "in fewer than 1 of 20 cases. They are ordered by their one-at-a-time effect. "
        f"{RANGE_NOTE}"
    )


def _main_source_phrase(source: str, distinguishable: bool) -> str:
    if source == NEITHER:
        return "it does not vary"
    if not distinguishable:
        return f"the main source of variation is {NOT_DISTINGUISHABLE}"
    return f"{'parameters are' if source == PARAMETERS else 'Monte Carlo error is'} the main source of variation"


def _outside_suffix(row: Mapping[str, Any]) -> str:
    return "" if row["base_case_median"] is None or not row["base_case_is_outside"] else ", outside its parameter range"


def _influence_phrase(influence: Mapping[str, Any], unit: str) -> str:
    wording = f"{'+' if influence['direction'] > 0 else '-'} {influence['path']} (r = {influence['correlation']:+.2f}"
    if influence["at_low"] is not None and influence["at_high"] is not None:
        low, high = (format_amount(influence[key], unit) for key in ("at_low", "at_high"))
        wording += (
            f"; alone {low} at {format_document_number(influence['low'])}, {high} at "
            f"{format_document_number(influence['high'])}"
        )
    return f"{wording})"


def _sign_phrase(row: Mapping[str, Any]) -> str:
    wording = f"above 0 in {100 * row['positive']:.0f} % of the samples, below 0 in {100 * row['negative']:.0f} %"
    if not row["sign_changes"]:
        return wording
    alone = f", alone by {' and '.join(row['sign_changed_by'])}" if row["sign_changed_by"] else ""
    return f"{wording}: the sign turns inside the ranges{alone}"
