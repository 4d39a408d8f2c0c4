"""The sentence on how certain the order of regimes is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from underheaven.measure.inference.interval import t_interval
from underheaven.show.report.comparison.interval_chart import parameter_range_text
from underheaven.show.report.comparison.measure_marks import MeasureRow, RegimeMark, samples_ahead
from underheaven.show.report.comparison.regime_names import join_names, short_name
from underheaven.show.report.report_context import ReportContext


def order_certainty_sentence(context: ReportContext, row: MeasureRow) -> str:
    """State whether the first ranks above the second beyond Monte Carlo error, in how many samples, and all ranges."""
    ranked = row.ranked_marks()
    sentences = _order_sentences(context, row, ranked[0], ranked[1]) if len(ranked) > 1 else []
    return " ".join([*sentences, *_range_sentences(context, row, ranked)])


def _order_sentences(context: ReportContext, row: MeasureRow, first: RegimeMark, second: RegimeMark) -> Iterator[str]:
    """Yield whether Monte Carlo error and the parameter samples leave the first above the second."""
    first_name, second_name = (short_name(context, mark.scenario) for mark in (first, second))
    if (first.values == second.values).all():
        yield f"{first_name} and {second_name} have the same number in every replicate."
        return
    ranks_above = f"{first_name} ranks above {second_name}"
    difference = t_interval(first.values - second.values)
    is_beyond_error = isfinite(difference.low) and difference.low > 0
    if is_beyond_error:
        yield f"{ranks_above} beyond Monte Carlo error."
    elif isfinite(difference.low):
        yield f"Monte Carlo error cannot tell {first_name} and {second_name} apart."
    ahead = samples_ahead(context, row, first.scenario, second.scenario)
    if ahead is not None and ahead[1] > 0:
        subject = "It does so" if is_beyond_error else ranks_above
        yield f"{subject} in {ahead[0]} of {ahead[1]} parameter samples."


def _range_sentences(context: ReportContext, row: MeasureRow, ranked: Sequence[RegimeMark]) -> Iterator[str]:
    """Yield the parameter ranges, those that include both signs, and those that do not include the base case."""
    ranges = [(mark, mark.parameter_range) for mark in ranked if mark.parameter_range]
    spans = [
        f"{short_name(context, mark.scenario)} {parameter_range_text(row, ends)}"
        for mark, ends in ranges
        if ends[0] != ends[1]
    ]
    if spans:
        yield f"Parameter ranges: {'; '.join(spans)}."
    turning = [mark for mark, (low, high) in ranges if low < 0 < high]
    if turning:
        yield f"The sign is uncertain under {join_names(context, turning)}: the range includes both."
    outside = [mark for mark, (low, high) in ranges if not low <= mark.interval.mean <= high]
    if outside:
        yield f"The base case lies outside its range under {join_names(context, outside)}."
