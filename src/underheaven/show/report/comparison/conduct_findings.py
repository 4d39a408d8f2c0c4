"""Findings of the comparison page about conduct: public speech, repayment and acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from underheaven.measure.inference.interval import Interval
from underheaven.measure.measure_values import DIFFERENCE
from underheaven.show.formatting import format_number
from underheaven.show.report.comparison.comparison_finding import ComparisonFinding
from underheaven.show.report.comparison.figures import baseline_phrase
from underheaven.show.report.comparison.measure_marks import RegimeMark, measure_row
from underheaven.show.report.comparison.order_certainty import order_certainty_sentence
from underheaven.show.report.comparison.ranking_phrases import (
    all_numbers,
    first_number,
    lead_phrase,
    remaining_numbers,
    share_or_none,
    too_few_to_rank,
)
from underheaven.show.report.phrases import capitalise, difference_phrase, share_phrase
from underheaven.show.report.report_context import ReportContext


def find_chilled_speech(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield which regime silences most speech, and how many people are silent out of fear."""
    chilled, fear = measure_row(context, "chilled_speech", DIFFERENCE), measure_row(context, "falsification_gap")
    if chilled is None or fear is None:
        return
    few = too_few_to_rank(context, chilled)
    if not chilled.ranked_marks() or (few and not chilled.can_rank()):
        yield from [ComparisonFinding("silent", few, "")] if few else []
        return
    if not chilled.has_values():
        yield ComparisonFinding("silent", "Public speech is not reduced under any of them.", "")
        return
    text = (
        f"{lead_phrase(context, chilled, 'silences', 'silence')} most: of the months of public speech by the same "
        f"people {baseline_phrase(context)}, {first_number(context, chilled, share_or_none)} are "
        f"silent{remaining_numbers(context, chilled, share_or_none)}."
    )
    if fear.has_values():
        text += (
            " Share of people who are silent in a month out of fear alone: "
            f"{all_numbers(context, fear, share_or_none)}."
        )
    yield ComparisonFinding("silent", f"{text} {few}".strip(), order_certainty_sentence(context, chilled))


def find_repayment(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield under which regime more debts and loans are repaid."""
    wanted = (
        ("judgments_performed", "judgments performed on old debts, per 100,000 people", _judgment_change),
        ("default_share", "the share of ended loans that fell behind", _point_change),
    )
    rows = [(measure_row(context, name, DIFFERENCE), what, phrase) for name, what, phrase in wanted]
    used = [(row, what, phrase) for row, what, phrase in rows if row is not None and row.can_rank()]
    few = " ".join(filter(None, (too_few_to_rank(context, row) for row, _, _ in rows)))
    if not used and few:
        yield ComparisonFinding("paid", few, "")
    elif used:
        wording = [f"{what}: {all_numbers(context, row, phrase, 'no change')}." for row, what, phrase in used]
        text = " ".join(
            [
                f"Compared with the same people {baseline_phrase(context)}, {wording[0]}",
                *map(capitalise, wording[1:]),
                few,
            ]
        ).strip()
        yield ComparisonFinding("paid", text, order_certainty_sentence(context, used[0][0]))
    elif context.baseline is not None:
        yield ComparisonFinding("paid", f"Repayment is the same as for the same people {baseline_phrase(context)}.", "")


def find_deterrence(context: ReportContext) -> Iterator[ComparisonFinding]:
    """Yield the share of acts that each regime deters."""
    acts = measure_row(context, "deterrence", DIFFERENCE)
    if acts is not None and acts.has_values():
        text = (
            f"Of the acts done by the same people {baseline_phrase(context)}: "
            f"{all_numbers(context, acts, _act_change, 'no change')}."
        )
        yield ComparisonFinding("deterred", text, order_certainty_sentence(context, acts))


def _judgment_change(mark: RegimeMark) -> str:
    return difference_phrase(mark.interval, "judgment", "more", "fewer")


def _point_change(mark: RegimeMark) -> str:
    return difference_phrase(_scale_interval(mark.interval, 100), "point", "higher", "lower")


def _act_change(mark: RegimeMark) -> str:
    found, done = mark.interval, mark.interval.mean > 0
    what, instead = ("are not done", "added") if done else ("are added", "not done")
    if isfinite(found.low) and found.low < 0 < found.high:
        first_end, second_end = (-found.low, found.high) if done else (found.high, -found.low)
        ends = (
            f"between {format_number(100 * first_end)} % {instead} and {format_number(100 * second_end)} % "
            f"{what.removeprefix('are ')}"
        )
        return f"{format_number(100 * abs(found.mean))} % {what}, which may be chance ({ends})"
    return f"{share_phrase(found if done else _scale_interval(found, -1))} {what}"


def _scale_interval(interval: Interval, times: int) -> Interval:
    low, high = sorted((times * interval.low, times * interval.high))
    return replace(interval, mean=times * interval.mean, low=low, high=high)
