"""Whether the order of regimes is beyond Monte Carlo error."""

from __future__ import annotations

from underheaven.show.report.comparison.findings import comparison_findings
from underheaven.show.report.report_context import ReportContext


def test_who_is_first_by_chance_is_said_to_be(context, four):
    """With the replicates of the first set far apart, Monte Carlo error can turn the order."""
    apart = four.copy(deep=True)
    apart["first_listed"].loc[{"scenario": "imagined-unified", "replicate": 0}] *= 40
    rest = comparison_findings(
        ReportContext(apart, context.scenarios, context.baseline, context.regimes, context.society)
    )[0].order_certainty
    assert rest.startswith("Monte Carlo error cannot tell Imagined unified system and Credit bureau apart.")
