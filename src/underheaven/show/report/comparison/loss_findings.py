"""Findings of the comparison page about losses: how much is lost, how far from its cause, and how justly."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.fields.codes import CONTEXTS
from underheaven.measure.families.proportionality import LEGAL_NOTE
from underheaven.show.explain.status_cost import OR_NO_RECORD_PHRASE, OUTSIDE_PHRASE
from underheaven.show.formatting import format_count
from underheaven.show.report.comparison.comparison_finding import ComparisonFinding
from underheaven.show.report.comparison.measure_marks import PARTS_OF_LIFE, RegimeMark, measure_row
from underheaven.show.report.comparison.order_certainty import order_certainty_sentence
from underheaven.show.report.comparison.ranking_phrases import (
    all_numbers,
    first_number,
    lead_phrase,
    number_phrase,
    remaining_numbers,
    share_or_none,
    undefined_sentence,
)
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.report_context import ReportContext


def find_losses(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield under which regime most access is lost, and in how many parts of life."""
    lost, parts = measure_row(context, "detriment"), measure_row(context, PARTS_OF_LIFE)
    if lost is None or parts is None or not lost.has_values():
        return
    count = {mark.scenario: format_count(round(mark.interval.mean), "part") for mark in parts.marks}

    def worth(mark: RegimeMark) -> str:
        return f"{number_phrase(mark)} out of {count[mark.scenario]} of life"

    text = (
        f"{lead_phrase(context, lost, 'takes', 'take')} most: over the run, lost access is worth, in months of income "
        f"per person, {first_number(context, lost, worth)}{remaining_numbers(context, lost, worth, 'nothing')}."
    )
    yield ComparisonFinding("taken", text, order_certainty_sentence(context, lost))


def find_cross_context(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield how much is lost far from its cause."""
    cross = measure_row(context, "cross_context_share")
    if cross is None or not cross.has_values():
        return
    first = cross.ranked_marks()[0]
    where = OUTSIDE_PHRASE + (
        OR_NO_RECORD_PHRASE if any(_has_loss_without_record(context, mark.scenario) for mark in cross.marks) else ""
    )
    text = f"No loss under any of them {where}."
    if first.interval.mean > 0:
        reaches = lead_phrase(context, cross, "reaches", "reach")
        furthest = f"{reaches} furthest: {first_number(context, cross, share_or_none)} of the losses {where}"
        text = f"{furthest}{remaining_numbers(context, cross, share_or_none)}."
    text = f"{text} {undefined_sentence(context, cross)}"
    yield ComparisonFinding("elsewhere", f"{text.strip()} {LEGAL_NOTE}", order_certainty_sentence(context, cross))


def _has_loss_without_record(context: ReportContext, scenario: str) -> bool:
    """Return whether any detriment of a scenario has no record behind it."""
    booked = context.dataset["detriment"].sel(scenario=scenario)
    return bool(booked.isel(cause=slice(len(CONTEXTS), None)).any())


def find_unjustified(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield how much has no true act behind it, and whether graver conduct costs more."""
    bare, order = measure_row(context, "unjustified_share"), measure_row(context, "ordinal_proportionality")
    wording, order_certainty = [], ""
    if bare is not None and bare.has_values():
        first = bare.ranked_marks()[0]
        text = "Every loss under any of them has a true act behind it."
        if first.interval.mean > 0:
            most = (
                f"{lead_phrase(context, bare, 'has', 'have')} the largest share of losses without a true act behind "
                "them"
            )
            text = (
                f"{most}: {first_number(context, bare, share_or_none)}"
                f"{remaining_numbers(context, bare, share_or_none)}."
            )
        wording.append(f"{text} {undefined_sentence(context, bare)}".strip())
        order_certainty = order_certainty_sentence(context, bare)
    if order is not None and order.has_values():
        wording.append(
            f"Rank correlation of gravity and cost, from {typographic_minus('-1')} (graver conduct always costs less) "
            f"to 1 (always more): {all_numbers(context, order, number_phrase)}."
        )
        order_certainty = order_certainty or order_certainty_sentence(context, order)
    if wording:
        yield ComparisonFinding("justified", " ".join([*wording, LEGAL_NOTE]), order_certainty)
