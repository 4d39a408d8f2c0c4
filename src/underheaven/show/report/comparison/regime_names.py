"""Names of regimes on the comparison page: the document's name, marked where it is stylised."""

from __future__ import annotations

from collections.abc import Sequence

from underheaven.show import result_metadata
from underheaven.show.formatting import join_words
from underheaven.show.report.comparison.measure_marks import RegimeMark
from underheaven.show.report.report_context import ReportContext


def regime_title(context: ReportContext, scenario: str) -> str:
    """Name a regime, with the word stylised if its document is."""
    name = context.regime_name(scenario)
    if not any(
        note.stylised
        for note in result_metadata.document_notes(context.dataset)
        if (note.kind, note.label) == ("regime", scenario)
    ):
        return name
    return f"{name[:-1]}; stylised)" if name.endswith(")") else f"{name} (stylised)"


def short_name(context: ReportContext, scenario: str) -> str:
    """Name a regime that has been named in full before, without the brackets of its name."""
    name, others = (
        context.regime_name(scenario),
        [context.regime_name(other) for other in context.reported_scenarios if other != scenario],
    )
    brief = name.partition(" (")[0]
    return name if brief in {other.partition(" (")[0] for other in others} else brief


def join_names(context: ReportContext, marks: Sequence[RegimeMark]) -> str:
    """Name the regimes of marks: A, B and C."""
    return join_words([short_name(context, mark.scenario) for mark in marks])
