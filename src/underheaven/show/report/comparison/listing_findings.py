"""Findings of the comparison page about listing: which regime lists most people, and which most often wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.show.formatting import format_number
from underheaven.show.report.comparison.comparison_finding import ComparisonFinding
from underheaven.show.report.comparison.measure_marks import MeasureRow, measure_row
from underheaven.show.report.comparison.order_certainty import order_certainty_sentence
from underheaven.show.report.comparison.ranking_phrases import (
    all_numbers,
    first_number,
    lead_phrase,
    marks_by_reason,
    number_phrase,
    remaining_numbers,
    share_or_none,
    too_few_to_rank,
    undefined_sentence,
)
from underheaven.show.report.comparison.regime_names import join_names, regime_title, short_name
from underheaven.show.report.phrases import interval_phrase
from underheaven.show.report.report_context import ReportContext


def find_listed(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield which regime lists most people; if none lists anybody, which files most records."""
    ever, now = measure_row(context, "ever_listed"), measure_row(context, "listed_now")
    if ever is None or now is None:
        return
    if not ever.can_rank():
        yield from (
            [ComparisonFinding("listed", too_few_to_rank(context, ever), "")]
            if too_few_to_rank(context, ever)
            else _find_filed(context)
        )
        return
    most = ever.ranked_marks()[0].scenario
    at_end = next(mark.interval for mark in now.marks if mark.scenario == most)
    text = (
        f"{lead_phrase(context, ever, 'lists', 'list')} most people: of every 100,000, "
        f"{first_number(context, ever, number_phrase)} are on a blacklist at some point in these "
        f"{len(context.months)} months{remaining_numbers(context, ever, number_phrase)}. In "
        f"{context.last_month_phrase(most)}, {format_number(at_end.mean)} are on one under {short_name(context, most)} "
        f"{interval_phrase(at_end)}. {_no_list_sentence(context, ever)}"
    )
    yield ComparisonFinding(
        "listed", f"{text.strip()} {too_few_to_rank(context, ever)}".strip(), order_certainty_sentence(context, ever)
    )


def _find_filed(context: ReportContext) -> Iterator[ComparisonFinding]:
    filed = measure_row(context, "records_filed")
    if filed is not None and filed.can_rank():
        text = (
            f"Nobody is put on a blacklist. {lead_phrase(context, filed, 'files', 'file')} most records: "
            f"{first_number(context, filed, number_phrase)} per 100,000 people over the "
            f"run{remaining_numbers(context, filed, number_phrase)}."
        )
        yield ComparisonFinding("listed", text, order_certainty_sentence(context, filed))


def find_wrongly_listed(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield which regime's listings are most often wrong, and which regime's records."""
    of_listed, of_records = measure_row(context, "wrongly_listed_share"), measure_row(context, "false_discovery_share")
    wording, order_certainty = [], ""
    if of_listed is not None and of_listed.can_rank():
        is_single = len(of_listed.ranked_marks()) == 1
        lead = f"{lead_phrase(context, of_listed, 'is', 'are')} wrong most often: of"
        lead = f"Under {regime_title(context, of_listed.ranked_marks()[0].scenario)}, of" if is_single else lead
        wording.append(
            f"{lead} those on the blacklists at the end, "
            f"{first_number(context, of_listed, share_or_none)} are there without a true record behind the "
            f"entry{remaining_numbers(context, of_listed, share_or_none)}. {undefined_sentence(context, of_listed)}"
        )
        order_certainty = order_certainty_sentence(context, of_listed)
    if of_records is not None and of_records.can_rank():
        wording.append(
            f"Share of all records filed that are wrongful: {all_numbers(context, of_records, share_or_none)}."
        )
        order_certainty = order_certainty or order_certainty_sentence(context, of_records)
    wording += [too_few_to_rank(context, of_listed), too_few_to_rank(context, of_records)]
    if any(wording):
        yield ComparisonFinding("wrongly", " ".join(part.strip() for part in wording if part), order_certainty)


def _no_list_sentence(context: ReportContext, row: MeasureRow) -> str:
    """State which regimes list nobody, and why."""
    return " ".join(f"{join_names(context, its)} {why}." for why, its in marks_by_reason(row, defined=True))
