"""The findings of a scenario: sentences with intervals, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from underheaven.measure.inference.sample_results import Column
from underheaven.measure.inference.sensitivity import Sensitivity
from underheaven.measure.measure_values import DIFFERENCE, EQUAL_CONDUCT_SOURCES
from underheaven.measure.registry import MEASURES
from underheaven.show.formatting import format_amount, format_range, join_words
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.finding import Finding, Number
from underheaven.show.report.findings.event_counts import has_few_events, too_few_events
from underheaven.show.report.findings.key_assumption import measured_key_assumption
from underheaven.show.report.findings.questions import QUESTIONS, Question
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import influence_sentences, parameter_ranges


def scenario_findings(context: ReportContext, scenario: str) -> list[Finding]:
    """Return the findings of a scenario by question, without empty ones; cached in the context."""
    if scenario not in context.findings_cache:
        context.findings_cache[scenario] = [
            qualify_finding(context, one)
            for question in QUESTIONS
            for one in _answer_question(context, scenario, question)
        ]
    return list(context.findings_cache[scenario])


def unanswered_questions(context: ReportContext, scenario: str) -> list[Question]:
    """Return the questions that a scenario has no answer to."""
    answered = {finding.question for finding in scenario_findings(context, scenario)}
    return [question for question in QUESTIONS if question.text not in answered]


def _answer_question(context: ReportContext, scenario: str, question: Question) -> list[Finding]:
    found = [require_enough_events(context, finding) for make in question.makers for finding in make(context, scenario)]
    return [replace(one, question=question.text, is_folded=n >= question.n_unfolded) for n, one in enumerate(found)]


def require_enough_events(context: ReportContext, finding: Finding) -> Finding:
    """Return a finding, or a sentence that its number with the fewest events has too few."""
    few = [number for number in finding.numbers if has_few_events(number.interval)]
    if not few:
        return finding
    rarest = min(few, key=lambda number: number.interval.events or 0)
    return replace(
        finding,
        text=too_few_events(context, rarest.title, rarest.interval.events or 0),
        key_assumption=None,
        numbers=(),
    )


def qualify_finding(context: ReportContext, finding: Finding) -> Finding:
    """Return a finding with its measured key assumption, and a sentence for each sign that turns.

    The key assumption is measured for the first number with parameter samples, named if there are several numbers.
    Without samples it comes from a table.
    """
    sensitivities = parameter_ranges.measure_sensitivities(context.dataset)
    known = [number for number in finding.numbers if number.column in sensitivities]
    several = len(finding.numbers) > 1
    measured = next(
        (
            measured_key_assumption(context, n.column, n.unit, n.interval, several * n.title)
            for n in known
            if n.column is not None
        ),
        None,
    )
    first = next((n for n in known if n.column is not None), None)
    further = [_range_phrase(sensitivities[n.column], n) for n in known if n is not first and n.column is not None]
    if measured is not None and any(further):
        wording = f"{measured.text} Parameter ranges of the other numbers: {'; '.join(filter(None, further))}."
        measured = replace(measured, text=wording)
    signed = [(n.title, sensitivities[n.column]) for n in known if n.column is not None and _has_sign(n.column)]
    text = " ".join(
        [
            finding.text,
            *_outside_range(sensitivities, known),
            *influence_sentences.sign_sentences([(f'"{title}"', row) for title, row in signed]),
        ]
    )
    return replace(finding, text=text, key_assumption=measured or finding.key_assumption)


def _outside_range(sensitivities: Mapping[Column, Sensitivity], numbers: Sequence[Number]) -> list[str]:
    """State which numbers of a finding lie outside their parameter ranges; empty if none does."""
    found = [
        f'"{n.title}" ({_format_value(n.mean, n.unit)}, at the size of the samples '
        f"{_format_value(row.base_case_median, n.unit)}, range "
        f"{typographic_minus(format_range(row.low, row.high, n.unit))})"
        for n in numbers
        if n.column is not None and parameter_ranges.is_outside_range(row := sensitivities[n.column], n.mean)
    ]
    if not found:
        return []
    one = len(found) == 1
    return [
        f"In the base case, {join_words(found)} {'lies' if one else 'lie'} outside {'its' if one else 'their'} "
        "parameter range: other values of the assumptions hardly ever give so extreme a number."
    ]


def _format_value(value: float, unit: str) -> str:
    return typographic_minus(format_amount(value, unit, 2))


def _range_phrase(row: Sensitivity, number: Number) -> str:
    """State the parameter range of a number with its title, or that most samples leave it undefined."""
    if not row.defined_in_most:
        return f'"{number.title}" none (only {row.n_samples} of {row.n_samples_in_all} samples define it)'
    span = typographic_minus(format_range(row.low, row.high, number.unit))
    if number.column is not None and number.column[2] == DIFFERENCE:
        span = span.replace(" %", " points")
    return f'"{number.title}" {span}'


def _has_sign(column: Column) -> bool:
    """Return whether the sign of a number is informative, as it is for differences and correlations."""
    name = column[1].partition(":")[0]
    return (
        column[2] == DIFFERENCE or name in EQUAL_CONDUCT_SOURCES or (name in MEASURES and MEASURES[name].range[0] < 0)
    )


def finding_rows(context: ReportContext) -> list[dict[str, Any]]:
    """Return every finding of every scenario as a row of plain values.

    Args:
        context: From ``build_report_context``.

    Returns:
        One row per finding, with its numbers and its key assumption.
    """
    return [
        {
            "scenario": scenario,
            "question": finding.question,
            "finding": finding.name,
            "text": finding.text,
            "numbers": [_number_row(number) for number in finding.numbers],
            "rests_on": finding.key_assumption.text if finding.key_assumption else None,
            "path": finding.key_assumption.assumption.path
            if finding.key_assumption and finding.key_assumption.assumption
            else None,
        }
        for scenario in context.reported_scenarios
        for finding in scenario_findings(context, scenario)
    ]


def _number_row(number: Number) -> dict[str, Any]:
    found = {key: getattr(number.interval, key) for key in ("mean", "low", "high")}
    plain = {k: v if isfinite(v) else None for k, v in found.items()}
    return {"title": number.title, "unit": number.unit, **plain, "events": number.interval.events}
