"""Phrases that rank regimes: which comes first, which follow, and which have no number or too few events."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from underheaven.measure.inference.interval import t_interval
from underheaven.measure.measure_values import DIFFERENCE
from underheaven.show.formatting import format_amount, format_number, join_words
from underheaven.show.report.comparison.measure_marks import MeasureRow, RegimeMark
from underheaven.show.report.comparison.regime_names import join_names, regime_title, short_name
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.findings.event_counts import persons_needed_sentence
from underheaven.show.report.phrases import ROUNDING_ERROR, interval_phrase, share_phrase
from underheaven.show.report.report_context import ReportContext

MarkPhrase = Callable[[RegimeMark], str]


def lead_phrase(context: ReportContext, row: MeasureRow, does: str, do: str) -> str:
    """Name the regime that ranks first, or all that cannot be distinguished from it, with the verb."""
    tied = _tied_first(row)
    if len(tied) == 1:
        return f"{regime_title(context, tied[0].scenario)} {does}"
    same = all((mark.values == tied[0].values).all() for mark in tied)
    how = "equally" if same else "in an order that Monte Carlo error leaves open"
    return f"{join_words([regime_title(context, mark.scenario) for mark in tied])} ({how}) {do}"


def first_number(context: ReportContext, row: MeasureRow, phrase: MarkPhrase) -> str:
    """State the number of the regime that ranks first, by name where several are named."""
    tied = _tied_first(row)
    if len(tied) == 1:
        return phrase(tied[0])
    return join_words([f"{phrase(mark)} under {short_name(context, mark.scenario)}" for mark in tied])


def remaining_numbers(context: ReportContext, row: MeasureRow, phrase: MarkPhrase, zero_word: str = "none") -> str:
    """State which regimes follow the first, in order."""
    n_tied = len(_tied_first(row))
    others = [mark for mark in row.ranked_marks()[n_tied:] if mark.interval.mean != 0]
    zeros = [mark for mark in row.ranked_marks()[1:] if mark.interval.mean == 0 and not mark.reason]
    wording = [f"{short_name(context, mark.scenario)} {phrase(mark)}" for mark in others]
    wording += [f"{join_names(context, zeros)} {zero_word}"] if zeros else []
    return f"; then {'; '.join(wording)}" if wording else ""


def all_numbers(context: ReportContext, row: MeasureRow, phrase: MarkPhrase, zero_word: str = "none") -> str:
    """State the number of every regime that has one, the largest first, and for which there is none."""
    ranked = (
        row.ranked_marks()
        if row.kind != DIFFERENCE
        else sorted(row.ranked_marks(), key=lambda mark: -abs(mark.interval.mean))
    )
    large = [mark for mark in ranked if abs(mark.interval.mean) > ROUNDING_ERROR]
    zeros = [mark for mark in ranked if abs(mark.interval.mean) <= ROUNDING_ERROR]
    wording = [f"{short_name(context, mark.scenario)} {phrase(mark)}" for mark in large]
    wording += [f"{join_names(context, zeros)} {zero_word}"] if zeros else []
    wording += [f"undefined for {join_names(context, its)} ({why})" for why, its in marks_by_reason(row, defined=False)]
    return "; ".join(wording)


def _tied_first(row: MeasureRow) -> list[RegimeMark]:
    """Return the first and those not distinguishable from it; with one replicate, those equal to it."""
    first, *others = row.ranked_marks()

    def close(mark: RegimeMark) -> bool:
        difference = t_interval(first.values - mark.values)
        return not difference.mean > 0 or (isfinite(difference.low) and difference.low <= 0)

    return [first, *(mark for mark in others if mark.interval.mean != 0 and close(mark))]


def marks_by_reason(row: MeasureRow, defined: bool) -> list[tuple[str, list[RegimeMark]]]:
    """Return the marks with a reason, by reason; defined: those with a zero, or else those without a number."""
    by: dict[str, list[RegimeMark]] = {}
    for mark in row.marks:
        if mark.reason and mark.is_defined == defined:
            by.setdefault(mark.reason, []).append(mark)
    return list(by.items())


def undefined_sentence(context: ReportContext, row: MeasureRow) -> str:
    """State for which regimes a share is undefined, and why."""
    its = [f"{join_names(context, marks)} ({why})" for why, marks in marks_by_reason(row, defined=False)]
    return f"The share is undefined for {' and '.join(its)}." if its else ""


def too_few_to_rank(context: ReportContext, row: MeasureRow | None) -> str:
    """State which regimes have too few events for a measure to be ranked; empty where none has."""
    if row is None:
        return ""
    few = [mark for mark in row.marks if mark.has_few_events and (row.kind != DIFFERENCE or mark.interval.mean != 0)]
    if not few:
        return ""
    wording = ", ".join(f"{short_name(context, mark.scenario)} {mark.interval.events}" for mark in few)
    most = max(mark.interval.events or 0 for mark in few)
    sizes = context.dataset.sizes
    return (
        f"{row.title}: too few events to rank ({wording}). "
        f"{persons_needed_sentence(most, sizes['person'], sizes['replicate'])}"
    )


def number_phrase(mark: RegimeMark) -> str:
    """Return the number of a regime with its Monte Carlo interval."""
    return f"{typographic_minus(format_number(mark.interval.mean))} {interval_phrase(mark.interval, None)}"


def share_or_none(mark: RegimeMark) -> str:
    """Return the share of a regime in words: rough where its range leaves it open, "none" where it is 0."""
    if mark.is_open:
        return f"about {format_amount(mark.interval.mean, 'share', 2)}"
    return share_phrase(mark.interval) if mark.interval.mean > 0 else "none"
