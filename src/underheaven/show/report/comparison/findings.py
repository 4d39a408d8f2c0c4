"""The findings of the comparison page, in reading order."""

from __future__ import annotations

from underheaven.show.report.comparison.comparison_finding import ComparisonFinding
from underheaven.show.report.comparison.conduct_findings import find_chilled_speech, find_deterrence, find_repayment
from underheaven.show.report.comparison.listing_findings import find_listed, find_wrongly_listed
from underheaven.show.report.comparison.loss_findings import find_cross_context, find_losses, find_unjustified
from underheaven.show.report.report_context import ReportContext


def comparison_findings(context: ReportContext) -> list[ComparisonFinding]:
    """Return the findings in reading order, those with nothing to say left out."""
    makers = (
        find_listed,
        find_wrongly_listed,
        find_losses,
        find_cross_context,
        find_unjustified,
        find_chilled_speech,
        find_repayment,
        find_deterrence,
    )
    return [finding for make in makers for finding in make(context)]
