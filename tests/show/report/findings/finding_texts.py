"""The texts of the findings of a scenario, by name."""

from __future__ import annotations

from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.report_context import ReportContext

COURT = "court-defaulters-2013"


def finding_texts(context: ReportContext, scenario: str = COURT) -> dict[str, str]:
    """Return the text of each finding by its name."""
    return {finding.name: finding.text for finding in scenario_findings(context, scenario)}
